"""An import over ssh goes on without whoever sent it, is done exactly once whatever dies, and nobody waits for it."""
import os
import signal
import sqlite3
import subprocess
import time

import harness
from harness import SLOW, Server, wait_until

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
COUNT = 1500


def people(count):
    """Rows of people whom nobody knows: numbers by GB 11643-1999."""
    rows = ["姓名,身份证号,性别,现住小区,门牌地址"]
    for i in range(count):
        first = f"321003{1950 + i // 900 % 50}01{1 + i // 90 % 10:02d}{i % 90:02d}1"
        number = first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS)) % 11]
        rows.append(f"示例{'甲乙丙丁'[i % 4]},{number},男,新苑小区,{i // 90 + 1}幢{i // 3 % 30 + 1}室")
    return "\n".join(rows) + "\n"


def job_row(server):
    """The newest job as the database has it."""
    with sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=30) as db:
        db.row_factory = sqlite3.Row
        row = db.execute("select * from job order by id desc limit 1").fetchone()
    return dict(row) if row else None


def saving(server, least=200):
    job = job_row(server)
    return job and job["phase"] == "apply" and job["at"] >= least and job


def stop_between_transactions(server, pid):
    """Stops it where others can save."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        db = sqlite3.connect(server.database, timeout=0.1, isolation_level=None)
        try:
            db.execute("begin immediate")
            db.execute("rollback")
            return
        except sqlite3.OperationalError:
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.01)
        finally:
            db.close()


def people_count(server):
    return server.json("grid01", "person", "list", "--limit=1")["total"]


def ends_well(server, before, count=COUNT):
    wait_until(lambda: job_row(server)["state"] == "done", "the end of the import", 120 * SLOW)
    job = job_row(server)
    assert (job["added"], job["changed"], job["bad"]) == (count, 0, 0), job
    assert people_count(server) == before + count
    assert server.check() == ""
    lines = [r for r in server.rows("grid01", "inbox") if r["kind"] == "line" and r["title"].startswith("人口")]
    assert len(lines) == 1 and str(count) in lines[0]["title"], lines


def begin(server, text):
    """An import by a client that is still there, its input sent."""
    client = subprocess.Popen(server.ssh_words("grid01") + ["person import"], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client.stdin.write(text.encode())
    client.stdin.close()
    return client


def test_the_client_is_killed_and_the_result_is_in_the_inbox():
    with Server() as server:
        before = people_count(server)
        client = begin(server, people(COUNT))
        wait_until(lambda: job_row(server), "the job", 60 * SLOW)
        client.kill()
        client.wait()
        ends_well(server, before)


def test_the_process_of_the_job_is_killed_twice():
    with Server() as server:
        before = people_count(server)
        client = begin(server, people(COUNT))
        for least in (200, 600):
            job = wait_until(lambda: saving(server, least), "the saving", 120 * SLOW)
            os.kill(job["pid"], signal.SIGKILL)
            wait_until(lambda: job_row(server)["pid"] != job["pid"], "another process", 30 * SLOW)
        ends_well(server, before)
        assert client.wait(30 * SLOW) == 0  # who waited hears of the end


def test_the_server_is_killed_and_started_again():
    with Server() as server:
        before = people_count(server)
        pids = server.processes()
        begin(server, people(COUNT))
        job = wait_until(lambda: saving(server), "the saving", 120 * SLOW)
        os.kill(pids["keeper"], signal.SIGKILL)
        os.kill(job["pid"], signal.SIGKILL)
        server.process.wait(30 * SLOW)
        server.start()
        ends_well(server, before)


def test_a_cancelled_import_leaves_nothing():
    with Server() as server:
        before = people_count(server)
        begin(server, people(COUNT))
        job = wait_until(lambda: saving(server), "the saving", 120 * SLOW)
        stop_between_transactions(server, job["pid"])  # else it may have saved all before the command is there
        cancel = subprocess.Popen(server.ssh_words("grid01") + [f"job cancel {job['id']}"], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: job_row(server)["cancel"], "the word", 60 * SLOW)
        os.kill(job["pid"], signal.SIGCONT)
        assert cancel.wait(120 * SLOW) == 0
        assert job_row(server)["state"] == "cancelled", job_row(server)
        assert people_count(server) == before
        assert server.check() == ""


def test_nobody_waits_for_an_import():
    with Server() as server:
        begin(server, people(COUNT))
        wait_until(lambda: saving(server, 1), "the saving", 120 * SLOW)
        person = server.json("grid01b", "person", "list", "--limit=1")["rows"][0]
        longest = saves = 0
        while saves < 20:
            began = time.monotonic()
            server.json("grid01b", "person", "change", str(person["id"]), f"--employer=示例{saves}")
            longest = max(longest, time.monotonic() - began)
            saves += 1
            if not saving(server, 1):
                break
        print(f"# {saves} saves of others, the longest {longest:.2f} s with the connection")
        assert saves >= 3 and longest < 3 * SLOW, longest  # a connection over ssh is most of it
        wait_until(lambda: job_row(server)["state"] == "done", "the end of the import", 120 * SLOW)


if __name__ == "__main__":
    harness.main(globals())
