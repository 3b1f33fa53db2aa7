#!/usr/bin/python3
"""How long what is kept: rules, the dry run, the run as a job, by itself once a day; who may what; nothing counted changes."""
import sqlite3

from office import Office, main

LATER = "2027-12-01T03:00"


def ask(office, sql, *values):
    with sqlite3.connect(office.database, timeout=30) as base:
        return base.execute(sql, values).fetchall()


def rules(office, *words, login="admin"):
    return {row["rule"]: row for row in office.json(login, "retention", *words)["rows"]}


def leader_of(office, table, row):
    return ask(office, f"select c.login from {table} r join post p on p.area = r.area and p.role = 'grid_leader'"
               " join account c on c.id = p.account where r.id = ?", row)[0][0]


def old_things(office):
    """Of everything that has a rule something that is years old."""
    volunteer, = ask(office, "select id from volunteer order by id desc limit 1")[0]
    assert office.run("district01", "volunteer", "delete", str(volunteer)).status == 0 or \
        office.run(leader_of(office, "volunteer", volunteer), "volunteer", "delete", str(volunteer)).status == 0
    person = office.rows("grid01", "person", "list", "--limit=1")[0]["id"]
    gone = office.run("grid01", "person", "move_out", str(person), "--place=外地")
    assert gone.status == 0, gone
    base = sqlite3.connect(office.database, isolation_level=None)
    old = 1577836800  # 2020
    base.execute("update case_file set closed_at = ?, reporter = '示例甲', reporter_phone = '13900000001' where closed_at is not null",
                 (old,))
    base.execute("insert into inbox_line (id, account, at, kind, object, text, read_at) select 90000 + id, id, ?, 'x', 0, 'x', ? "
                 "from account where login like 'grid%'", (old, old))
    base.execute("update drill set ended_at = ? where id = 1", (old,))
    base.execute("insert into message_in (id, mark, at, phone, text, state) values (90000, 'm', ?, '13900000001', '灯坏了', 'case')",
                 (old,))
    base.execute("insert into message_out (id, at, phone, text, kind, state, next_try) values (90000, ?, '13900000001', '已收到', "
                 "'receipt', 'sent', 0)", (old,))
    base.execute("update volunteer set deleted_at = ?, note = '示例乙' where id = ?", (old, volunteer))
    base.execute("update person set left_on = '2019-05-01' where id = ?", (person,))
    base.execute("update spot_check_item set at = ?, value = '13900000001', truth = '13900000002' where at is not null", (old,))
    base.execute("insert into row_history select kind, object, 0, by_account, ?, record from row_history where version = 1", (old,))
    base.close()


FIGURES = """select 'person', count(*) from person where deleted_at is null
union all select 'visits', count(*) from visit union all select 'cases', count(*) from case_file
union all select 'state ' || state, count(*) from case_file group by state
union all select 'drill', sum(right_count) from drill union all select 'answers', count(*) from drill_item where correct = 1
union all select 'verdict ' || verdict, count(*) from spot_check_item group by verdict
union all select 'message', count(*) from message_in union all select 'score', sum(total) from evaluation order by 1"""


def test_the_rules_are_told_and_counted_and_run():
    office = Office().demo()
    old_things(office)
    shown = rules(office, "list")
    assert shown["reporter"]["keep"] == 36 and shown["reporter"]["unit"] == "months" and shown["visit"]["keep"] == 0
    assert all(row["label"] and row["stays"] and row["keep_text"] for row in shown.values())
    dry = rules(office, "dry")
    for rule in "inbox reporter drill message_in message_out recycled gone check history".split():
        assert dry[rule]["rows"] > 0, (rule, dry[rule])
    assert dry["visit"]["rows"] == 0 and dry["visit"]["before"] == ""
    figures = ask(office, FIGURES)
    done = office.json("admin", "retention", "run", "reporter")
    assert done["state"] == "done" and done["rows"] == dry["reporter"]["rows"], done
    assert ask(office, "select count(*) from case_file where closed_at is not null and reporter not in ('', '*')") == [(0,)]
    assert rules(office, "dry")["inbox"]["rows"] == dry["inbox"]["rows"], "only the rule that was asked for"
    whole = office.json("admin", "retention", "run")
    assert whole["rows"] == sum(row["rows"] for row in dry.values()) - done["rows"], whole
    assert not any(row["rows"] for row in rules(office, "dry").values())
    assert ask(office, FIGURES) == figures
    assert office.wangge("check").status == 0, office.wangge("check")
    log = office.json("audit", "retention", "log")["rows"]
    assert {row["rule"] for row in log} >= {"reporter", "inbox", "gone"} and all(row["by"] == "admin" for row in log)
    audit = office.json("audit", "audit", "list", "--where=action:retention.run")["rows"]
    assert any("reporter" in row["note"] for row in audit), audit


def test_security_changes_them_within_what_the_law_asks_and_system_runs_them():
    office = Office().demo()
    assert rules(office, "set", "reporter", "24", login="security")["reporter"]["keep"] == 24
    assert rules(office, "list")["reporter"]["changed_by"] == "security"
    error = office.fails(1, "invalid", "security", "retention", "set", "reporter", "3")
    assert "6" in error["message"] and error["field"] == "keep", error
    assert rules(office, "set", "reporter", "0", login="security")["reporter"]["before"] == ""
    assert rules(office, "set", "reporter", "default", login="security")["reporter"]["keep"] == 36
    office.fails(4, "not_found", "security", "retention", "set", "nothing", "3")
    office.fails(3, "denied", "admin", "retention", "set", "reporter", "24")
    office.fails(3, "denied", "security", "retention", "run")
    office.fails(3, "denied", "district01", "retention", "list")


def test_it_runs_by_itself_once_a_day_when_it_is_switched_on():
    office = Office().demo()
    old_things(office)
    waiting = rules(office, "dry")["inbox"]["rows"]
    assert office.wangge("upkeep", "--now=2026-10-23T03:00").status == 0
    assert rules(office, "dry")["inbox"]["rows"] == waiting
    assert office.run("admin", "setting", "set", "retention.daily", "yes").status == 0
    assert office.wangge("upkeep", "--now=2026-10-24T03:00").status == 0
    assert ask(office, "select count(*) from inbox_line where id > 90000") == [(0,)]
    assert {row["by"] for row in office.json("audit", "retention", "log")["rows"]} == {""}


main(globals())
