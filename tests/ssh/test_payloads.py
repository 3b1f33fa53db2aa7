#!/usr/bin/python3
"""Terminal control, SQL, formulas, path names and broken text (payloads.py), stored by one user and seen by another.

In: JSON, options, CSV, xlsx, the form under real ssh keys and pasted, text messages, orders of a hotline, lists of users,
comments of keys, names, reasons, login names, TERM, LANG.
What a text may not hold is refused with a sentence, row by row, and nothing of it is saved; everything else is kept byte
for byte. Out: then every payload, refused ones too, is laid into the database by another hand (an older program, a
restore), and lists, views, forms, histories, print, exports, JSON, audit and log are read by others: no raw control comes
out of any of them, JSON and exports give the very text.

WANGGE_EVERY says how many of them go the slow ways, one by one (1: all; make accept-payloads)."""
import base64
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import harness
import screens
from harness import BUILD, Client, Server
from payloads import SEEN, UNSAFE, all_payloads, as_line, as_lines, is_plain, text_of

EVERY = int(os.environ.get("WANGGE_EVERY", "60"))
PAYLOADS = all_payloads()
TEXTS = [(mark, text_of(data)) for mark, _, data in PAYLOADS if text_of(data) is not None]
server = Server(settings={"log.level": "debug"})


def some(rows, every=None):
    """Those that go one by one."""
    return rows[::every or EVERY]


def ask(sql, *values):
    base = sqlite3.connect(server.database, timeout=30)
    base.text_factory = bytes
    try:
        return base.execute(sql, values).fetchall()
    finally:
        base.close()


def run(login, *words, data=b""):
    """wangge as LOGIN ..., bytes in and out."""
    return subprocess.run([f"{BUILD}/wangge", "-c", server.config, "as", login, *words], input=data, capture_output=True,
                          timeout=120, check=False)


def clean_output(out, what):
    """The text of what somebody's terminal gets; fails when a control is in it."""
    text = out.decode()  # fails when it is no UTF-8
    bad = SEEN.search(text)
    assert bad is None, (what, bad.group().encode("unicode_escape"), text[max(0, bad.start() - 60):bad.end() + 60])
    return text


def fits(text, most):
    return len(text) <= most


# --- in: many rows at once ------------------------------------------------------------------------------------------

TEMPLATE = {"commands": "accept", "area": "area"}


def test_an_array_names_each_row_that_cannot_be_kept_and_saves_none():
    rows = [(mark, text) for mark, text in TEXTS if "\x00" not in text and as_line(text)]
    given = [{"title": f"{mark} 标题", "text": text, "category": "02", "place": "6幢"} for mark, text in rows]
    before = ask("select count(*) from case_file")
    done = run("grid01", "case", "add", "--json", data=json.dumps(given).encode())
    assert done.returncode == 1, done
    faults = {row["row"] - 1: row for row in json.loads(done.stdout)["rows"]}
    clean_output(done.stdout + done.stderr, "the faults of an array")
    wrong = [mark for i, (mark, text) in enumerate(rows) if is_plain(text) and fits(as_lines(text), 8000) and i in faults]
    missed = [mark for i, (mark, text) in enumerate(rows) if not is_plain(text) and i not in faults]
    assert not wrong and not missed, (wrong, missed)
    assert all(row["field"] == "text" and row["message"] for row in faults.values()), faults
    assert ask("select count(*) from case_file") == before
    print(f"# {len(faults)} of {len(rows)} rows refused by name, nothing saved")


def test_what_may_be_kept_comes_back_byte_for_byte():
    rows = [(mark, text) for mark, text in TEXTS if is_plain(text) and as_line(text) and fits(text, 8000)]
    given = [{"title": f"{mark} 标题", "text": text, "category": "02", "place": as_line(text)[:60],
              "reporter": as_line(text)[:30]} for mark, text in rows]
    done = run("grid01", "case", "add", "--json", data=json.dumps(given, ensure_ascii=False).encode())
    assert done.returncode == 0, done.stderr
    saved = json.loads(done.stdout)["rows"]
    assert len(saved) == len(rows)
    for (mark, text), row in zip(rows, saved):
        assert row["text"] == as_lines(text), (mark, text, row["text"])
        assert row["place"] == as_line(as_line(text)[:60]), (mark, row["place"])
        kept = ask("select text from case_file where no = ?", row["no"])[0][0]
        assert kept == as_lines(text).encode(), (mark, kept)
    seen = {row["no"]: row for row in server.rows("station01", "case", f"--where=title:标题")}
    assert all(seen[row["no"]]["text"] == row["text"] for row in saved if row["no"] in seen), "somebody else reads the same"
    print(f"# {len(saved)} texts kept and read by another byte for byte")


def facility_rows():
    return [(mark, text) for mark, text in TEXTS if as_line(text) and "\x00" not in text and fits(as_line(text), 100)]


def csv_file(rows, end):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["名称", "设施类别", "备注"])
    for mark, text in rows:
        writer.writerow([f"{mark}{end}", "其他", text])
    return out.getvalue().encode()


def xlsx_file(rows, end):
    """As spreadsheet programs write it: what XML cannot hold as _xHHHH_."""
    def cell(text):
        text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\r]", lambda m: f"_x{ord(m.group()):04X}_", text)
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    sheet = "".join("<row>" + "".join(map(cell, row)) + "</row>" for row in
                    [("名称", "设施类别", "备注"), *((f"{mark}{end}", "其他", text) for mark, text in rows)])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types '
                   'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
                   'ContentType="application/xml"/></Types>')
        z.writestr("xl/workbook.xml", '<?xml version="1.0"?><workbook '
                   'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                   'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
                   '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", '<?xml version="1.0"?><Relationships '
                   'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                   'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
                   'Target="worksheets/sheet1.xml"/></Relationships>')
        z.writestr("xl/worksheets/sheet1.xml", '<?xml version="1.0"?><worksheet '
                   'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + sheet +
                   "</sheetData></worksheet>")
    return out.getvalue()


def defused(text):
    """A cell of a file without the one apostrophe that a spreadsheet would have put before it."""
    return text[1:] if re.match("'+[ \t\r\n\u00a0\u3000\u200b]*[-=+@＝＋－＠]", text) else text


def import_facilities(kind, make, end):
    rows = facility_rows()
    if kind == "xlsx":  # XML reads a lone CR as a line's end
        rows = [(mark, text) for mark, text in rows if "\r" not in text]
    good = [(mark, text) for mark, text in rows if is_plain(text)]
    done = run("grid01", "facility", "import", "--skip-bad", "--json", data=make(rows, end))
    clean_output(done.stdout + done.stderr, f"the import of {kind}")
    said = json.loads(done.stdout)
    kept = dict(ask("select name, coalesce(note, '') from facility where name like ? and deleted_at is null", f"P%{end}"))
    kept = {name.decode()[:-1]: text for name, text in kept.items()}
    for mark, text in good:
        assert kept.get(mark) == defused(as_lines(text).strip(" \n\u3000\u00a0")).encode(), (kind, mark, text, kept.get(mark))
    bad = {mark for mark, text in rows if not is_plain(text)}
    assert not bad & set(kept), (kind, "kept all the same", bad & set(kept))
    assert said["bad"] == len(bad), (kind, said, len(bad))
    errors = run("grid01", "inbox", "get", str(said["error_file"])).stdout
    text = errors.decode("utf-8-sig").replace("\r\n", "\n")
    assert errors and UNSAFE.search(text) is None, f"the errors of {kind}"
    again = run("grid01", "facility", "export", "--where=name:" + end)
    assert again.returncode == 0
    rows_out = list(csv.DictReader(io.StringIO(again.stdout.decode(), newline="")))
    out = {row["name"][:-1]: row["note"] for row in rows_out if re.fullmatch("P\\d{3}" + end, row["name"])}
    for mark, _ in good:
        cell = out[mark]
        assert not re.match("[ \t\r\n\u00a0\u3000\u200b]*[-=+@＝＋－＠]", cell), (kind, mark, cell)
        assert defused(cell).encode() == kept[mark], (kind, mark, cell, kept[mark])
    print(f"# {kind}: {len(good)} rows kept and exported without a formula, {len(bad)} refused")


def test_a_csv_file_of_them():
    import_facilities("csv", csv_file, "号")


def test_a_spreadsheet_of_them():
    import_facilities("xlsx", xlsx_file, "款")


def test_text_messages_of_residents_are_taken_without_controls():
    spool = os.path.join(server.folder, "letters")
    os.makedirs(spool)
    sent = some(PAYLOADS, 3 if EVERY > 1 else 1)
    for mark, _, data in sent:
        with open(os.path.join(spool, mark + ".txt"), "wb") as f:
            f.write(f"From: +86139{int(mark[1:]):08d}\n\n{mark} ".encode() + data)
    done = server.admin("intake", "--spool=" + spool)
    clean_output((done.stdout + done.stderr).encode(), "intake")
    rows = ask("select text from message_in where text like 'P%'")
    assert len(rows) == len(sent), (len(rows), len(sent))
    for text, in rows:
        assert UNSAFE.search(text.decode()) is None, text


def table_of_rows(heads, rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def test_orders_of_a_hotline():
    rows = [(mark, text) for mark, text in TEXTS if as_line(text) and "\x00" not in text and fits(as_line(text), 2000)]
    done = run("street01", "case", "import", "--skip-bad", "--json",
               data=table_of_rows(["工单编号", "标题", "内容"], [(mark, f"{mark} 热线", text) for mark, text in rows]))
    clean_output(done.stdout + done.stderr, "orders of a hotline")
    kept = {no.decode(): text for no, text in
            ask("select source_no, text from case_file where source = '4' and source_no like 'P%'")}
    for mark, text in rows:
        if is_plain(text):
            assert kept.pop(mark) == as_lines(text).strip(" \n\u3000\u00a0").encode(), (mark, text)
    assert not kept, ("kept all the same", kept)


def test_a_list_of_users():
    area = ask("select code from area where level = (select max(level) from area) order by path")[0][0].decode()
    rows = [(mark, as_line(text)) for mark, text in TEXTS if as_line(text) and "\x00" not in text and len(as_line(text)) <= 20]
    done = run("admin", "user", "import", "--skip-bad", "--json",
               data=table_of_rows(["登录名", "姓名", "岗位", "区域"],
                                  [(mark.lower(), text, "informant", area) for mark, text in rows]))
    clean_output(done.stdout + done.stderr, "a list of users")
    kept = {login.decode().upper(): name for login, name in ask("select login, name from account where login like 'p___'")}
    assert len(kept) > 20, done
    for mark, text in rows:
        if mark in kept:
            assert is_plain(text) and kept[mark] == text.encode(), (mark, text, kept[mark])
        else:
            assert not is_plain(text), (mark, text, "is refused")


def test_what_is_written_behind_a_key():
    for mark, _, data in some(PAYLOADS, 10 if EVERY > 1 else 1):
        blob = base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0 " + os.urandom(32))
        done = run("admin", "user", "key", "add", "member01", data=b"ssh-ed25519 " + blob + b" " + data + b"\n")
        clean_output(done.stdout + done.stderr, (mark, "a key"))
        assert done.returncode == 0 or done.stderr, (mark, done)
    clean_output(run("admin", "user", "key", "list", "member01").stdout, "the keys")
    for comment, in ask("select comment from account_key"):
        assert UNSAFE.search((comment or b"").decode()) is None, comment


# --- in: one by one -------------------------------------------------------------------------------------------------

def names_of_things():
    """Commands of others who may name something, and a word of them that is theirs to choose."""
    grid = ask("select code from area where level = (select max(level) from area) order by path")[0][0].decode()
    street = ask("select code from area where level = 4 order by path")
    street = (street or ask("select code from area order by path"))[0][0].decode()
    return [
        ("grid01", lambda t: ["case", "add", "--category=02", "--place=6幢", "--text=x", "--title=" + t]),
        ("grid01", lambda t: ["visit", "add", "--household=1", "--text=走访正常，一切都好。", "--persons=" + t]),
        ("grid01", lambda t: ["person", "list", "--search=" + t]),
        ("grid01", lambda t: ["person", "export", "--reveal=" + t]),
        ("grid01", lambda t: ["find", t]),
        ("station01", lambda t: ["visit", "ask", "--household=1", "--text=" + t]),
        ("admin", lambda t: ["user", "disable", "member01", "--reason=" + t]),
        ("security", lambda t: ["role", "add", "zq", "--base=informant", "--cells=", "--name_zh=" + t]),
        ("station01", lambda t: ["notice", "add", "--title=" + t, "--text=" + t]),
        ("station01", lambda t: ["sweep", "new", "--table=person", "--name=" + t]),
        ("street01", lambda t: ["response_template", "add", "--text=x", "--area=" + street, "--title=" + t]),
        ("admin", lambda t: ["user", "change", "grid01b", "--name=" + t]),
        ("admin", lambda t: ["user", "add", t, "--name=x", "--role=grid_leader", "--area=" + grid]),
        ("admin", lambda t: ["area", "rename", grid, t, "--why=" + t]),
        ("admin", lambda t: ["code", "change", "case_source", "1", "--zh=" + t]),
        ("grid01", lambda t: [t, "list"]),
        ("grid01", lambda t: ["help", t]),
    ]


def test_names_and_reasons_in_commands():
    """Over real ssh: refused with a sentence, or done; either way nothing raw comes back."""
    texts = [(mark, text) for mark, text in TEXTS if "\x00" not in text]
    refused = done = 0
    for mark, text in some(texts):
        for login, words in names_of_things()[::1 if EVERY == 1 else 3]:
            result = server.command(login, *words(text), check=False)
            clean_output((result.stdout + result.stderr).encode(), (mark, words("…")))
            if not is_plain(text.replace("\ufffd", "")):
                assert result.returncode != 0 and result.stderr.strip(), (mark, words("…"), result)
                refused += 1
            done += result.returncode == 0
    print(f"# {refused} refused with a sentence, {done} done")


def test_words_that_are_no_text():
    for mark, _, data in some([row for row in PAYLOADS if text_of(row[2]) is None], 4 if EVERY > 1 else 1):
        done = subprocess.run([*(word.encode() for word in server.ssh_words("grid01")), b"case add --category=02 --text=x '--title="
                               + data.replace(b"'", b"") + b"'"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False)
        assert done.returncode == 2 and done.stderr, (mark, done)
        clean_output(done.stdout + done.stderr, mark)


def test_login_names_and_terminals():
    """Of somebody who is nobody: neither the log nor the audit shows what they typed as a control."""
    for mark, text in some([row for row in TEXTS if "\x00" not in row[1] and len(row[1]) < 900], EVERY * 2):
        words = server.ssh_words("grid01")[:-1]
        subprocess.run([*words, "-l", text, "127.0.0.1", "who"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                       check=False)
    for term in ("\x1b]0;x\x07", "../../etc/passwd", "xterm\nroot", "", "\u202excod", "a" * 500):
        client = Client(server, "grid01", term=term)
        client.wait(lambda: client.shows("民情日记") or client.shows("PTY allocation request failed"), f"TERM {term!r}")
        client.close()
    for mark, text in some([row for row in TEXTS if "\x00" not in row[1] and len(row[1]) < 900], EVERY * 2):
        words = server.ssh_words("grid01")
        done = subprocess.run([*words[:1], "-o", "SetEnv=LANG=" + as_line(text), *words[1:], "who"], capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=60, check=False)
        clean_output(done.stdout, (mark, "LANG"))
    log = open(server.log_path, "rb").read()
    clean_output(log, "the log")


class Watched(Client):
    """Keeps what came, as the line carried it."""
    raw = b""

    def __init__(self, *rest, **options):
        self.raw = b""
        super().__init__(*rest, **options)

    def pump(self, timeout=0.0):
        decoder = self.decoder

        class Recorder:
            @staticmethod
            def decode(data):
                self.raw += data
                return decoder.decode(data)
        self.decoder = Recorder
        try:
            return super().pump(timeout)
        finally:
            self.decoder = decoder


TOKEN = re.compile(rb"\x1b\[[?>!]?[0-9;]*[A-Za-z@]|\x1b[()*+][0AB]|\x1b[=>78MDEH]|[\r\n\b\t\x07\x0e\x0f]|[\x20-\x7e\x80-\xff]+")
ASKS = re.compile(rb"\x1b\[[?>=!0-9;]*[cntqux$]|\x1b[\]PX^_kZc]")


def watch(client, what):
    """What the terminal layer sends is known; everything of another kind is somebody's payload."""
    raw, at = client.raw, 0
    while at < len(raw):
        token = TOKEN.match(raw, at)
        if token is None and raw[at:] == b"\x1b" or raw[at:].startswith(b"\x1b[") and len(raw) - at < 12:
            break
        assert token is not None, (what, raw[max(0, at - 40):at + 40])
        at = token.end()
    raw = raw.replace(b"\x1b[22;0;0t", b"").replace(b"\x1b[23;0;0t", b"")  # curses keeps and gives back the title
    found = ASKS.search(raw)
    assert found is None, (what, found.group(), raw[max(0, found.start() - 40):found.end() + 40])
    text = raw.decode(errors="replace")
    bad = re.search("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]", text)
    assert bad is None, (what, bad.group().encode("unicode_escape"))
    for mark, _, data in PAYLOADS:
        lead = re.search(rb"\x1b[^P]*" + mark.encode(), data)
        assert lead is None or lead.group() not in raw, (what, mark)


def test_typed_and_pasted_into_the_form():
    client = Watched(server, "grid01")
    server.clients.append(client)
    client.wait_for("民情日记")
    pasted = [(m, t) for m, t in TEXTS if len(t) < 400 and "\x1b[201~" not in t and "\x1b[200~" not in t and as_line(t)]
    kept = refused = 0
    for mark, text in some(pasted):
        client.key("e").wait(lambda: client.shows("另写新的") or client.shows("*标题"), "the form")
        if client.shows("另写新的"):
            client.key("n").wait_gone("另写新的")
        client.wait_for("标题", "内容")
        screens.fill_case(client, f"{mark} 贴入", "", "02")
        screens.go(client, "内容")
        screens.paste_text(client, text)
        client.settle(0.1)
        client.key("Ctrl-S").wait(lambda: client.shows("已上报 SJ-") or client.shows("不能显示") or client.shows("未填写"),
                                  f"the end of {mark}")
        row = ask("select text from case_file where title = ?", f"{mark} 贴入")
        if client.shows("已上报 SJ-"):
            assert is_plain(row[0][0].decode()), (mark, row)
            if is_plain(text):
                assert row[0][0].decode() == as_lines(text), (mark, text, row)
            kept += 1
        else:
            assert not row and not is_plain(text), (mark, client.framed())
            assert client.shows(mark), client.framed()  # what was typed is still there
            refused += 1
        screens.home(client)
    watch(client, "the form")
    print(f"# pasted: {kept} kept, {refused} refused with the text still in the form")


# --- out ------------------------------------------------------------------------------------------------------------

POKED = (
    ("case_file", "title"), ("case_file", "text"), ("case_file", "place"), ("case_file", "reporter"), ("case_file", "result"),
    ("case_step", "text"), ("visit", "text"), ("visit", "persons"), ("visit", "companions"), ("visit", "outcome"),
    ("visit", "review"), ("person", "name"), ("person", "employer"), ("person", "note"), ("household", "address"),
    ("household", "room"), ("household", "note"), ("facility", "name"), ("facility", "note"), ("notice", "title"),
    ("notice", "text"), ("inbox_line", "text"), ("message_in", "text"), ("message_in", "phone"), ("message_out", "text"),
    ("audit", "note"), ("audit", "source"), ("follow_up", "text"), ("sweep", "name"), ("sweep", "text"),
    ("sweep_item", "title"), ("unit", "name"), ("unit", "note"), ("response_template", "title"), ("saved_filter", "name"),
    ("stored_file", "name"), ("job", "title"), ("job", "message"), ("evaluation_appeal", "text"), ("evaluation_point", "reason"),
    ("spot_check", "name"), ("deputy", "reason"), ("rental", "note"), ("lonely_elder", "note"), ("patrol_point", "name"),
    ("account_key", "comment"), ("session", "source"),
)


def poke():
    """Every payload into every column that people see, whatever the program would have said."""
    base = sqlite3.connect(server.database, timeout=30, isolation_level=None)
    there, at = set(), 0
    base.execute("begin immediate")
    for trigger, in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        base.execute(f"drop trigger {trigger}")
    for table, column in POKED:
        columns = [row[1] for row in base.execute(f"pragma table_info({table})")]
        if column not in columns:
            print(f"# there is no {table}.{column}")
            continue
        for row, in base.execute(f"select rowid from {table} order by rowid desc limit 320").fetchall():
            mark, _, data = PAYLOADS[at % len(PAYLOADS)]
            base.execute(f"update {table} set {column} = cast(? as text) where rowid = ?", (data, row))
            there.add(mark)
            at += 1
    for area, name in base.execute("select id, name from area").fetchall():
        base.execute("update area set name = cast(? as text) where id = ?", (name.encode() + PAYLOADS[area * 7 % 60][2], area))
    for account, name in base.execute("select id, name from account").fetchall():
        base.execute("update account set name = cast(? as text) where id = ?",
                     (name.encode() + PAYLOADS[account * 11 % 160][2], account))
    base.execute("commit")
    base.close()
    return len(there), at


def reads():
    """What others may ask for, as text."""
    visit = ask("select no from visit where deleted_at is null order by id desc limit 3")
    cases = ask("select no from case_file where state <> 'draft' order by id desc limit 3")
    for login in ("grid01", "station01", "street01", "inspector01", "district01")[::1 if EVERY == 1 else 4]:
        for noun in ("visit", "case", "person", "household", "facility", "notice", "sweep", "unit", "rental", "lonely_elder",
                     "patrol_point", "response_template", "message", "spot_check", "deputy", "return_visit"):
            yield login, [noun, "list", "--limit=320"]
        for noun in ("inbox list", "job list", "file list", "due list", "wall", "who", "find P", "case statistics", "draft list",
                     "area list", "user list"):
            yield login, noun.split()
        for no, in visit:
            yield login, ["visit", "show", no.decode()]
        for no, in cases:
            yield login, ["case", "show", no.decode()]
            yield login, ["case", "print", no.decode()]
        for table in ("person", "household", "facility"):
            for row, in ask(f"select id from {table} where deleted_at is null order by id desc limit 4"):
                yield login, [table, "show", str(row)]
                yield login, [table, "history", str(row)]
                yield login, [table, "print", str(row)]
    for login in ("admin", "audit", "security"):
        yield login, ["user", "list"]
        yield login, ["user", "show", "grid01"]
        yield login, ["audit", "list", "--limit=320"]
        yield login, ["who"]
        yield login, ["area", "list"]


def test_what_others_read_in_commands():
    count, cells = poke()
    assert count == len(PAYLOADS)
    said = 0
    for login, words in reads():
        for more in ((), ("--json",)):
            done = run(login, *words, *more)
            clean_output(done.stdout, (login, words, more))
            clean_output(done.stderr, (login, words, more))
            said += len(done.stdout)
    for row in json.loads(run("station01", "case", "list", "--limit=1000", "--json").stdout)["rows"]:
        kept = ask("select text from case_file where no = ?", row["no"])[0][0]
        if text_of(kept) is not None and "\x00" not in text_of(kept):
            assert row["text"] == kept.decode(), (row["no"], kept)
    print(f"# {count} payloads in {cells} cells; {said} bytes read by others without a control")


def sheet_cells(data):
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for part in z.namelist():
            root = ElementTree.fromstring(z.read(part))
            assert root.find(f".//{name}f") is None, "a formula"
            assert root.find(f".//{name}hyperlink") is None, "a link"
            assert "vba" not in part and "external" not in part.lower(), part
            if part.startswith("xl/worksheets/"):
                for cell in root.iter(f"{name}c"):
                    kind, text = cell.get("t"), "".join(t.text or "" for t in cell.iter(f"{name}t"))
                    if text:
                        assert kind in ("inlineStr", "s"), kind
                        yield text
            if part == "xl/sharedStrings.xml":
                yield from (t.text or "" for t in root.iter(f"{name}t"))


def test_what_others_take_home_in_files():
    cells = 0
    for login, noun in (("grid01", "facility"), ("station01", "case"), ("grid01", "visit"), ("grid01", "person"),
                        ("grid01", "household"), ("street01", "unit")):
        for kind in ("csv", "csv-bom", "xlsx"):
            done = run(login, noun, "export", "--format=" + kind)
            if done.returncode == 2:
                continue
            assert done.returncode == 0, (login, noun, kind, done.stderr)
            if kind == "xlsx":
                for text in sheet_cells(done.stdout):
                    assert UNSAFE.search(text) is None, (noun, text)
                    assert re.search("(?<!_x005F)_x[0-9A-Fa-f]{4}_", text) is None or "_x005F" in text, (noun, text)
                    cells += 1
                continue
            text = done.stdout.decode("utf-8-sig")
            assert UNSAFE.search(text) is None and "\t" not in text, (noun, kind)
            assert re.search("\r(?!\n)", text) is None, (noun, kind)
            for row in csv.reader(io.StringIO(text, newline="")):
                for cell in row:
                    number = re.fullmatch("[+-]?[0-9.]+", cell)
                    assert number or not re.match("[ \t\r\n\u00a0\u3000\u200b]*[-=+@＝＋－＠]", cell), (noun, kind, cell)
                    cells += 1
    print(f"# {cells} cells without a formula or a control")


def test_what_others_see_on_their_screens():
    seen = 0
    for login, size in (("grid01", (80, 24)), ("station01", (60, 20)), ("street01", (80, 24)), ("audit", (80, 24)),
                        ("admin", (80, 24)))[::1 if EVERY == 1 else 2]:
        client = Watched(server, login, columns=size[0], rows=size[1])
        server.clients.append(client)
        client.wait_for("q 退出")
        for number in "123456789":
            client.key(number)
            client.settle(0.15)
            for key in ("PgDn", "Down", "Enter", "PgDn", "h", "Esc", "Down", "Enter", "e", "Esc", "Esc", "End")[::1 if EVERY == 1 else 2]:
                client.key(key)
                client.settle(0.08)
                if client.status is not None:
                    break
                for row in client.lines():
                    assert len(row) <= 400, row
            for _ in range(6):
                if client.shows("q 退出"):
                    break
                client.key("Esc")
                client.settle(0.08)
                for answer in ("n", "d"):
                    if client.shows(" y ") or client.shows("(y"):
                        client.key(answer)
                        client.settle(0.08)
        watch(client, f"the screens of {login}")
        seen += len(client.raw)
        client.close()
    print(f"# {seen} bytes of screens, nothing in them but the program's own control")


def test_the_log_holds_no_control():
    log = clean_output(open(server.log_path, "rb").read(), "the log")
    for name in ("身份证", "\x1b"):
        assert name not in log
    print(f"# {len(log)} characters of the log at debug level")


if __name__ == "__main__":
    harness.main(globals())
