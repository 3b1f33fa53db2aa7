#!/usr/bin/python3
"""Two months of a city's requests, imported as cases with the times that they had there: what the product says was in
time and is overdue is what the data's own column says, as a whole, by unit and by category; each difference is one that
is explained here.

The requests are test input outside the project (../shared/data relative to its root, or WANGGE_SHARED); without them
there is nothing to run."""
import collections
import csv
import datetime
import glob
import io
import os
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
from office import Office, TOP, main

SHARED = os.environ.get("WANGGE_SHARED", os.path.join(TOP, "..", "shared"))
FILES = sorted(glob.glob(os.path.join(SHARED, "data", "03_cases", "boston311_2011_q3*.csv")))
CATEGORIES = {"Public Works Department": "05", "Inspectional Services": "07", "Parks & Recreation Department": "06",
              "Transportation - Traffic Division": "03", "Mayor's 24 Hour Hotline": "02", "Property Management": "01"}
ZONE = datetime.timezone(datetime.timedelta(hours=8))


def requests():
    rows = []
    for path in FILES:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def as_orders(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["source_no", "reported_at", "due_at", "closed_at", "unit", "category", "title", "text", "result",
                     "urgency"])
    for row in rows:
        writer.writerow([row["case_enquiry_id"], row["open_dt"], row["target_dt"], row["closed_dt"], row["department"],
                         CATEGORIES[row["subject"]], row["type"], f"{row['type']}: {row['queue']}", row["closure_reason"],
                         "1"])
    return out.getvalue()


def instant(text):
    """Their clock as if it were ours: only the differences count."""
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()) if text else None


# --- the data's own verdict, and why ours may be another --------------------------------------------------------------


def ours(row, now):
    """"" where the product has no verdict."""
    due, closed = instant(row["target_dt"]), instant(row["closed_dt"])
    if due is None:
        return ""
    return "OVERDUE" if (closed or now) > due else "ONTIME" if closed else ""


def why(row, now):
    """The rule by which the two differ; None when there is none."""
    if not row["target_dt"]:
        return "no limit in the data, which says ONTIME: the product has no verdict" if row["ontime"] == "ONTIME" else None
    if row["ontime"] == "":
        return "the data has no verdict, by its own times it is late" if ours(row, now) == "OVERDUE" else None
    if not row["closed_dt"] and instant(row["target_dt"]) > now:
        return "open with a limit that is still to come: not overdue yet, the data says OVERDUE"
    return None


def judge(rows, now):
    reasons = collections.Counter()
    for row in rows:
        if ours(row, now) != row["ontime"]:
            reason = why(row, now)
            assert reason, row
            reasons[reason] += 1
    return reasons


def figures(rows, now):
    """By the data's own column, with the rules applied."""
    closed = [row for row in rows if row["closed_dt"]]
    limited = [row for row in closed if row["target_dt"]]
    verdict = lambda row: ours(row, now) if why(row, now) else row["ontime"]
    return {
        "reported": len(rows),
        "closed": len(closed),
        "open": len(rows) - len(closed),
        "overdue": sum(verdict(row) == "OVERDUE" for row in rows if not row["closed_dt"]),
        "in_time": sum(verdict(row) == "ONTIME" for row in limited) / len(limited) if limited else None,
    }


def same(product, data, what):
    for name, value in data.items():
        got = product[name]
        equal = got == value if value is None or got is None else abs(got - value) < 1e-9
        assert equal, (what, name, "product", got, "data", value)


def by(rows, key):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def compare_statistics(office, rows, now):
    period = ("--from=2011-07-01", "--to=2011-08-31")
    for division, key in (("unit", lambda row: row["department"]), ("category", lambda row: CATEGORIES[row["subject"]]),
                          ("month", lambda row: row["open_dt"][:7])):
        answer = office.json("street01", "case", "statistics", f"--by={division}", *period)
        groups = by(rows, key)
        told = {row["key"]: row for row in answer["rows"] if row["reported"]}
        assert set(told) == set(groups), (division, set(told) ^ set(groups))
        for name, part in groups.items():
            same(told[name], figures(part, now), (division, name))
        same(answer["sum"], figures(rows, now), (division, "sum"))
    return answer["sum"]


def compare_rows(office, rows, began):
    """Every instant is that of the data, to the second."""
    with sqlite3.connect(office.database) as database:
        stored = {row[0]: row[1:] for row in database.execute(
            "select source_no, reported_at, due_at, closed_at, unit, category, state from case_file"
            " where reported_at < 1320000000")}
    assert len(stored) == len(rows), (len(stored), len(rows))
    for row in rows:
        case = stored[row["case_enquiry_id"]]
        due = instant(row["target_dt"]) if row["target_dt"] else None
        assert case[0] == instant(row["open_dt"]) and case[2] == instant(row["closed_dt"]), (row, case)
        if due or row["closed_dt"]:
            assert case[1] == due, (row, case)
        else:  # it goes on here: with the product's own limit, from the day on which it came
            assert case[1] > began, (row, case)
        assert case[3:5] == (row["department"], CATEGORIES[row["subject"]]), (row, case)
        assert (case[5] == "closed") == bool(row["closed_dt"]), (row, case)


def test_in_time_and_overdue_are_those_of_the_data():
    if not FILES:
        print(f"# skipped: no requests in {SHARED}/data/03_cases")
        return
    rows = requests()
    office = Office().demo()
    began, wall = time.monotonic(), time.time()
    done = office.json("street01", "case", "import", "--history", stdin=as_orders(rows))
    seconds = time.monotonic() - began
    assert (done["state"], done["added"], done["bad"]) == ("done", len(rows), 0), done
    now = int(time.time())
    compare_rows(office, rows, wall)
    reasons = judge(rows, now)
    total = compare_statistics(office, rows, now)
    listed = office.json("street01", "case", "list", "--view=overdue", "--where=reported_at:2011-07-01..2011-08-31",
                         "--limit=1")["total"]
    assert listed == total["overdue"], (listed, total)
    checked = office.wangge("check")
    assert checked.status == 0, checked
    print(f"# {len(rows)} requests imported in {seconds:.0f} s; {total['closed']} closed, {100 * total['in_time']:.2f}% of "
          f"those with a limit in time, {total['open']} open, {total['overdue']} overdue: as the data says, but for")
    for reason, number in reasons.most_common():
        print(f"#   {number}: {reason}")


if __name__ == "__main__":
    main(globals())
