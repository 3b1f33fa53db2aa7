#!/usr/bin/python3
"""One diary entry typed over a real line makes cases, the next visit and changes of people; a line that is cut before
the save makes nothing, and the draft makes it all once."""
import harness
from harness import Client, Proxy, Server

LINES = ["老人头晕，女儿周末回来。", "#事件 楼道灯不亮 @6幢1单元 !急", "#再访 +7 看是否就医", "#人 {} 工作单位 示例小学",
         "#新增 示例丁 女 1971-03-02 女儿"]


def a_household(server):
    """A household with its head, who is registered once by that name."""
    for household in server.rows("grid01", "household"):
        people = server.rows("grid01", "person", f"--where=household:{household['id']}")
        if len(people) == 1:
            return household, people[0]
    raise harness.Failed("no household of one")


def door(household):
    return "-".join(household[part] for part in ("building", "unit", "room"))


def write(client, household, head):
    client.wait_for("q 退出").key("a").wait_for("写日记").key("F4").wait_for("Enter 选定")
    client.type(door(household)).settle()
    client.key("Enter").settle()
    client.key("Tab", "Tab").settle()
    for i, line in enumerate(LINES):
        if i:
            client.key("Enter")
        client.type(line.format(head["name"])).settle()


def made_by(server, before):
    entries = [v for v in server.rows("grid01", "visit", limit=20) if v["id"] not in before]
    assert len(entries) <= 1, entries
    return server.json("grid01", "visit", "show", entries[0]["no"]) if entries else None


def known(server):
    return {v["id"] for v in server.rows("grid01", "visit")}


def cases(server):
    return len([c for c in server.rows("grid01", "case") if c["title"] == "楼道灯不亮"])


def test_one_entry_is_written_and_makes_it_all():
    with Server() as server:
        household, head = a_household(server)
        before, had = known(server), cases(server)
        client = server.login("grid01")
        write(client, household, head)
        client.wait_for("保存后将生成", "楼道灯不亮, 文苑路18号 6幢1单元", "工作单位: 示例小学")
        assert cases(server) == had  # nothing is made before it is saved
        client.key("Ctrl-S").wait_for("已存 MQ-")
        entry = made_by(server, before)
        assert sorted(m["kind"] for m in entry["made"]) == ["again", "case", "member", "person"], entry
        no = next(m["no"] for m in entry["made"] if m["kind"] == "case")
        assert server.json("grid01", "case", "show", no)["visit"] == entry["id"]
        assert entry["next_on"] and "#事件 楼道灯不亮 @6幢1单元 !急" in entry["text"]
        people = server.rows("grid01", "person", f"--where=household:{household['id']}")
        assert sorted(p["name"] for p in people) == sorted([head["name"], "示例丁"])
        assert server.json("grid01", "person", "show", str(head["id"]))["employer"] == "示例小学"


def test_a_cut_line_makes_nothing_and_the_draft_makes_it_once():
    with Server() as server:
        household, head = a_household(server)
        before, had = known(server), cases(server)
        proxy = Proxy(server)
        client = Client(server, "grid01", via=proxy)
        write(client, household, head)
        client.rest(6)  # the draft is written at least every five seconds
        proxy.reset()
        client.wait_closed()
        proxy.close()
        assert known(server) == before and cases(server) == had
        client = server.login("grid01")
        client.wait_for("草稿").key("Enter").wait_for("保存后将生成")
        client.key("Ctrl-S").wait_for("已存 MQ-")
        entry = made_by(server, before)
        assert len(entry["made"]) == 4 and cases(server) == had + 1
        assert server.json("grid01", "visit", "change", entry["no"], "--outcome=已约好")["made"] == entry["made"]
        assert cases(server) == had + 1


if __name__ == "__main__":
    harness.main(globals())
