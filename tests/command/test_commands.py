#!/usr/bin/python3
"""Commands as a user would give them over ssh, here with "wangge as LOGIN": what they print and how they end."""
import json
import re
import sqlite3

from office import Office, main

office = Office().demo()


def a_household(login="grid01"):
    return office.rows(login, "household", "list", "--limit=1")[0]


def new_case(login="grid01", **fields):
    given = {"title": "路灯不亮", "text": "三单元门口路灯坏了。", "category": "02", "place": "6幢"}
    given.update(fields)
    return office.json(login, "case", "add", stdin=given)


def test_visit_list_has_the_fields_of_the_contract():
    rows = office.rows("grid01", "visit", "list", "--limit=5")
    assert len(rows) == 5
    for row in rows:
        for field in "id no on channel area household address persons kinds text outcome next_on by version".split():
            assert field in row, field
        assert re.fullmatch(r"MQ-\d{8}-\d{4}", row["no"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", row["on"])
        assert isinstance(row["id"], int) and isinstance(row["version"], int) and isinstance(row["area"], int)
        assert row["channel"] in "12345" and row["channel_text"]
    assert rows == sorted(rows, key=lambda r: (r["on"], r["id"]), reverse=True)


def test_visit_added_by_options_is_shown_as_it_was_given():
    household = a_household()
    text = "老人近日头晕, 未就医。\n'引号' \"双引号\" \\ 反斜线 𠮷 👵🏽"
    added = office.json("grid01", "visit", "add", f"--household={household['id']}", "--channel=2", "--text=" + text,
                        "--persons=示例丙", "--next_on=2030-01-02")
    assert added["text"] == text and added["channel"] == "2" and added["channel_text"] == "电话"
    assert added["household"] == household["id"] and added["area"] == household["area"]
    assert added["next_on"] == "2030-01-02" and added["by"] == "grid01" and added["version"] == 1
    shown = office.json("grid01", "visit", "show", added["no"])
    assert shown == added


def test_marks_of_a_visit_are_previewed_and_made_with_it():
    household = a_household()
    head = office.rows("grid01", "person", "list", f"--where=household:{household['id']}")[0]
    text = f"楼道灯坏了三天。\n#事件 楼道灯不亮 @6幢1单元 !急\n#再访 2030-01-02\n#人 {head['name']} 工作单位 示例小学"
    given = [f"--household={household['id']}", "--text=" + text]
    before = len(office.rows("grid01", "case", "list", "--limit=1000"))
    plan = office.json("grid01", "visit", "add", "--preview", *given)
    assert plan["schema"] == 1 and plan["total"] == 3 and plan["next_on"] == "2030-01-02"
    assert [(r["kind"], r["state"]) for r in plan["rows"]] == [("case", "new"), ("again", "new"), ("person", "new")]
    assert "楼道灯不亮" in plan["rows"][0]["text"] and plan["rows"][0]["problem"] == ""
    assert len(office.rows("grid01", "case", "list", "--limit=1000")) == before
    added = office.json("grid01", "visit", "add", *given)
    assert added["text"] == text and added["next_on"] == "2030-01-02"
    made = {m["kind"]: m for m in added["made"]}
    assert set(made) == {"case", "again", "person"} and made["person"]["id"] == head["id"]
    case = office.json("grid01", "case", "show", made["case"]["no"])
    assert case["title"] == "楼道灯不亮" and case["visit"] == added["id"] and case["urgency"] == "2"
    assert case["state"] == "reported" and case["household"] == household["id"]
    assert office.json("grid01", "person", "show", str(head["id"]))["employer"] == "示例小学"
    assert office.json("grid01", "visit", "show", added["no"])["made"] == added["made"]
    changed = office.json("grid01", "visit", "change", added["no"], "--text=" + text + "\n又说了一句。")
    assert changed["made"] == added["made"]


def test_a_mark_that_cannot_be_made_refuses_the_visit():
    household = a_household()
    given = [f"--household={household['id']}", "--text=看了一户。\n#事件 楼道灯不亮\n#人 路人 电话 1"]
    before = office.json("grid01", "visit", "list", "--limit=1")["total"]
    error = office.fails(1, "invalid", "grid01", "visit", "add", *given)
    assert error["field"] == "text" and "路人" in error["message"]
    assert office.json("grid01", "visit", "list", "--limit=1")["total"] == before
    plan = office.json("grid01", "visit", "add", "--preview", *given)
    assert [r["state"] for r in plan["rows"]] == ["new", "problem"]


def test_a_patrol_tells_its_points_and_what_it_found_becomes_a_hazard():
    added = office.json("grid01", "visit", "add", "--kind=patrol", "--points=1:灯坏;南门: #隐患 灯杆倾斜")
    point = added["points"].split(":")[0]
    assert added["kind"] == "patrol" and added["points"] == f"{point}: 灯坏; 南门: #隐患 灯杆倾斜", added
    assert added["channel"] == "" and added["household"] is None and [m["kind"] for m in added["made"]] == ["hazard"]
    assert office.json("grid01", "visit", "show", added["no"])["points"] == added["points"]
    changed = office.json("grid01", "visit", "change", added["no"], "--points=*")
    assert changed["points"] == point and changed["made"] == added["made"]
    assert added["no"] in [v["no"] for v in office.rows("grid01", "visit", "list", "--where=kind:patrol")]
    error = office.fails(1, "invalid", "grid01", "visit", "add", "--kind=patrol", "--points=9:灯坏")
    assert error["field"] == "points", error


def test_a_visit_tells_needs_and_who_came_along_and_a_meeting_who_was_there():
    household = a_household()
    added = office.json("grid01", "visit", "add", f"--household={household['id']}", "--companions=示例丁、社区医生",
                        "--text=谈了看病的事。\n#需求 医疗")
    assert added["needs"] == "3" and added["companions"] == "示例丁,社区医生" and added["kind"] == "visit"
    meeting = office.json("grid01", "visit", "add", "--kind=晨夕会", "--persons=示例丁,示例己", "--text=晨会: 安排走访。",
                          "--outcome=周五前走完6幢。", "--companions=没有")
    assert meeting["kind"] == "meeting" and meeting["persons"] == "示例丁,示例己" and meeting["companions"] == ""


def test_visit_is_changed_deleted_and_restored():
    household = a_household()
    visit = office.json("grid01", "visit", "add", f"--household={household['id']}", "--text=上门走访，一切正常。")
    changed = office.json("grid01", "visit", "change", visit["no"], "--text=上门走访，老人身体好。")
    assert changed["text"] == "上门走访，老人身体好。" and changed["version"] == 2
    error = office.fails(1, "conflict", "grid01", "visit", "change", visit["no"], "--text=旧版本上的改动。", "--version=1")
    assert error["message"]
    assert office.run("grid01", "visit", "delete", visit["no"]).status == 0
    assert visit["no"] not in [r["no"] for r in office.rows("grid01", "visit", "list", "--limit=20")]
    assert visit["no"] in [r["no"] for r in office.rows("grid01", "visit", "list", "--deleted")]
    assert office.run("grid01", "visit", "restore", str(visit["id"])).status == 0
    assert office.json("grid01", "visit", "show", visit["no"])["text"] == "上门走访，老人身体好。"


def test_an_array_is_checked_whole_before_its_first_row_is_saved():
    household = a_household()["id"]
    before = office.json("grid01", "visit", "list", "--limit=1")["total"]
    bad = [{"household": household, "text": "第一条写得好好的。"}, {"household": household, "channel": "9", "text": "x"},
           {"household": household}]
    result = office.run("grid01", "visit", "add", "--json", stdin=json.dumps(bad))
    assert result.status == 1, result
    assert result.error()["error"] == "invalid"
    faults = json.loads(result.out)["rows"]
    assert [(f["row"], f["field"]) for f in faults] == [(2, "channel"), (3, "text")]
    assert office.json("grid01", "visit", "list", "--limit=1")["total"] == before
    good = office.json("grid01", "visit", "add", stdin=bad[:1] * 3)
    assert good["total"] == 3 and [r["text"] for r in good["rows"]] == ["第一条写得好好的。"] * 3
    assert office.json("grid01", "visit", "list", "--limit=1")["total"] == before + 3


def test_lists_page_by_the_last_id():
    whole = [r["no"] for r in office.rows("station01", "case", "list", "--sort=-no", "--limit=1000")]
    assert whole == sorted(whole, reverse=True)
    seen, after = [], None
    while True:
        page = office.rows("station01", "case", "list", "--sort=-no", "--limit=7",
                           *([f"--after={after}"] if after else []))
        seen += [r["no"] for r in page]
        if len(page) < 7:
            break
        after = page[-1]["id"]
    assert seen == whole


def test_lists_are_filtered_and_searched():
    rows = office.rows("station01", "case", "list", "--where=category:05", "--limit=500")
    assert rows and all(r["category"].startswith("05") for r in rows)
    made = office.json("grid01", "case", "add", "--title=污水外溢", "--text=流到路上", "--category=020106")
    for category in ("02", "0201", "020106"):
        rows = office.rows("station01", "case", "list", f"--where=category:{category}", "--limit=500")
        assert any(r["no"] == made["no"] for r in rows), category
    rows = office.rows("station01", "case", "list", "--where=category:0202", "--limit=500")
    assert all(r["no"] != made["no"] for r in rows)
    rows = office.rows("station01", "case", "list", "--where=category:05", "--where=state:closed", "--limit=500")
    assert rows and all(r["category"].startswith("05") and r["state"] == "closed" for r in rows)
    rows = office.rows("grid01", "visit", "list", "--where=on:2026-09-01..2026-09-30", "--limit=500")
    assert rows and all(r["on"].startswith("2026-09") for r in rows)
    rows = office.rows("station01", "case", "list", "--search=楼道", "--limit=500")
    assert rows and all("楼道" in r["title"] + r["text"] + r["place"] for r in rows)


def test_case_views_and_status():
    by_view = office.rows("station01", "case", "list", "--view=open", "--limit=500")
    by_status = office.rows("station01", "case", "list", "--status", "open", "--limit=500")
    assert by_view == by_status and by_view
    assert not {"closed", "void", "archived"} & {r["state"] for r in by_view}
    overdue = office.rows("station01", "case", "list", "--status=overdue", "--limit=500")
    assert overdue and all(r["light"] == "red" for r in overdue)
    closed = office.rows("station01", "case", "list", "--status=closed", "--limit=500")
    assert closed and all(r["state"] == "closed" and r["light"] == "none" for r in closed)
    assert office.fails(2, "usage", "station01", "case", "list", "--view=everything")["field"] == "view"


def test_a_case_goes_its_straight_way():
    text = "三单元门口污水外溢，气味很大。\n第二行 'x' \"y\" \\ 𠮷\n"
    case = new_case(title="污水外溢", text=text, urgency="2")
    no = case["no"]
    assert re.fullmatch(r"SJ-\d{8}-\d{4}", no) and case["state"] == "reported" and case["light"] == "green"
    assert office.json("station01", "case", "show", no)["text"] == text

    def do(login, *words):
        return office.json(login, "case", "do", no, *words)

    assert do("grid01", "report_up")["state"] == "awaiting_acceptance"
    assert do("station01", "accept")["state"] == "registered"
    sent = do("station01", "dispatch", "--handler=department01")
    assert sent["state"] == "dispatched" and sent["handler_name"] == "示例庚"
    assert no in [r["no"] for r in office.rows("department01", "case", "list", "--view=mine")]
    assert do("department01", "sign")["allowed"] == ["report_up", "return", "extend", "suspend", "transfer",
                                                 "handle"]
    assert do("department01", "handle", "--text=已疏通")["state"] == "awaiting_verification"
    assert do("grid01", "rework", "--text=还有异味")["rework"] == 1
    do("department01", "handle", "--text=再次疏通并冲洗")
    do("grid01", "pass")
    done = do("station01", "call_back", "--satisfaction=1")
    assert done["state"] == "closed" and done["satisfaction"] == "1" and done["result"] == "再次疏通并冲洗"
    steps = done["steps"]
    assert [s["command"] for s in steps] == ["report", "report_up", "accept", "dispatch", "sign", "handle", "rework",
                                             "handle", "pass", "call_back"]
    assert all(set(s) >= {"at", "by", "command", "from", "to", "text"} for s in steps)
    assert all(a["to"] == b["from"] for a, b in zip(steps, steps[1:]))
    assert steps[0]["by"] == "grid01" and steps[3]["by"] == "station01" and steps[5]["text"] == "已疏通"
    assert office.wangge("check").status == 0


def test_what_is_not_allowed_says_why():
    no = new_case()["no"]
    assert office.fails(1, "state", "station01", "case", "do", no, "pass")["message"]
    assert office.fails(1, "invalid", "station01", "case", "do", no, "refuse")["field"] == "text"
    assert office.fails(2, "usage", "station01", "case", "do", no, "explode")
    assert office.fails(3, "denied", "inspector01", "case", "do", no, "accept")
    assert office.fails(4, "not_found", "station02", "case", "show", no)
    assert office.fails(4, "not_found", "station01", "case", "show", "SJ-19990101-0001")
    assert office.fails(3, "denied", "grid01", "user", "add", "x", "--name=x")
    assert office.fails(2, "usage", "grid01", "case")
    assert office.fails(2, "usage", "grid01", "nonsense", "list")
    assert office.fails(2, "usage", "grid01", "case", "list", "--limit=many")["field"] == "limit"
    assert office.fails(1, "invalid", "grid01", "case", "add", "--title=x", "--category=99")["field"]


def test_words_must_be_utf8():
    result = office.run("grid01", "case", "list", b"--search=\xff\xfe")
    assert result.status == 2 and "UTF-8" in result.err


def test_a_draft_case_is_reported_later():
    case = office.json("grid01", "case", "add", "--draft", "--title=井盖松动", "--category=02", "--text=走上去有响声")
    assert case["state"] == "draft"
    changed = office.json("grid01", "case", "change", case["no"], "--title=井盖松动异响")
    assert changed["title"] == "井盖松动异响" and changed["version"] == case["version"] + 1
    assert office.json("grid01", "case", "do", case["no"], "report")["state"] == "reported"


def test_evaluation_of_a_month():
    rows = office.rows("station01", "evaluation", "list", "2026-09")
    assert [r["rank"] for r in rows] == sorted(r["rank"] for r in rows) and len(rows) == 4
    for row in rows:
        assert set(row) >= {"leader", "area", "total", "grade", "rank", "state", "items"}
        counted = [i for i in row["items"] if i["score"] is not None]
        assert abs(sum(i["weight"] for i in counted) - 100) < 0.01
        assert abs(sum(i["score"] for i in counted) - row["total"]) < 0.06
        for item in row["items"]:
            assert set(item) >= {"code", "numerator", "denominator", "rate", "weight", "score"}
            assert (item["score"] is None) == (item["denominator"] is None)
    shown = office.json("station01", "evaluation", "show", "2026-09", "grid01")
    for item in shown["items"]:
        if item["score"] is not None:
            counted = sum(r["counted"] for r in item["records"])
            assert abs(counted - item["numerator"]) < 1e-6, item
    assert office.fails(2, "usage", "station01", "evaluation", "list", "September")
    assert office.fails(3, "denied", "grid01", "evaluation", "freeze", "2026-09")


def test_a_month_is_frozen_published_and_never_changes():
    assert office.json("station02", "evaluation", "compute", "2026-09")["changed"] > 3
    assert office.json("station02", "evaluation", "freeze", "2026-09")["changed"] > 3  # leaders, and others of the community
    before = office.rows("station02", "evaluation", "list", "2026-09")
    assert {r["state"] for r in before} == {"frozen"}
    assert office.json("station02", "evaluation", "publish", "2026-09")["changed"] > 3
    after = office.rows("station02", "evaluation", "list", "2026-09")
    assert {r["state"] for r in after} == {"published"}
    for row in before + after:
        row.pop("state")
    assert before == after
    assert {r["state"] for r in office.rows("station01", "evaluation", "list", "2026-08")} == {"published"}


def test_personal_data_is_masked():
    for row in office.rows("grid01", "person", "list", "--limit=50"):
        assert row["citizen_id"] == "" or re.fullmatch(r"\d{4}\*{10}\d{3}[\dX]", row["citizen_id"])
        assert row["phone"] == "" or re.fullmatch(r"\d{3}\*{4}\d{4}", row["phone"])
    exported = office.run("grid01", "person", "export").out
    assert not re.search(r"\d{17}[\dX]", exported) and not re.search(r"\b1000\d{7}\b", exported)
    assert office.run("grid01", "person", "show", "1").out.count("*") >= 10


def test_tables_are_kept_by_commands():
    area = office.rows("grid01", "area", "list")[0]["id"]
    added = office.json("grid01", "household", "add", stdin={"area": area, "address": "文苑路20号", "building": "9",
                                                             "unit": "1", "room": "101", "kinds": ["1", "3"]})
    assert added["kinds"] == "" and added["area_name"] == "文苑第1网格"  # the kinds follow from the registers
    found = office.rows("grid01", "household", "find", "9-101")
    assert added["id"] in [r["id"] for r in found]
    person = office.json("grid01", "person", "add", f"--household={added['id']}", f"--area={area}", "--name=测试甲",
                         "--sex=1", "--relation=02")
    assert office.rows("grid01", "household", "find", "测试甲")[0]["id"] == added["id"]
    hit = office.rows("grid01", "find", "测试")[0]  # by the beginning, as a person
    assert hit["kind"] == "person" and hit["household"] == added["id"] and hit["text"] == "测试甲"
    assert [r["id"] for r in office.rows("grid01", "find", "试甲")] == [hit["id"]]
    assert office.rows("grid01", "find", "csj 9-101")[0]["household"] == added["id"]
    assert office.rows("grid01", "find", "9-101")[0]["kind"] == "household"
    assert office.rows("grid01", "find", "龘龘") == []
    assert office.fails(3, "denied", "admin", "find", "测试")
    changed = office.json("grid01", "person", "change", str(person["id"]), "--employer==1+1")
    assert changed["employer"] == "=1+1" and changed["version"] == 2
    exported = office.run("grid01", "person", "export", "--where=name:测试甲").out
    assert "'=1+1" in exported
    assert office.run("grid01", "person", "delete", str(person["id"])).status == 0
    assert office.fails(4, "not_found", "grid01", "person", "show", str(person["id"]))
    assert office.run("grid01", "person", "restore", str(person["id"])).status == 0
    assert office.fails(4, "not_found", "station02", "household", "show", str(added["id"]))


def test_revealing_needs_a_reason_and_is_audited():
    shown = office.json("grid01", "person", "show", "1", "--reveal=核对社保")
    assert re.fullmatch(r"\d{17}[\dX]", shown["citizen_id"])
    assert office.run("grid01", "person", "show", "1", "--reveal=", "--json").status == 1
    assert office.fails(3, "denied", "member01", "person", "show", "1", "--reveal=好奇")
    looked = [r for r in office.rows("audit", "audit", "list", "--where=action:personal.reveal")]
    assert {(r["login"], r["success"]) for r in looked} >= {("grid01", True), ("member01", False)}


def test_import_of_csv_is_all_or_nothing():
    area = office.rows("grid01", "area", "list")[0]["code"]
    good = f"网格,Address,building,unit,room\n{area},文苑路22号,1,1,101\n{area},文苑路22号,1,1,102\n"
    before = office.json("grid01", "household", "list", "--limit=1")["total"]
    dry = office.run("grid01", "household", "import", "--dry", stdin=good)
    assert dry.status == 0 and "2" in dry.out, dry
    bad = office.run("grid01", "household", "import", stdin=good + f"{area},,2,2,202\n")
    assert bad.status == 1 and "4" in bad.err, bad  # the row of the file, as spreadsheets count it
    assert office.fails(1, "invalid", "grid01", "household", "import", stdin="colour\nred\n")["field"] == "colour"
    strict = good.replace("room\n", "room,colour\n", 1)
    assert office.fails(1, "invalid", "grid01", "household", "import", "--strict", stdin=strict)["field"] == "colour"
    assert office.json("grid01", "household", "list", "--limit=1")["total"] == before
    saved = office.json("grid01", "household", "import", stdin=good)
    assert (saved["state"], saved["added"], saved["bad"]) == ("done", 2, 0), saved
    assert office.json("grid01", "household", "list", "--limit=1")["total"] == before + 2


def test_inbox():
    rows = office.rows("grid01", "inbox", "list", "--limit=10")
    assert 0 < len(rows) <= 10 and {"kind", "id", "no", "title", "state", "light", "due_text"} <= set(rows[0])


def test_links_may_be_given_by_name():
    case = new_case(area="文苑第1网格")
    assert case["area_name"] == "文苑第1网格"
    error = office.fails(4, "not_found", "grid01", "case", "add", "--title=x", "--text=x", "--category=02",
                         "--area=凤凰桥第1网格")
    assert error["field"] == "area"


def test_users_are_managed():
    user = office.json("admin", "user", "add", "li.ming", "--name=李明", "--role=grid_leader", "--area=文苑第3网格")
    assert user["login"] == "li.ming" and user["state"] == "active"
    assert office.json("admin", "user", "change", "li.ming", "--phone=13800138000")["version"] == 2
    assert office.json("admin", "user", "password", "li.ming", stdin=b"Zhang-San-77\n")["must_change"] is True
    made = office.json("admin", "user", "password", "li.ming", "--generate")
    assert len(made["password"]) >= 12
    error = office.fails(1, "invalid", "admin", "user", "password", "li.ming", stdin=b"short\n")
    assert error["field"]
    assert office.json("admin", "user", "disable", "li.ming")["state"] == "disabled"
    assert office.run("li.ming", "version").status == 4
    assert office.json("admin", "user", "enable", "li.ming")["state"] == "active"
    assert office.json("admin", "user", "unlock", "li.ming")["failures"] == 0
    for request in office.rows("security", "post", "requests"):
        assert office.run("security", "post", "grant", str(request["id"])).status == 0
    assert office.run("security", "user", "post", "add", "li.ming", "--role=informant", "--area=文苑第4网格").status == 0
    posts = office.rows("admin", "user", "post", "list", "li.ming")
    assert [p["role"] for p in posts] == ["grid_leader", "informant"]
    assert office.run("security", "user", "post", "end", "li.ming", str(posts[1]["id"])).status == 0
    assert office.rows("admin", "user", "post", "list", "li.ming")[1]["to_on"]


def test_login_keys():
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJr9ePxPH0ZVxTyrCrwwMkUDvHzOqkTEmzYS3jmbHMCs test"
    added = office.json("admin", "user", "key", "add", "grid01", stdin=line + "\n")
    assert added["fingerprint"].startswith("SHA256:")
    keys = office.rows("admin", "user", "key", "list", "grid01")
    assert keys[-1]["fingerprint"] == added["fingerprint"] and keys[-1]["comment"] == "test"
    assert office.run("admin", "user", "key", "add", "grid02", stdin=line).status == 4
    assert office.run("admin", "user", "key", "add", "grid01b", stdin=line).status == 1
    assert office.run("admin", "user", "key", "add", "grid01", stdin="nonsense\n").status == 1
    assert office.run("admin", "user", "key", "delete", "grid01", str(keys[-1]["id"])).status == 0
    assert office.rows("admin", "user", "key", "list", "grid01") == []


def test_everything_is_audited():
    rows = office.rows("audit", "audit", "list", "--limit=200")
    assert rows and {"at", "login", "action", "kind", "object", "success"} <= set(rows[0])
    assert any(r["login"] == "station01" for r in rows)
    assert office.fails(3, "denied", "grid01", "audit", "list")


def test_help_tells_what_this_user_may_do():
    text = office.run("grid01", "help").out
    assert text.startswith("例:") and "visit add" in text and "user add" not in text and "audit list" not in text
    assert "user add" in office.run("admin", "help").out
    rows = office.rows("grid01", "help")
    assert {"noun": "case", "verb": "do"}.items() <= {(k, v) for r in rows for k, v in r.items() if k != "example"}
    assert "--handler" in office.run("grid01", "help", "case", "do").out
    assert "--handler" in office.run("grid01", "case", "do", "--help").out
    assert "urgency" in office.run("grid01", "help", "case").out
    assert office.fails(4, "not_found", "grid01", "help", "audit")
    posts = {who: [r["verb"] for r in office.rows(who, "help") if r["noun"] == "post"]
             for who in ("admin", "security", "grid01")}  # one of two rights is enough
    assert "requests" in posts["admin"] and "requests" in posts["security"] and "requests" not in posts["grid01"], posts


def test_version_and_who():
    assert re.fullmatch(r"wangge \d+\.\d+\.\d+\n", office.run("grid01", "version").out)
    assert isinstance(office.rows("admin", "who"), list)
    assert office.fails(3, "denied", "grid01", "who")


def test_lists_tell_texts_not_keys():
    """Roles in words, people with the door they live behind."""
    with sqlite3.connect(office.database) as db:
        db.execute("insert into session (id, account, post, kind, source, host, pid, started, since) select 900, a.id, p.id, 'screen', 'here', 'elsewhere', 1, 0, 1"
                   " from account a join post p on p.account = a.id where a.login = 'grid01'")
    line = next(line for line in office.run("admin", "who").out.splitlines() if line.startswith("grid01 "))
    assert "网格长" in line and "grid_leader" not in line and "界面" in line, line
    people = office.run("grid01", "person", "list", "--limit=3").out.splitlines()
    assert all(re.search(r"文苑路18号 \d+幢\d+单元\d+ ", line) for line in people[1:]), people


def test_text_lists_line_up():
    """Every line's second column begins in the same display column."""
    lines = office.run("station01", "area", "list").out.splitlines()
    assert len(lines) == 6
    assert {re.match(r"\S+ +", line).end() for line in lines[1:]} == {17}
    starts = {sum(2 if ord(c) > 0x2e80 else 1 for c in re.match(r"(\S+ +\S+ +)", line).group(1)) for line in lines}
    assert len(starts) == 1, starts


main(globals())
