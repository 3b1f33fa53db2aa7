#!/usr/bin/python3
"""What a session may do follows what its user may do within five seconds, in the middle of whatever it shows: disabled,
another role, another area, a post that ended, a session that somebody ended. What was typed is kept as a draft."""
import sqlite3
import subprocess
import time

import harness
from harness import SLOW, Failed, Server

MOST = 5.0 * SLOW


def need(condition, what):
    if not condition:
        raise Failed(what)


def measured(person, change, sees, what):
    """Seconds from the change to what the person sees of it."""
    change()
    begin = time.monotonic()
    person.wait(lambda: person.shows(sees), what, 3 * MOST)
    took = time.monotonic() - begin
    print(f"# {what}: {took:.1f} s")
    need(took < MOST, f"{what}: after {took:.1f} s only")


def typing(server, login):
    """Somebody in the middle of a case that is not saved."""
    person = server.login(login).wait_for("民情日记")
    person.type("e").wait_for("标题")
    person.type("楼道灯不亮")
    person.wait_for("楼道灯不亮")
    return person


def sql(server, text, *values):
    with sqlite3.connect(server.database, timeout=10) as db:
        return db.execute(text, values).fetchall()


def test_disabled():
    with Server() as server:
        person = typing(server, "grid01")
        measured(person, lambda: server.command("admin", "user", "disable", "grid01"), "已停用", "disabled")
        need(person.wait_closed() == 0, "status")
        server.command("admin", "user", "enable", "grid01")
        server.login("grid01").wait_for("草稿")


def test_the_session_is_ended():
    with Server() as server:
        person = typing(server, "grid01")
        measured(person, lambda: sql(server, "update session set end_at = 1 where kind = 'screen'"), "结束了本次登录",
                 "session ended")
        server.login("grid01").wait_for("草稿")


def test_a_running_command_ends():
    with Server() as server:
        words = server.ssh_words("grid01") + ["visit add --json"]  # waits for its input
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, encoding="utf-8") as process:
            time.sleep(1)
            begin = time.monotonic()
            server.command("admin", "user", "disable", "grid01")
            status = process.wait(3 * MOST)
            took = time.monotonic() - begin
            need(took < MOST + 1, f"the command ended after {took:.1f} s only")
            said = process.stderr.read()
            need(status == 3 and "权限" in said, f"status {status}: {said}")
        listed = server.json("admin", "who")["rows"]
        need(not any(row["login"] == "grid01" for row in listed), "the ended command is still listed")


if __name__ == "__main__":
    harness.main(globals())
