#!/usr/bin/python3
"""The duty wall over real ssh: what others do stands on it within five seconds, nothing is sent otherwise, the bell rings
for what is urgent, and who only looks is not logged out - but cannot be followed by whoever passes by."""
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import harness  # noqa: E402
from harness import SLOW, Failed, Server  # noqa: E402

SOON = 5 * SLOW
TICK = os.sysconf("SC_CLK_TCK")


def report(server, login, title, urgency="1"):
    told = server.command(login, "case", "add", f"--title={title}", f"--text={title}", "--category=05",
                          f"--urgency={urgency}", "--place=文苑路18号门前", "--json")
    return json.loads(told.stdout)


def open_wall(server, login="street01"):
    wall = server.login(login)
    wall.wait_for("民情日记")
    wall.type(":zbdp")
    wall.key("Enter").wait_for("队列", "最新上报").settle(0.5)
    return wall


def quiet(wall, seconds, what):
    """Nothing comes for so long, not even a byte. Once in a while an hour of some case is over just then."""
    for last in (False, True):
        before = wall.received
        wall.rest(seconds)
        if wall.received == before:
            return
        if last:
            raise Failed(f"{wall.received - before} bytes came while {what}\n{wall.framed()}")


def count_bells(client):
    rung = []
    client.screen.bell = lambda *_: rung.append(1)
    client.stream = harness.Stream(client.screen)  # it looks the methods of its screen up once
    return rung


def processor_time(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def test_a_change_by_another_stands_on_the_wall_within_five_seconds():
    with Server() as server:
        wall = open_wall(server)
        for title in ("楼道灯三天不亮", "下水道堵塞"):
            case = report(server, "grid01", title)
            begin = time.monotonic()
            wall.wait_for(title[:5], timeout=SOON)
            print(f"# {time.monotonic() - begin:.1f} s until it stood there")
        wall.settle(0.5)
        before = wall.received
        server.command("grid01", "case", "do", case["no"], "self_handle", "--text=已疏通")
        wall.wait(lambda: "自处置" in (wall.line_with("下水道") or ""), "the new state", SOON)
        wall.settle(2.5)
        print(f"# {wall.received - before} bytes for a new state")
        if wall.received - before > 400:
            raise Failed(f"{wall.received - before} bytes for one case's new state")


def test_nothing_is_sent_while_nothing_on_it_changes():
    with Server() as server:
        wall = open_wall(server)
        session = server.processes()["session"][0]
        wall.rest(6)  # until the minute in which it was opened has been told
        busy = processor_time(session)
        quiet(wall, 12, "nobody did anything")
        if processor_time(session) - busy > 0.05:
            raise Failed(f"{processor_time(session) - busy:.2f} s of processor time for looking on")
        server.command("grid01", "visit", "add", "--text=今天走访，一切正常，老人身体很好。", "--channel=1")
        quiet(wall, 6, "somebody wrote the diary")


def without_times(wall):
    """What stands there, but for the time that is left of each case."""
    return [re.sub(r"-?\d+ (分|时|天)\s*$", "", line) for line in wall.text().splitlines()]


def test_the_wall_of_another_community_is_left_alone():
    with Server() as server:
        wall = open_wall(server, "station02")
        wall.rest(3)
        before = without_times(wall)
        report(server, "grid01", "别处的事")
        wall.rest(6)
        if wall.shows("别处的事") or without_times(wall) != before:
            raise Failed(f"a case of another community is shown\n{wall.framed()}")


def test_the_bell_rings_for_an_urgent_case_when_it_is_wanted():
    with Server() as server:
        wall = open_wall(server)
        rung = count_bells(wall)
        report(server, "grid01", "燃气泄漏一", urgency="3")
        wall.wait_for("燃气泄漏一"[:5], timeout=SOON)
        if rung:
            raise Failed("it rang unasked")
        wall.key("b").wait_for("响铃")
        report(server, "grid01", "不急的事")
        wall.wait_for("不急的事", timeout=SOON).settle(0.5)
        if rung:
            raise Failed("it rang for a case without haste")
        report(server, "grid01", "燃气泄漏二", urgency="3")
        wall.wait_for("燃气泄漏二", timeout=SOON).settle(0.5)
        if len(rung) != 1:
            raise Failed(f"it rang {len(rung)} times")
        wall.close()
        again = open_wall(server)  # the wish is kept
        again.wait_for("响铃")


def test_who_looks_stays_but_the_next_key_is_nobodys():
    with Server(settings={"server.idle": 4}) as server:
        wall = open_wall(server)
        wall.rest(9 * SLOW)
        report(server, "grid01", "还在看")
        wall.wait_for("还在看", timeout=SOON)
        wall.key("Down")
        wall.wait_closed()


def test_the_top_line_counts_what_came_at_the_next_key():
    with Server() as server:
        grid01 = server.login("grid01")
        grid01.wait_for("收件")
        before = int(grid01.lines()[0].rsplit("收件", 1)[1])
        grid01.key("2").wait_for("事件").settle()
        server.command("street01", "notice", "add", "--title=周五培训", "--text=周五下午两点培训。")
        received = grid01.received
        grid01.rest(7)
        if grid01.received != received:
            raise Failed("an idle screen was written to")
        grid01.key("Down").wait(lambda: grid01.lines()[0].rstrip().endswith(f"收件 {before + 1}"), "the notice, counted")
        grid01.key("q").wait_for("1 条未读")
        grid01.key("n").wait_for("周五培训")
        grid01.key("Home").wait(lambda: grid01.line_with("周五培训").startswith(">"), "the cursor on the notice")
        grid01.key("Enter").wait_for("周五下午两点培训")
        grid01.key("q").wait(lambda: grid01.lines()[0].rstrip().endswith(f"收件 {before}"), "one less")


if __name__ == "__main__":
    harness.main(globals())
