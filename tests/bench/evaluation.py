#!/usr/bin/python3
"""make bench-evaluation: the evaluation of a whole city, and the lists and saves beside it.

Each is done in one process (tests/bench/evaluation.c) by people from all over the city and told in milliseconds:
processor time of the median and the worst, and the clock, which on a crowded machine tells little. Meant are: the month
of a city (compute) under 2,000 ms, an own preview under 100, the due list of a grid under 50. Numbers are for reading,
not for passing. WANGGE_CITY names the database, which is made there when it is missing (minutes); a trial and some
entries are written into it. Words on the command line name what alone is to be done, such as "measures", which tells
of each measure alone.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import city  # noqa: E402
from lines import harness  # noqa: E402


def main():
    city.need_city()
    top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    print(f"{'':32} {'of':>3} {'median':>9} {'worst':>9} {'clock':>9}  ms", flush=True)
    subprocess.run([f"{harness.BUILD}/tests/bench/evaluation", f"{top}/schema", f"{top}/etc", city.CITY, *sys.argv[1:]],
                   check=True)


if __name__ == "__main__":
    main()
