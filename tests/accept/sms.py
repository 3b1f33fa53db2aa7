"""The real gammu-smsd, with a phone of gammu's dummy driver and the files backend, hands messages to "wangge intake";
all become cases of the right grid, and as many receipts leave. Then all cases are brought to their end, and as many
results leave. WANGGE_MESSAGES says how many (200)."""
import collections
import glob
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "command"))
from office import WANGGE, Office, main  # noqa: E402

COUNT = int(os.environ.get("WANGGE_MESSAGES", "200"))
PATIENCE = 900  # seconds for all of them
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8")

WORDS = ["三栋二单元楼道灯坏了，晚上看不见。", "文苑路井盖破损，请尽快修！", "楼上漏水，天花板都湿了。", "小区停车难，消防通道被占。",
         "垃圾三天没人收，味道很大。", "夜里施工噪声太大，老人睡不着。", "单元门禁坏了 'door' \"3-2\" $HOME `id` ; &",
         "家里停电，\n冰箱里的东西要坏了。", "路灯不亮😀👍🏽，孩子放学害怕。", "楼道里有人给电动车充电，怕起火。"]


class Phone:
    """gammu-smsd with a dummy phone: messages are put into its folder, sent ones are found in another."""

    def __init__(self, office):
        self.folder = tempfile.mkdtemp(prefix="wangge-phone-")
        for name in ("phone/sms/1", "phone/sms/2", "phone/sms/3", "phone/sms/4", "phone/sms/5", "writer/sms/1",
                     "writer/sms/2", "writer/sms/3", "writer/sms/4", "writer/sms/5", "inbox", "outbox", "sent", "error"):
            os.makedirs(os.path.join(self.folder, name))
        self.config = self.write("smsdrc", f"""[gammu]
model = dummy
connection = none
device = {self.folder}/phone
[smsd]
Service = files
LogFile = {self.folder}/log
DebugLevel = 0
InboxPath = {self.folder}/inbox/
OutboxPath = {self.folder}/outbox/
SentSMSPath = {self.folder}/sent/
ErrorSMSPath = {self.folder}/error/
RunOnReceive = {self.folder}/receive
ReceiveFrequency = 1
LoopSleep = 0
CheckSecurity = 0
CheckBattery = 0
CheckSignal = 0
""")
        self.writer = self.write("writerrc", f"[gammu]\nmodel = dummy\nconnection = none\ndevice = {self.folder}/writer\n")
        script = self.write("receive", f'#!/bin/sh\nexec {WANGGE} -c {office.config} intake "$@"\n')
        os.chmod(script, 0o700)
        self.daemon = None
        self.put = 0

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def start(self):
        self.daemon = subprocess.Popen(["gammu-smsd", "-c", self.config], env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)

    def stop(self):
        if self.daemon:
            self.daemon.send_signal(signal.SIGTERM)
            self.daemon.wait(60)
        shutil.rmtree(self.folder, True)

    def deliver(self, number, text):
        """A message of as many parts as it needs, made by gammu itself, then moved into the daemon's phone."""
        subprocess.run(["gammu", "-c", self.writer, "savesms", "TEXT", "-folder", "1", "-unread", "-sender", number, "-unicode",
                        "-len", str(len(text.encode("utf-16-le")) // 2), "-textutf8", text], env=ENVIRONMENT, check=True,
                       capture_output=True, timeout=60)
        parts = sorted(glob.glob(os.path.join(self.folder, "writer/sms/1/*")), key=lambda p: int(os.path.basename(p)))
        for part in parts:
            self.put += 1
            os.rename(part, os.path.join(self.folder, "phone/sms/1", str(self.put)))
        return len(parts)

    def sent(self):
        return len(glob.glob(os.path.join(self.folder, "sent", "*")))


def ask(office, sql, *values):
    base = sqlite3.connect(office.database, timeout=30)
    try:
        return base.execute(sql, values).fetchall()
    finally:
        base.close()


def until(what, true):
    end = time.time() + PATIENCE
    while not true():
        assert time.time() < end, what
        time.sleep(0.2)


def residents(office, count):
    return ask(office, """select p.phone, p.area, p.household from person p where length(p.phone) = 11
        and p.household is not null and coalesce(p.state, '1') = '1' and p.deleted_at is null
        and not exists (select 1 from person o where o.phone like '%' || p.phone || '%' and o.id <> p.id)
        and not exists (select 1 from household h where h.phone like '%' || p.phone || '%' and h.id <> p.household)
        order by p.id limit ?""", count)


def text_of(i):
    """Every seventh is a long one of several parts."""
    return f"{WORDS[i % len(WORDS)]}（第{i}条）" + ("请网格长来看一看，谢谢。" * 12 if i % 7 == 0 else "")


def leader(office, area):
    return ask(office, """select a.login from post p join account a on a.id = p.account
        where p.area = ? and p.role = 'grid_leader' order by p.id limit 1""", area)[0][0]


def bring_to_end(office):
    """Each case by its own people: every fifth is refused, the others go to a department and back to the resident."""
    cases = ask(office, "select no, area from case_file where source = '3' order by id")
    base = {row[0]: row[1] for row in ask(office, """select g.id, a.login from area g join area c on g.path >= c.path
        and g.path < c.path || '~' and c.level = 4 join post p on p.area = c.id and p.role = 'station'
        join account a on a.id = p.account order by p.id desc""")}
    for i, (no, area) in enumerate(cases):
        station = base[area]
        steps = [(leader(office, area), "report_up")]
        if i % 5 == 0:
            steps += [(station, "refuse", f"--text=经核实属于自行维修范围，第{i}件")]
        else:
            steps += [(station, "accept"), (station, "dispatch", "--handler=department01"),
                      ("department01", "handle", f"--text=已派人处理完毕，第{i}件"), (leader(office, area), "pass"),
                      (station, "call_back", "--satisfaction=1")]
        for login, *words in steps:
            result = office.run(login, "case", "do", no, *words)
            assert result.status == 0, (no, login, words, result)
    return len(cases)


def test_gammu_smsd_brings_messages_and_takes_receipts_and_results():
    office = Office().demo()
    phone = Phone(office)
    with open(office.config, "a", encoding="utf-8") as f:
        f.write(f"[messages]\ninject = {shutil.which('gammu-smsd-inject')}\ninject_config = {phone.config}\n")
    people = residents(office, COUNT)
    assert len(people) == COUNT, len(people)
    began = time.time()
    parts = 0
    phone.start()
    try:
        for i, (number, _, _) in enumerate(people):
            parts += phone.deliver("+86" + number, text_of(i))
        until("not all messages became cases",
              lambda: ask(office, "select count(*) from message_in where state = 'case'") == [(COUNT,)])
        arrived = time.time()
        rows = ask(office, """select c.reporter_phone, c.area, c.household, c.state, c.level, c.waits, c.text, c.no
            from case_file c where c.source = '3'""")
        assert len(rows) == COUNT, len(rows)
        cases = {row[0]: row[1:] for row in rows}
        for i, (number, area, household) in enumerate(people):
            got = cases[number]
            assert got[:4] == (area, household, "reported", "grid") and " grid_leader " in got[4], (number, got)
            assert got[5] == text_of(i), (got[5], text_of(i))
        print(f"# {COUNT} messages of {parts} parts came through gammu-smsd in {arrived - began:.0f} s: {len(rows)} cases, "
              f"each in its household's grid, each waiting for its grid leader, each text as it was written")

        receipts = office.wangge("outbox", "send")
        assert receipts.out.startswith(f"{COUNT} messages sent"), receipts
        until("not all receipts left", lambda: phone.sent() == COUNT and not os.listdir(phone.folder + "/outbox"))
        print(f"# {phone.sent()} receipts were sent by the phone, {len(os.listdir(phone.folder + '/error'))} failed")

        closed = bring_to_end(office)
        assert closed == COUNT
        results = office.wangge("outbox", "send")
        assert results.out.startswith(f"{COUNT} messages sent"), results
        until("not all results left", lambda: phone.sent() == 2 * COUNT and not os.listdir(phone.folder + "/outbox"))
        kinds = dict(ask(office, "select kind, count(*) from message_out where state = 'sent' group by kind"))
        assert kinds["receipt"] == COUNT and kinds["result"] + kinds["refused"] == COUNT, kinds
        assert not os.listdir(phone.folder + "/error")
        numbers = collections.Counter(re.search(r"_(1\d{10})_", name).group(1) for name in os.listdir(phone.folder + "/sent"))
        assert numbers == {number: 2 for number, _, _ in people}, numbers
        assert ask(office, "select count(*) from message_out where state <> 'sent' or tries <> 1") == [(0,)]
        check = office.wangge("check")
        assert check.status == 0, check
        print(f"# {kinds['result']} results and {kinds['refused']} refusals were sent by the phone: two messages to each of "
              f"{len(numbers)} numbers; wangge check finds nothing wrong; {time.time() - began:.0f} s in all")
    finally:
        phone.stop()


if __name__ == "__main__":
    main(globals())
