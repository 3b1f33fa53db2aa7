"""Imports of files as offices make them: both real templates, filled, in every spelling; errors, all or none; a job that
is killed goes on. The templates are in WANGGE_SHARED or in ../shared beside the project."""
import io
import os
import zipfile
from xml.sax.saxutils import escape

from office import Office, TOP, main

SHARED = os.environ.get("WANGGE_SHARED") or os.path.join(TOP, "..", "shared")
FILES = os.path.join(SHARED, "data", "06_office")
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def number(n, born="19850315", male=True):
    """A citizen ID of nobody: GB 11643-1999, annex."""
    first = f"321003{born}{n:02d}{1 if male else 2}"
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS)) % 11]


def template(name):
    path = os.path.join(FILES, name + ".csv")
    if not os.path.exists(path):
        return None
    lines = open(path, encoding="utf-8-sig").read().splitlines()
    return lines[0].split(","), lines[1]


def line(header, values):
    return ",".join('"' + values.get(title, "") + '"' for title in header)


def filled(header, comment, rows):
    return "\r\n".join([",".join(header), comment, *(line(header, row) for row in rows)]) + "\r\n"


def column(i):
    return (chr(64 + i // 26) if i >= 26 else "") + chr(65 + i % 26)


def cell(c, r, value):
    at = f"{column(c)}{r}"
    if isinstance(value, tuple):
        return f'<c r="{at}" t="{value[0]}"><v>{escape(value[1])}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def into_xlsx(path, rows, first):
    """The xlsx file with rows (lists) in its first sheet from row first on."""
    sheet = "xl/worksheets/sheet1.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == sheet:
                xml = "".join(f'<row r="{r}">' + "".join(cell(c, r, v) for c, v in enumerate(row) if v != "") + "</row>"
                              for r, row in enumerate(rows, first))
                data = data.replace(b"</sheetData>", xml.encode() + b"</sheetData>")
            new.writestr(part, data)
    return out.getvalue()


PEOPLE = [
    {"姓名": "示例甲甲", "与其他人员关系": "户主", "身份证号": number(1), "性别": "男", "出生日期": "19850315",
     "联系电话": "13800000001;13800000002", "现住小区/建筑": "新苑小区", "门牌地址": "1单元101室", "人员类型": "常住人口",
     "是否重点人员": "0", "民族": "汉族", "政治面貌": "群众", "婚姻状况": "已婚", "文化程度": "本科", "健康状况": "健康"},
    {"姓名": "示例乙乙", "与其他人员关系": "配偶", "身份证号": number(2, "19860416", False), "性别": "女",
     "出生日期": "1986/4/16", "现住小区/建筑": "新苑小区", "门牌地址": "1单元101室", "人员类型": "常住人口",
     "民族": "汉族", "文化程度": "高中", "备注": "示例"},
    {"姓名": "示例丙丙", "身份证号": number(3, "19400101"), "性别": "男", "出生日期": "1940年1月1日", "是否已死亡": "1",
     "死亡日期": "20260110"},
]
BUILDINGS = [
    {"小区/建筑名称": "新苑小区", "类型": "住宅小区", "所属网格": "文苑第1网格", "建成年份": "2015", "户数": "320",
     "是否通燃气": "1", "物业费标准": "2.5元/㎡/月", "电梯数": "12", "物业公司": "示例物业"},
    {"小区/建筑名称": "新苑商厦", "类型": "商业大厦", "所属网格": "文苑第1网格", "是否通燃气": "0", "备注": "示例"},
]


def spellings(name, rows):
    """The template filled with rows in each of its files' spellings."""
    header, comment = template(name)
    text = filled(header, comment, rows)
    yield "UTF-8 with BOM", text.encode("utf-8-sig")
    yield "UTF-8", text.encode()
    yield "GB18030", text.encode("gb18030")
    yield "pasted", "\n".join("\t".join(row.get(t, "") for t in header) for row in
                              [dict(zip(header, header)), *rows]).encode()
    yield "xlsx", into_xlsx(os.path.join(FILES, name + ".xlsx"), [[row.get(t, "") for t in header] for row in rows], 3)


def import_template(name, table, rows):
    if template(name) is None:
        print("# skipped: no templates in", FILES or "../shared")
        return
    for spelling, data in spellings(name, rows):
        office = Office().demo()
        dry = office.json("grid01", table, "import", "--dry", stdin=data)
        assert (dry["state"], dry["added"], dry["bad"]) == ("checked", len(rows), 0), (spelling, dry)
        first = office.json("grid01", table, "import", stdin=data)
        assert (first["state"], first["added"], first["bad"]) == ("done", len(rows), 0), (spelling, first)
        again = office.json("grid01", table, "import", stdin=data)
        assert (again["added"], again["changed"], again["bad"]) == (0, 0, 0), (spelling, again)
        yield office


def test_the_template_of_people_in_every_spelling():
    for office in import_template("人员导入模板", "person", PEOPLE):
        people = {p["name"]: p for p in office.rows("grid01", "person", "list", "--search=示例") if p["name"] in
                  {row["姓名"] for row in PEOPLE}}
        assert len(people) == 3, people
        first = office.json("grid01", "person", "show", str(people["示例甲甲"]["id"]), "--reveal=核对")
        assert first["phone"] == "13800000001;13800000002" and first["birth"] == "1985-03-15", first
        assert first["relation"] == "02" and first["nation"] == "01" and first["household"], first
        gone = office.json("grid01", "person", "show", str(people["示例丙丙"]["id"]))
        assert gone["state"] == "3" and gone["left_on"] == "2026-01-10" and not gone["household"], gone
        home = office.json("grid01", "household", "show", str(first["household"]))
        assert (home["address"], home["unit"], home["room"]) == ("新苑小区", "1", "101"), home


def test_the_template_of_buildings_in_every_spelling():
    for office in import_template("建筑导入模板", "building", BUILDINGS):
        rows = {b["name"]: b for b in office.rows("grid01", "building", "list")}
        one = office.json("grid01", "building", "show", str(rows["新苑小区"]["id"]))
        assert one["built_in"] == 2015 and one["households"] == 320 and one["gas"] is True, one


def people(count, first=0):
    rows = [f"{'赵钱孙李'[i % 4]}示例,{number(i % 90, f'{1950 + i // 90 % 50}01{1 + i // 4500:02d}')},男,新苑小区,{i // 3 % 40 + 1}幢{i // 120 + 1}室"
            for i in range(first, first + count)]
    return "姓名,身份证号,性别,现住小区,门牌地址\n" + "\n".join(rows) + "\n"


def test_one_error_refuses_all_and_the_error_file_says_why():
    office = Office().demo()
    text = people(5) + f"示例,{number(1)[:-1]}Y,男,新苑小区,1室\n" + people(2).split("\n", 1)[1]
    before = office.json("grid01", "person", "list", "--limit=1")["total"]
    failed = office.run("grid01", "person", "import", "--json", stdin=text)
    assert failed.status == 1 and failed.error()["error"] == "invalid", failed
    job = office.rows("grid01", "job", "list")[0]
    assert (job["state"], job["state_text"], job["bad"]) == ("failed", "未完成", 3), job
    assert office.json("grid01", "person", "list", "--limit=1")["total"] == before
    errors = office.run("grid01", "inbox", "get", str(job["errors"])).out
    assert errors.startswith("\ufeff") and errors.count("\r\n") == 4, errors
    lines = errors.splitlines()
    assert [row.split(",")[0] for row in lines[1:]] == ["7", "8", "9"], lines
    assert "重复" in lines[2] or "already" in lines[2], lines
    assert any(str(job["errors"]) == row["no"] for row in office.rows("grid01", "inbox", "list"))
    skipped = office.json("grid01", "person", "import", "--skip-bad", stdin=text)
    assert (skipped["added"], skipped["bad"]) == (5, 3), skipped
    assert office.run("grid01", "inbox", "read").status == 0
    assert all(row["kind"] != "line" for row in office.rows("grid01", "inbox", "list"))
    assert office.run("grid01b", "inbox", "get", str(job["errors"])).status == 4  # not of others


def test_a_dry_run_waits_for_the_word():
    office = Office().demo()
    checked = office.json("grid01", "person", "import", "--dry", stdin=people(4))
    job = str(checked["job"])
    assert checked["state"] == "checked" and checked["added"] == 4
    done = office.json("grid01", "job", "apply", job)
    assert (done["state"], done["added"]) == ("done", 4), done
    assert office.run("grid01", "job", "apply", job).status == 1
    other = str(office.json("grid01", "person", "import", "--dry", stdin=people(4, 4))["job"])
    assert office.json("grid01", "job", "cancel", other)["state"] == "cancelled"
    assert office.run("grid01b", "job", "show", other).status == 4


def test_the_number_of_somebody_else_renames_nobody():
    office = Office().demo()
    office.json("grid01", "person", "add", "--name=甲", "--citizen_id=" + number(1))
    wrong = "姓名,身份证号,工作单位\n乙," + number(1) + ",甲厂\n"
    refused = office.run("grid01", "person", "import", stdin=wrong)
    assert refused.status == 1 and "甲" in refused.out + refused.err, refused
    found = office.rows("grid01", "person", "list", "--where=citizen_id:" + number(1))
    assert [(r["name"], r["employer"]) for r in found] == [("甲", "")], found


def test_what_is_no_table_is_refused_with_what_to_do():
    office = Office().demo()
    for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"%PDF-1.4", b"PK\x03\x04", b"", b"\xff\xff\xff,1"):
        assert office.fails(1, "invalid", "grid01", "person", "import", stdin=data)


def test_a_number_that_lost_its_digits_is_told():
    if template("人员导入模板") is None:
        print("# skipped: no templates")
        return
    header, _ = template("人员导入模板")
    row = dict(PEOPLE[0], 身份证号=float(int(PEOPLE[0]["身份证号"][:17] + "0")))
    data = into_xlsx(os.path.join(FILES, "人员导入模板.xlsx"), [[row.get(t, "") for t in header]], 3)
    result = Office().demo().run("grid01", "person", "import", "--json", stdin=data)
    assert result.status == 1 and ("丢失" in result.out or "lost" in result.out), result


def test_what_stands_in_a_date_cell_is_cut_only_when_it_is_a_date():
    if template("人员导入模板") is None:
        print("# skipped: no templates")
        return
    header, _ = template("人员导入模板")
    row = dict(PEOPLE[0], 出生日期=("d", "1985-03-15T00:00:00"), 备注=("d", "住在新苑小区的西门"))
    data = into_xlsx(os.path.join(FILES, "人员导入模板.xlsx"), [[row.get(t, "") for t in header]], 3)
    office = Office().demo()
    assert office.json("grid01", "person", "import", stdin=data)["added"] == 1
    found = office.rows("grid01", "person", "list", "--where=citizen_id:" + number(1))
    shown = office.json("grid01", "person", "show", str(found[0]["id"]))
    assert (shown["birth"], shown["note"]) == ("1985-03-15", "住在新苑小区的西门"), shown


if __name__ == "__main__":
    main(globals())
