"""The clocks of cases against a calculation that goes from minute to minute: start and amount at random, from before the
table of holidays begins until after it ends."""
import csv
import datetime
import os
import random
import subprocess

from office import TOP, main

PROGRAM = os.path.join(TOP, os.environ.get("WANGGE_BUILD", "build"), "tests", "work", "test_working_time")
MINUTE = 60
ZONE = datetime.timezone(datetime.timedelta(hours=8))
FIRST = datetime.datetime(2023, 12, 1, tzinfo=ZONE)
DAYS = 1200  # until the spring of 2027


def days_of_work():
    """For each day from FIRST on: is it worked?"""
    with open(os.path.join(TOP, "etc", "holidays.csv"), encoding="utf-8") as file:
        kinds = {row["date"]: row["kind"] for row in csv.DictReader(line for line in file if not line.startswith("#"))}
    worked = []
    for n in range(DAYS):
        day = FIRST + datetime.timedelta(days=n)
        kind = kinds.get(day.strftime("%Y-%m-%d"), "workday" if day.isoweekday() < 6 else "holiday")
        worked.append(kind == "workday")
    return worked


def counting(kind, worked):
    """For each minute from FIRST on, 1 when the clock runs in it."""
    in_day = [8 <= m // 60 < 12 or 14 <= m // 60 < 18 for m in range(1440)] if kind == "hours" else [True] * 1440
    always = kind in ("urgent", "calendar")
    return [int(always or (day and minute)) for day in worked for minute in in_day]


def ask(lines):
    out = subprocess.run([PROGRAM, "reckon"], input="".join(lines), capture_output=True, text=True, check=True, cwd=TOP)
    return [int(line) for line in out.stdout.split()]


def test_random_instants_agree_with_a_walk_from_minute_to_minute():
    dice = random.Random(20261021)
    worked, first = days_of_work(), int(FIRST.timestamp())
    lines, right, backwards = [], [], []
    for kind in ("urgent", "hours", "days", "calendar"):
        runs = counting(kind, worked)
        for n in range(1500):
            start, left = dice.randrange(0, 1150 * 1440), dice.randrange(0, (60, 480, 5 * 1440, 20 * 1440)[n % 4])
            at, amount = start, left
            while left > 0 and at < len(runs):
                left -= runs[at]
                at += 1
            if left == 0:
                lines.append(f"{kind} {first + start * MINUTE} {amount * MINUTE}\n")
                right.append(first + at * MINUTE)
                other = min(start + dice.randrange(0, 40 * 1440), len(runs))
                backwards.append((f"{kind} {first + start * MINUTE} - {first + other * MINUTE}\n",
                                  sum(runs[start:other]) * MINUTE))
    assert len(lines) > 5000
    for line, found, wanted in zip(lines, ask(lines), right):
        assert found == wanted, f"{line.strip()}: {found}, by the minutes {wanted}"
    told = ask(line for line, _ in backwards)
    for (line, wanted), found in zip(backwards, told):
        assert found == wanted, f"{line.strip()}: {found}, by the minutes {wanted}"
    print(f"# {len(lines)} limits and as many spans")


def test_what_is_added_is_what_is_measured():
    dice = random.Random(7)
    spans = [(kind, dice.randrange(1700000000, 1810000000), dice.randrange(0, 40000000))
             for kind in ("urgent", "hours", "days", "calendar") for _ in range(2000)]
    ends = ask(f"{kind} {start} {amount}\n" for kind, start, amount in spans)
    measured = ask(f"{kind} {start} - {end}\n" for (kind, start, _), end in zip(spans, ends))
    assert measured == [amount for _, _, amount in spans]


main(globals())
