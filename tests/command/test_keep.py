#!/usr/bin/python3
"""Making and keeping a database with wangge: init, the first administrator, migrate, check, backup, restore, demo."""
import glob
import os
import pty
import signal
import sqlite3
import stat

from office import TOP, WANGGE, Office, main


def statements(database, *statements):
    with sqlite3.connect(database) as db:
        db.execute("pragma foreign_keys = off")
        for statement in statements:
            db.execute(statement)
    db.close()


def everything(database):
    """All that screens can show: every table but passwords."""
    with sqlite3.connect(database) as db:
        tables = [r[0] for r in db.execute("select name from sqlite_master where type = 'table' order by name")]
        rows = {}
        for table in tables:
            passing = ("password", "applied_at", "made_at" if table == "scheme" else "")
            columns = [r[1] for r in db.execute(f"pragma table_info({table})") if r[1] not in passing]
            rows[table] = db.execute(f"select {', '.join(f'[{c}]' for c in columns)} from [{table}]").fetchall()
    db.close()
    return rows


def test_init_makes_an_empty_database_for_its_owner_only():
    office = Office()
    assert office.wangge("check").status != 0
    assert office.wangge("init").status == 0
    assert stat.S_IMODE(os.stat(office.database).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(office.database)).st_mode) == 0o700
    rows = everything(office.database)
    assert rows["account"] == [] and rows["area"] == [] and len(rows["scheme_item"]) > 5
    assert office.wangge("check").status == 0
    again = office.wangge("init")
    assert again.status == 1 and "already" in again.err
    assert "up to date" in office.wangge("migrate").out or office.wangge("migrate").status == 0


def test_the_first_administrator():
    office = Office()
    office.wangge("init")
    assert office.wangge("area", "add", "321003000000", "邗江区", "--level=district").status == 0
    added = office.wangge("user", "add", "admin", "--name=管理员", "--role=system", "--area=321003000000")
    assert added.status == 0, added
    assert office.wangge("user", "password", "admin", stdin="Yi-Er-San-4\n").status == 0
    key = os.path.join(office.folder, "key.pub")
    with open(key, "w") as f:
        f.write("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJr9ePxPH0ZVxTyrCrwwMkUDvHzOqkTEmzYS3jmbHMCs admin@office\n")
    added = office.wangge("user", "key", "add", "admin", key)
    assert added.status == 0 and "SHA256:" in added.out, added
    assert office.wangge("user", "key", "add", "admin", "/no/such/file").status == 4
    shown = office.wangge("user", "show", "admin", "--json")
    assert '"role":"system"' in shown.out
    assert office.wangge("user", "add", "admin", "--name=x", "--role=system", "--area=321003000000").status == 1


def type_password(office, *lines):
    """Runs "wangge user password grid01" on a terminal; returns its exit status and all that the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["LC_ALL"] = "C"
        signal.alarm(60)  # an answer that got lost ends the program, not the test's patience
        os.execv(WANGGE, [WANGGE, "-c", office.config, "user", "password", "grid01"])
    shown = b""
    try:
        for prompt, line in zip((b"New password: ", b"Once more: "), lines):
            while not shown.endswith(prompt):
                shown += os.read(terminal, 1024)
            os.write(terminal, line.encode() + b"\n")
        while True:
            shown += os.read(terminal, 1024)
    except OSError:  # the terminal is gone with the program
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_a_password_is_asked_for_twice_and_not_shown():
    office = Office().demo()
    status, shown = type_password(office, "Yi-Er-San-4", "Yi-Er-San-4")
    assert status == 0 and "Yi-Er" not in shown and "is set" in shown, shown
    status, shown = type_password(office, "Yi-Er-San-4", "Yi-Er-San-5")
    assert status == 1 and "differ" in shown and "Yi-Er" not in shown, shown


def test_wrong_words():
    office = Office()
    assert office.wangge().status == 2
    assert office.wangge("frobnicate").status == 2
    assert office.wangge("init", "--force").status == 2
    assert office.wangge("backup").status == 2
    asked = office.wangge("backup", "list")  # a command of the server, not a file
    assert asked.status == 2 and "ssh" in asked.err and not os.path.exists("list"), asked.err
    assert office.wangge("as").status == 2
    assert office.wangge("demo", "--size=planet").status == 2
    assert office.wangge("demo", "--date=yesterday").status == 2
    assert office.wangge("help").status == 0 and office.wangge("version").status == 0


def test_help_of_a_noun_reads_the_configuration_that_is_named():
    office = Office()
    assert office.wangge("init").status == 0
    assert "user add" in office.wangge("help", "user").out


def test_backup_and_restore():
    office = Office().demo()
    backup = os.path.join(office.folder, "backup.db")
    assert office.wangge("backup", backup).status == 0
    again = office.wangge("backup", backup)
    assert again.status == 1 and "overwritten" in again.err
    before = office.json("grid01", "visit", "list", "--limit=1")["total"]
    household = office.rows("grid01", "household", "list", "--limit=1")[0]["id"]
    office.json("grid01", "visit", "add", f"--household={household}", "--text=备份之后的一次走访。")
    assert office.json("grid01", "visit", "list", "--limit=1")["total"] == before + 1
    restored = office.wangge("restore", backup)
    assert restored.status == 0, restored
    assert office.json("grid01", "visit", "list", "--limit=1")["total"] == before
    assert os.path.exists(office.database + ".before-restore")


def test_restore_refuses_what_is_damaged_or_in_use():
    office = Office().demo()
    backup = os.path.join(office.folder, "backup.db")
    office.wangge("backup", backup)
    damaged = os.path.join(office.folder, "damaged.db")
    with open(backup, "rb") as f:
        data = bytearray(f.read())
    data[20000:24000] = b"\xaa" * 4000
    with open(damaged, "wb") as f:
        f.write(data)
    assert office.wangge("restore", damaged).status == 1
    assert office.wangge("restore", os.path.join(office.folder, "none.db")).status != 0
    with sqlite3.connect(office.database) as held:
        held.execute("select count(*) from area").fetchone()
        held.execute("begin immediate")
        held.execute("update area set version = version")
        refused = office.wangge("restore", backup)
        assert refused.status == 75, refused
        held.rollback()
    held.close()
    assert office.wangge("check").status == 0


def test_check_finds_what_was_broken():
    office = Office().demo()
    assert office.wangge("check").status == 0
    with sqlite3.connect(office.database) as db:
        closed = db.execute("select id, no from case_file where state = 'closed' limit 1").fetchone()
        other = db.execute("select id, no from case_file where state = 'closed' and id <> ? limit 1", (closed[0],)).fetchone()
    db.close()
    statements(office.database, f"update case_file set state = 'handling' where id = {closed[0]}",
               f"update case_step set to_state = 'nowhere' where id = "
               f"(select min(id) from case_step where case_file = {other[0]})")
    found = office.wangge("check")
    assert found.status == 1
    assert f"{closed[1]}: the timeline does not end" in found.out, found
    assert f"{closed[1]}: the case is over without a time" in found.out
    assert f"{other[1]}: a step does not begin" in found.out and '"report" from draft to nowhere' in found.out


def test_check_finds_clocks_requests_and_turns_that_are_not_as_the_case_says():
    office = Office().demo()
    with sqlite3.connect(office.database) as db:
        cases = db.execute("select id, no from case_file where closed_at is null and state <> 'draft' and lead is null"
                           " order by id limit 7").fetchall()
    db.close()
    statements(
        office.database, "update case_file set waits = ' nobody ' where id = %d" % cases[0][0],
        "update case_clock set due_at = due_at + 60 where stage = 'whole' and case_file = %d" % cases[1][0],
        "update case_clock set ended_at = 1, runs_from = null where stage = 'whole' and case_file = %d" % cases[2][0],
        "update case_file set asked = 'void' where id = %d" % cases[3][0],
        "update case_file set merged_into = %d where id = %d" % (cases[0][0], cases[4][0]),
        "update case_file set lead = 1 where id = %d" % cases[5][0],
        "insert into case_clock (id, case_file, stage, kind, amount, began_at, runs_from)"
        " select max(id) + 1, %d, 'whole', 'urgent', 0, 1, 1 from case_clock" % cases[6][0])
    found = office.wangge("check")
    assert found.status == 1
    for case, sentence in zip(cases, ('it waits for " nobody "', "the case says another limit than its clock",
                                      "the case is open and has no clock", "what waits for approval is not",
                                      "it is merged into a case", "the unit in charge is not",
                                      "more than one clock is open")):
        assert f"{case[1]}: {sentence}" in found.out, (case, sentence, found)


def test_check_finds_people_and_doors_that_are_not_where_their_history_says():
    office = Office().demo()
    statements(office.database, "delete from residence where person = 5", "delete from occupancy where household = 6",
               "delete from search_entry where kind = 2 and object = 7", "delete from search_entry where kind = 1",
               "update person set area = (select max(id) from area) where id = 8")
    found = office.wangge("check")
    assert found.status == 1
    assert "1 people do not live where their history says, such as the one with the id 5." in found.out, found
    assert "1 households are not at the house of their history, such as the one with the id 6." in found.out, found
    assert "1 people are elsewhere than their household, such as the one with the id 8." in found.out, found
    assert "people are not found by the search, such as the one with the id 7." in found.out, found
    assert "households are not found by the search" in found.out, found


def kept_file(office, login):
    """The number and the path of a file that the program keeps for the user: the errors of an import."""
    assert office.run(login, "person", "import", stdin="姓名,性别,现住小区\n赵示例,人,新苑小区\n").status == 1
    number = str(office.rows(login, "inbox", "files")[0]["id"])
    return number, os.path.join(os.path.dirname(office.database), "wangge-files", number)


def test_files_are_not_in_a_backup_and_a_new_one_takes_nobodys_place():
    office = Office().demo()
    backup = os.path.join(office.folder, "backup.db")
    assert office.wangge("backup", backup).status == 0
    number, path = kept_file(office, "grid01")
    assert office.wangge("check").status == 0
    with open(path, "w") as theirs:
        theirs.write("grid01's")
    assert "not as it was written" in office.wangge("check").out
    assert office.wangge("restore", backup).status == 0
    assert kept_file(office, "grid01b") == (number, path)  # the number is given out again
    assert "grid01's" not in office.run("grid01b", "inbox", "get", number).out
    os.unlink(path)
    found = office.wangge("check")
    assert found.status == 1 and f"wangge-files/{number} is not there any more" in found.out, found


def test_check_finds_a_lost_area():
    office = Office().demo()
    statements(office.database, "update visit set area = 999999 where id = 1")
    found = office.wangge("check")
    assert found.status == 1 and "visit" in found.out, found


def test_demo_is_the_same_again():
    one, two = Office().demo("--seed=7", anew=True), Office().demo("--seed=7", anew=True)
    assert everything(one.database) == everything(two.database)
    three = Office().demo("--seed=8")
    assert everything(three.database)["person"] != everything(one.database)["person"]


def test_demo_goes_into_a_new_database_only():
    office = Office().demo()
    again = office.wangge("demo")
    assert again.status == 1 and "holds data already" in again.err
    fresh = Office()
    fresh.wangge("init")
    fresh.demo()


def test_demo_data_belongs_to_nobody():
    rows = everything(Office().demo().database)
    columns = dict(people="person", households="household")
    assert all(rows[t] for t in columns.values())
    office = Office().demo()
    with sqlite3.connect(office.database) as db:
        people = db.execute("select citizen_id, birth, sex, phone, source, note from person").fetchall()
    db.close()
    numbers = [p[0] for p in people]
    assert len(set(numbers)) == len(numbers)
    for number, birth, sex, phone, source, note in people:
        assert number.startswith("321000") and number[6:14] == birth.replace("-", "") and source == "demo" and note
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        assert "10X98765432"[sum(int(d) * w for d, w in zip(number, weights)) % 11] == number[17]
        assert (int(number[16]) % 2 == 1) == (sex == "1")
        assert phone is None or phone.startswith("1000")


def test_demo_has_rows_in_every_register():
    office = Office().demo()
    tables = {os.path.basename(path)[:-4] for path in glob.glob(os.path.join(TOP, "etc", "tables", "*.ini"))}
    # no registers of people or places
    others = {"audit", "visit", "unit", "unit_member", "response_template", "duty", "holiday", "leave", "visit_rule"}
    with sqlite3.connect(office.database) as db:
        kept = {row[0] for row in db.execute("""select l.name from pragma_table_list l join pragma_table_info(l.name) i
                                                where l.type = 'table' and i.name in ('source', 'note')
                                                group by l.name having count(*) = 2""")} & tables
        counts = {table: db.execute(f"select count(*) from {table} where source = 'demo' and note <> ''").fetchone()[0]
                  for table in kept - others}
    db.close()
    assert len(counts) > 40 and all(counts.values()), [table for table in counts if counts[table] == 0]


def test_demo_is_like_the_census():
    office = Office().demo("--seed=3")
    with sqlite3.connect(office.database) as db:
        people, old, young = db.execute("""select count(*), sum(birth <= '1966-10-21'), sum(birth > '2011-10-21')
                                           from person""").fetchone()
        households = db.execute("select count(*) from household").fetchone()[0]
        heads = db.execute("select count(*) from person where relation = '02'").fetchone()[0]
        states = {r[0] for r in db.execute("select distinct state from case_file")}
    db.close()
    assert 2.2 < people / households < 2.95 and heads == households
    assert 0.15 < old / people < 0.40 and 0.05 < young / people < 0.22
    assert len(states) >= 8, states
    assert office.rows("audit", "audit", "list", "--sort=id", "--limit=1")[0]["action"] == "demo"


main(globals())
