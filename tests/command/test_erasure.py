#!/usr/bin/python3
"""Deletion of a person's data on request: asked by one, decided by another, gone from every file, nothing counted changes."""
import glob
import os
import re
import sqlite3

from office import Office, main

NAME, FORMER, ID, PHONE, SHARED = "示例殷墨涵", "示例殷墨寒", "321003198503159910", "13900001234", "13900005678"
PLACES = ("drafts", "files")


def ask(office, sql, *values, path=None):
    with sqlite3.connect(path or office.database, timeout=30) as base:
        return base.execute(sql, values).fetchall()


def citizen_id(first):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, weights)) % 11]


def somebody(office):
    """A person who stands in a register, a diary entry, a case, a message, an export, a draft, under names and numbers."""
    household = ask(office, "select id from household where area = (select area from post where role = 'grid_leader' limit 1)"
                    " and deleted_at is null order by id limit 1")[0][0]
    number = citizen_id("32100319850315991")
    person = office.json("grid01", "person", "add", f"--household={household}", "--name=" + NAME, "--citizen_id=" + number,
                         "--sex=1", "--phone=" + PHONE, "--former_name=" + FORMER, "--employer=示例厂 " + NAME,
                         "--note=电话" + PHONE, "--relation=97")
    office.json("grid01", "person", "change", str(person["id"]), "--note=改过: " + NAME)
    office.json("grid01", "volunteer", "add", f"--person={person['id']}", "--services=1", "--skill=" + NAME, "--note=" + PHONE)
    visit = office.json("grid01", "visit", "add", f"--household={household}", f"--persons={NAME}",
                        f"--text=与{NAME}谈了话，电话{PHONE}，证件{number}。")
    case = office.json("grid01", "case", "add", f"--title={NAME}反映楼道灯", f"--text={NAME}说灯坏了，回电{PHONE}",
                       "--category=02", "--place=6幢", f"--household={household}", "--reporter=" + NAME,
                       "--reporter_phone=" + PHONE)
    office.run("grid01", "case", "do", case["no"], "self_handle", "--text=已告诉" + NAME)
    office.run("grid01", "case", "do", case["no"], "pass")
    office.run("station01", "case", "do", case["no"], "call_back", "--satisfaction=1")
    for kind in ("csv", "xlsx"):
        done = office.run("grid01", "person", "export", "--format=" + kind, "--background")
        assert done.status == 0, done
    assert office.run("station01", "visit", "ask", f"--household={household}", f"--text=再找{NAME}").status == 0
    office.run("grid01", "household", "change", str(household), f"--note={NAME}住在这里")
    office.json("grid01", "person", "move_out", str(person["id"]), "--place=外地")
    return person["id"], number, visit, case


def bytes_of(office):
    folder = os.path.dirname(office.database)
    for path in glob.glob(folder + "/**", recursive=True):
        if os.path.isfile(path):
            with open(path, "rb") as f:
                yield path, f.read()


def remains(office, *words):
    """Where in the files of the installation one of the words stands."""
    return [(os.path.basename(path), word) for path, data in bytes_of(office) for word in words if word.encode() in data]


FIGURES = """select 'person', count(*), 0 from person where deleted_at is null
union all select 'sex ' || sex, count(*), 0 from person where deleted_at is null group by sex
union all select 'volunteer', count(*), 0 from volunteer where deleted_at is null
union all select 'visit ' || area, count(*), sum(valid) from visit where deleted_at is null group by area
union all select 'visited', count(distinct household), count(*) from visit_person vp join visit v on v.id = vp.visit
union all select 'case ' || state, count(*), sum(rework) from case_file group by state
union all select 'rows ' || table_name, sum(rows), 0 from row_count group by table_name
union all select 'score ' || month || who, total, rank from evaluation
union all select 'line ' || evaluation || item, numerator, denominator from evaluation_line
union all select 'looks', count(*), 0 from person_look
order by 1"""


def test_it_is_asked_by_one_and_decided_by_another_and_nothing_of_the_person_is_left():
    office = Office().demo()
    person, number, visit, case = somebody(office)
    words = [NAME, FORMER, number, PHONE]
    assert {word for _, word in remains(office, *words)} == set(words)
    figures = ask(office, FIGURES)
    statistics = office.json("street01", "case", "statistics")
    people = office.json("street01", "person", "list", "--limit=1")["total"]

    office.fails(1, "invalid", "station01", "erasure", "ask", str(person), "--reason= ")
    office.fails(3, "denied", "grid01", "erasure", "ask", str(person), "--reason=本人书面申请")
    office.fails(4, "not_found", "station02", "erasure", "ask", str(person), "--reason=本人书面申请")
    asked = office.json("station01", "erasure", "ask", str(person), "--reason=本人书面申请，" + NAME)
    assert asked["state"] == "asked" and asked["person"] == person and asked["against"] == [], asked
    office.fails(1, "state", "street01", "erasure", "ask", str(person), "--reason=再次申请")
    office.fails(3, "denied", "station01", "erasure", "decide", asked["no"], "--approve", "--sure=" + asked["no"])
    unsure = office.fails(1, "invalid", "district01", "erasure", "decide", asked["no"], "--approve")
    assert asked["no"] in unsure["message"] and unsure["field"] == "sure", unsure
    done = office.json("district01", "erasure", "decide", asked["no"], "--approve", "--sure=" + asked["no"])
    assert done["state"] == "done" and done["rows"] > 8 and done["files"] == 2 and done["done_at"], done

    left = remains(office, *words)
    assert left == [], left
    assert ask(office, FIGURES) == figures
    after = office.json("street01", "case", "statistics")
    assert after == statistics
    assert office.json("street01", "person", "list", "--limit=1")["total"] == people
    row = office.json("grid01", "person", "show", str(person))
    assert row["name"] == "*" and row["citizen_id"] == "" and row["household"] is None and row["birth"] == "1985-03-01", row
    text = office.json("grid01", "visit", "show", visit["no"])
    assert text["text"] == "与*谈了话，电话*，证件*。" and text["persons"] == "*", text
    shown = office.json("grid01", "case", "show", case["no"])
    assert shown["title"] == "*反映楼道灯" and shown["reporter"] == "*" and shown["text"] == "*说灯坏了，回电*", shown
    assert office.json("grid01", "person", "history", str(person))["rows"] == []
    found = office.json("grid01", "find", NAME)
    assert found["rows"] == [], found
    assert asked["no"] in office.run("station01", "inbox", "list").out
    assert office.wangge("check").status == 0, office.wangge("check")
    log = office.json("audit", "audit", "list", "--where=kind:erasure")["rows"]
    assert {row["action"] for row in log} == {"command", "erasure.ask", "erasure.decide"}, log
    assert not any(word in str(log) for word in words)
    office.fails(1, "state", "district01", "erasure", "decide", asked["no"], "--refuse", "--text=不同意")


def test_what_the_law_wants_kept_is_told_and_stops_it():
    office = Office().demo()
    open_case, = ask(office, "select p.id from person p where p.deleted_at is null and exists (select 1 from visit_person v"
                     " join case_file c on c.visit = v.visit where v.person = p.id and c.closed_at is null) limit 1") or [(0,)]
    key, = ask(office, "select r.person from released r where r.deleted_at is null order by r.id limit 1")
    asked = office.json("street01", "erasure", "ask", str(key[0]), "--reason=本人申请")
    assert any(a["kind"] == "register" and a["blocks"] for a in asked["against"]), asked
    assert "released" not in str(asked) and "刑释" not in str(asked["against"])
    error = office.fails(1, "state", "district01", "erasure", "decide", asked["no"], "--approve", "--sure=" + asked["no"])
    assert error["message"], error
    refused = office.json("district01", "erasure", "decide", asked["no"], "--refuse", "--text=法定保存期内")
    assert refused["state"] == "refused" and refused["decision"] == "法定保存期内", refused
    assert open_case is not None


def test_who_asked_may_take_it_back_and_nobody_else():
    office = Office().demo()
    person = office.rows("grid01", "person", "list", "--limit=1")[0]["id"]
    asked = office.json("station01", "erasure", "ask", str(person), "--reason=本人申请")
    office.fails(1, "state", "street01", "erasure", "withdraw", asked["no"])
    assert office.json("station01", "erasure", "withdraw", asked["no"])["state"] == "withdrawn"
    assert office.json("street01", "erasure", "ask", str(person), "--reason=又申请")["state"] == "asked"


def test_no_column_of_texts_is_forgotten():
    """The words are laid into every column of texts there is, whatever table; but those that are kept with a reason."""
    office = Office().demo()
    person, number, _, _ = somebody(office)
    kept = {}
    with open(os.path.join(os.path.dirname(__file__), "..", "..", "etc", "kept_texts.csv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith(("#", "table,")):
                table, column, why = line.strip().split(",", 2)
                kept.setdefault(table, set()).add(column)
                assert why, line
    base = sqlite3.connect(office.database, isolation_level=None)
    base.execute("pragma foreign_keys=off")
    tables = [name for name, in base.execute("select name from sqlite_master where type='table' and name not like 'sqlite_%'")]
    assert set(kept) <= set(tables), set(kept) - set(tables)
    planted = set()
    for table in tables:
        columns = base.execute(f"pragma table_info(\"{table}\")").fetchall()
        texts = [c for c in columns if c[2] == "TEXT"]
        assert not texts or table in kept or any(c[5] for c in columns), f"{table} has no key: its rows cannot be found"
        for column in texts:
            if kept.get(table, set()) & {"*", column[1]}:
                continue
            before = base.total_changes
            own = f" and id <> {person}" if table == "person" else ""
            base.execute(f"update or ignore \"{table}\" set \"{column[1]}\" = \"{column[1]}\" || ? where rowid = (select max(rowid)"
                         f" from \"{table}\" where 1 = 1{own})" if not is_clustered(base, table) else
                         f"update or ignore \"{table}\" set \"{column[1]}\" = \"{column[1]}\" || ?", (" " + number,))
            if base.total_changes > before:
                planted.add((table, column[1]))
    base.close()
    assert len(planted) > 250, len(planted)
    asked = office.json("station01", "erasure", "ask", str(person), "--reason=本人书面申请")
    done = office.run("district01", "erasure", "decide", asked["no"], "--approve", "--sure=" + asked["no"])
    assert done.status == 0, done
    base = sqlite3.connect(office.database)
    for table, column in planted:
        found = base.execute(f"select count(*) from \"{table}\" where instr(\"{column}\", ?) > 0", (number,)).fetchone()[0]
        assert found == 0, (table, column, found)
    print(f"# {len(planted)} columns of texts were searched")


def is_clustered(base, table):
    return "without rowid" in base.execute("select lower(sql) from sqlite_master where name = ?", (table,)).fetchone()[0]


def test_a_name_that_others_bear_stays_theirs():
    office = Office().demo()
    household = ask(office, "select household from person where household is not null and deleted_at is null order by id")[0][0]
    other = ask(office, "select household from person where household is not null and deleted_at is null order by id desc")[0][0]
    one = office.json("grid01", "person", "add", f"--household={household}", "--name=示例同名", "--sex=1", "--phone=" + SHARED)
    ask(office, "update person set name = '示例同名', phone = ? where household = ? and relation = '02'", SHARED, other)
    near = office.json("grid01", "visit", "add", f"--household={household}", "--text=示例同名在家，一切都好。")
    ask(office, "update visit set text = '示例同名在家' where id = (select max(id) from visit where household = ?)", other)
    office.json("grid01", "person", "move_out", str(one["id"]), "--place=外地")
    asked = office.json("station01", "erasure", "ask", str(one["id"]), "--reason=本人申请")
    assert office.run("district01", "erasure", "decide", asked["no"], "--approve", "--sure=" + asked["no"]).status == 0
    assert office.json("grid01", "visit", "show", near["no"])["text"] == "*在家，一切都好。"
    assert ask(office, "select count(*) from person where name = '示例同名' and phone = ?", SHARED)[0][0] >= 1
    assert ask(office, "select count(*) from visit where household = ? and text = '示例同名在家'", other) != [(0,)]


def test_who_decides_by_the_cells_of_a_role_of_the_place_is_asked():
    office = Office().demo()
    ask(office, "insert into role_custom (id, code, name_zh, name_en, base, created_by, created_at, updated_by, updated_at)"
        " values (900, 'quiet', '示例', 'Example', 'district', 1, 1, 1, 1)")
    ask(office, "insert into role_cell (custom, action, scope) values (900, 'erasure.decide', '')")
    person = office.rows("grid01", "person", "list", "--limit=2")
    first = office.json("station01", "erasure", "ask", str(person[0]["id"]), "--reason=本人申请")
    assert first["no"] in office.run("district01", "inbox", "list").out
    ask(office, "update post set custom = 900 where role = 'district'")
    second = office.json("station01", "erasure", "ask", str(person[1]["id"]), "--reason=本人申请")
    assert second["no"] not in office.run("district01", "inbox", "list").out, "who may not decide is not asked"


main(globals())
