#!/usr/bin/python3
"""print: one household one form, one grid one file, contact cards, lists; masked, or in full with a reason."""
import re
import unicodedata

from office import Office, main


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def printed(office, login, *words):
    result = office.run(login, *words)
    assert result.status == 0, result
    return result.out


def household_of(office, login, table):
    """The household of somebody in a register."""
    person = office.rows(login, table, "list", "--limit=1")[0]["person"]
    return office.json(login, "person", "show", str(person))["household"]


def test_every_line_of_a_form_is_as_wide_as_the_page():
    office = Office().demo()
    for columns in (60, 80, 132):
        for words in (("household", "1"), ("grid",), ("card",)):
            for line in printed(office, "grid01", "print", *words, f"--width={columns}").splitlines():
                assert width(line) <= columns, (words, line)
                if line[:1] in ("+", "|") and words != ("card",):
                    assert width(line) == columns, (words, line)


def test_a_household_with_its_people_registers_and_visits():
    office = Office().demo()
    id = str(household_of(office, "grid01", "party_member"))
    text = printed(office, "grid01", "print", "household", id)
    people = office.rows("grid01", "person", "list", f"--where=household:{id}")
    assert people and all(p["name"] in text for p in people)
    assert "一户一表" in text and "党员" in text and "入党日期" in text and "户主签名" in text
    assert text == re.sub(r"\d{17}[\dX]|1\d{10}", "", text), "numbers are masked"


def test_a_reason_prints_numbers_in_full_and_is_kept():
    office = Office().demo()
    text = printed(office, "grid01", "print", "household", "1", "--reveal=补办证件")
    assert re.search(r"\b\d{17}[\dX]\b", text) and "全号打印" in text
    person = office.rows("grid01", "person", "list", "--where=household:1")[0]["id"]
    looked = office.rows("station01", "person", "looked", str(person))
    assert any(row["reason"] == "补办证件" and row["by"] == "grid01" for row in looked), looked
    office.fails(1, "invalid", "grid01", "print", "household", "1", "--reveal=x")


def test_who_may_not_see_numbers_prints_none():
    office = Office().demo()
    assert "一户一表" in printed(office, "member01", "print", "household", "1")
    office.fails(3, "denied", "member01", "print", "household", "1", "--reveal=补办证件")


def test_a_sensitive_register_is_printed_for_whoever_may_read_it_and_noted():
    office = Office().demo()
    id = str(household_of(office, "station01", "mental_disorder"))
    person = str(office.rows("station01", "mental_disorder", "list", "--limit=1")[0]["person"])
    assert "精神障碍患者" in printed(office, "station01", "print", "household", id)
    looked = office.rows("station01", "person", "looked", person)
    assert any(row["what"] == "mental_disorder" and row["by"] == "station01" for row in looked), looked
    assert "精神障碍患者" not in printed(office, "inspector01", "print", "household", id)


def test_the_file_of_a_grid_has_its_figures():
    office = Office().demo()
    text = printed(office, "grid01", "print", "grid")
    people = office.json("grid01", "person", "list", "--limit=1")["total"]
    households = office.json("grid01", "household", "list", "--limit=1")["total"]
    members = office.json("grid01", "party_member", "list", "--limit=1")["total"]
    assert re.search(rf"合计 .*\| {people} +\|\n", text), text
    assert f"住户 {households};" in text and f"党员 {members};" in text
    for office_word in ("一格一档", "网格长", "信息员", "0-14", "重点人群", "特殊场所", "上月和本月工作"):
        assert office_word in text, office_word


def test_a_grade_that_was_changed_stays_in_the_file():
    office = Office().demo()
    row = office.rows("grid01", "grid", "list", "--limit=1")[0]
    assert "等级变更" not in printed(office, "grid01", "print", "grid")
    office.json("grid01", "grid", "change", str(row["id"]), "--grade=red", "--grade_since=t", "--grade_reason=示例")
    text = printed(office, "grid01", "print", "grid")
    assert "等级变更" in text and re.search(r"日常管理 *\| 重点治理", text), text


def test_a_station_prints_its_grids_and_nobody_a_community_as_a_grid():
    office = Office().demo()
    grids = [a for a in office.rows("station01", "area", "list", "--level=grid")]
    for grid in grids:
        assert grid["name"] in printed(office, "station01", "print", "grid", grid["code"])
        assert grid["name"] in printed(office, "station01", "print", "card", grid["code"])
    assert office.fails(1, "invalid", "station01", "print", "grid")["field"] == "area"


def test_nothing_of_another_area_is_printed():
    office = Office().demo()
    own = {h["id"] for h in office.rows("grid01", "household", "list", "--limit=500")}
    other = next(h["id"] for h in office.rows("district01", "household", "list", "--limit=500") if h["id"] not in own)
    office.fails(4, "not_found", "grid01", "print", "household", str(other))
    grids = office.rows("district01", "area", "list", "--level=grid")
    mine = {a["code"] for a in office.rows("grid01", "area", "list")}
    other = next(a["code"] for a in grids if a["code"] not in mine)
    office.fails(4, "not_found", "grid01", "print", "grid", other)
    office.fails(4, "not_found", "grid01", "print", "card", other)
    for login in ("admin", "security", "audit"):
        office.fails(3, "denied", login, "print", "household", "1")
        office.fails(3, "denied", login, "print", "grid", other)


def test_a_list_is_printed_with_its_filter_and_order():
    office = Office().demo()
    names = [p["name"] for p in office.rows("grid01", "person", "list", "--where=sex:2", "--sort=-name", "--limit=500")]
    lines = printed(office, "grid01", "person", "print", "--where=sex:2", "--sort=-name", "--width=132").splitlines()
    heads, rows = lines[3], [line for line in lines if line.startswith("| ")][1:]
    column = [cell.strip() for cell in heads.split("|")].index("姓名")
    assert [row.split("|")[column].strip() for row in rows] == names
    assert f"共 {len(names)} 条" in lines[1]


def test_pages_end_with_a_form_feed():
    office = Office().demo()
    pages = printed(office, "grid01", "print", "household", "1", "--pages=30").split("\f")
    assert len(pages) > 1
    assert [page.count("\n") for page in pages] == [29] * (len(pages) - 1) + [30]
    assert all(f"第 {n} 页 共 {len(pages)} 页" in page for n, page in enumerate(pages, 1))


def test_paper_that_holds_nothing_is_refused():
    office = Office().demo()
    assert office.fails(1, "invalid", "grid01", "print", "grid", "--width=10")["field"] == "width"
    assert office.fails(1, "invalid", "grid01", "person", "print", "--pages=3")["field"] == "pages"


def test_every_print_is_in_the_audit():
    office = Office().demo()
    printed(office, "grid01", "print", "household", "1")
    printed(office, "grid01", "person", "print")
    rows = [r for r in office.rows("audit", "audit", "list", "--limit=50") if r["action"] == "table.print"]
    assert {(r["kind"], r["object"], r["note"]) for r in rows} >= {("household", 1, "masked"), ("person", 0, "masked")}, rows


if __name__ == "__main__":
    main(globals())
