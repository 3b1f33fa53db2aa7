"""What falls due by itself, and the table of holidays, through the program."""
import sqlite3

from office import Office, main


def one(office, sql):
    with sqlite3.connect(office.database) as db:
        return db.execute(sql).fetchone()[0]


def test_what_falls_due_is_told_once():
    office = Office().demo()
    assert "Done what was due: 0." in office.wangge("upkeep", "--now=2026-10-21T16:05").out
    waiting = one(office, "select count(*) from case_alarm where done_at is null")
    assert waiting > 10
    assert f"Done what was due: {waiting}." in office.wangge("upkeep", "--now=2027-03-01T09:00").out
    lines = one(office, "select count(*) from inbox_line where kind = 'case'")
    assert lines > 10
    for now in ("2026-10-25T09:00", "2027-03-01T09:00", "2027-04-01T09:00"):
        assert "Done what was due: 0." in office.wangge("upkeep", "--now=" + now).out
    assert one(office, "select count(*) from inbox_line where kind = 'case'") == lines
    assert office.wangge("upkeep", "--now=tomorrow").status != 0
    assert office.wangge("check").status == 0


def test_a_holiday_that_is_entered_moves_the_limits_of_open_cases():
    office = Office().demo()
    assert office.wangge("upkeep", "--now=2026-10-21T16:05").status == 0
    limits = "select id, due_at from case_file where closed_at is null and urgency = '1' and reported_at is not null"
    with sqlite3.connect(office.database) as db:
        before = dict(db.execute(limits))
    assert office.run("grid01", "holiday", "add", "--date=2026-10-23", "--kind=holiday").status != 0
    added = office.run("admin", "holiday", "add", "--date=2026-10-23", "--kind=holiday", "--name=示例")
    assert added.status == 0, added
    assert office.wangge("upkeep", "--now=2026-10-21T16:06").status == 0
    with sqlite3.connect(office.database) as db:
        after = dict(db.execute(limits))
    friday = 1792684800  # 2026-10-23 in Shanghai
    assert any(due > friday + 86400 for due in before.values())
    for case, due in before.items():
        assert after[case] == due if due <= friday else after[case] > due, case
    assert office.run("grid01", "holiday", "list").status == 0


def test_holidays_come_in_as_a_table():
    office = Office().demo()
    table = "日期,类别,名称\n2027-01-01,放假,元旦\n2027-01-02,调休上班,元旦\n"
    done = office.run("admin", "holiday", "import", stdin=table)
    assert done.status == 0, done
    assert one(office, "select count(*) from holiday where date like '2027%'") == 2
    assert one(office, "select kind from holiday where date = '2027-01-02'") == "workday"


main(globals())
