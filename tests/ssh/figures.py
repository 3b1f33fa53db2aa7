"""The monthly evaluation calculated a second time: in Python, from the lists that the commands print, by the sentences
of the scheme (etc/scheme.csv) and nothing of the program's own arithmetic."""
import csv
import datetime
import os

from harness import Failed, TOP

# Calculated elsewhere (unit tests of their own): here their rates are taken as they are told.
TAKEN = ("must_visit", "accuracy", "completeness", "familiarity")
ITEMS = ("entry", "must_visit", "accuracy", "completeness", "familiarity", "handling", "solved", "satisfaction", "diary")
DAYS_BETWEEN_VISITS = 91
POINTS_CAP = 10
GRADE_FACTORS = {"1": 1.0, "2": 0.9, "3": 0.7, "4": 0.4}
DIARY_CHARACTERS, DIARY_TARGET, SOLVED_TARGET = 10, 20, 0.85
CALLED_BACK = {"1": 1.0, "2": 0.8, "3": 0.0}
GRADES = ((90, "A"), (75, "B"), (60, "C"), (40, "D"))


def weights():
    with open(os.path.join(TOP, "etc", "scheme.csv"), encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["item"]: float(row["weight"]) for row in rows if row["subject"] == "grid_leader"}


def month_bounds(month):
    first = datetime.date.fromisoformat(month + "-01")
    after = (first + datetime.timedelta(days=32)).replace(day=1)
    return first, after - datetime.timedelta(days=1)


class Office:
    """Everything that the figures of a month need, read over ssh as somebody who may see it."""

    def __init__(self, server, viewer):
        self.visits = server.rows(viewer, "visit")
        self.households = server.rows(viewer, "household")
        self.cases = server.rows(viewer, "case", "--view=area")
        self.calls = server.rows(viewer, "return_visit")
        logins = {user["id"]: user["login"] for user in server.rows(viewer, "user")}
        self.leaves = [(logins.get(leave["account"]), *map(datetime.date.fromisoformat, (leave["from_on"], leave["to_on"])))
                       for leave in server.rows(viewer, "leave")]
        for case in self.cases:
            case["steps"] = server.json(viewer, "case", "show", case["no"])["steps"]

    def items(self, month, leader, area):
        """{item: (numerator, denominator, rate)} of the items that count."""
        cases = [case for case in self.cases if case["area"] == area and case["state"] not in ("void", "draft")]
        found = {
            "entry": self.entry(month, area),
            "handling": handling(month, cases),
            "solved": solved(month, cases),
            "satisfaction": satisfaction(month, cases, [call for call in self.calls if call["area"] == area]),
            "diary": self.diary(month, leader),
        }
        return {item: figures for item, figures in found.items() if figures[1]}

    def entry(self, month, area):
        first, last = month_bounds(month)
        since = last - datetime.timedelta(days=DAYS_BETWEEN_VISITS)
        days = {}
        for visit in self.visits:
            days.setdefault(visit["household"], []).append(datetime.date.fromisoformat(visit["on"][:10]))
        due = visited = 0
        for household in self.households:
            seen = days.get(household["id"], [])
            if household["area"] == area and not any(since <= day < first for day in seen):
                due += 1
                visited += any(first <= day <= last for day in seen)
        return visited, due, visited / due if due else 0

    def diary(self, month, leader):
        valid = sum(GRADE_FACTORS.get(visit.get("grade"), 1.0) for visit in self.visits
                    if visit["by"] == leader and visit["on"][:7] == month and visit.get("kind", "visit") == "visit"
                    and len(visit["text"].strip()) >= DIARY_CHARACTERS)
        first, last = month_bounds(month)
        days = {first + datetime.timedelta(days=n) for n in range((last - first).days + 1)}
        there = {day for day in days
                 if not any(who == leader and begin <= day <= end for who, begin, end in self.leaves)}
        target = DIARY_TARGET * len(there) / len(days)
        return valid, target, min(1, valid / target)


def handling(month, cases):
    _, last = month_bounds(month)
    end = (last + datetime.timedelta(days=1)).isoformat() + "T00:00:00+08:00"
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="seconds")
    closed = [case for case in cases if case["closed_at"] and case["closed_at"][:7] == month]
    timely = sum(1 for case in closed if not case["due_at"] or case["closed_at"] <= case["due_at"])
    late = sum(1 for case in cases if case["due_at"] and case["due_at"] < min(end, now)
               and (not case["closed_at"] or case["closed_at"] >= end))
    counted = len(closed) + late
    if not counted:
        return 0, 0, 0
    rate = 0.7 * timely / counted
    if closed:
        rate += 0.3 * (1 - sum(1 for case in closed if case["rework"]) / len(closed))
    return timely, counted, rate


def solved(month, cases):
    reported = [case for case in cases if case["reported_at"][:7] == month]
    done = 0
    for case in reported:
        ways = [step["command"] for step in case["steps"] if step["command"] in ("self_handle", "accept")]
        done += bool(ways and ways[-1] == "self_handle" and case["closed_at"])
    return done, len(reported), min(1, done / len(reported) / SOLVED_TARGET) if reported else 0


def satisfaction(month, cases, calls):
    answers = [CALLED_BACK[call["satisfaction"]] for call in calls
               if (call["at"] or "")[:7] == month and call["satisfaction"]]
    for case in cases:
        for step in case["steps"]:
            if step["command"] == "call_back" and step["at"][:7] == month:
                answers.append(CALLED_BACK[case["satisfaction"] if step["to"] == "closed" else "3"])
    return sum(answers), len(answers), sum(answers) / len(answers) if answers else 0


def points(server, viewer, month):
    """{login: additions and deductions}, appeals that gave points among them, within the cap."""
    found = {}
    for line in server.json(viewer, "evaluation", "points", "list", month)["rows"]:
        if line["kind"] == "points" and not line["withdrawn_at"]:
            found.setdefault(line["who"], []).append(line["points"])
    for appeal in server.json(viewer, "evaluation", "appeals", month)["rows"]:
        if appeal["state"] == "accepted" and appeal["effect"] == "points":
            found.setdefault(appeal["who"], []).append(appeal["points"])
    return {who: max(-POINTS_CAP, min(POINTS_CAP, sum(lines))) for who, lines in found.items()}


def compare(server, viewer, month):
    """Raises unless every figure of every leader that viewer sees is the one calculated here. Returns how many were
    compared."""
    office = Office(server, viewer)
    scheme = weights()
    rows = server.json(viewer, "evaluation", "list", month)["rows"]
    ids = {user["login"]: user["id"] for user in server.rows(viewer, "user")}
    ledger = points(server, viewer, month)
    wrong, compared = [], 0

    def same(what, theirs, ours):
        nonlocal compared
        compared += 1
        if theirs is None or abs(theirs - ours) > 1e-6:
            wrong.append(f"{what}: {theirs}, calculated {ours}")

    for row in rows:
        ours = office.items(month, row["leader"], row["area"])
        theirs = {item["code"]: item for item in row["items"]}
        ours.update({code: (item["numerator"], item["denominator"], item["rate"]) for code, item in theirs.items()
                     if code in TAKEN and item["rate"] is not None})
        if set(theirs) != set(ITEMS):
            raise Failed(f"items of {row['leader']}: {sorted(theirs)}")
        whole = sum(scheme[item] for item in ours)
        total = 0
        for code, item in theirs.items():
            what = f"{row['leader']} {month} {code}"
            if code not in ours:
                compared += 1
                if any(item[name] is not None for name in ("numerator", "denominator", "rate", "weight", "score")):
                    wrong.append(f"{what}: should be left out, is {item}")
                continue
            numerator, denominator, rate = ours[code]
            weight = scheme[code] * 100 / whole
            total += rate * weight
            for name, value in (("numerator", numerator), ("denominator", denominator), ("rate", rate),
                                ("weight", weight), ("score", rate * weight)):
                same(f"{what} {name}", item[name], value)
        total = max(0, total + ledger.get(ids[row["leader"]], 0))
        same(f"{row['leader']} {month} total", row["total"], total)
        grade = next((letter for least, letter in GRADES if total >= least - 1e-6), "E")
        if row["grade"] != grade:
            wrong.append(f"{row['leader']} {month} grade: {row['grade']}, calculated {grade}")
    order = sorted(rows, key=lambda row: -row["total"])
    for row in rows:
        rank = 1 + sum(1 for other in order if other["total"] > row["total"] + 1e-6)
        if row["rank"] != rank:
            wrong.append(f"{row['leader']} {month} rank: {row['rank']}, calculated {rank}")
    if wrong or not rows:
        raise Failed("\n".join(wrong) or f"no leader is evaluated in {month}")
    return compared
