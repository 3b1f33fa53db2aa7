#!/usr/bin/python3
"""The day's three jobs, done by hand through the real screens over real ssh: a visit in the diary, a case from its report
to its close, the month's evaluation."""
import figures
import harness
import screens
from harness import Server

TITLE = "三单元楼道灯不亮"


def write_the_diary(server, client):
    client.wait_for("民情日记").key("a").wait_for("写日记", "记述")
    screens.go(client, "户")
    screens.type_text(client, "6-601")
    screens.go(client, "记述")
    screens.type_text(client, "老人近日头晕, 未就医, 女儿周末回来。\n楼道灯坏了三天。")
    client.key("Ctrl-S").wait_for("已存 MQ-")
    visit = server.json("grid01", "visit", "list", "--limit=1")["rows"][0]
    assert visit["text"] == "老人近日头晕, 未就医, 女儿周末回来。\n楼道灯坏了三天。", visit
    assert visit["by"] == "grid01" and visit["channel_text"] == "上门", visit
    assert visit["household"] and visit["persons"] and "6幢" in visit["address"] and "601" in visit["address"], visit


def carry_a_case(server, grid01, station01, department01):
    screens.report_case(grid01, TITLE, "6幢3单元楼道灯坏了三天, 老人不便。", "生态环境")
    no = server.json("grid01", "case", "list", f"--search={TITLE}")["rows"][0]["no"]
    screens.open_case(station01, TITLE)
    screens.do_case(station01, "a", "受理立案")
    screens.do_case(station01, "d", "派单", {"处置人": "department01"})
    screens.open_case(department01, TITLE)
    screens.do_case(department01, "s", "签收")
    screens.do_case(department01, "h", "处置完成", {"说明": "已更换灯具, 现场亮灯。"})
    screens.open_case(grid01, TITLE)
    screens.do_case(grid01, "p", "核查通过")
    screens.do_case(station01, "c", "回访", {"满意度": "满意"})
    case = server.json("station01", "case", "show", no)
    assert (case["state"], case["satisfaction"], case["rework"]) == ("closed", "1", 0), case
    assert case["result"] == "已更换灯具, 现场亮灯。", case
    done = [(step["by"], step["command"], step["to"]) for step in case["steps"]]
    assert done == [("grid01", "report", "reported"), ("station01", "accept", "registered"),
                    ("station01", "dispatch", "dispatched"), ("department01", "sign", "handling"),
                    ("department01", "handle", "awaiting_verification"), ("grid01", "pass", "awaiting_return_visit"),
                    ("station01", "call_back", "closed")], done


def evaluate_the_month(server, station01):
    month = harness.today().isoformat()[:7]
    assert figures.compare(server, "station01", month) > 50
    rows = server.json("station01", "evaluation", "list", month)["rows"]
    screens.home(station01)
    screens.enter(station01, "月度考核").wait_for(month)
    for row in rows:
        line = station01.line_with(row["leader_name"])
        assert line and f"{row['total']:.1f} {row['grade']}" in line, (row, station01.framed())
    station01.key("Enter").wait_for("入户率")


def test_the_three_jobs_by_hand():
    with Server() as server:
        grid01 = server.login("grid01", password=True)
        station01, department01 = server.login("station01"), server.login("department01")
        write_the_diary(server, grid01)
        carry_a_case(server, grid01, station01, department01)
        evaluate_the_month(server, station01)
        screens.home(grid01).key("q").wait_for("退出系统").key("y")
        assert grid01.wait_closed() == 0
        assert not server.check()


if __name__ == "__main__":
    harness.main(globals())
