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


def test_the_key_is_removed():
    with Server() as server:
        person = typing(server, "grid01")
        other = server.login("grid01", password=True).wait_for("民情日记")
        key = server.json("admin", "user", "key", "list", "grid01")["rows"][0]["id"]
        measured(person, lambda: server.command("admin", "user", "key", "delete", "grid01", str(key)),
                 "密钥已被删除", "its key removed")
        need(person.wait_closed() == 0, "status")
        other.type("d").wait_for("待访清单")  # who came in with a password stays


def post_of(server, login):
    return str(server.json("security", "post", "list", login)["rows"][0]["id"])


def test_another_area():
    with Server() as server:
        person, post = typing(server, "grid01"), post_of(server, "grid01")
        measured(person, lambda: server.command("security", "post", "ask", "grid01", "--role=grid_leader",
                                                "--area=文苑第2网格", f"--instead={post}"),
                 "文苑第2网格", "another area")
        person.wait(lambda: person.shows("草稿"), "the draft at home")
        person.type("2").wait_for("事件")


def test_another_role():
    with Server() as server:
        person, post = typing(server, "grid01"), post_of(server, "grid01")
        measured(person, lambda: server.command("security", "post", "ask", "grid01", "--role=part_time",
                                                "--area=文苑第1网格", f"--instead={post}"),
                 "兼职网格员", "another role")


def test_a_post_that_was_asked_for():
    with Server() as server:
        person, post = typing(server, "grid01"), post_of(server, "grid01")
        asked = server.json("admin", "post", "ask", "grid01", "--role=sunk", "--area=文苑社区", f"--instead={post}")
        measured(person, lambda: server.command("security", "post", "grant", str(asked["request"])), "下沉干部",
                 "a granted request")


def test_a_cell_of_a_role_of_the_place():
    with Server() as server:
        server.command("security", "role", "add", "helper", "--name_zh=帮办员", "--base=grid_leader")
        server.command("security", "post", "ask", "grid01", "--role=helper", "--area=文苑第1网格",
                       f"--instead={post_of(server, 'grid01')}")
        person = server.login("grid01").wait_for("帮办员")
        person.type("1").wait_for("民情日记")
        measured(person, lambda: server.command("security", "role", "change", "helper",
                                                "--cells=visit.read= visit.write="),
                 "调整了您的权限", "a cell of a role")
        person.type("1")
        person.rest(0.5)
        need(not person.shows("今天") or not person.shows("民情日记"), f"reads the diary yet:\n{person.framed()}")


def test_the_post_ends():
    with Server() as server:
        person, post = typing(server, "grid01"), post_of(server, "grid01")
        measured(person, lambda: server.command("security", "post", "end", "grid01", post, "--to=2020-01-01"),
                 "岗位已经结束", "a post that ended")


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


def test_a_further_post_disturbs_nobody():
    """What is typed stays where it is, and a command goes on, when a post more is given and ends again."""
    with Server() as server:
        person = typing(server, "grid01")
        words = server.ssh_words("grid01") + ["visit add --json"]  # waits for its input
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, encoding="utf-8") as process:
            time.sleep(1)
            present = post_of(server, "grid01")
            server.command("security", "post", "ask", "grid01", "--role=part_time", "--area=文苑第2网格")
            time.sleep(MOST)
            need(process.poll() is None, "the command was ended by a further post")
            further = [row["id"] for row in server.json("security", "post", "list", "grid01")["rows"]
                       if str(row["id"]) != present]
            server.command("security", "post", "end", "grid01", str(further[0]), "--to=2020-01-01")
            time.sleep(MOST)
            need(process.poll() is None, "the command was ended by the end of another post")
            process.communicate("", timeout=20)
        need(person.shows("楼道灯不亮"), f"the form is gone:\n{person.framed()}")


if __name__ == "__main__":
    harness.main(globals())
