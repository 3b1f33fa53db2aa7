#!/usr/bin/python3
"""A table that only this test describes: the site's folder is all it takes for database, screen, commands, import,
export, history and recycle list."""
import os
import subprocess

from office import Office, WANGGE, main

LIFT = """
[table]
label.en = Lifts
label.zh_CN = 电梯
help.en = Every lift of the grid and when it was last looked at.
help.zh_CN = 网格内的每部电梯, 上次检验的日期。
board = housing
right = household
title = no
order = no
unique = no

[no]
type = text
length = 20
group.en = Lift
group.zh_CN = 电梯
label.en = Lift no.
label.zh_CN = 电梯编号
required = yes
searched = yes
key = yes
width = 10

[kind]
type = code
codes = lift_kind
label.en = Kind
label.zh_CN = 种类
width = 8

[area]
type = link
link = area
label.en = Grid
label.zh_CN = 网格
required = yes

[checked_on]
type = date
group.en = Check
group.zh_CN = 检验
label.en = Checked on
label.zh_CN = 检验日期
width = 10

[keeper]
type = phone
label.en = Keeper's phone
label.zh_CN = 管理员电话
masked = yes
width = 12
"""

KINDS = """code,zh_CN,en,initials,standard
1,客梯,passenger,kt,
2,货梯,goods,ht,
"""

ROWS = """电梯编号,种类,检验日期,管理员电话,网格
DT-002,货梯,2026-03-05,10000000002,{0}
DT-003,客梯,,,{0}
"""

SCREEN = """size 80x24
language zh_CN
keys : d t Enter
expect 电梯
keys a
type DT-001
keys Tab
type kt
keys Tab
keys Tab
type 2026-09-30
keys Tab
type 10000000001
keys Ctrl-S
expect DT-001
expect 客梯
expect 100****0001
keys Enter
screen the row
keys e Tab Tab Tab
type 2026-10-20
keys Ctrl-S
keys H
screen its history
keys q q D y
refuse DT-001
keys u
expect DT-001
keys q
"""


def site_office():
    office = Office()
    site = os.path.join(office.folder, "site")
    os.makedirs(os.path.join(site, "codes"))
    for path, text in (("lift.ini", LIFT), ("codes/lift_kind.csv", KINDS)):
        with open(os.path.join(site, path), "w") as f:
            f.write(text)
    with open(office.config, "a") as f:
        f.write(f"site = {site}\n")
    return office.demo()


def play(office, login, script):
    keys = os.path.join(office.folder, "story.keys")
    with open(keys, "w") as f:
        f.write(script)
    program = os.path.join(os.path.dirname(WANGGE), "wangge-session")
    done = subprocess.run([program, f"--play={keys}", "-c", office.config, f"--login={login}", "--language=zh_CN",
                           "--now=2026-10-21T16:05"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120)
    assert done.returncode == 0 and not done.stderr, done
    return done.stdout


def test_a_table_of_the_site_works_from_end_to_end():
    office = site_office()
    told = play(office, "grid01", SCREEN)
    assert "检验日期     2026-09-30" in told and "10-21 16:05  示例甲  修改" in told, told
    assert "检验日期: 2026-09-30 -> 2026-10-20" in told, told
    grid = office.rows("grid01", "area", "list")[0]["code"]
    done = office.run("grid01", "lift", "import", stdin=ROWS.format(grid))
    assert done.status == 0, done
    rows = office.rows("grid01", "lift", "list", "--where=kind:货梯")
    assert [(r["no"], r["checked_on"]) for r in rows] == [("DT-002", "2026-03-05")], rows
    exported = office.run("station01", "lift", "export")
    assert exported.status == 0 and "DT-003" in exported.out and "10000000002" not in exported.out, exported
    first = office.rows("grid01", "lift", "list", "--where=no:DT-001")[0]["id"]
    actions = [r["action"] for r in office.rows("grid01", "lift", "history", str(first))]
    assert actions == ["restore", "delete", "change", "add"], actions
    assert office.rows("grid01b", "lift", "list") == [], "another grid sees nothing of it"
    office.fails(4, "not_found", "grid01b", "lift", "show", str(first))


def test_the_site_changes_a_shipped_table():
    office = Office()
    site = os.path.join(office.folder, "site")
    os.mkdir(site)
    with open(office.config, "a") as f:
        f.write(f"site = {site}\n")
    office.demo()
    with open(os.path.join(site, "person.ini"), "w") as f:
        f.write("[employer]\nlabel.en = Works at\nlabel.zh_CN = 上班单位\nrequired = yes\n\n"
                "[dog]\ntype = yes_no\nlabel.en = Dog\nlabel.zh_CN = 养犬\nafter = employer\n")
    assert "dog" in office.wangge("migrate", "--dry").out
    assert office.wangge("migrate").status == 0
    person = office.rows("grid01", "person", "list", "--limit=1")[0]["id"]
    office.json("grid01", "person", "change", str(person), "--dog=y", "--employer=文苑小学")
    assert len(office.rows("grid01", "person", "list", "--where=dog:y")) == 1
    told = play(office, "grid01", "size 80x24\nkeys : r k Enter Enter\nscreen the row\nkeys e PgDn\nscreen the form\n")
    assert "*上班单位" in told and "养犬" in told and "工作单位" not in told, told


main(globals())
