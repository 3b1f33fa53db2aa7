#!/usr/bin/python3
"""Data of a person go on request, and by the rules of retention, over real ssh: asked by one, decided by another, done by
the keeper's job, whose process is killed at random moments. It goes on, ends complete, and no file holds anything of the
person; nothing that is counted changes. WANGGE_CUTS: how often it is killed."""
import contextlib
import glob
import os
import random
import signal
import sqlite3
import time

import harness
from harness import SLOW, Server, wait_until

NAME, FORMER, PHONE = "示例殷墨涵", "示例殷墨寒", "13900001234"
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CUTS = int(os.environ.get("WANGGE_CUTS", "3"))
OLD = 1577836800  # 2020


def citizen_id(first):
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, WEIGHTS)) % 11]


ID = citizen_id("32100319850315991")
WORDS = (NAME, FORMER, ID, PHONE)

FIGURES = """select 'person', count(*), 0 from person where deleted_at is null
union all select 'sex ' || sex, count(*), 0 from person where deleted_at is null group by sex
union all select 'visit ' || area, count(*), sum(valid) from visit where deleted_at is null group by area
union all select 'visited', count(distinct household), count(*) from visit_person vp join visit v on v.id = vp.visit
union all select 'met', count(*), 0 from visit_person
union all select 'case ' || state, count(*), sum(rework) from case_file group by state
union all select 'rows ' || table_name, sum(rows), 0 from row_count group by table_name
union all select 'score ' || month || who, total, rank from evaluation
union all select 'line ' || evaluation || item, numerator, denominator from evaluation_line
union all select 'message', count(*), 0 from message_in order by 1"""


def ask(server, sql, *values):
    with contextlib.closing(sqlite3.connect(server.database, timeout=30)) as base:
        rows = base.execute(sql, values).fetchall()
        base.commit()
        return rows


def remains(server, words=WORDS):
    """Where in the files of the installation one of the words stands; those of the tests' keys aside."""
    found = []
    for path in glob.glob(server.folder + "/**", recursive=True):
        if os.path.isfile(path):
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as f:
                data = f.read()
                found += [(os.path.relpath(path, server.folder), word) for word in words if word.encode() in data]
    return found


def somebody(server):
    """Stands in the register, a diary entry, a case, files of tables, a waiting line and somebody's history."""
    household = ask(server, "select household from person where household is not null and deleted_at is null and area ="
                    " (select p.area from post p join account c on c.id = p.account where c.login = 'grid01') order by id")[0][0]
    person = server.json("grid01", "person", "add", f"--household={household}", "--name=" + NAME, "--citizen_id=" + ID,
                         "--sex=1", "--phone=" + PHONE, "--former_name=" + FORMER, "--relation=97", "--note=电话" + PHONE)
    server.json("grid01", "person", "change", str(person["id"]), "--note=改过: " + NAME)
    server.json("grid01", "visit", "add", f"--household={household}", "--persons=" + NAME,
                f"--text=与{NAME}谈了话，电话{PHONE}，证件{ID}。")
    case = server.json("grid01", "case", "add", f"--title={NAME}反映楼道灯", f"--text={NAME}说灯坏了，回电{PHONE}", "--category=02",
                       "--place=6幢", f"--household={household}", "--reporter=" + NAME, "--reporter_phone=" + PHONE)
    server.command("grid01", "case", "do", case["no"], "self_handle", "--text=已告诉" + NAME)
    server.command("grid01", "case", "do", case["no"], "pass")
    server.command("station01", "case", "do", case["no"], "call_back", "--satisfaction=1")
    for kind in ("csv", "xlsx"):
        server.command("grid01", "person", "export", "--format=" + kind, "--background")
    wait_until(lambda: not ask(server, "select id from job where state in ('queued', 'running')"), "the exports", 60 * SLOW)
    server.command("station01", "visit", "ask", f"--household={household}", "--text=再找" + NAME)
    server.json("grid01", "person", "move_out", str(person["id"]), "--place=外地")
    return person["id"]


def decided(server, person):
    """The number of a request that was asked for and approved; the job begins."""
    asked = server.json("station01", "erasure", "ask", str(person), "--reason=本人书面申请")
    assert asked["against"] == [] and asked["state"] == "asked", asked
    done = server.command("district01", "erasure", "decide", asked["no"], "--approve", "--sure=" + asked["no"])
    assert asked["no"] in done.stdout, done.stdout
    return asked["no"]


def job_row(server, kind):
    rows = ask(server, "select id, state, pid, at, total, tries from job where kind = ? order by id desc limit 1", kind)
    return dict(zip(("id", "state", "pid", "at", "total", "tries"), rows[0])) if rows else None


def certificate(server, no):
    shown = server.json("station01", "erasure", "show", no)
    assert shown["state"] == "done" and shown["rows"] > 8 and shown["files"] >= 2 and shown["done_at"], shown
    return shown


def is_over(server, kind):
    job = job_row(server, kind)
    assert job is None or job["state"] not in ("failed", "cancelled"), job
    return job is not None and job["state"] == "done"


def test_asked_decided_done_by_the_job_and_read_in_the_certificate():
    with Server() as server:
        person = somebody(server)
        figures = ask(server, FIGURES)
        assert {word for _, word in remains(server)} == set(WORDS)
        no = decided(server, person)
        wait_until(lambda: is_over(server, "erasure"), "the end of the job", 60 * SLOW)
        shown = certificate(server, no)
        assert remains(server) == [], remains(server)
        same_figures(server, figures)
        assert not any(word in str(shown) for word in WORDS)
        for login in ("station01", "district01"):
            assert no in server.command(login, "inbox", "list").stdout
        assert "删除" in server.command("grid01", "inbox", "list").stdout  # whose files are gone
        assert server.check() == ""


def same_figures(server, before):
    after = ask(server, FIGURES)
    assert after == before, (set(before) - set(after), set(after) - set(before))


class Killer:
    """Kills the process of the job at random moments, until it is done."""

    def __init__(self, server, kind, seed):
        self.server, self.kind, self.dice, self.cuts, self.places = server, kind, random.Random(seed), 0, []

    def kill_once(self):
        job = job_row(self.server, self.kind)
        if job is None or job["state"] != "running" or not job["pid"]:
            return False
        self.wait_till(self.dice.random() * 0.95)
        job = job_row(self.server, self.kind)
        with contextlib.suppress(ProcessLookupError):
            os.kill(job["pid"], signal.SIGKILL)
            self.cuts += 1
            self.places.append(job["at"])
        wait_until(lambda: is_over(self.server, self.kind) or job_row(self.server, self.kind)["pid"] != job["pid"],
                   "another process", 60 * SLOW)
        return True

    def wait_till(self, share):
        """Until so much of it is done by this process, which is a matter of milliseconds."""
        while not is_over(self.server, self.kind):
            job = job_row(self.server, self.kind)
            if job["total"] and job["at"] >= share * job["total"]:
                return
            time.sleep(0.002)

    def until_done(self, most):
        while not is_over(self.server, self.kind):
            if self.cuts >= most or not self.kill_once():
                time.sleep(0.005)


def test_the_job_of_a_deletion_is_killed_again_and_again():
    with Server() as server:
        person = somebody(server)
        figures = ask(server, FIGURES)
        no = decided(server, person)
        killer = Killer(server, "erasure", 17)
        killer.until_done(CUTS)
        assert killer.cuts > 0, "it was over before it could be killed"
        certificate(server, no)
        assert remains(server) == [], remains(server)
        same_figures(server, figures)
        assert server.check() == ""
        print(f"# killed {killer.cuts} times, at the steps {killer.places}")


def old_things(server):
    """A little of everything that has a rule, years old."""
    base = sqlite3.connect(server.database, isolation_level=None, timeout=30)
    base.execute("update case_file set closed_at = ?, reporter = ?, reporter_phone = ? where closed_at is not null",
                 (OLD, NAME, PHONE))
    base.executemany("insert into message_in (id, mark, at, phone, text, state) values (?, ?, ?, ?, ?, 'case')",
                     [(90000 + i, f"m{i}", OLD, PHONE, NAME + "说灯坏了") for i in range(1500)])
    base.executemany("insert into inbox_line (id, account, at, kind, object, text, read_at) values (?, 1, ?, 'x', 0, ?, ?)",
                     [(90000 + i, OLD, NAME, OLD) for i in range(1500)])
    base.execute("update spot_check_item set at = ?, value = ?, truth = ? where at is not null", (OLD, PHONE, PHONE))
    base.execute("update visit set visited_at = ?, text = ?, persons = ? where id in (select id from visit order by id limit 40)",
                 (OLD, f"与{NAME}谈了话", NAME))
    base.execute("update visit_person set name = ? where visit in (select id from visit where visited_at = ?)", (NAME, OLD))
    base.close()


def test_a_run_of_retention_is_killed_again_and_again():
    with Server() as server:
        old_things(server)
        server.command("security", "retention", "set", "visit", "36")
        figures = ask(server, FIGURES)
        dry = {row["rule"]: row["rows"] for row in server.json("admin", "retention", "dry")["rows"]}
        assert dry["message_in"] == 1500 and dry["visit"] == 40 and dry["reporter"] > 0, dry
        assert {word for _, word in remains(server)} == {NAME, PHONE}
        server.command("admin", "retention", "run")
        killer = Killer(server, "retention", 19)
        killer.until_done(CUTS)
        assert killer.cuts > 0, "it was over before it could be killed"
        left = [row for row in server.json("admin", "retention", "dry")["rows"] if row["rows"]]
        assert left == [], left
        assert remains(server) == [], remains(server)
        same_figures(server, figures)
        assert server.check() == ""
        print(f"# killed {killer.cuts} times, at the rows {killer.places}")


def test_drafts_of_others_that_name_the_person():
    """Sealed, so that no search finds them: the job opens them, and their user is told."""
    with Server() as server:
        person = somebody(server)
        writer = server.login("grid01")
        writer.wait_for("民情日记").key("a").wait_for("写日记", "记述")
        writer.key("Down", "Down")
        for _ in range(12):
            if writer.shows("> 记述") or "记述" in (writer.line_with(">") or ""):
                break
            writer.key("Tab").settle(0.1)
        writer.type(NAME + "的事下次再说 " + PHONE)
        wait_until(lambda: writer.pump(0.1) and drafts_of(server), "the draft", 20 * SLOW)
        writer.cut()
        no = decided(server, person)
        wait_until(lambda: is_over(server, "erasure"), "the end of the job", 60 * SLOW)
        certificate(server, no)
        again = server.login("grid01")
        again.wait_for("民情日记").key("a").settle(0.5)
        again.key("Enter").settle(0.5)
        assert again.shows("的事下次再说"), again.framed()
        assert not again.shows(NAME) and not again.shows(PHONE) and again.shows("*的事下次再说"), again.framed()
        assert "草稿" in server.command("grid01", "inbox", "list").stdout


def drafts_of(server):
    with contextlib.closing(sqlite3.connect(server.database.replace("wangge.db", "wangge-drafts.db"), timeout=30)) as base:
        return base.execute("select count(*) from draft where form = 'visit' and discarded_at is null").fetchone()[0]


def test_the_write_ahead_log_that_somebody_reads_is_emptied_later():
    with Server() as server:
        person = somebody(server)
        reader = sqlite3.connect(server.database, isolation_level=None)
        reader.execute("begin")
        reader.execute("select count(*) from person").fetchone()
        no = decided(server, person)
        wait_until(lambda: is_over(server, "erasure"), "the end of the job", 120 * SLOW)
        certificate(server, no)
        assert remains(server), "who reads keeps the log"
        begun = time.monotonic()
        server.command("grid01", "visit", "due")
        assert time.monotonic() - begun < 8 * SLOW, "others wait for it"
        reader.execute("commit")
        reader.close()
        server.admin("upkeep")
        assert remains(server) == [], remains(server)


if __name__ == "__main__":
    harness.main(globals())
