#!/usr/bin/python3
"""make bench-wall: what the duty wall costs in a district with 58,000 cases a year, while 50 people look at it.

The database is the demo's district, its cases laid over a year until there are so many. The watchers are real ssh clients,
half of them of the district, half of a street. Cases are changed one by one; measured is what each watcher gets on the
terminal and the processor time of the watchers' sessions, beside that of the same screen drawn as a whole. Numbers are for
reading, not for passing - but that nothing is sent while nothing changes is asked for.

WANGGE_WALL names a folder that keeps the database; it is made there when it is missing (a minute or two).
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lines  # noqa: E402
from lines import harness  # noqa: E402

WATCHERS = int(os.environ.get("WANGGE_BENCH_WATCHERS", "50"))
CASES = 58000
ROUNDS = int(os.environ.get("WANGGE_BENCH_ROUNDS", "4"))  # of three changes each
KEEP = os.environ.get("WANGGE_WALL", os.path.join(harness.BUILD, "wall"))
QUARTER = 92 * 86400  # the demo's cases reach back so far
SETTLE = 5.0  # seconds for a change: a look every two, and time for 50 of them on two cores
TIMES = ("reported_at", "due_at", "yellow_at", "closed_at", "created_at", "updated_at", "stage_due_at",
         "stage_yellow_at", "archived_at")
HOME, WALL = "民情日记".encode(), "最新上报".encode()


def copy_cases(base, number, back, closed_only):
    """Once more the demo's cases, so many seconds earlier, with their steps."""
    columns = [row[1] for row in base.execute("pragma table_info(case_file)")]
    last = base.execute("select max(id) from case_file").fetchone()[0]
    values = {"id": f"id + {last}", "no": f"no || '-{number}'",
              **{name: f"{name} - {back}" for name in TIMES if name in columns}}
    where = "from case_file where id <= (select max(id) from first_case)" + (
        " and closed_at is not null" if closed_only else "")
    base.execute(f"insert into case_file ({', '.join(columns)}) select "
                 f"{', '.join(values.get(name, name) for name in columns)} {where}")
    columns = [row[1] for row in base.execute("pragma table_info(case_step)")]
    step = base.execute("select max(id) from case_step").fetchone()[0]
    values = {"id": f"id + {step}", "case_file": f"case_file + {last}", "at": f"at - {back}"}
    base.execute(f"insert into case_step ({', '.join(columns)}) select "
                 f"{', '.join(values.get(name, name) for name in columns)} from case_step "
                 f"where case_file <= (select max(id) from first_case) "
                 f"and case_file + {last} in (select id from case_file)")


def make_database():
    """The district's demo with as many cases in the year before today."""
    if not os.path.exists(f"{KEEP}/wangge.db"):
        os.makedirs(KEEP, exist_ok=True)
        harness.write_config(KEEP, {})
        subprocess.run([f"{harness.BUILD}/wangge", "-c", f"{KEEP}/wangge.ini", "demo", "--size=district"], check=True,
                       stdout=subprocess.DEVNULL)
    base = sqlite3.connect(f"{KEEP}/wangge.db")
    base.execute("create temp table first_case as select id from case_file")
    number = 0
    while base.execute("select count(*) from case_file").fetchone()[0] < CASES:
        number += 1
        quarter = number % 4
        copy_cases(base, number, quarter * QUARTER, closed_only=quarter != 0)
    for table in ("case_file", "case_step"):
        base.execute(f"update sequence_number set next = (select max(id) + 1 from {table}) where name = ?", (table,))
    base.execute("analyze")
    base.commit()
    base.close()


def processor_time(pids):
    """Seconds, exact to the nanosecond."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total / 1e9


class Watching:
    """The watchers, and what an act of somebody costs them."""

    def __init__(self, server):
        self.server, self.crowd = server, lines.Crowd()
        self.rows = []
        for i in range(0, WATCHERS, 10):
            logins = ["district01" if n % 2 == 0 else "street01" for n in range(i, min(i + 10, WATCHERS))]
            batch = [self.crowd.add(server.ssh_words(login)[:-1] + ["-tt", server.ssh_words(login)[-1]])
                     for login in logins]
            self.crowd.wait_all(batch, HOME)
            for line in batch:
                line.send(b":zbdp")
                line.send(b"\r")
            self.crowd.wait_all(batch, WALL)
        found = server.processes()
        self.sessions, self.network = found["session"], found["network"]
        self.listen(65)  # the minute in which they came in is told

    def listen(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.crowd.step(min(left, 0.5))

    def measure(self, what, act, seconds=SETTLE):
        for line in self.crowd.lines.values():
            line.seen = b""
        before = processor_time(self.sessions), processor_time(self.network)
        act()
        self.listen(seconds)
        after = processor_time(self.sessions), processor_time(self.network)
        sizes = [len(line.seen) for line in self.crowd.lines.values()]
        self.rows.append((what, sum(sizes) / len(sizes), max(sizes),
                          1000 * (after[0] - before[0]) / len(sizes), 1000 * (after[1] - before[1]) / len(sizes)))
        return sizes


def change_cases(watching, server):
    def admin(*words):
        return server.admin("as", *words).stdout

    for _ in range(ROUNDS):
        told = {}

        def report(told=told):
            told["no"] = admin("grid01", "case", "add", "--title=路灯不亮", "--text=路灯不亮", "--category=05",
                               "--urgency=3", "--json").split('"no":"')[1].split('"')[0]

        watching.measure("an urgent case is reported", report)
        watching.measure("it is accepted", lambda told=told: admin("street01", "case", "do", told["no"], "accept"))
        watching.measure("it is dispatched", lambda told=told: admin(
            "street01", "case", "do", told["no"], "dispatch", "--handler=department01"))


def add_up(rows):
    """Rows of the same act as one, in the order in which they first came."""
    acts = {}
    for what, *numbers in rows:
        acts.setdefault(what, []).append(numbers)
    return [(what, *(sum(column) / len(found) for column in zip(*found, strict=True))) for what, found in acts.items()]


def show(rows, whole):
    print(f"{'each watcher gets, and costs':44}{'bytes':>9}{'most':>7}{'x less':>8}{'session':>10}{'network':>10}")
    print(f"{'':44}{'':>9}{'':>7}{'':>8}{'ms CPU':>10}{'ms CPU':>10}")
    for what, size, most, session, network in rows:
        ratio = f"{whole / size:8.0f}" if size else f"{'-':>8}"
        print(f"{what:44}{size:9.1f}{most:7.0f}{ratio}{session:10.2f}{network:10.2f}")


def main():
    make_database()
    server = harness.Server(start=False)
    shutil.copy(f"{KEEP}/wangge.db", server.database)
    server.settings.update({"server.max_sessions": 5000, "server.idle": 0})
    harness.write_config(server.folder, server.settings)
    base = sqlite3.connect(server.database)
    total, still_open = base.execute("select count(*), sum(closed_at is null) from case_file").fetchone()
    base.close()
    server.start()
    watching = Watching(server)
    print(f"{total:,} cases of a year, {still_open:,} of them open; {WATCHERS} watchers")
    memory = sum(harness.memory_pss(pid) for pid in watching.sessions + watching.network) / WATCHERS
    silent = watching.measure(f"nothing, for {SETTLE:.0f} s", lambda: None)
    diary = watching.measure("somebody writes the diary", lambda: server.admin(
        "as", "grid01", "visit", "add", "--text=今天走访，一切正常，老人身体很好。", "--channel=1"))
    change_cases(watching, server)

    def redraw():
        for line in watching.crowd.lines.values():
            line.send(b"\x12")

    whole = watching.measure("the whole screen drawn again (Ctrl-R)", redraw)
    show(add_up(watching.rows), sum(whole) / len(whole))
    print(f"memory of a watcher: {memory:,.0f} KiB PSS")
    watching.crowd.end()
    server.stop()
    if sum(silent) or sum(diary):
        sys.exit("something was sent although nothing on the wall had changed")


if __name__ == "__main__":
    main()
