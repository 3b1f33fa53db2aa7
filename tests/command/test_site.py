"""What a site changes without a compiler: tables and fields of its own, labels, code lists, a register turned on; and
the codes that its administrator edits."""
import os

from office import Office, main

STALL = """[table]
label.en = Stalls
label.zh_CN = 摊位
board = resources
order = goods
title = goods
unique = no
right = household

[area]
type = link
link = area
label.en = Grid
label.zh_CN = 网格
required = yes
width = 12

[no]
type = text
label.en = No.
label.zh_CN = 摊号
key = yes
required = yes
width = 8

[goods]
type = text
label.en = Goods
label.zh_CN = 货品
required = yes
searched = yes
width = 16

[keeper]
type = link
link = person
label.en = Keeper
label.zh_CN = 摊主

[keeper_id]
type = computed
compute = keeper.citizen_id
label.en = Keeper's ID
label.zh_CN = 摊主证件号

[opened]
type = date
label.en = Opened
label.zh_CN = 开业

[months]
type = computed
compute = months(opened)
label.en = Months
label.zh_CN = 月数
width = 6

[roof]
type = code
codes = roof
label.en = Roof
label.zh_CN = 顶棚
"""
HOUSEHOLD = """[lift]
type = yes_no
label.en = Lift
label.zh_CN = 电梯
after = address

[phone]
label.zh_CN = 联系电话
required = yes

[note]
hidden = yes

[source]
codes = origin
default = seen
"""
ROOFS = "code,zh_CN,en,initials,standard\ncloth,布,cloth,b,\ntin,铁皮,tin,tp,\n"
ORIGINS = "code,zh_CN,en,initials,standard\nseen,亲见,seen,qj,\nheard,听说,heard,ts,\n"


office = Office().demo()
SITE = os.path.join(office.folder, "etc", "site")
os.makedirs(os.path.join(SITE, "codes"))
for name, text in (("stall.ini", STALL), ("household.ini", HOUSEHOLD), ("hiv.ini", "[table]\nenabled = yes\n"),
                   ("codes/roof.csv", ROOFS), ("codes/origin.csv", ORIGINS)):
    with open(os.path.join(SITE, name), "w") as f:
        f.write(text)
dry, done = office.wangge("migrate", "--dry"), office.wangge("migrate")


def ok(result):
    assert result.status == 0, result
    return result


def test_a_migration_is_told_before_it_is_done():
    for line in ("the table stall", "the index stall_goods", "the column lift of household", "the table hiv"):
        assert "would make " + line in dry.out
        assert "made " + line in done.out
    assert ok(office.wangge("migrate")).out == ""
    ok(office.wangge("check"))


def test_a_table_of_the_site_s_own_works_like_any_other():
    person = office.json("grid01", "person", "list", "--limit=1")["rows"][0]
    made = office.json("grid01", "stall", "add", "--no=7", "--goods=豆腐", f"--keeper={person['id']}",
                       "--roof=tp", "--opened=2026-08-20")
    assert made["roof"] == "tin" and made["roof_text"] == "铁皮"
    assert made["keeper_name"] == person["name"]
    assert made["keeper_id"] == person["citizen_id"]  # masked as the person's
    rows = office.json("grid01", "stall", "list", "--search=豆腐", "--where=months:1..")["rows"]
    assert [(r["no"], r["keeper_name"]) for r in rows] == [("7", person["name"])]
    assert office.json("station02", "stall", "list")["total"] == 0  # another community
    ok(office.run("grid01", "stall", "change", str(made["id"]), "--goods=豆腐和豆干"))
    assert "豆干" in ok(office.run("grid01", "stall", "show", str(made["id"]))).out
    assert "豆腐" in ok(office.run("grid01", "stall", "history", str(made["id"]))).out
    assert office.run("grid01", "stall", "add", "--no=8", "--goods=x", "--roof=glass").status == 1


def test_fields_labels_and_code_lists_of_shipped_tables_are_the_site_s():
    household = office.json("grid01", "household", "list", "--limit=1")["rows"][0]
    changed = office.json("grid01", "household", "change", str(household["id"]), "--lift=y", "--source=heard",
                          "--phone=13800002201")
    assert changed["lift"] is True
    assert changed["source_text"] == "听说"
    assert office.json("grid01", "household", "list", "--where=lift:y")["total"] == 1
    refused = office.run("grid01", "household", "change", str(household["id"]), "--phone=")
    assert refused.status == 1 and "联系电话" in refused.err, refused


def test_a_register_that_is_off_is_turned_on():
    assert office.json("district01", "hiv", "list")["total"] == 0
    assert office.run("grid01", "hiv", "list").status == 3
    assert Office().demo().run("district01", "hiv", "list").status == 2  # there it is no command


def test_an_administrator_edits_codes():
    ok(office.run("admin", "code", "add", "roof", "glass", "--zh=玻璃", "--en=glass"))
    shown = office.json("grid01", "code", "show", "roof")["rows"]
    assert [c["initials"] for c in shown if c["code"] == "glass"] == ["bl"]
    stall = office.json("grid01", "stall", "add", "--no=9", "--goods=鱼", "--roof=bl")
    ok(office.run("admin", "code", "retire", "roof", "glass"))
    again = office.run("grid01", "stall", "add", "--no=10", "--goods=肉", "--roof=glass")
    assert again.status == 1, again
    assert office.json("grid01", "stall", "show", str(stall["id"]))["roof_text"] == "玻璃"
    ok(office.run("admin", "code", "restore", "roof", "glass"))
    assert office.run("admin", "code", "change", "politics", "13", "--zh=x").status == 1
    assert office.run("grid01", "code", "retire", "roof", "tin").status == 3
    lists = office.json("grid01", "code", "list")["rows"]
    assert "GB/T 3304-1991" in [row["standard"] for row in lists]


main(globals())
