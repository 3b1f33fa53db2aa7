#!/usr/bin/python3
"""The second proof at login, with the clients that people have: codes after a password and after a key, recovery codes,
invites, the setting up on the screen with the picture read as a camera would."""
import base64
import hashlib
import hmac
import re
import sqlite3
import struct
import subprocess
import time

import clients
import harness
import zbar
from harness import PASSWORD, Client, Failed, Server

with_server = []


def server():
    """One for all tests of this file."""
    if not with_server:
        with_server.append(Server())
    return with_server[0]


def expect(got, wanted, what):
    if got != wanted:
        raise Failed(f"{what}: {got!r} instead of {wanted!r}")


def code(key, at=None):
    """What the telephone shows."""
    step = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    mac = hmac.new(base64.b32decode(key), step, hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def sql(statement, *values):
    with sqlite3.connect(server().database, timeout=20) as db:
        rows = db.execute(statement, values).fetchall()
    db.close()
    return rows


def forget_the_last_code():
    """Nobody wants to wait half a minute for the next one."""
    sql("update account_second set last_step = 0, failures = 0, waits_until = null")


def set_up(login):
    """By commands. Returns the key, and the recovery codes."""
    key = server().json(login, "user", "second", "begin")["key"]
    codes = server().json(login, "user", "second", "confirm", code(key))["recovery_codes"]
    forget_the_last_code()
    return key, codes


def policy(name, roles):
    if roles:
        server().admin("as", "security", "setting", "set", name, roles, "--yes")
    else:
        server().admin("as", "security", "setting", "reset", name, "--yes")


def last_login(login):
    return sql("select success, note from audit where action = 'login' and login = ? order by id desc limit 1", login)[0]


def at_prompts(client, login, answers, key=False, line="user show --json", options=()):
    """A client in front of a terminal; answers: (prompt, text). Returns the Client at its end."""
    words = interactive(client.words(login, key, False, options))
    person = Client(server(), login, words=words + [line])
    for prompt, text in answers:
        person.wait_for(prompt)
        person.screen.reset()
        person.type(text + "\r")
    return person


def interactive(words):
    """The same client, but it may ask."""
    words = [word for word in words if word != "-batch"]
    while "BatchMode=yes" in words:
        i = words.index("BatchMode=yes")
        del words[i - 1:i + 1]
    return words


PROMPT = "erification code:"


def test_each_client_is_asked_for_a_code_after_a_password():
    key, _ = set_up("grid01")
    for kind in clients.ALL:
        client = kind(server())
        person = at_prompts(client, "grid01", [("assword", PASSWORD), (PROMPT, code(key))])
        expect(person.wait_closed(), 0, f"{kind.__name__}\n{person.framed()}")
        expect(last_login("grid01"), (1, "password and code"), kind.__name__)
        forget_the_last_code()


def test_the_password_method_leads_to_the_code_too():
    key = key_of("grid01")
    words = interactive(clients.OpenSSH(server()).words("grid01", options=("-o", "PreferredAuthentications=password,keyboard-interactive")))
    person = Client(server(), "grid01", words=words + ["version"])
    person.wait_for("assword").type(PASSWORD + "\r").wait_for(PROMPT).type(code(key) + "\r")
    expect(person.wait_closed(), 0, person.framed())
    forget_the_last_code()


keys = {}


def key_of(login):
    if login not in keys:
        sql("delete from account_second where account = (select id from account where login = ?)", login)
        keys[login] = set_up(login)
    return keys[login][0]


def test_each_client_is_asked_after_a_key_where_the_policy_says_so():
    key = key_of("grid01b")
    expect(server().json("grid01b", "user", "second", "show")["set_up"], True, "set up")  # by the key alone
    for setting in ("login.second", "login.after_key"):
        policy(setting, "station grid_leader")
        for kind in clients.ALL:
            person = at_prompts(kind(server()), "grid01b", [(PROMPT, code(key))], key=True)
            expect(person.wait_closed(), 0, f"{kind.__name__}\n{person.framed()}")
            expect(last_login("grid01b"), (1, "key and code"), kind.__name__)
            forget_the_last_code()
        policy(setting, "")


def test_without_a_code_the_password_follows_the_key():
    policy("login.after_key", "station")
    for kind in clients.ALL:
        person = at_prompts(kind(server()), "station01", [("assword:", PASSWORD)], key=True)
        expect(person.wait_closed(), 0, f"{kind.__name__}\n{person.framed()}")
        expect(last_login("station01"), (1, "key and password"), kind.__name__)
    result = server().command("station01", "version", check=False)  # a script that has the key alone
    expect(result.returncode, 255, "a key alone")
    policy("login.after_key", "")
    expect(server().command("station01", "version").returncode, 0, "a key alone, when the policy is gone")


def test_wrong_codes_are_asked_again_counted_and_slowed():
    key = key_of("grid01b")
    policy("login.after_key", "grid_leader")
    person = at_prompts(clients.OpenSSH(server()), "grid01b", [(PROMPT, "000000"), (PROMPT, code(key))], key=True)
    expect(person.wait_closed(), 0, person.framed())
    forget_the_last_code()
    person = at_prompts(clients.OpenSSH(server()), "grid01b", [(PROMPT, "000000")] * 3, key=True)
    expect(person.wait_closed(), 255, person.framed())
    person = at_prompts(clients.PuTTY(server()), "grid01b", [(PROMPT, "000000")] * 2, key=True)
    harness.wait_until(lambda: sql("select max(failures) from account_second")[0][0] >= 5, "five counted")
    person.close()
    person = at_prompts(clients.Dropbear(server()), "grid01b", [(PROMPT, code(key))], key=True)
    person.wait_for(PROMPT)  # right, and too early
    expect(last_login("grid01b"), (0, "waiting"), "the audit")
    person.close()
    server().admin("user", "unlock", "grid01b")
    person = at_prompts(clients.Dropbear(server()), "grid01b", [(PROMPT, code(key))], key=True)
    expect(person.wait_closed(), 0, person.framed())
    policy("login.after_key", "")
    forget_the_last_code()


def test_a_code_works_once_and_a_recovery_code_too():
    key, recovery = key_of("grid01b"), keys["grid01b"][1]
    policy("login.after_key", "grid_leader")
    shown = code(key)
    openssh = clients.OpenSSH(server())
    expect(at_prompts(openssh, "grid01b", [(PROMPT, shown)], key=True).wait_closed(), 0, "the first time")
    person = at_prompts(openssh, "grid01b", [(PROMPT, shown), (PROMPT, recovery[0]), ], key=True)
    expect(person.wait_closed(), 0, f"a recovery code after a used code\n{person.framed()}")
    expect(last_login("grid01b"), (1, "key and recovery code"), "the audit")
    person = at_prompts(openssh, "grid01b", [(PROMPT, recovery[0]), (PROMPT, recovery[1].upper())], key=True)
    expect(person.wait_closed(), 0, f"the next recovery code\n{person.framed()}")
    expect(sql("select count(*) from account_recovery where used_at is null and account = "
               "(select id from account where login = 'grid01b')"), [(8,)], "left")
    policy("login.after_key", "")
    forget_the_last_code()


def test_it_is_removed_and_reset_by_command():
    key = key_of("grid01b")
    for typed in ("000000", code(key)):
        result = server().command("grid01b", "user", "second", "remove", typed, text="wrong\n", check=False)
        expect(result.returncode == 0, False, f"removed with a wrong password: {result.stdout}")
    server().command("grid01b", "user", "second", "remove", code(key), text=PASSWORD + "\n")
    expect(server().json("grid01b", "user", "second", "show")["set_up"], False, "after the removal")
    set_up("grid01b")
    for login in ("admin", "station01"):
        expect(server().command(login, "user", "second", "reset", "grid01b", check=False).returncode, 3, login)
    server().command("security", "user", "second", "reset", "grid01b")
    expect(server().json("grid01b", "user", "second", "show")["set_up"], False, "after the reset")
    set_up("security")
    expect(server().command("security", "user", "second", "reset", "security", check=False).returncode, 3, "one's own")


def modules_of(person, columns):
    """The picture of the half blocks at the left of the screen, row by row of modules."""
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    rows = []
    for line in person.screen.display[1:-2]:
        cells = [halves[c] for c in line[:columns]]
        rows += [[cell[0] for cell in cells], [cell[1] for cell in cells]]
    return rows


def scanned(rows, scale=4):
    """What a camera reads from it."""
    data = bytes(0 if dark else 255 for row in rows for _ in range(scale) for dark in row for _ in range(scale))
    image = zbar.Image(len(rows[0]) * scale, len(rows) * scale, "Y800", data)
    scanner = zbar.ImageScanner()
    scanner.scan(image)
    return [symbol.data for symbol in image]


def test_it_is_set_up_on_the_screen_before_anything_else():
    policy("login.second", "inspector")
    result = clients.run(clients.OpenSSH(server()), "inspector01", "case list")
    expect(result.returncode, 3, f"a command before it is set up: {result.stderr!r}")
    person = server().login("inspector01", password=True)
    person.wait_for("动态验证码").key("Enter").wait_for("1.", "3.")
    uri = scanned(modules_of(person, 41))
    expect(len(uri), 1, f"one code is read\n{person.framed()}")
    key = re.fullmatch(r"otpauth://totp/Wangge:inspector01\?secret=([A-Z2-7]{32})", uri[0]).group(1)
    typed = "".join(re.findall(r"\b(?!TOTP)[A-Z2-7]{4}\b", " ".join(line[41:] for line in person.lines())))
    expect(typed, key, "the key beside the picture")
    person.type("000000\r").wait_for("不是当前的验证码")
    person.type(code(key) + "\r").wait_for("恢复码")
    recovery = re.findall(r"\b[a-z2-9]{5}-[a-z2-9]{5}\b", person.text())
    expect(len(recovery), 10, person.framed())
    person.type("q").wait_gone("恢复码")
    person.close()
    person = at_prompts(clients.OpenSSH(server()), "inspector01", [("assword", PASSWORD), (PROMPT, recovery[9])],
                        line="case list --limit=1")
    expect(person.wait_closed(), 0, person.framed())
    policy("login.second", "")


def test_who_gives_up_is_logged_out():
    policy("login.second", "district")
    person = server().login("district01", password=True)
    person.wait_for("动态验证码").key("Enter").wait_for("1.", "3.").key("Esc").wait_for("退出").type("y")
    expect(person.wait_closed(), 0, person.framed())
    policy("login.second", "")


def test_in_a_small_window_there_is_the_key():
    policy("login.second", "district")
    person = server().login("district01", password=True, columns=60, rows=20)
    person.wait_for("动态验证码").key("Enter").wait_for("1.", "3.")
    expect("█" in person.text(), False, "a picture that is cut")
    expect(len(re.findall(r"\b(?!TOTP)[A-Z2-7]{4}\b", person.text())), 8, person.framed())
    person.resize(100, 40)
    person.wait(lambda: "█" in person.text(), "the picture in a larger window")
    person.close()
    policy("login.second", "")


def test_an_invite_binds_the_key_that_was_proved():
    """A new colleague: no password, no key; a code on paper."""
    for kind in clients.ALL:
        login = f"new.{kind.__name__.lower()}"
        server().admin("user", "add", login, "--name=示例新人", "--role=grid_leader", "--area=321003005006003")
        invite = server().json("admin", "user", "invite", login)
        path = make_key(login)
        person = at_prompts(kind(server()), login, [("nvite code:", "wrong-code"), ("nvite code:", invite["code"])], key=True)
        expect(person.wait_closed(), 0, f"{kind.__name__}\n{person.framed()}")
        expect(last_login(login), (1, "invite"), kind.__name__)
        expect(clients.run(kind(server()), login, "version", key=True).returncode, 0, f"{path} from then on")


def make_key(login):
    """A key that the server does not know, where clients look for the account's."""
    path = f"{server().folder}/key-{login}"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", login, "-f", path], check=True)
    return path


def test_the_log_knows_neither_codes_nor_prompts():
    expect(re.findall(r"Sanitizer|runtime error|forbidden system call|out of phase|was not acceptable", server().log()),
           [], "the log")
    server().stop()


if __name__ == "__main__":
    harness.main(globals())
