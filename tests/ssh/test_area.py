#!/usr/bin/python3
"""Areas change while people work in them: who works there sees it within five seconds, keeps what was typed, and goes on
in the area that is there now."""
import time

import harness
from harness import SLOW, Failed, Server

MOST = 5.0 * SLOW
WHY = "--why=区划调整"


def need(condition, what):
    if not condition:
        raise Failed(what)


def measured(person, change, sees, what):
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


def test_a_grid_is_merged_under_its_people():
    """The informant comes along, the leader of the grid that ended has no post any more; both keep what they typed."""
    with Server() as server:
        before = sum(server.json(login, "household", "list", "--limit=1")["total"] for login in ("grid01", "grid01b"))
        member, leader = typing(server, "member01"), typing(server, "grid01")
        measured(member, lambda: server.command("admin", "area", "merge", "321003005006001", "321003005006002", WHY),
                 "文苑第2网格", "the grid was merged")
        leader.wait_for("您的岗位已经结束")
        member.wait_for("草稿")
        total = server.json("member01", "household", "list", "--limit=1")["total"]
        need(total == before, f"{total} households of {before}")


def test_a_grid_moves_with_its_people():
    with Server() as server:
        leader = typing(server, "grid01")
        before = server.json("grid01", "household", "list", "--limit=1")["total"]
        server.command("admin", "area", "move", "321003005006001", "321003006001", WHY)
        leader.wait(lambda: leader.shows("草稿"), "back at home", 3 * MOST)
        need(server.json("grid01", "household", "list", "--limit=1")["total"] == before, "the households are there")
        need(server.json("grid01", "area", "show", "321003005006001")["code"].startswith("321003006001"), "its code")


if __name__ == "__main__":
    harness.main(globals())
