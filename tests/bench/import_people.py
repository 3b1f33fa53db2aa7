#!/usr/bin/python3
"""make accept-import: a file of 100,000 people sent over ssh, and what it takes: the time of checking and of saving, the
most memory of the process that works on it, and how long others wait for a save meanwhile."""
import datetime
import os
import sqlite3
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ssh"))
import harness  # noqa: E402

COUNT = int(os.environ.get("WANGGE_PEOPLE", "100000"))
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
DAYS = 20000
MOST = 3600  # seconds


def people():
    """A CSV of people whose numbers begin with the code of a whole city: nobody's, and none of the demo's."""
    rows = ["姓名,身份证号,性别,现住小区,门牌地址"]
    for i in range(COUNT):
        born = datetime.date(1950, 1, 1) + datetime.timedelta(days=i % DAYS)
        first = f"321000{born:%Y%m%d}{i // DAYS * 2 + 901:03d}"
        number = first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS)) % 11]
        rows.append(f"示例{'甲乙丙丁'[i % 4]}{'子丑寅卯'[i // 4 % 4]},{number},男,新苑小区,"
                    f"{i // 300 + 1}幢{i // 3 % 100 + 1}室")
    return "\n".join(rows) + "\n"


def job_of(server):
    with sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=30) as db:
        db.row_factory = sqlite3.Row
        row = db.execute("select state, phase, at, total, added, bad, message from job order by id desc limit 1").fetchone()
    db.close()
    return dict(row)


def most_memory(server):
    """KiB that any child of the keeper has had at once."""
    most = 0
    for pid in server.processes()["session"]:
        try:
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
                most = max([most] + [int(line.split()[1]) for line in file if line.startswith("VmHWM:")])
        except OSError:
            pass
    return most


def follow(server):
    """(seconds of each phase, most memory, times of others' saves) until the job has ended."""
    phases, memory, saves = {}, 0, []
    last, row = time.monotonic(), server.json("grid01b", "household", "list", "--limit=1")["rows"][0]["id"]
    end = last + MOST
    while (job := job_of(server))["state"] in ("queued", "running", "checked"):
        memory = max(memory, most_memory(server))
        now = time.monotonic()
        phases[job["phase"]] = phases.get(job["phase"], 0) + now - last
        last = now
        if now > end:
            raise harness.Failed(f"the import has not ended in {MOST} s: {job}")
        if job["phase"] == "apply" and len(saves) < 40:
            begin = time.perf_counter()
            server.command("grid01b", "household", "change", str(row), f"--phone=1000{len(saves):07d}")
            saves.append(time.perf_counter() - begin)
        time.sleep(0.2)
    return job, phases, memory, saves


def main():
    with harness.Server() as server:
        server.key("grid01b")
        text = people()
        print(f"{COUNT} people, {len(text.encode()) / 1e6:.1f} MB of CSV")
        begin = time.monotonic()
        server.command("grid01", "person", "import", "--background", text=text)
        print(f"{'sent over ssh':44}{time.monotonic() - begin:8.1f} s")
        job, phases, memory, saves = follow(server)
        for phase, seconds in phases.items():
            print(f"{phase:44}{seconds:8.1f} s{COUNT / max(seconds, 0.1):10.0f} rows/s")
        print(f"{'most memory of the process':44}{memory / 1024:8.1f} MiB")
        if saves:
            print(f"{'somebody else saves, with login: median, most':44}{statistics.median(saves):8.2f} s"
                  f"{max(saves):8.2f} s")
        if (job["state"], job["added"], job["bad"]) != ("done", COUNT, 0):
            raise harness.Failed(f"the import has not come well: {job}")


if __name__ == "__main__":
    main()
