#!/usr/bin/python3
"""make bench-city: how long people wait where the database is a whole city's, while 20 of them work.

Each is a real ssh client that does the same round again and again: the list of people, its next page, a filter, a search,
the know-at-once card, a form saved. Measured is the time from the last key of a step to the last byte that it brings to the
terminal, clients and server on one machine. Numbers are for reading, not for passing.

WANGGE_CITY names the database, which is made there when it is missing (minutes); the bench writes into it.
WANGGE_BENCH_ROUNDS is how often each client goes round.
"""
import contextlib
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lines  # noqa: E402
from lines import harness  # noqa: E402

CITY = os.path.abspath(os.environ.get("WANGGE_CITY", os.path.join(harness.BUILD, "city", "wangge.db")))
ROUNDS = int(os.environ.get("WANGGE_BENCH_ROUNDS", "6"))
CLIENTS = {"grid_leader": 14, "station": 4, "street": 1, "district": 1}
SAVERS = "grid_leader", "station", "street"  # districts read
QUIET = 0.12  # seconds without a byte: the screen is settled
THINK = 0.3, 1.2
GIVE_UP = 20

KEY = harness.key_bytes
REGISTERS = {"grid_leader": "4", "station": "4", "street": "5", "district": "5"}  # on the home screen
NAMES = ("王伟", "李芳", "张敏", "刘洋", "陈静", "杨丽")


def some(role, accounts, taken):
    """As many as wanted. Those who save have areas of which nobody else has a part: two who change the same row would be
    asked whose to keep."""
    found = []
    for login, path in accounts:
        if len(found) == CLIENTS[role]:
            break
        if role not in SAVERS:
            found.append((role, login, path))
        elif not any(path.startswith(other) or other.startswith(path) for other in taken):
            found.append((role, login, path))
            taken.append(path)
    return found


def need_city():
    """The database is made when it is missing."""
    if not os.path.exists(CITY):
        folder = os.path.dirname(CITY)
        os.makedirs(folder, exist_ok=True)
        harness.write_config(folder, {"database.path": CITY})
        begin = time.monotonic()
        subprocess.run([f"{harness.BUILD}/wangge", "-c", f"{folder}/wangge.ini", "demo", "--size=city"], check=True)
        print(f"made in {time.monotonic() - begin:.0f} s")
    print(f"{os.path.getsize(CITY) / 1e9:.2f} GB")


def make_city():
    """The database, and what to look for in it: logins by role, numbers by login."""
    need_city()
    for end in ("", "-wal", "-shm"):  # a draft that an earlier run left would wait in the form
        with contextlib.suppress(FileNotFoundError):
            os.remove(CITY.removesuffix(".db") + "-drafts.db" + end)
    with sqlite3.connect(f"file:{CITY}?mode=ro", uri=True) as db:
        people, taken = [], []
        for role in reversed(CLIENTS):  # the widest first
            people += some(role, db.execute(
                "select a.login, g.path from post p join account a on a.id = p.account join area g on g.id = p.area"
                " where p.role = ? and p.to_on is null order by a.id", (role,)), taken)
        found = []
        for role, login, path in people:
            number, = db.execute("select p.citizen_id from area a join person p on p.area = a.id"
                                 " where a.path >= ? and a.path < ? || '~' and p.citizen_id is not null limit 1",
                                 (path, path)).fetchone()
            found.append((role, login, number[-4:]))
    db.close()
    return found


def a_round(role, tail, dice):
    """[(what, keys)]: from the home screen and back to it; what is None where nothing is measured."""
    esc = (None, KEY("Esc"))
    name = dice.choice(NAMES)
    return [
        ("board of registers", REGISTERS[role].encode()),
        (None, b"2"),
        ("list page: people", b"2"),
        ("next page", KEY("PgDn")),
        ("last page", KEY("End")),
        (None, KEY("Home")),
        (None, b"+"),
        (None, "性别".encode()),
        (None, KEY("Enter")),
        (None, "女".encode()),
        ("filter", KEY("Enter")),
        (None, b"/"),
        ("search in the list: name", name.encode()),
        esc,
        ("open a row", KEY("Enter")),
        esc, esc,
        *(a_save(dice) if role in SAVERS else [(None, b"2"), esc]),
        esc,
        ("home screen", KEY("Esc")),
        (None, b"/"),
        ("find: name of two characters", name.encode()),
        (None, KEY("Ctrl-U")),
        ("find: one character", name[0].encode()),
        (None, KEY("Ctrl-U")),
        ("find: initials", dice.choice(("ww", "lf", "zm", "cj", "ly")).encode()),
        (None, KEY("Ctrl-U")),
        ("find: ID tail", tail.encode()),
        ("know-at-once card", KEY("Enter")),
        esc,
    ]


def a_save(dice):
    """From the board of people and back: the first person of the list gets another former name."""
    esc = (None, KEY("Esc"))
    return [
        (None, b"2"),
        (None, KEY("Enter")),
        (None, b"e"),
        *[(None, KEY("Tab"))] * 9,
        (None, KEY("Ctrl-U")),
        (None, f"王{chr(0x4e00 + dice.randrange(20000))}".encode()),  # never twice the same: it is a change
        ("save of a form", KEY("Ctrl-S")),
        esc, esc,
    ]


class Person:
    """Somebody at work: what is to come, what was sent when, what came last."""

    def __init__(self, line, role, tail, number):
        self.line, self.role, self.tail = line, role, tail
        self.dice = random.Random(number)
        self.rounds = ROUNDS
        self.steps = []
        self.what, self.sent, self.last = None, None, None
        self.due = time.perf_counter() + self.dice.uniform(0, 3)

    def settled(self, now, times):
        """Notes the step that is done; what follows comes after a while of thinking."""
        if self.what:
            times.setdefault(self.what, {}).setdefault(self.role, []).append((self.last or now) - self.sent)
        self.sent = self.last = None
        self.due = now + (self.dice.uniform(*THINK) if self.what else 0)

    def act(self, now):
        if not self.steps:
            if self.rounds == 0:
                return False
            self.rounds -= 1
            self.steps = a_round(self.role, self.tail, self.dice)
        self.what, keys = self.steps.pop(0)
        self.sent, self.last = now, None
        if keys:
            self.line.send(keys)
        return True


def work(crowd, people):
    times, busy = {}, set(people)
    by_line = {person.line: person for person in people}
    while busy:
        for line, _, when in crowd.step(0.01):
            by_line[line].last = when
            if line.closed:
                raise harness.Failed(f"{by_line[line].role}: the line was closed: {line.seen[-500:]!r}")
        now = time.perf_counter()
        for person in list(busy):
            if person.sent is not None:
                quiet = now - (person.last or person.sent)
                if quiet > (QUIET if person.last else 0.5 if not person.what else GIVE_UP):
                    person.settled(now, times)
            elif now >= person.due and not person.act(now):
                busy.discard(person)
    return times


def saved(minimum):
    """How many saves the database remembers since then."""
    with sqlite3.connect(f"file:{CITY}?mode=ro", uri=True) as db:
        count, = db.execute("select count(*) from row_history where kind = 'person' and at >= ?", (minimum,)).fetchone()
    db.close()
    return count


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def show(times):
    print(f"{'':34}{'n':>6}{'p50':>9}{'p99':>9}{'most':>9} ms   p99 of {', '.join(CLIENTS)}")
    for what, of_role in times.items():
        every = [t for values in of_role.values() for t in values]
        by_role = "  ".join(f"{1000 * percentile(of_role[role], 0.99):6.1f}" for role in CLIENTS if role in of_role)
        print(f"{what:34}{len(every):6}{1000 * statistics.median(every):9.1f}{1000 * percentile(every, 0.99):9.1f}"
              f"{1000 * max(every):9.1f}      {by_role}")


def main():
    found = make_city()
    server = harness.Server(settings={"database.path": CITY, "server.max_sessions": 100})
    crowd = lines.Crowd()
    people = []
    for number, (role, login, tail) in enumerate(found):
        words = server.ssh_words(login)
        line = crowd.add(words[:-1] + ["-tt", words[-1]])
        people.append(Person(line, role, tail, number))
    crowd.wait_all([p.line for p in people], "查一户".encode())
    begun = int(time.time())
    times = work(crowd, people)
    show(times)
    wanted, found = sum(map(len, times["save of a form"].values())), saved(begun)
    if wanted != found:
        print(f"{found} of {wanted} forms were saved: the round does not fit the screens, and its times are not true")
    crowd.end()
    server.stop()


if __name__ == "__main__":
    main()
