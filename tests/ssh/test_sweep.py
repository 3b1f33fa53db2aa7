#!/usr/bin/python3
"""A special sweep over real ssh: a large one is frozen by the keeper's job, whole even when the job's process is killed
on the way; then a grid leader works it off at the screens."""
import json
import os
import signal
import time

import harness
from harness import Server

PEOPLE = 900  # more than one transaction of a sweep, and many batches of its job


def add_people(server):
    home = server.json("grid01", "household", "list", "--limit=1")["rows"][0]["id"]
    people = [{"name": f"示例{i}", "sex": "1", "birth": "1980-01-01", "household": home} for i in range(PEOPLE)]
    server.command("grid01", "person", "add", "--json", text=json.dumps(people, ensure_ascii=False))


def test_a_large_sweep_is_frozen_by_a_job_and_worked_off():
    with Server() as server:
        add_people(server)
        made = server.json("street01", "sweep", "add", "--name=大摸排", "--table=person", "--until=+10")
        assert made["job"], made
        for _ in range(3):  # whatever works on it now is shot; another goes on
            time.sleep(0.15)
            for pid in server.processes()["session"]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        harness.wait_until(lambda: server.json("street01", "sweep", "show", made["no"])["state"] == "open",
                           "the sweep to be frozen", timeout=60)
        shown = server.json("street01", "sweep", "show", made["no"])
        people = server.rows("street01", "person")
        items = server.json("street01", "sweep", "items", made["no"], "--limit=5000")["rows"]
        assert shown["sum"]["total"] == len(people) >= PEOPLE, shown["sum"]
        assert sorted(i["object"] for i in items) == sorted(p["id"] for p in people), "each exactly once"
        work_it_off(server, made["no"])
        assert server.check() == ""


def work_it_off(server, no):
    client = server.login("grid01")
    client.wait_for("民情日记").key(":")
    client.type("zxmp")
    client.key("Enter").wait_for("大摸排").key("Enter").wait_for("核查清单", "全部清单")
    client.key("=").wait_for("已填 1 个")
    client.key("t").settle()
    client.key("t").settle()
    client.key("=").wait_for("已填 2 个")
    client.key("v").wait_for("未查的").key("o").wait_for("未查的")
    done = server.json("grid01", "sweep", "items", no, "--where=outcome:none")["total"]
    assert done == 3, done


if __name__ == "__main__":
    harness.main(globals())
