#!/usr/bin/python3
"""Roles of the place, posts that are asked for and granted, several posts of one person: by command."""
from office import Office, main

office = Office().demo()


def test_a_role_is_made_shown_and_given_up():
    made = office.json("security", "role", "add", "duty_officer", "--name_zh=值班员", "--name_en=duty officer",
                       "--base=station", "--cells=case.close= visit.read=own")
    assert (made["code"], made["base"]) == ("duty_officer", "station")
    rights = {row["action"]: row["scope"] for row in office.rows("security", "role", "rights", "duty_officer", "--all")}
    assert (rights["case.close"], rights["visit.read"], rights["case.dispatch"]) == ("", "own", "subtree")
    listed = {row["code"]: row for row in office.rows("security", "role", "list")}
    assert listed["duty_officer"]["holders"] == 0 and listed["grid_leader"]["holders"] > 0
    assert listed["station"]["shipped"] and not listed["duty_officer"]["shipped"]
    changed = office.json("security", "role", "change", "duty_officer", "--cells=case.close=")
    assert changed["cells"] == "case.close="
    assert office.fails(1, "invalid", "security", "role", "change", "duty_officer", "--cells=hiv.read=all")
    assert office.fails(3, "denied", "admin", "role", "delete", "duty_officer")
    assert office.run("security", "role", "delete", "duty_officer").status == 0
    assert office.fails(4, "not_found", "security", "role", "show", "duty_officer")


def test_what_may_i_do():
    rights = {row["action"]: row["scope"] for row in office.rows("member01", "role", "rights")}
    assert rights["visit.write"] == "own" and "case.dispatch" not in rights


def test_a_post_is_asked_for_and_granted():
    office.json("admin", "user", "add", "wang.li", "--name=示例丽", "--role=informant", "--area=文苑第3网格")
    waiting = office.rows("security", "post", "requests")
    assert [(row["login"], row["role"], row["state"]) for row in waiting] == [("wang.li", "informant", "asked")]
    number = str(waiting[0]["id"])
    assert office.run("wang.li", "case", "list").status == 3  # no post yet
    assert office.fails(3, "denied", "admin", "post", "grant", number)
    assert any("申请岗位" in row["title"] for row in office.rows("security", "inbox", "list"))
    assert office.run("security", "post", "grant", number).status == 0
    assert office.run("wang.li", "case", "list").status == 0
    asked = office.json("admin", "post", "ask", "wang.li", "--role=part_time", "--area=文苑第4网格", "--reason=帮忙")
    assert not asked["granted"]
    assert office.run("security", "post", "refuse", str(asked["request"])).status == 1  # without a word
    assert office.run("security", "post", "refuse", str(asked["request"]), "--answer=人手够").status == 0
    assert office.rows("admin", "post", "requests", "--all")[0]["answer"] == "人手够"


def test_one_member_has_several_duties():
    given = office.json("security", "post", "ask", "member01", "--role=part_time", "--area=文苑第2网格")
    assert given["granted"]
    mine = office.rows("member01", "post", "list")
    assert [row["role"] for row in mine] == ["informant", "part_time"]
    other = str(mine[1]["id"])
    here = office.json("member01", "case", "list", "--limit=1")["total"]
    there = office.json("member01", f"--post={other}", "case", "list", "--limit=1")["total"]
    assert here != there
    assert office.run("member01", "post", "take", other).status == 0
    assert office.json("member01", "case", "list", "--limit=1")["total"] == there  # kept
    assert office.fails(4, "not_found", "member01", "--post=1", "case", "list")  # somebody else's
    assert office.run("security", "post", "end", "member01", other, "--to=2026-10-20").status == 0
    assert office.json("member01", "case", "list", "--limit=1")["total"] == here


def test_a_custom_role_of_a_post():
    office.json("security", "role", "add", "reader", "--name_zh=查阅员", "--base=station", "--cells=case.read=own")
    given = office.json("security", "post", "ask", "station01", "--role=reader", "--area=文苑社区")
    assert given["granted"]
    mine = office.rows("station01", "post", "list")
    assert mine[1]["role_name"] == "查阅员"
    number = str(mine[1]["id"])
    rights = {row["action"]: row["scope"] for row in office.rows("station01", f"--post={number}", "role", "rights")}
    assert rights["case.read"] == "own"
    assert office.fails(1, "state", "security", "role", "delete", "reader")


if __name__ == "__main__":
    main(globals())
