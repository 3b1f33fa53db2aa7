#!/usr/bin/python3
"""A drill over a real line: a key a question, cut in the middle, gone on with at the same question by the next login."""
import re

import harness
from harness import Server


def position(client):
    """The question that stands there, 0 when there is none."""
    found = re.search(r"第 (\d+) 题, 共 (\d+) 题", client.text())
    return int(found.group(1)) if found else 0


def begin(client):
    client.wait_for("民情日记")
    client.type(":sxd")
    client.wait_for("熟悉度测试")
    client.key("Enter")
    client.wait_for("做测试")
    client.type("a")
    client.wait_for("共 20 题")


def answer(client):
    """Whatever it asks; 1 is an option or a number."""
    before = position(client)
    typed = "输入后按 Enter" in client.text()
    client.type("1")
    if typed:
        client.key("Enter")
    client.wait(lambda: position(client) != before, f"what follows question {before}")


def test_a_cut_drill_goes_on_at_the_same_question():
    with Server() as server:
        first = server.login("grid01")
        begin(first)
        for _ in range(6):
            answer(first)
        assert position(first) == 7, first.text()
        first.cut()
        second = server.login("grid01")
        begin(second)
        assert position(second) == 7, second.text()
        for _ in range(14):
            answer(second)
        second.wait_for("测试结果", "20")
        newest = server.json("grid01", "drill", "list")["rows"][0]
        assert newest["asked"] == 20 and newest["ended_at"], newest
        items = server.json("grid01", "drill", "show", str(newest["id"]))["items"]
        assert len(items) == 20 and sum(item["correct"] for item in items) == newest["right_count"], items


if __name__ == "__main__":
    harness.main(globals())
