"""Areas that are recoded, moved, merged and split: every row stays within reach in exactly one area, figures, search and
what is due stay the same, and a published month never changes."""
import csv
import io
import json
import os
import random
import re
import sqlite3

from office import Office, main

REAL = os.path.join(os.environ.get("WANGGE_DATA", "/work/shared/data"), "01_divisions/changes_2020_to_2021.csv")
NOT_COUNTED = {"grid", "visit_rule"}  # they say something of one area alone and end with it
WHY = "--why=区划调整"


def area(office, *words, stdin=b""):
    return office.json("admin", "area", *words, stdin=stdin)


def grids(office):
    return [row for row in office.rows("admin", "area", "tree") if row["level"] == 5]


def living(db):
    """How many rows each register holds."""
    names = [name for (name,) in db.execute("select distinct table_name from row_count") if name not in NOT_COUNTED]
    return {name: db.execute(f'select count(*) from "{name}" where deleted_at is null').fetchone()[0] for name in names}


def search(office):
    """What words find, wherever it lies now."""
    words = ("王", "文苑路", "凤凰", "138", "李")
    return {word: sorted(str(row["id"]) for row in office.rows("district01", "person", "list", "--search=" + word,
                                                               "--limit=1000")) for word in words}


def due(office):
    rows = office.json("district01", "visit", "due", "--until=+30")["rows"]
    return sorted((row["household"], row["until"], sorted(at["kind"] + at["rule"] for at in row["reasons"]))
                  for row in rows)


def published(db):
    return {table: db.execute(f"select * from {table} order by 1, 2, 3").fetchall()
            for table in ("evaluation", "evaluation_line", "evaluation_part", "evaluation_record",
                          "evaluation_point_kept")}


def history(db):
    """What was made in its time stays where it was made."""
    return (db.execute("select id, area from visit order by id").fetchall(),
            db.execute("select id, area from case_file where closed_at is not null order by id").fetchall())


def misplaced(db):
    """Rows of registers, open cases and posts that hold, in an area that ended or whose path is not in its parent's."""
    found = []
    for name in living(db).keys() - {"move"}:  # a journal: where it happened
        found += db.execute(f"""select '{name}', t.id from "{name}" t join area a on a.id = t.area
            where t.deleted_at is null and a.ended_on is not null""").fetchall()
    for name, holds in (("case_file", "closed_at is null"), ("post", "to_on is null"), ("sweep_item", "open = 1"),
                        ("visit_need", "1 = 1"), ("search_entry", "1 = 1"), ("search_place", "1 = 1")):
        found += db.execute(f"""select '{name}', t.area from {name} t join area a on a.id = t.area
            where {holds} and a.ended_on is not null""").fetchall()
    found += db.execute("""select 'path', a.id from area a join area b on b.id = a.parent
        where substr(a.path, 1, length(b.path)) <> b.path or (a.ended_on is null
            and length(a.path) <> length(b.path) + 4)""").fetchall()
    found += db.execute("""select 'person', p.id from person p join household h on h.id = p.household
        where p.deleted_at is null and p.area <> h.area""").fetchall()
    found += db.execute("""select 'residence', r.person from residence r join person p on p.id = r.person
        where r.to_on is null and p.deleted_at is null and r.area <> p.area""").fetchall()
    found += db.execute("""select 'occupancy', o.household from occupancy o join household h on h.id = o.household
        where o.to_on is null and h.deleted_at is null and o.area <> h.area""").fetchall()
    found += db.execute("""select 'sweep_item', i.id from sweep_item i join household h on h.id = i.household
        where i.open = 1 and h.deleted_at is null and i.area <> h.area""").fetchall()
    return found


def all_but_audit(office):
    """Everything that is kept; a dry run is a command all the same, and leaves its row in the audit."""
    with sqlite3.connect(office.database) as db:
        own = re.compile(r"""INSERT INTO "?(audit"? |sequence_number"? VALUES\('audit')""")
        return [line for line in db.iterdump() if not own.match(line)]


def any_change(office, dice):
    """One change, first as a dry run that changes nothing."""
    all_grids = grids(office)
    one = dice.choice(all_grids)
    kind = dice.choice(("merge", "split", "move", "recode", "recode", "merge", "split"))
    if kind == "merge":
        words = ["merge", one["code"], dice.choice([g for g in all_grids if g["id"] != one["id"]])["code"], WHY]
    elif kind == "split":
        doors = area(office, "doors", one["code"])["rows"]
        if len(doors) < 2:
            return None
        chosen = dice.sample(doors, dice.randint(1, len(doors) - 1))
        words = ["split", one["code"], "--name=新网格", WHY, f"--code={one['code'][:12]}{dice.randint(500, 999)}"]
        words += ["--door=" + door["door"] for door in chosen]
    elif kind == "move":
        other = [row for row in office.rows("admin", "area", "tree") if row["level"] == 4 and row["id"] != one["parent"]]
        words = ["move", one["code"], dice.choice(other)["code"], WHY]
    else:
        row = dice.choice([row for row in office.rows("admin", "area", "tree") if row["level"] in (3, 4)])
        width = 9 if row["level"] == 3 else 12
        words = ["recode", row["code"], row["code"][:6] + str(dice.randint(10 ** (width - 7), 10 ** (width - 6) - 1))
                 + "0" * (12 - width), WHY]
    before = all_but_audit(office)
    promised = area(office, *words, "--dry")
    assert all_but_audit(office) == before, words
    done = area(office, *words)
    assert done["effects"] == promised["effects"], words
    return words


def test_whatever_changes_no_row_is_lost():
    for seed in range(int(os.environ.get("WANGGE_AREA_SEEDS", "3"))):
        dice = random.Random(seed)
        office = Office().demo()
        db = sqlite3.connect(office.database)
        rows, found, wanted, kept, past = living(db), search(office), due(office), published(db), history(db)
        assert rows["household"] > 100 and any(found.values()) and wanted and kept["evaluation"]
        done = []
        for _ in range(7):
            done.append(any_change(office, dice))
            assert misplaced(db) == [], (seed, done, misplaced(db)[:5])
            assert living(db).items() >= {k: v for k, v in rows.items() if k != "building"}.items(), (seed, done)
        assert search(office) == found, (seed, done)
        assert due(office) == wanted, (seed, done)
        assert published(db) == kept and history(db) == past, (seed, done)
        checked = office.wangge("check")
        assert checked.status == 0 and checked.out.count("\n") == 1, (seed, done, checked)


def test_a_merge_tells_what_it_took_and_what_it_left():
    office = Office().demo()
    db = sqlite3.connect(office.database)
    visits = db.execute("select count(*) from visit v join area a on a.id = v.area where a.code = '321003005006002'")
    visits = visits.fetchone()[0]
    done = area(office, "merge", "321003005006002", "321003005006001", WHY)
    assert done["code"] == "321003005006001" and done["effects"]["household"] == 27, done
    assert done["effects"]["post_ends"] == 1 and done["effects"]["post_goes"] == 2, done
    # who led it has no post any more; who came along works in the other one, and reads what was written in both
    refused = office.run("grid01b", "visit", "list")
    assert refused.status == 3, refused
    assert office.json("grid01", "visit", "list", "--limit=1")["total"] >= visits
    assert office.json("grid01", "household", "list", "--limit=1")["total"] == 52
    shown = area(office, "show", "321003005006002")
    assert shown["into_code"] == "321003005006001" and shown["ended_on"], shown
    line = area(office, "history", "321003005006002")["rows"][0]
    assert line["kind"] == "merge" and line["why"] == "区划调整" and line["other_code"] == "321003005006001", line
    # nothing new goes into it
    office.fails(1, "invalid", "admin", "user", "add", "new01", "--name=示例", "--role=grid_leader",
                 "--area=321003005006002")


def test_a_case_that_is_opened_again_lies_where_its_area_went():
    office = Office().demo()
    db = sqlite3.connect(office.database)
    (no,) = db.execute("""select c.no from case_file c join area a on a.id = c.area
        where a.code = '321003005006002' and c.state = 'closed' and c.merged_into is null and c.confidential = 0
        order by c.id desc limit 1""").fetchone()
    area(office, "merge", "321003005006002", "321003005006001", WHY)
    lies = "select a.code from case_file c join area a on a.id = c.area where c.no = ?"
    assert db.execute(lies, (no,)).fetchone() == ("321003005006002",)
    assert office.json("grid01", "case", "show", no)["no"] == no  # what stays in it is read with the other one
    office.json("station01", "case", "do", no, "reopen", "--text=又坏了")
    assert db.execute(lies, (no,)).fetchone() == ("321003005006001",)


def test_a_move_of_before_is_not_undone_over_a_merge():
    office = Office().demo()
    person = office.json("grid01", "person", "list", "--limit=1")["rows"][0]
    moved = office.run("grid01", "move", "add", "--kind=move_out", f"--persons={person['id']}", "--json")
    assert moved.status == 0, moved
    area(office, "merge", "321003005006001", "321003005006002", WHY)
    db = sqlite3.connect(office.database)
    undone = office.run("member01", "move", "undo", str(json.loads(moved.out)["id"]))
    assert undone.status == 1 and "网格已调整" in undone.err, undone
    assert misplaced(db) == []


def test_a_dry_run_needs_no_reason_and_a_change_does():
    office = Office().demo()
    assert area(office, "rename", "321003005006", "新苑社区", "--dry")["dry"] is True
    assert area(office, "show", "321003005006")["name"] == "文苑社区"
    error = office.fails(1, "invalid", "admin", "area", "rename", "321003005006", "新苑社区")
    assert error["field"] == "why", error
    assert area(office, "rename", "321003005006", "新苑社区", WHY)["name"] == "新苑社区"
    for login in ("security", "audit", "station01", "district01"):
        office.fails(3, "denied", login, "area", "rename", "321003005006", "x", WHY)


def test_a_code_of_before_is_found_and_said_so():
    office = Office().demo()
    area(office, "recode", "321003005000", "321003105000", WHY)
    shown = area(office, "show", "321003005006001")
    assert shown["code"] == "321003105006001" and shown["former_code"] == "321003005006001", shown
    told = office.run("admin", "area", "show", "321003005006001").out
    assert "321003005006001 是原代码, 现为 321003105006001" in told or "is a code of before" in told, told
    assert office.json("grid01", "household", "list", "--where=area:321003005006001", "--limit=1")["total"] == 25


def test_the_tree_is_one_of_each():
    office = Office().demo()
    rows = area(office, "tree")["rows"]
    assert [row["depth"] for row in rows[:5]] == [0, 1, 2, 3, 4] and len(rows) == 13
    assert len(area(office, "tree", "--depth=2")["rows"]) == 2
    assert office.json("station01", "area", "tree")["rows"][0]["code"] == "321003005006"


def divisions_of_2020(changes):
    """Streets and communities as they were before, each with what stands above it."""
    parents = {}
    for row in changes:
        name, code = row["name_2020"], row["code"]
        parents.setdefault((code[:4] + "00000000", "市", 1, None), None)
        parents.setdefault((code[:6] + "000000", row["district"], 2, code[:4] + "00000000"), None)
        if row["change"] == "added" or row["level"] == "5":
            street = code[:9] + "000"
            if not any(r["code"] == street for r in changes):
                parents.setdefault((street, row["street"], 3, code[:6] + "000000"), None)
        if row["change"] != "added":
            above = code[:6] + "000000" if row["level"] == "4" else code[:9] + "000"
            parents.setdefault((code, name, int(row["level"]) - 1, above), None)
    return sorted(parents, key=lambda row: (row[2], row[0]))


def test_the_changes_of_a_real_year():
    if not os.path.exists(REAL):
        return
    with open(REAL, encoding="utf-8-sig") as f:
        text = f.read()
    changes = list(csv.DictReader(io.StringIO(text)))
    office = Office().demo()
    db = sqlite3.connect(office.database)
    have = {code for (code,) in db.execute("select code from area")}
    levels = ["", "city", "district", "street", "community"]
    for code, name, level, above in divisions_of_2020(changes):
        if code not in have:
            area(office, "add", code, name, "--level=" + levels[level], *(["--parent=" + above] if above else []))
    area(office, "add", "321003111001001", "西峰第1网格", "--level=grid", "--parent=321003111001")
    area(office, "move", "321003005006001", "321003111002", WHY)  # somebody lives where codes change
    rows = living(db)

    def codes():
        return {code: (name, ended) for code, name, ended in db.execute("select code, name, ended_on from area")}

    before = codes()
    told = area(office, "recode", "--file", "--dry", stdin=text)["rows"]
    assert codes() == before
    assert area(office, "recode", "--file", WHY, stdin=text)["rows"] == told
    now, actions = codes(), {row["code"]: row["action"] for row in told}
    assert not [row for row in told if row["action"] in ("skip", "look")], told
    for row in changes:
        if row["change"] == "renamed":
            assert now[row["code"]] == (row["name_2021"], None), row
        elif row["change"] == "added":
            assert now[row["code"]] == (row["name_2021"], None), row
        elif actions[row["code"]] == "recode":
            assert row["code"] not in now and area(office, "show", row["code"])["former_code"] == row["code"], row
        else:
            assert now[row["code"]][1], row  # ended
    # a street that became another kind of street, its communities, a grid in one of them; three that changed numbers
    assert sum(action == "recode" for action in actions.values()) == 15, actions
    assert now["321003011000"][0] == "西湖街道" and "321003011001001" in now
    assert area(office, "show", "321003111002001")["code"] == "321003011002001"
    assert living(db) == rows and misplaced(db) == []
    again = area(office, "recode", "--file", WHY, stdin=text)["rows"]
    assert {row["action"] for row in again} == {"skip"}, again
    assert office.wangge("check").status == 0


if __name__ == "__main__":
    main(globals())
