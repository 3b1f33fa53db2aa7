#!/usr/bin/python3
"""make bench-due: the due list of a grid in a city's database, and who is to be visited there compared with the registers.

Commands of the program wangge, less what the program itself takes to begin. Numbers are for reading, not for passing;
the due list of a grid is meant to take less than 50 ms. WANGGE_CITY names the database (tests/bench/city.py makes it).
"""
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ssh"))
import harness  # noqa: E402

CITY = os.path.abspath(os.environ.get("WANGGE_CITY", os.path.join(harness.BUILD, "city", "wangge.db")))
ROUNDS = 15


def seconds(config, *words):
    begin = time.monotonic()
    subprocess.run([f"{harness.BUILD}/wangge", "-c", config, *words], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


def main():
    if not os.path.exists(CITY):
        sys.exit(f"there is no city in {CITY}: make bench-city makes it")
    with tempfile.TemporaryDirectory() as folder:
        harness.write_config(folder, {"database.path": CITY})
        config = f"{folder}/wangge.ini"
        with sqlite3.connect(f"file:{CITY}?mode=ro", uri=True) as db:
            logins = [row[0] for row in db.execute(
                "select c.login from post p join account c on c.id = p.account where p.role = 'grid_leader'"
                " order by p.id limit 5")]
        start = statistics.median(seconds(config, "as", logins[0], "version") for _ in range(ROUNDS))
        for what in (["visit", "due", "--json"], ["visit", "due", "--by=door", "--until=+31", "--json"]):
            took = [1000 * (seconds(config, "as", login, *what) - start) for login in logins for _ in range(ROUNDS)]
            print(f"{' '.join(what)}: median {statistics.median(took):.1f} ms, worst {max(took):.1f} ms")


if __name__ == "__main__":
    main()
