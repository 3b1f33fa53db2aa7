#!/usr/bin/python3
"""The witness of the audit beside a real server: somebody else's process that writes down what the audit says, comes
again when it is killed, and finds what was changed in the database behind the program's back."""
import fcntl
import os
import signal
import sqlite3
import subprocess
import threading

import harness
from harness import SLOW, Failed, Server, process_table, wait_until


def expect(got, wanted, what):
    if got != wanted:
        raise Failed(f"{what}: {got!r} instead of {wanted!r}")


def status_of(pid, name):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(line.split()[1:] for line in file if line.startswith(name + ":"))


def newest(server):
    with sqlite3.connect(server.database) as db:
        return db.execute("select max(id) from audit").fetchone()[0]


def anchored(server):
    """The newest row that the witness has written down."""
    folder = os.path.join(server.folder, "witness")
    lines = [line.split() for name in sorted(os.listdir(folder)) if name.startswith("anchors-")
             for line in open(os.path.join(folder, name), encoding="ascii")]
    return max([int(line[3]) for line in lines if line[0] == "seen"], default=0)


def is_anchored(server):
    wait_until(lambda: anchored(server) >= newest(server), "the anchor of the newest row", 30 * SLOW)


def verify(server):
    done = server.admin("audit", "verify", "--json", check=False)
    return done.returncode, done.stdout


def test_it_is_somebody_else_whose_key_nobody_reads():
    with Server() as server:
        pids = server.processes()
        key = os.path.join(server.folder, "witness", "key")
        if os.geteuid() == 0:
            os.chmod(server.folder, 0o755)
            uids = {name: status_of(pids[name], "Uid")[1] for name in ("listener", "keeper", "witness", "warden")}
            if uids["witness"] in (uids["listener"], uids["keeper"], "0"):
                raise Failed(f"the witness is no user of its own: {uids}")
            expect(uids["warden"], uids["witness"], "the warden's user")
            expect(str(os.stat(key).st_uid), uids["witness"], "the owner of the key")
            for uid in (uids["listener"], "12345"):
                read = subprocess.run(["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "cat", key],
                                      capture_output=True, timeout=30 * SLOW)
                if read.returncode == 0:
                    raise Failed(f"user {uid} reads the key of the witness")
        expect(oct(os.stat(key).st_mode & 0o777), "0o600", "the mode of the key")


def test_what_is_done_is_anchored_within_seconds_and_a_changed_row_is_found():
    with Server() as server:
        server.json("station01", "case", "list")
        is_anchored(server)
        expect(verify(server)[0], 0, "a clean audit")
        with sqlite3.connect(server.database) as db:
            db.execute("update audit set login = 'grid02' where id = (select max(id) - 1 from audit)")
        db.close()
        status, said = verify(server)
        expect(status, 1, "a changed row")
        if '"changed"' not in said:
            raise Failed(said)


def test_a_witness_that_is_killed_comes_again():
    with Server() as server:
        server.json("station01", "case", "list")
        is_anchored(server)
        for _ in range(2):
            before = server.processes()["witness"]
            os.kill(before, signal.SIGKILL)
            server.json("station01", "case", "list")
            wait_until(lambda old=before: server.processes()["witness"] not in (None, old), "another witness",
                       10 * SLOW)
        is_anchored(server)
        expect(verify(server)[0], 0, "the audit afterwards")
        if "is started again" not in server.log():
            raise Failed("the log does not tell it")
        last = server.processes()
        server.stop()
        wait_until(lambda: not {last["witness"], last["warden"]} & set(process_table()), "the end of the witness",
                   10 * SLOW)


def test_the_witness_of_a_server_that_was_killed_is_waited_for():
    with Server() as server:
        server.stop()
        held = os.open(os.path.join(server.folder, "witness"), os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        threading.Timer(2, os.close, [held]).start()
        server.start()
        server.json("station01", "case", "list")
        is_anchored(server)


def test_no_process_leaves_its_memory_behind():
    with Server() as server:
        server.login("grid01").wait_for("民情日记")
        pids = server.processes()
        for name, found in pids.items():
            for pid in found if isinstance(found, list) else [found]:
                with open(f"/proc/{pid}/limits", encoding="ascii") as file:
                    core = next(line.split()[4:6] for line in file if line.startswith("Max core"))
                expect(core, ["0", "0"], f"core limit of {name}")
                # what may not be dumped belongs to root in /proc
                if os.geteuid() == 0 and status_of(pid, "Uid")[0] != "0":
                    expect(os.stat(f"/proc/{pid}/environ").st_uid, 0, f"owner of what {name} tells of itself")


def test_a_command_refused_for_an_old_password_is_told():
    with Server() as server:
        server.key("grid01")
        with sqlite3.connect(server.database) as db:
            db.execute("update account set must_change = 1 where login = 'grid01'")
        if server.command("grid01", "visit", "list", check=False).returncode == 0:
            raise Failed("the command ran")
        with sqlite3.connect(server.database) as db:
            row = db.execute("select login, action, note, success, source <> '' from audit where login = 'grid01' and"
                             " action = 'command' order by id desc limit 1").fetchone()
        expect(row, ("grid01", "command", "refused: denied", 0, 1), "the row of the refusal")


if __name__ == "__main__":
    harness.main(globals())
