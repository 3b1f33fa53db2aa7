"""The commands of every information table: history, restoring, who looked, people found by their number; and that
nobody reaches a row out of the scope of the right, whatever the role, the table and the command."""
import configparser
import csv
import glob
import json
import os
import random
import re
import sqlite3

from office import TOP, Office, main

SITE = """[table]
label.en = Watched
label.zh_CN = 关注
board = key_groups
right = person
base = person_register
position = 90
unique = person
sensitive = yes
[cause]
type = text
label.en = Cause
label.zh_CN = 原因
required = yes
searched = yes
"""

office = Office()
os.mkdir(os.path.join(office.folder, "site"))
with open(os.path.join(office.folder, "site", "watched.ini"), "w") as f:
    f.write(SITE)
with open(office.config, "a") as f:
    f.write("site = ../site\n")
office.demo()


def citizen_id(first17):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights)) % 11]


def test_a_register_row_finds_its_person_by_number_or_makes_one():
    number = citizen_id("32100319900102203")
    options = ["--kind=1", "--grade=2"]
    made = office.json("grid01", "disabled", "add", f"--citizen_id={number}", "--name=测试乙", *options)
    person = office.json("grid01", "person", "show", str(made["person"]))
    assert (person["name"], person["birth"], person["sex"]) == ("测试乙", "1990-01-02", "1")
    again = office.json("grid01", "watched", "add", f"--citizen_id={number}", "--name=测试乙", "--cause=走失过")
    assert again["person"] == made["person"]
    error = office.fails(1, "invalid", "station02", "watched", "add", f"--citizen_id={number}", "--name=测试乙",
                         "--cause=走失过")
    assert error["field"] == "citizen_id" and "文苑第1网格" in error["message"], error
    added = office.json("grid01", "watched", "add", stdin=[
        {"citizen_id": citizen_id("32100319700102%03d" % n), "name": "测试丙", "cause": "独居"} for n in (1, 2)])
    assert len(added["rows"]) == 2
    faults = office.run("grid01", "watched", "add", "--json", stdin='[{"citizen_id": "%s", "cause": "独居"}]' %
                        citizen_id("32100319600102004"))
    assert faults.status == 1 and "name" in faults.out, faults


def test_who_has_a_number_already_is_named_to_those_who_see_them():
    number = citizen_id("32100319500102009")
    person = office.json("grid01", "person", "add", f"--citizen_id={number}", "--name=测试戊", "--sex=1")
    error = office.fails(1, "invalid", "grid01", "person", "add", f"--citizen_id={number}", "--name=测试己", "--sex=1")
    assert "测试戊" in error["message"] and str(person["id"]) in error["message"], error
    error = office.fails(1, "invalid", "grid01b", "person", "add", f"--citizen_id={number}", "--name=测试己",
                         "--sex=1")
    assert "测试戊" not in error["message"], error


def test_history_is_told_and_versions_come_back():
    row = office.json("grid01", "watched", "add", f"--citizen_id={citizen_id('32100319500102005')}", "--name=测试丁",
                      "--cause=第一")
    key = str(row["id"])
    office.json("grid01", "watched", "change", key, "--cause=第二", "--version=1")
    error = office.fails(1, "conflict", "grid01", "watched", "change", key, "--note=晚了", "--version=1")
    assert "原因" in error["message"], error
    told = office.rows("grid01", "watched", "history", key)
    assert [(r["version"], r["action"], r["field"], r["from"], r["to"]) for r in told] == [
        (2, "change", "cause", "第一", "第二"), (1, "add", "", "", "")]
    assert "新建" in office.run("grid01", "watched", "history", key).out
    assert office.run("grid01", "watched", "restore", key, "--version=1").status == 0
    assert office.json("grid01", "watched", "show", key)["cause"] == "第一"
    assert office.run("grid01", "watched", "delete", key).status == 0
    assert row["id"] in [r["id"] for r in office.rows("grid01", "watched", "list", "--deleted")]
    assert row["id"] not in [r["id"] for r in office.rows("grid01", "watched", "list")]
    assert office.run("grid01", "watched", "restore", key).status == 0


def test_who_looked_is_told_to_those_who_watch():
    row = office.json("grid01", "watched", "add", f"--citizen_id={citizen_id('32100319400102006')}", "--name=测试戊",
                      "--cause=一")
    office.json("grid01", "person", "show", str(row["person"]), "--reveal=核对社保")
    assert office.fails(3, "denied", "grid01", "person", "looked", str(row["person"]))
    looked = office.rows("station01", "person", "looked", str(row["person"]))
    assert looked[0]["reason"] == "核对社保" and looked[0]["by"] == "grid01", looked
    assert "watched" in [r["what"] for r in looked]
    assert office.run("grid01", "watched", "export").status == 0  # masked, yet it says who is in the register
    assert office.rows("station01", "person", "looked", str(row["person"]))[0]["reason"].startswith("masked")
    assert office.fails(4, "not_found", "station02", "person", "looked", str(row["person"]))


class Oracle:
    """What each user may reach, from the files of rights and descriptions and the rows as they lie in the database."""

    def __init__(self):
        self.db = sqlite3.connect(f"file:{office.database}?mode=ro", uri=True)
        with open(os.path.join(TOP, "etc", "rights.csv")) as file:
            self.rights = {r["action"]: r for r in csv.DictReader(line for line in file if line[0] != "#")}
        self.tables = {}
        for path in glob.glob(os.path.join(TOP, "etc", "tables", "*.ini")) + [
                os.path.join(office.folder, "site", "watched.ini")]:
            ini = configparser.ConfigParser(interpolation=None, strict=False)
            ini.read(path)
            table, name = ini["table"], os.path.basename(path)[:-4]
            if table.get("storage") != "own" and table.get("enabled") != "no" and name != "move":
                self.tables[name] = table

    def scope(self, role, table, verb):
        head = self.tables[table]
        action = f"{head.get('right') or table}.{verb}"
        if action not in self.rights:
            action = f"{head.get('board')}.{verb}"
        return self.rights.get(action, {}).get(role) or ""

    def rows(self, table):
        return self.db.execute(f"select t.id, a.path, t.created_by, t.deleted_at from {table} t"
                               " join area a on a.id = t.area").fetchall()

    def users(self):
        return self.db.execute("select u.id, u.login, p.role, a.path from account u join post p on p.account = u.id"
                               " join area a on a.id = p.area where p.to_on is null").fetchall()

    def may(self, user, table, verb, row):
        scope = self.scope(user[2], table, verb)
        return scope == "all" or (scope in ("subtree", "own") and row[1].startswith(user[3])
                                  and (scope != "own" or row[2] == user[0]))


def test_no_command_reaches_a_row_out_of_scope():
    oracle = Oracle()
    dice = random.Random(int(os.environ.get("SEED", "20261021")))
    users = dice.sample(oracle.users(), 9)
    sensitive = [t for t in oracle.tables if oracle.tables[t].get("sensitive") == "yes"]
    assert len(sensitive) >= 5 and "watched" in sensitive
    checks = 0
    for user in users:
        names = dice.sample(sorted(oracle.tables), 3) + [dice.choice(sensitive), "person"]
        for table in dict.fromkeys(names):
            rows = oracle.rows(table)
            seen = {r[0] for r in rows if oracle.may(user, table, "read", r) and r[3] is None}
            listed = office.run(user[1], table, "list", "--limit=10000", "--json")
            if seen:
                assert listed.status == 0, (user, table, listed)
            if listed.status == 0:
                found = {r["id"] for r in json.loads(listed.out)["rows"]}
                assert found == seen, (user, table, found ^ seen)
            exported = office.run(user[1], table, "export", "--limit=10000")
            if exported.status == 0:
                told = {int(n) for n in re.findall(r"^\"?(\d+)[\",]", exported.out, re.M)}
                assert not told & ({r[0] for r in rows} - seen), (user, table, told - seen)
            beyond = [r for r in rows if not oracle.may(user, table, "read", r)
                      and not oracle.may(user, table, "write", r)]
            for row in dice.sample(beyond, min(1, len(beyond))):
                key = str(row[0])
                for words in (["show", key], ["history", key], ["change", key, "--note=x"], ["delete", key],
                              ["restore", key], ["restore", key, "--version=1"], ["show", key, "--reveal=电话核对"]):
                    done = office.run(user[1], table, *words, "--json")
                    assert done.status in (3, 4) and not done.out, (user, table, words, done)
                    checks += 1
            checks += 1
    print(f"# {checks} checks of {len(users)} users")


main(globals())
