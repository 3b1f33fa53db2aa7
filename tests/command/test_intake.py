"""Text messages and orders of a hotline: from gammu-smsd's environment, from a folder, from a file; receipts and results
that leave; what a crash leaves."""
import glob
import os
import signal
import sqlite3
import stat
import subprocess
import time

from office import WANGGE, Office, main

office = Office().demo()


def ask(sql, *values, database=None):
    base = sqlite3.connect(database or office.database, timeout=30)
    try:
        return base.execute(sql, values).fetchall()
    finally:
        base.close()


def known(count, own=None):
    """Numbers that one household alone has, each with its area."""
    return ask("""select p.phone, p.area, p.household from person p where length(p.phone) = 11 and p.phone like '1%'
        and p.household is not null and coalesce(p.state, '1') = '1' and p.deleted_at is null
        and not exists (select 1 from person o where o.phone like '%' || p.phone || '%' and o.id <> p.id)
        and not exists (select 1 from household h where h.phone like '%' || p.phone || '%' and h.id <> p.household)
        order by p.id limit ?""", count, database=own)


def sms(number, text, ids=("1",), environment=None, of=office):
    variables = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": number, "SMS_1_TEXT": text, "DECODED_PARTS": "0"}
    return of.wangge("intake", *ids, env=environment or variables)


def add_config(lines, of=office):
    with open(of.config, "a", encoding="utf-8") as f:
        f.write(lines)


def test_a_message_becomes_a_case_of_its_grid():
    number, area, household = known(1)[0]
    taken = sms("+86" + number, "三栋二单元楼道灯坏了，晚上看不见 'a' \"b\" $c", ids=("IN1",))
    assert taken.status == 0 and "taken" in taken.out, taken
    again = sms("+86" + number, "三栋二单元楼道灯坏了，晚上看不见 'a' \"b\" $c", ids=("IN1",))
    assert "before" in again.out, again
    rows = ask("select no, area, household, state, level, source, text from case_file where reporter_phone = ?", number)
    assert len(rows) == 1, rows
    no, got, home, state, level, source, text = rows[0]
    assert (got, home, state, level, source) == (area, household, "reported", "grid", "3"), rows
    assert text.endswith("'a' \"b\" $c")
    messages = [row for row in office.rows("street01", "message", "list") if row["case_no"] == no]
    assert {row["way"] for row in messages} == {"in", "out"}, messages
    assert all(number not in row["phone"] for row in messages), messages
    shown = office.json("street01", "message", "show", messages[0]["no"])
    assert no in shown["text"] or shown["way"] == "in", shown
    office.fails(3, "denied", "grid01", "message", "list")


def test_an_unknown_number_waits_at_the_centre():
    assert sms("13999999999", "有人占道经营", ids=("IN2",)).status == 0
    rows = ask("select c.level, a.parent from case_file c join area a on a.id = c.area where c.reporter_phone = ?",
               "13999999999")
    assert len(rows) == 1 and rows[0][0] in ("street", "district"), rows


def test_without_a_message_it_says_what_is_missing():
    result = office.wangge("intake")
    assert result.status == 4 and "SMS_1_NUMBER" in result.err, result


def test_streams_that_are_closed_do_no_harm():
    """gammu-smsd closes standard input, output and error before it runs a program."""
    number = known(3)[2][0]
    environment = dict(os.environ, LC_ALL="C.UTF-8", SMS_MESSAGES="1", SMS_1_NUMBER=number, SMS_1_TEXT="井盖破损")
    done = subprocess.run(["sh", "-c", 'exec "$0" -c "$1" intake IN3 <&- >&- 2>&-', WANGGE, office.config],
                          env=environment, timeout=60)
    assert done.returncode == 0, done
    assert len(ask("select 1 from case_file where reporter_phone = ?", number)) == 1
    assert office.wangge("check").status == 0, office.wangge("check")


def test_a_message_that_finds_no_database_is_kept():
    other = Office().demo()
    number = known(1, other.database)[0][0]
    os.rename(other.database, other.database + ".away")
    kept = sms(number, "停水了", ids=("IN9",), of=other)
    assert kept.status == 0 and "kept" in kept.out, kept
    assert len(glob.glob(os.path.join(other.folder, "var", "messages", "*.letter"))) == 1
    os.rename(other.database + ".away", other.database)
    taken = other.wangge("intake", "--spool")
    assert taken.status == 0 and taken.out.startswith("1 messages taken"), taken
    again = sms(number, "停水了", ids=("IN9",), of=other)
    assert "before" in again.out, again
    assert len(ask("select 1 from case_file where source = '3'", database=other.database)) == 1


def test_killed_at_any_moment_nothing_is_lost_or_taken_twice():
    other = Office().demo()
    spool = os.path.join(other.folder, "spool")
    os.mkdir(spool)
    people = known(60, other.database)
    for i, (number, _, _) in enumerate(people):
        with open(os.path.join(spool, f"{i:03d}.txt"), "w", encoding="utf-8") as f:
            f.write(f"From: +86{number}\n\n第{i}条：路灯不亮")
    kills = 0
    for delay in [0.02 * (n % 12) + 0.06 for n in range(40)]:
        child = subprocess.Popen([WANGGE, "-c", other.config, "intake", "--spool=" + spool], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(delay)
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            kills += 1
        child.wait()
    done = other.wangge("intake", "--spool=" + spool)
    assert done.status == 0, done
    cases = ask("select reporter_phone, area, text from case_file where source = '3'", database=other.database)
    assert len(cases) == len(people), (len(cases), len(people))
    assert {row[0]: row[1] for row in cases} == {number: area for number, area, _ in people}
    assert ask("select count(*) from message_out where kind = 'receipt'", database=other.database) == [(len(people),)]
    assert len(glob.glob(os.path.join(spool, "taken", "*"))) == len(people) and not glob.glob(spool + "/*.txt")
    assert other.wangge("check").status == 0
    print(f"# {kills} processes were killed, {len(people)} messages became as many cases")


def test_receipts_and_results_leave_through_the_program():
    other = Office().demo()
    said = os.path.join(other.folder, "said")
    inject = os.path.join(other.folder, "inject")
    with open(inject, "w", encoding="utf-8") as f:
        f.write(f'#!/bin/sh\nprintf "%s|%s\\n" "$2" "$7" >> {said}\n')
    os.chmod(inject, stat.S_IRWXU)
    number, _, _ = known(1, other.database)[0]
    assert sms(number, "楼道堆物", ids=("IN1",), of=other).status == 0
    refused = other.wangge("outbox", "send")
    assert refused.status != 0 and "inject" in refused.err, refused
    add_config(f"[messages]\ninject = {inject}\n", other)
    assert other.wangge("outbox", "send").out.startswith("1 messages sent"), "receipt"
    no = ask("select no from case_file where source = '3'", database=other.database)[0][0]
    closed = other.run("street01", "case", "do", no, "accept")
    assert closed.status in (0, 3), closed
    refuse = other.run("street01", "case", "do", no, "refuse", "--text=不属于受理范围") if closed.status else None
    if refuse is None:
        for login, words in (("street01", ("dispatch", "--handler=department01")),
                             ("department01", ("handle", "--text=已清理干净")),
                             ("street01", ("pass",)), ("street01", ("close", "--text=已告知"))):
            result = other.run(login, "case", "do", no, *words)
            assert result.status == 0, (login, words, result)
    assert other.wangge("outbox", "send").out.startswith("1 messages sent"), "result"
    lines = open(said, encoding="utf-8").read().splitlines()
    assert len(lines) == 2 and all(line.startswith(number + "|") and no in line for line in lines), lines


ORDERS = ["工单编号,受理时间,来电人,联系电话,事发地址,诉求类别,标题,诉求内容,办理时限",
          "FZ-0001,2026-10-20 09:00:00,示例甲,13900000001,,020403,路灯不亮,文苑路路灯三天不亮,2099-10-28 18:00",
          "FZ-0002,2026/10/20 9:30,示例乙,0591-87000000,,不知道的类别,,有人焚烧秸秆，烟很大,",
          "FZ-0003,2026-10-20,,,,0501,垃圾,垃圾没人收,"]


def test_orders_of_a_hotline_come_in_once():
    file = ("\r\n".join(ORDERS) + "\r\n").encode("gb18030")
    dry = office.json("street01", "case", "import", "--dry", stdin=file)
    assert (dry["state"], dry["added"], dry["bad"]) == ("checked", 3, 0), dry
    assert ask("select count(*) from case_file where source = '4'") == [(0,)]
    done = office.json("street01", "job", "apply", str(dry["job"]))
    assert (done["state"], done["added"]) == ("done", 3), done
    again = office.json("street01", "case", "import", stdin=file)
    assert (again["state"], again["added"], again["same"]) == ("done", 0, 3), again
    rows = ask("""select c.source_no, c.category, c.level, c.state, c.reporter_phone, a.level, c.title from case_file c
        join area a on a.id = c.area where c.source = '4' order by c.source_no""")
    assert [row[0] for row in rows] == ["FZ-0001", "FZ-0002", "FZ-0003"]
    assert rows[0][1] == "020403" and rows[0][4] == "13900000001" and rows[1][4] == "059187000000", rows
    assert all(row[2:4] == ("street", "reported") and row[5] == 3 for row in rows), rows
    due = ask("select datetime(due_at, 'unixepoch', '+8 hours') from case_file where source_no = 'FZ-0001'")
    assert due == [("2099-10-28 18:00:00",)], due
    assert office.wangge("check").status == 0, office.wangge("check")


def test_faulty_orders_are_told_and_nothing_is_saved():
    file = "\r\n".join(["工单编号,标题,内容", "FZ-0100,路灯,不亮", ",没有编号,内容", "FZ-0102,,"])
    error = office.run("street01", "case", "import", "--json", stdin=file)
    assert error.status == 1 and '"bad":2' in error.out, error
    assert ask("select count(*) from case_file where source_no like 'FZ-01%'") == [(0,)]
    office.fails(3, "denied", "grid01", "case", "import", stdin=file)


def test_orders_with_their_history_keep_their_times():
    file = "\n".join(["source_no,reported_at,due_at,closed_at,unit,category,title,result",
                      "B-1,2011-07-01 01:32:33,2011-07-15 01:32:32,2011-07-01 05:06:58,PWDx,020403,lamp,replaced fuse",
                      "B-2,2011-07-01 02:18:31,2011-07-05 02:18:31,,PWDx,050104,bulky,"]) + "\n"
    done = office.json("street01", "case", "import", "--history", stdin=file)
    assert (done["state"], done["added"]) == ("done", 2), done
    rows = ask("""select source_no, state, datetime(reported_at, 'unixepoch', '+8 hours'),
        datetime(due_at, 'unixepoch', '+8 hours'), datetime(closed_at, 'unixepoch', '+8 hours'), unit, result,
        (select count(*) from case_alarm m where m.case_file = c.id) > 0
        from case_file c where source_no like 'B-%' order by source_no""")
    assert rows[0] == ("B-1", "closed", "2011-07-01 01:32:33", "2011-07-15 01:32:32", "2011-07-01 05:06:58", "PWDx",
                       "replaced fuse", 0), rows
    assert rows[1][:5] == ("B-2", "reported", "2011-07-01 02:18:31", "2011-07-05 02:18:31", None), rows
    assert office.wangge("check").status == 0, office.wangge("check")


if __name__ == "__main__":
    main(globals())
