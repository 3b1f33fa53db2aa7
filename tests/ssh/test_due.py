#!/usr/bin/python3
"""The due list over real ssh: a leader goes through it, writes an entry from it, and the door is off the list."""
import harness
from harness import Server


def test_a_leader_works_off_the_due_list():
    with Server() as server:
        before = server.json("grid01", "visit", "due", "--until=t")
        assert before["total"] > 2, before
        client = server.login("grid01")
        client.wait_for("民情日记").key("d").wait_for("待访清单", "按缓急")
        client.key("s").wait_for("按门牌").key("g")
        client.key("Enter").wait_for("*记述", "写日记")
        client.key("Ctrl-S").wait_for("记述")  # the text is missing: the cursor stands on it
        client.type("上门看过，一切正常，下周再来。")
        client.key("Ctrl-S").wait_for("按门牌")
        after = server.json("grid01", "visit", "due", "--until=t")
        assert after["total"] == before["total"] - 1, (before, after)


if __name__ == "__main__":
    harness.main(globals())
