#!/usr/bin/python3
"""A day of a street over real ssh: two grid leaders, an informant, a station, the street centre and a department at once
look into their own queues and do what waits there, until every case is at its end. WANGGE_CASES of them (make
accept-street: 300); some are reported at the screen, keystroke by keystroke.

Each case goes one of the ways of WAYS, with returns, extensions and suspensions that another approves, merging, rework,
recalls, transfers, supervision. At the end every queue is empty, every timeline is whole, the limit of every case and
each light seen in passing is what this file reckons by itself from the timeline, and the database is in order."""
import collections
import csv
import datetime
import json
import os
import re
import threading
import time

import harness
import screens
from harness import Failed, Server, TOP

CASES = int(os.environ.get("WANGGE_CASES", "30"))
AT_SCREEN = max(2, CASES // 15)
POSTS = ("grid01", "grid01b", "member01", "station01", "street01", "department01")
OVER = ("closed", "archived", "void")

# What is out of the ordinary on the way of a case; the rest is: reported up, accepted, dispatched, signed for, handled,
# verified, called back.
WAYS = ("plain", "self", "direct", "unit", "return", "return_signed", "extend", "extend_rejected", "suspend", "merge",
        "unmerge", "rework", "unsatisfied", "street", "refuse", "refuse_public", "void", "supervise", "transfer", "recall",
        "withdraw", "discuss", "assist", "reopen", "close", "urgent")


def way_of(number):
    return WAYS[number % len(WAYS)]


# --- time that counts, reckoned here ------------------------------------------------------------------------------------

ZONE = datetime.timezone(datetime.timedelta(hours=8))
LIMITS = {"1": ("days", 5 * 86400), "2": ("urgent", 24 * 3600), "3": ("urgent", 2 * 3600)}  # of the whole case


def days_that_differ():
    with open(os.path.join(TOP, "etc", "holidays.csv"), encoding="utf-8") as file:
        return {row["date"]: row["kind"] for row in csv.DictReader(line for line in file if not line.startswith("#"))}


DIFFER = days_that_differ()


def works(day):
    kind = DIFFER.get(day.isoformat())
    return kind == "workday" if kind else day.weekday() < 5


def passes(kind, day):
    """Whether time of the kind passes on that day, all of it."""
    return kind == "urgent" or works(day)


def midnight_after(at):
    return datetime.datetime.combine(at.date() + datetime.timedelta(days=1), datetime.time(), ZONE)


def between(kind, start, end):
    seconds = 0
    while start < end:
        until = min(midnight_after(start), end)
        seconds += (until - start).total_seconds() if passes(kind, start.date()) else 0
        start = until
    return seconds


def add(kind, start, seconds):
    while seconds > 0:
        until = midnight_after(start)
        here = (until - start).total_seconds() if passes(kind, start.date()) else 0
        if here >= seconds:
            return start + datetime.timedelta(seconds=seconds)
        seconds -= here
        start = until
    return start


def reached(kind, runs, seconds):
    """When so much was used up by these runs, the last of which goes on."""
    for start, end in runs[:-1]:
        if between(kind, start, end) >= seconds:
            return add(kind, start, seconds)
        seconds -= between(kind, start, end)
    return add(kind, runs[-1][0], seconds)


def limits_of(case, untils):
    """(yellow, due) by the timeline alone."""
    kind, amount = LIMITS[case["urgency"]]
    runs, due = [], None
    for step in case["steps"]:
        at = datetime.datetime.fromisoformat(step["at"])
        if step["command"] == "report":
            kind, amount = LIMITS[case["urgency"]]
            runs = [(at, None)]
        elif step["command"] == "approve" and step["from"] == step["to"] == "handling":
            what, until = untils[case["no"]]
            if what == "suspend":
                runs[-1] = (runs[-1][0], at)
            else:
                amount += between(kind, due, until)
        elif step["command"] == "resume" or (step["from"] == "closed" and step["to"] != "archived"):
            runs.append((at, None))
        elif step["to"] in OVER and step["from"] not in OVER and step["to"] != "draft":
            runs[-1] = (runs[-1][0], at)
        due = reached(kind, runs, amount)
    return reached(kind, runs, amount * 4 // 5), due


def minute_of(at):
    """As the commands print it."""
    return at.replace(second=0).isoformat()


# --- what each post does --------------------------------------------------------------------------------------------------


class Day:
    def __init__(self, server, count):
        self.server, self.count = server, count
        self.lock = threading.Lock()
        self.mark = threading.local()
        self.once = set()  # (case, what happened already)
        self.mains = {}  # cases that others are merged into
        self.untils = {}
        self.reported = 0
        self.steps = collections.Counter()
        self.too_late = 0  # steps that somebody else had been faster with
        self.failed = []
        self.over = threading.Event()
        self.lights = 0

    def first(self, case, what):
        """Once in the life of the case, unless somebody else is faster with the step that follows."""
        with self.lock:
            new = (case["no"], what) not in self.once
            self.once.add((case["no"], what))
            self.mark.made = (case["no"], what) if new else None
            return new

    def was(self, case, what):
        with self.lock:
            return (case["no"], what) in self.once

    def do(self, login, case, command, **options):
        """As the case stood in the list; what follows on the same look names no version."""
        words = [f"--{name}={value}" for name, value in options.items()]
        words += [f"--version={case['version']}"] if "version" in case else []
        done = self.server.command(login, "case", "do", case["no"], command, *words, "--json", check=False)
        case.pop("version", None)
        mark, self.mark.made = getattr(self.mark, "made", None), None
        with self.lock:
            if done.returncode == 0:
                self.steps[command] += 1
                return True
            error = json.loads(done.stderr.strip().splitlines()[-1])
            if error["error"] not in ("state", "conflict", "not_found", "again"):
                self.failed.append((login, case["no"], case["title"], case["state"], command, error))
            if mark and mark[0] == case["no"]:
                self.once.discard(mark)
            self.too_late += 1
            return False


def number_of(case):
    found = re.search(r"街道一天第(\d+)件", case["title"])
    return int(found.group(1)) if found else 0


def way_of_case(case):
    found = number_of(case)
    return way_of(found) if found else "plain"


def soon(days):
    return (datetime.datetime.now(ZONE) + datetime.timedelta(days=days)).replace(second=0, microsecond=0)


def typed(at):
    return at.strftime("%Y-%m-%d %H:%M")


def leader_acts(day, me, case):
    way, state = way_of_case(case), case["state"]
    if state == "reported":
        if way == "self":
            return day.do(me, case, "self_handle", text="当场清理干净。")
        if way == "direct":
            return False  # the station takes it at once
        if way == "refuse_public" and day.first(case, "verify"):
            return day.do(me, case, "verify", finding="3", text="现场未见。")
        return day.do(me, case, "report_up", text="格内办不了。")
    if state in ("self_handled", "awaiting_verification"):
        if way == "rework" and day.first(case, "rework"):
            return day.do(me, case, "rework", text="角落里还有。")
        return day.do(me, case, "pass")
    return False


def member_acts(day, me, case):
    if case["state"] == "draft":
        return day.do(me, case, "report")
    if case["state"] == "dispatched":
        return day.do(me, case, "sign")
    if case["state"] == "handling":
        return day.do(me, case, "handle", text="已经办妥。")
    return False


def partner(day, case):
    """The main case of the one that is merged: one that goes its own way, None as long as it is not reported."""
    return day.mains.get(number_of(case) - WAYS.index(way_of_case(case)) or 3)


def station_takes(day, me, case):
    way, main = way_of_case(case), partner(day, case)
    if way == "self" and case["level"] == "grid":
        return False  # its leader settles it
    if way == "refuse" and case["by"] == "member01" and day.first(case, "refuse"):
        return day.do(me, case, "refuse", text="请写明地点。")
    if way == "refuse_public":
        return day.do(me, case, "refuse", text="经核实无此情况。")
    if way == "void" and not case["asked"] and day.first(case, "void"):
        return day.do(me, case, "void", text="同一人误报。")
    if way == "void":
        return False
    if way == "street" and day.first(case, "up"):
        return day.do(me, case, "report_up", text="社区协调不了。")
    if way in ("merge", "unmerge") and not main:
        return False
    if way == "merge" or (way == "unmerge" and not day.was(case, "unmerge")):
        done = day.do(me, case, "merge", into=main)
        if done and way == "unmerge" and day.first(case, "unmerge"):
            return day.do(me, case, "unmerge", text="并非同一处。")
        return done
    return day.do(me, case, "accept")


def dispatch(day, me, case):
    way = way_of_case(case)
    if way == "discuss" and day.first(case, "discuss"):
        day.do(me, case, "discuss", people="社区、物业、居民代表", text="议定由市政所三天内修复。")
    if way == "withdraw" and day.first(case, "withdraw"):
        return day.do(me, case, "withdraw", text="再核实一下。")
    if way == "assist":
        done = day.do(me, case, "dispatch", lead="1", assist="2")
    elif way in ("unit", "transfer", "rework", "suspend"):
        done = day.do(me, case, "dispatch", lead="1", text="请尽快。")
    else:
        done = day.do(me, case, "dispatch", handler="department01")
    if done and way == "recall" and day.first(case, "recall"):
        return day.do(me, case, "recall")
    return done


def centre_acts(day, me, case):
    """The station and the street centre."""
    way, state = way_of_case(case), case["state"]
    if case["asked"]:
        if way == "extend_rejected" and day.first(case, "reject"):
            return day.do(me, case, "reject", text="请先抢修。")
        if case["asked"] != "void" or me == "street01":
            return day.do(me, case, "approve", text="同意。")
        return False
    if me == "street01" and case["level"] in ("grid", "station"):
        return False
    if state in ("reported", "awaiting_acceptance"):
        return station_takes(day, me, case)
    if state == "registered":
        return dispatch(day, me, case)
    if state == "awaiting_return_visit":
        if way == "unsatisfied" and day.first(case, "unsatisfied"):
            return day.do(me, case, "call_back", satisfaction="3", text="还在漏。")
        if way == "close":
            return day.do(me, case, "close", text="联系不上报事人。")
        done = day.do(me, case, "call_back", satisfaction="1" if number_of(case) % 2 else "2")
        if done and way == "reopen" and day.first(case, "reopen"):
            return day.do(me, case, "reopen", text="又出现了。")
        return done
    return False


def ask(day, me, case, command, until):
    day.untils[case["no"]] = (command, until)
    return day.do(me, case, command, until=typed(until), text="等配件到货。")


def handle(day, me, case):
    way = way_of_case(case)
    if way.startswith("extend") and day.first(case, "extend"):
        return ask(day, me, case, "extend", soon(12))
    if way == "extend_rejected" and day.was(case, "reject") and day.first(case, "extend again"):
        return ask(day, me, case, "extend", soon(9))
    if way == "suspend" and day.first(case, "suspend"):
        return ask(day, me, case, "suspend", soon(20))
    if way == "return_signed" and day.first(case, "return"):
        return day.do(me, case, "return", text="不属本单位管。")
    if way == "transfer" and day.first(case, "transfer"):
        return day.do(me, case, "transfer", handler="member01", text="请协管员就近处理。")
    if way == "assist" and day.first(case, "assist"):
        day.do("department02", case, "assist", text="已到场配合。")
    if way == "supervise" and not case["supervised_at"]:
        return False  # the street centre presses for it first
    return day.do(me, case, "handle", text="已修复，现场恢复。")


def department_acts(day, me, case):
    way, state = way_of_case(case), case["state"]
    if case["supervised_at"] and not case["replied_at"]:
        return day.do(me, case, "reply", text="今天办结。")
    if case["asked"]:
        return False
    if state == "dispatched":
        if way == "return" and day.first(case, "return"):
            return day.do(me, case, "return", text="不属本单位。")
        return day.do(me, case, "sign")
    if state == "handling" and case["suspended_until"]:
        return day.do(me, case, "resume", text="配件到了。")
    return handle(day, me, case) if state == "handling" else False


def press(day, me):
    """The street centre looks for what matters among all that is open."""
    for case in day.server.json(me, "case", "list", "--view=open", "--search=街道一天", "--limit=500")["rows"]:
        wanted = way_of_case(case) == "supervise" and case["state"] == "handling"
        if wanted and not case["supervised_at"] and day.first(case, "supervise"):
            day.do(me, case, "supervise", reason="3", reply_by=typed(soon(1)), text="重点督办。")


ACTS = {"grid01": leader_acts, "grid01b": leader_acts, "member01": member_acts, "station01": centre_acts,
        "street01": centre_acts, "department01": department_acts}

# --- reporting ------------------------------------------------------------------------------------------------------------


def belongs(login, number):
    """Who reports it; what is refused to its author is the informant's."""
    owner = "member01" if way_of(number) == "refuse" else ("grid01", "grid01b", "member01")[number % 3]
    return owner == login


def report_by_command(day, login, number):
    options = [f"--title=街道一天第{number}件", "--text=三单元门口积水，已有两天。", "--category=05",
               f"--urgency={'2' if way_of(number) == 'urgent' else '1'}"]
    if way_of(number) == "refuse_public":
        options += ["--source=8", "--reporter=示例住户", "--reporter_phone=10000000000"]
    case = day.server.json(login, "case", "add", *options)
    note_reported(day, number, case["no"])


def note_reported(day, number, no):
    with day.lock:
        day.reported += 1
        if way_of(number) in ("plain", "unit"):
            day.mains[number] = no


def report_at_screen(day, client, number):
    title = f"街道一天第{number}件"
    screens.report_case(client, title, "门口积水，走路不便。", "生态环境")
    case = day.server.json(client.login, "case", "list", "--view=mine", f"--search={title}")["rows"]
    case = [row for row in case if row["title"] == title]
    if len(case) != 1:
        raise Failed(f"{title}: {len(case)} cases")
    note_reported(day, number, case[0]["no"])


def to_report(day, login):
    mine = [n for n in range(1, day.count + 1) if belongs(login, n)]
    by_hand = [n for n in mine if way_of(n) not in ("refuse_public", "urgent")]
    return mine, set(by_hand[:AT_SCREEN] if login == "member01" else by_hand[:AT_SCREEN // 2])


def work(day, login):
    mine, by_hand = to_report(day, login)
    client = day.server.login(login, rows=30).wait_for("q 退出") if by_hand else None
    while not day.over.is_set():
        for number in mine[:3]:
            if number in by_hand:
                report_at_screen(day, client, number)
            else:
                report_by_command(day, login, number)
        mine = mine[3:]
        if login == "street01":
            press(day, login)
        waiting = day.server.json(login, "case", "list", "--view=queue", "--limit=500")["rows"]
        moved = [case for case in waiting if ACTS[login](day, login, case)]
        if not moved and not mine:
            time.sleep(0.3)
    if client:
        screens.home(client).key("q").wait_for("退出系统").key("y")
        client.wait_closed()


def run_post(day, login):
    try:
        work(day, login)
    except Exception as error:  # told by the main thread
        day.failed.append((login, repr(error)))
        day.over.set()


# --- looking on -----------------------------------------------------------------------------------------------------------


def light(row, yellow, due, at):
    if row["state"] in OVER or row["state"] == "draft":
        return "none"
    return "red" if at > due else "yellow" if at >= yellow else "green"


def look_at_lights(day):
    """Each light of the list, by the timeline of its case; what moved in between is passed over."""
    rows = day.server.rows("district01", "case", "--view=area", "--where=title:街道一天")
    for row in rows[::max(1, len(rows) // 12)]:
        shown = day.server.command("district01", "case", "show", row["no"], "--json", check=False)
        if shown.returncode == 4:  # its author's draft again
            continue
        case = json.loads(shown.stdout)
        if case["version"] != row["version"] or case["suspended_until"] or case["state"] == "draft":
            continue
        yellow, due = limits_of(case, day.untils)
        if case["due_at"] != minute_of(due):
            raise Failed(f"{case['no']} ({way_of_case(case)}): due {case['due_at']}, reckoned {due}: {case['steps']}")
        now = datetime.datetime.now(ZONE)
        if row["light"] != light(row, yellow, due, now):
            raise Failed(f"{case['no']}: light {row['light']}, reckoned {light(row, yellow, due, now)}")
        day.lights += 1


def ours(day):
    return day.server.rows("district01", "case", "--view=area", "--where=title:街道一天")


def wait_for_end(day):
    end = time.monotonic() + (120 + 6 * day.count) * harness.SLOW
    while not day.over.is_set():
        time.sleep(2)
        look_at_lights(day)
        if day.failed:
            raise Failed(f"{len(day.failed)} steps went wrong: {day.failed[:3]}")
        if day.reported == day.count and all(case["state"] in OVER for case in ours(day)):
            return
        if time.monotonic() > end:
            left = [(c["no"], c["title"], c["state"], c["level"], c["asked"]) for c in ours(day) if c["state"] not in OVER]
            raise Failed(f"{len(left)} cases are not at their end: {left[:10]}")


def check_timeline(case, day):
    steps = case["steps"]
    assert steps[0]["command"] == "report" and steps[0]["by"] == case["by"], steps[0]
    assert steps[-1]["to"] == case["state"], case
    for before, after in zip(steps, steps[1:]):
        assert before["to"] == after["from"] and before["at"] <= after["at"], (before, after)
    for step in steps:
        assert step["by"] and step["at"] and step["by_name"], step
    commands = [step["command"] for step in steps]
    wanted = {"return": "return", "return_signed": "return", "extend": "extend", "suspend": "suspend", "rework": "rework",
              "transfer": "transfer", "recall": "recall", "withdraw": "withdraw", "discuss": "discuss", "assist": "assist",
              "supervise": "supervise", "merge": "merge", "unmerge": "unmerge", "reopen": "reopen", "void": "void", "self": "self_handle"}.get(way_of_case(case))
    assert wanted is None or wanted in commands, (way_of_case(case), commands)
    assert case["rework"] == sum(step["to"] == "handling" and step["command"] in ("rework", "call_back") for step in steps)
    assert case["returns"] == sum(step["from"] in ("handling", "dispatched") and step["to"] == "registered"
                                  and step["command"] in ("return", "approve") for step in steps), case
    return len(steps)


def check_end(day):
    server, steps, late = day.server, 0, 0
    for login in POSTS:
        waiting = server.json(login, "case", "list", "--view=queue", "--limit=500")["rows"]
        waiting = [case for case in waiting if case["no"] not in day.drafts]  # the demo's: their authors never report them
        assert not waiting, (login, [(case["no"], case["title"], case["state"]) for case in waiting])
        server.command(login, "inbox", "read")
        left = [row for row in server.json(login, "inbox", "list", "--limit=500")["rows"] if row["kind"] in ("line", "case") and row.get("no") not in day.drafts]
        assert not left, (login, left)
    for row in ours(day):
        case = server.json("district01", "case", "show", row["no"])
        assert row["light"] == "none", row
        steps += check_timeline(case, day)
        if not case["reported_at"]:
            continue
        due = limits_of(case, day.untils)[1]
        assert case["due_at"] == minute_of(due), (case["no"], way_of_case(case), case["due_at"], due, case["steps"])
        late += case["closed_at"] > case["due_at"]
    return steps, late


def test_a_day_of_a_street():
    with Server() as server:
        day = Day(server, CASES)
        for login in (*POSTS, "district01", "department02"):
            server.key(login)
        day.drafts = {row["no"] for login in POSTS for row in server.rows(login, "case", "--where=state:draft")}
        began = time.monotonic()
        posts = [threading.Thread(target=run_post, args=(day, login)) for login in POSTS]
        for post in posts:
            post.start()
        try:
            wait_for_end(day)
        finally:
            settle(day)
            day.over.set()
            for post in posts:
                post.join()
        assert not day.failed, day.failed[:5]
        steps, late = check_end(day)
        found = server.check()
        assert not found, found
        states = collections.Counter(case["state"] for case in ours(day))
        print(f"# {CASES} cases in {time.monotonic() - began:.0f} s by {len(POSTS)} posts: {dict(states)}, {steps} steps, "
              f"{day.too_late} that somebody else had been faster with, {late} late; {day.lights} lights seen in passing "
              f"and {CASES} limits as reckoned; {sum(len(to_report(day, who)[1]) for who in POSTS[:3])} typed at a screen")
        print(f"# {dict(day.steps.most_common())}")


def settle(day):
    """The posts go on until nothing waits for any of them."""
    for _ in range(60):
        if day.failed or day.over.is_set():
            return
        if not any(day.server.json(login, "case", "list", "--view=queue", "--limit=1")["rows"] for login in POSTS):
            return
        time.sleep(1)


if __name__ == "__main__":
    harness.main(globals())
