#!/usr/bin/python3
"""A grid leader's day behind a line of 9,600 bit/s and 600 ms to the server and back: what is waited for, step by step.
No step of the program waits for more than two round trips beside the line's own time for its bytes; ssh's greetings and
its login are the protocol's.

The short form has 2 visits and a case, and counts round trips, which a busy machine does not make more; make accept-day
has 12 visits with 100 characters each and 3 cases, and looks at the clock, too."""
import os
import random
import socket
import threading
import types

import harness
from harness import Client, Server
from slow_line import Day, SlowLine

VISITS = int(os.environ.get("WANGGE_VISITS", "2"))
CASES = int(os.environ.get("WANGGE_REPORTS", "1"))
CHARACTERS = 100
RATE = int(os.environ.get("WANGGE_RATE", "50"))  # characters a second; 12 are a quick hand
BY_THE_CLOCK = os.environ.get("WANGGE_CLOCK") == "1"
PATIENCE = 60
TRIPS = 2

PARTS = ["家中两位老人身体尚好", "血压药还剩半个月的量", "女儿每周末回来看望", "楼道堆放的纸箱已经清走", "水电费按时交纳没有拖欠",
         "说起小区停车位不够用", "希望楼下增设一处座椅", "已告知居家养老的申请办法", "孩子今年九月上小学", "上月摔过一次现已好转",
         "邻里相处和睦没有争吵", "煤气软管刚换过新的", "门口的灯光偏暗晚上不便", "问了医保报销需带哪些材料", "想找一份离家近的活计",
         "独自在家时常开着收音机", "厨房墙面有一处渗水", "已约好下周带去社区医院", "提醒出门关好门窗和煤气", "对物业打扫表示满意"]


def text_of(dice):
    """So many characters of what one hears at a door, no two alike."""
    parts = dice.sample(PARTS, len(PARTS))
    return "，".join(parts)[:CHARACTERS - 1] + "。"


def write_visits(day, client, dice):
    with day.step("the due list, open an entry", TRIPS):
        client.key("Enter").wait_for("写日记", "记述", timeout=PATIENCE)
    for number in range(VISITS):
        last = number + 1 == VISITS
        day.type(text_of(dice), RATE)
        with day.step("save an entry, to the list" if last else "save an entry, next door", TRIPS):
            client.key("Ctrl-S" if last else "Ctrl-N").wait_for("已存 MQ-", timeout=PATIENCE)
            client.wait_for(*(["待访清单"] if last else ["写日记"]), timeout=PATIENCE)
        client.rest(1.5)  # the rest of the screen, looked at


def report_cases(day, client, dice):
    for number in range(CASES):
        with day.step("open the form of a case", TRIPS):
            client.key("e").wait_for("报事件", "标题", timeout=PATIENCE)
        client.rest(1)
        day.type(f"楼道灯不亮第{number + 1}处", RATE)
        client.key("Tab")
        day.type(text_of(dice)[:40], RATE)
        client.rest(1)
        with day.step("report a case", TRIPS):
            client.key("Ctrl-S").wait_for("已上报 SJ-", timeout=PATIENCE)
        client.rest(1.5)


def answer_twice(listener):
    """A server that says a thing in two parts, the second only when it is asked again."""
    connection, _ = listener.accept()
    with connection:
        for part in (b"1", b"2"):
            connection.recv(10)
            connection.sendall(part)


def test_a_line_counts_who_waits_for_whom():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answer_twice, args=(listener,), daemon=True).start()
        line = SlowLine(types.SimpleNamespace(port=listener.getsockname()[1]), round_trip=0.1)
        day = Day(types.SimpleNamespace(framed=lambda: ""), line)
        with socket.create_connection(("127.0.0.1", line.port)) as client:
            client.settimeout(PATIENCE)
            with day.step("one question", 1):
                client.sendall(b"?")
                assert client.recv(10) == b"1"
            client.sendall(b"x" * 5)
            assert client.recv(10) == b"2"
        assert line.rounds.at_client() == 2 and day.steps[0][-1] == 1, (line.rounds.heard, day.steps)
        try:
            with day.step("more than it may", 1):
                line.rounds.arrives("to_client", 4)
        except harness.Failed:
            return
        raise harness.Failed("two round trips passed for one")


def test_no_step_of_a_day_waits_for_more_than_two_round_trips():
    dice = random.Random(9600)
    with Server() as server:
        line = SlowLine(server)
        client = Client(server, "grid01", words=server.ssh_words("grid01", line.port, key=False))
        server.clients.append(client)
        day = Day(client, line, BY_THE_CLOCK)
        with day.step("ssh: to the password"):
            client.wait_for("assword", timeout=PATIENCE)
        with day.step("ssh: login, and the home screen", 4):  # password, channel, terminal: one each
            client.type(harness.PASSWORD + "\r").wait_for("q 退出", timeout=PATIENCE)
        client.rest(1.5)
        with day.step("the due list", TRIPS):
            client.key("d").wait_for("待访清单", "按缓急", timeout=PATIENCE)
        client.rest(1.5)
        write_visits(day, client, dice)
        with day.step("back to the home screen", TRIPS):
            client.key("q").wait_for("q 退出", timeout=PATIENCE)
        client.rest(1.5)
        report_cases(day, client, dice)
        with day.step("the own evaluation", TRIPS):
            client.key("5").wait_for("入户率", "日记", timeout=PATIENCE)
        client.rest(1.5)
        with day.step("what would gain most", TRIPS):
            client.key("v").wait_for("提分建议", timeout=PATIENCE)
        client.rest(1.5)
        with day.step("back to the home screen", TRIPS):
            client.key("q", "q").wait_for("q 退出", timeout=PATIENCE)
        client.rest(1.5)
        with day.step("log out: the question", TRIPS):
            client.key("q").wait_for("退出系统", timeout=PATIENCE)
        with day.step("log out: until ssh has ended", TRIPS):
            client.key("y").wait_closed(timeout=PATIENCE)
        print("\n".join("# " + row for row in day.table()))
        assert client.status == 0
        today = [row for row in server.rows("grid01", "visit", "--where=by:grid01") if row["on"][:10] == str(harness.today())]
        assert len([row for row in today if len(row["text"]) == CHARACTERS]) == VISITS, today
        reported = [row for row in server.rows("grid01", "case") if row["title"].startswith("楼道灯不亮第")]
        assert len(reported) == CASES, reported


if __name__ == "__main__":
    harness.main(globals())
