#!/usr/bin/python3
"""Entry after entry over a real line: twelve doors take their text and Enter each; a line that is cut loses at most five
seconds of what was typed, and nothing is saved twice."""
import harness
from harness import Client, Proxy, Server

TEXT = "家中一切正常无需求第{}户"


def known(server):
    return {v["no"] for v in server.rows("grid01", "visit", limit=1000)}


def open_rows(client, place):
    client.wait_for("q 退出").key(":").type("lxlr").wait_for("连续录入").key("Enter").wait_for("哪些户?")
    client.type(place).settle()
    client.key("Enter").wait_for("已存 0/")
    return client


def new_entries(server, before):
    return sorted((v for v in server.rows("grid01", "visit", limit=1000) if v["no"] not in before),
                  key=lambda v: v["no"])


def test_twelve_doors_take_their_text_and_enter_each():
    with Server() as server:
        before = known(server)
        client = open_rows(server.login("grid01"), "文苑路18号")
        keys, received = 0, client.received
        for n in range(1, 13):
            text = TEXT.format(n)
            client.type(text)
            client.key("Enter").wait_for(f"已存 {n}/")
            keys += len(text) + 1
        made = new_entries(server, before)
        assert [v["text"] for v in made] == [TEXT.format(n) for n in range(1, 13)]
        assert len({v["household"] for v in made}) == 12 and all(v["channel"] == "1" for v in made)
        print(f"# 12 doors: {keys} keys, {keys - sum(len(v['text']) for v in made)} of them not text; "
              f"{client.received - received} bytes")
        assert keys == sum(len(v["text"]) + 1 for v in made)
        client.key("Ctrl-D", "Enter").wait_for("已存 13/")  # the same text by one key
        assert new_entries(server, before)[-1]["text"] == TEXT.format(12)


def test_a_cut_line_loses_nothing_and_saves_nothing_twice():
    with Server() as server:
        before = known(server)
        proxy = Proxy(server)
        client = open_rows(Client(server, "grid01", via=proxy), "1幢")
        client.type(TEXT.format(1)).key("Enter").wait_for("已存 1/")
        client.type("还没写完的一句 #再访 +7").settle()
        client.rest(6)  # the draft is written at least every five seconds
        proxy.reset()
        client.wait_closed()
        proxy.close()
        assert len(new_entries(server, before)) == 1
        client = server.login("grid01")
        client.wait_for("草稿：", "连续录入").key("Enter").wait_for("已存 1/", "还没写完的一句 #再访 +7")
        client.key("Enter").wait_for("已存 2/")
        made = new_entries(server, before)
        assert [v["text"] for v in made] == [TEXT.format(1), "还没写完的一句 #再访 +7"] and made[1]["next_on"]
        client.key("Esc").wait_for("q 退出")
        assert "草稿" not in "".join(client.lines())


if __name__ == "__main__":
    harness.main(globals())
