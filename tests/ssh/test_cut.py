#!/usr/bin/python3
"""Freezing and publishing a month, and importing a register, cut at random points by kill -9 - of the command's
process, of its session, of the whole server -: never half, and running again completes it.

WANGGE_CUTS cuts of each kind of work. Moments are spread over the time that the work takes when nobody cuts it."""
import datetime
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time

import harness
import test_import
from harness import SLOW, Server, wait_until

CUTS = int(os.environ.get("WANGGE_CUTS", "6"))
MONTH = (datetime.date.today().replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")  # over, and open
IMPORT_CUTS = CUTS if CUTS > 12 else 2  # each waits until another process goes on
ROWS = 1500  # of a register that is imported

# What belongs to one evaluation, as a column of numbers: of a trial there are lines and parts but no records.
PARTS = """
select e.id, e.state, e.subject, e.judged,
    (select count(*) from evaluation_line l where l.evaluation = e.id) as lines,
    (select count(*) from evaluation_line l where l.evaluation = e.id and l.rate is not null) as counted,
    (select count(*) from evaluation_line l where l.evaluation = e.id and l.numerator is not null
        and not exists (select 1 from evaluation_part p where p.evaluation = e.id and p.item = l.item)) as bare,
    (select count(*) from evaluation_part p where p.evaluation = e.id) as parts,
    (select coalesce(sum(p.numerator), 0) from evaluation_part p where p.evaluation = e.id) as figures,
    (select coalesce(sum(r.counted), 0) from evaluation_record r where r.evaluation = e.id) as records
from evaluation e where e.month = ? order by e.subject, e.who"""


def query(server, sql, *binds):
    with sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=30) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(sql, binds)]


def evaluations(server):
    return query(server, PARTS, MONTH)


def key_of(row):
    return {name: value for name, value in row.items() if name not in ("id", "state")}


def are_whole(rows, whole):
    """What is there of each evaluation is all that a run without a cut gives: figures, lines, parts, records."""
    expected = [key_of(row) for row in whole]
    for row in rows:
        assert row["state"] == "frozen" and row["bare"] == 0, row
        assert key_of(row) in expected, row


class Work:
    """A month's step as a command of the district, in a process of its own (wangge as) or over ssh."""

    def __init__(self, server, verb):
        self.server, self.verb = server, verb

    def start(self, over_ssh):
        if over_ssh:
            words = self.server.ssh_words("district01") + [f"evaluation {self.verb} {MONTH}"]
        else:
            words = [os.path.join(harness.BUILD, "wangge"), "-c", self.server.config, "as", "district01", "evaluation",
                     self.verb, MONTH]
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def seconds(self, over_ssh):
        begun = time.monotonic()
        assert self.start(over_ssh).wait(120 * SLOW) == 0, self.verb
        return time.monotonic() - begun


def cut(server, process, how):
    """kill -9 of the command's process, of the session child that works for it, or of the whole server."""
    found = server.processes() if how != "command" else {}
    if how == "command":
        process.kill()
    elif how == "session":
        for pid in found["session"]:
            kill(pid)
    else:
        for pids in found.values():
            for pid in pids if isinstance(pids, list) else [pids]:
                kill(pid)
    process.wait(30 * SLOW)
    if how == "server":
        server.process.wait(30 * SLOW)
        server.start()


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Kept:
    """The database as it was before the cuts, put back before each."""

    def __init__(self, server):
        self.server = server
        self.folder = os.path.join(server.folder, "kept")
        os.mkdir(self.folder)
        self.copy(server.folder, self.folder)

    @staticmethod
    def copy(source, target):
        for name in os.listdir(source):
            if name.startswith("wangge") and (name.endswith(".db") or ".db-" in name):
                shutil.copy(os.path.join(source, name), target)

    def put_back(self):
        for name in os.listdir(self.server.folder):
            if name.startswith("wangge") and (name.endswith(".db") or ".db-" in name):
                os.remove(os.path.join(self.server.folder, name))
        self.copy(self.folder, self.server.folder)


def cut_often(server, verb, rows_are_right, final, dice):
    """CUTS times: the work is begun, cut at some moment, looked at; then it is run to its end."""
    server.key("district01")  # one that the copies know, too
    server.stop()
    kept = Kept(server)
    work = Work(server, verb)
    server.start()
    takes = {over: None for over in (False, True)}
    for over in takes:
        takes[over] = work.seconds(over)
        server.stop()
        kept.put_back()
        server.start()
    seen = {"nothing": 0, "all": 0, "between": 0}
    for number in range(CUTS):
        how = ("command", "session", "server")[number % 3]
        over = how != "command"
        process = work.start(over)
        time.sleep(takes[over] * (0.35 + 0.85 * dice.random()))  # what is written comes late
        cut(server, process, how)
        seen[rows_are_right(evaluations(server))] += 1
        assert server.check() == "", server.check()
        server.admin("as", "district01", "evaluation", verb, MONTH, check=False)
        assert final(evaluations(server)) == "all"
        server.stop()
        kept.put_back()
        server.start()
    shutil.rmtree(kept.folder)
    print(f"# {verb}: {CUTS} cuts; left: {seen}")


def test_freezing_is_whole_or_not_at_all_for_every_evaluation():
    dice = random.Random(7)
    with Server() as server:
        server.stop()
        kept = Kept(server)
        server.admin("as", "district01", "evaluation", "freeze", MONTH)
        whole = evaluations(server)
        assert len(whole) >= 4 and any(row["records"] for row in whole), whole
        kept.put_back()
        shutil.rmtree(kept.folder)
        server.start()

        def state(rows):
            are_whole(rows, whole)
            return "nothing" if not rows else "all" if len(rows) == len(whole) else "between"

        cut_often(server, "freeze", state, state, dice)


def test_publishing_is_all_or_nothing():
    dice = random.Random(11)
    with Server() as server:
        server.admin("as", "district01", "evaluation", "freeze", MONTH)

        def state(rows):
            states = {row["state"] for row in rows}
            assert len(states) == 1 and states <= {"frozen", "published"}, states
            return "all" if states == {"published"} else "nothing"

        cut_often(server, "publish", state, state, dice)


def end_server(server):
    for pids in server.processes().values():
        for pid in pids if isinstance(pids, list) else [pids]:
            kill(pid)
    server.process.wait(30 * SLOW)
    server.start()


def cut_import(server, dice, most):
    """Cuts one import, at random moments while it saves; returns how many cuts it was until it was done."""
    cuts = 0
    while cuts < most:
        job = wait_until(lambda: test_import.job_row(server), "the job", 60 * SLOW)
        if job["state"] == "done":
            break
        if job["phase"] != "apply" or not job["pid"]:
            time.sleep(0.02)
            continue
        time.sleep(dice.random() * 0.3)
        if dice.random() < 0.3:
            end_server(server)
        else:
            kill(job["pid"])
        cuts += 1
        wait_until(lambda: test_import.job_row(server)["pid"] != job["pid"]
                   or test_import.job_row(server)["state"] == "done", "another process", 30 * SLOW)
    return cuts


def test_an_import_is_done_exactly_once_however_often_it_is_cut():
    dice = random.Random(13)
    cuts = rounds = 0
    with Server() as server:
        server.key("grid01")
        server.stop()
        kept = Kept(server)
        server.start()
        while cuts < IMPORT_CUTS:
            rounds += 1
            before = test_import.people_count(server)
            client = test_import.begin(server, test_import.people(ROWS))
            cuts += cut_import(server, dice, min(IMPORT_CUTS - cuts, 8))
            test_import.ends_well(server, before, ROWS)
            client.wait(60 * SLOW)
            server.stop()
            kept.put_back()
            server.start()
    print(f"# import: {cuts} cuts in {rounds} imports of {ROWS} rows")


if __name__ == "__main__":
    harness.main(globals())
