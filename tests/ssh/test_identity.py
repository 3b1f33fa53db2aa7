#!/usr/bin/python3
"""Nobody becomes somebody else: conversations that no honest client has, byte by byte with paramiko's transport below
them. An identity is what the session process has seen proved, and without one there is no channel."""
import json
import queue
import sqlite3
import subprocess
import time

import harness
import paramiko
from harness import PASSWORD, SLOW, Failed, Server
from paramiko.common import cMSG_CHANNEL_OPEN, cMSG_SERVICE_REQUEST, cMSG_USERAUTH_INFO_RESPONSE, cMSG_USERAUTH_REQUEST

with_server = []
ACCEPT, FAILURE, SUCCESS, PK_OK, INFO, OPENED, REFUSED = 6, 51, 52, 60, 60, 91, 92
CLOSED = -1


def server():
    """One for all tests of this file."""
    if not with_server:
        with_server.append(Server())
        with_server[0].admin("as", "security", "setting", "set", "login.after_key", "grid_leader", "--yes")
    return with_server[0]


def expect(got, wanted, what):
    if got != wanted:
        raise Failed(f"{what}: {got!r} instead of {wanted!r}")


class Probe:
    """A connection after its key exchange, with the authentication in our hands."""

    def __init__(self):
        self.answers = queue.Queue()
        self.transport = paramiko.Transport(("127.0.0.1", server().port))
        self.transport.start_client(timeout=20 * SLOW)
        handlers = {kind: self._note(kind) for kind in (ACCEPT, FAILURE, SUCCESS, 53, PK_OK, OPENED, REFUSED, 61)}
        self.transport.auth_handler = type("Probe", (), {"_handler_table": handlers, "_client_handler_table": handlers,
                                                        "abort": lambda self: None,
                                                        "is_authenticated": lambda self: True})()
        self.transport._handler_table = {**self.transport._handler_table, OPENED: handlers[OPENED],
                                         REFUSED: handlers[REFUSED]}  # paramiko would take them itself
        self.say(cMSG_SERVICE_REQUEST, "ssh-userauth")
        expect(self.hear()[0], ACCEPT, "the service")

    def _note(self, kind):
        def note(_handler, message):
            self.answers.put((kind, message))
        return note

    def say(self, kind, *parts):
        message = paramiko.Message()
        message.add_byte(kind)
        for part in parts:
            if isinstance(part, bool):
                message.add_boolean(part)
            elif isinstance(part, int):
                message.add_int(part)
            else:
                message.add_string(part)
        self.transport._send_message(message)

    def hear(self, timeout=4):
        """(kind, message) of the next answer; (CLOSED, None) when the line is closed, or nothing comes."""
        end = time.monotonic() + timeout * SLOW
        while time.monotonic() < end:
            try:
                kind, message = self.answers.get(timeout=0.05)
                if kind != 53:  # a banner
                    return kind, message
            except queue.Empty:
                if not self.transport.is_active() and self.answers.empty():
                    return CLOSED, None
        return CLOSED, None

    def signed_part(self, login, key, session_id=None):
        m = paramiko.Message()
        m.add_string(session_id or self.transport.session_id)
        m.add_byte(cMSG_USERAUTH_REQUEST)
        for part in (login, "ssh-connection", "publickey"):
            m.add_string(part)
        m.add_boolean(True)
        m.add_string(key.get_name())
        m.add_string(key.asbytes())
        return m.asbytes()

    def offer(self, login, key):
        self.say(cMSG_USERAUTH_REQUEST, login, "ssh-connection", "publickey", False, key.get_name(), key.asbytes())
        return self.hear()[0]

    def prove(self, login, key, signer=None, session_id=None, signed_login=None):
        """Names key, signs with signer (the same), over session_id (this connection's)."""
        signature = (signer or key).sign_ssh_data(self.signed_part(signed_login or login, key, session_id))
        self.say(cMSG_USERAUTH_REQUEST, login, "ssh-connection", "publickey", True, key.get_name(), key.asbytes(),
                 signature.asbytes())
        return self.result()

    def password(self, login, password):
        self.say(cMSG_USERAUTH_REQUEST, login, "ssh-connection", "password", False, password)
        return self.result()

    def ask(self, login):
        """Begins keyboard-interactive; the prompt, or None."""
        self.say(cMSG_USERAUTH_REQUEST, login, "ssh-connection", "keyboard-interactive", "", "")
        return self.prompt()

    def prompt(self):
        kind, message = self.hear()
        if kind != INFO:
            return None
        message.get_text(), message.get_text(), message.get_text()
        return message.get_text() if message.get_int() == 1 else None

    def answer(self, text):
        self.say(cMSG_USERAUTH_INFO_RESPONSE, 1, text)

    def result(self):
        """SUCCESS, FAILURE, "partial", INFO or CLOSED."""
        kind, message = self.hear()
        if kind == FAILURE:
            message.get_text()
            return "partial" if message.get_boolean() else FAILURE
        return kind

    def channel(self):
        self.say(cMSG_CHANNEL_OPEN, "session", 0, 1 << 20, 1 << 14)
        return self.hear(1)[0]

    def close(self):
        self.transport.close()


def key_of(login):
    return paramiko.Ed25519Key.from_private_key_file(server().key(login))


def strange_key():
    path = f"{server().folder}/stranger-{time.monotonic_ns()}"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return paramiko.Ed25519Key.from_private_key_file(path)


def nobody(probe, what):
    """Neither accepted nor with a channel, whatever comes."""
    expect(probe.channel() == OPENED, False, f"{what}: a channel")
    probe.close()


def logins():
    with sqlite3.connect(server().database) as db:
        return db.execute("select count(*) from audit where action = 'login' and success = 1").fetchone()[0]


def test_one_key_offered_and_another_signs():
    before = logins()
    for login in ("station01", "grid01"):
        probe = Probe()
        expect(probe.offer(login, key_of(login)), PK_OK, "the offer")
        expect(probe.prove(login, key_of(login), signer=strange_key()) in (FAILURE, CLOSED), True, "a wrong signer")
        nobody(probe, "a wrong signer")
        probe = Probe()
        expect(probe.offer(login, key_of(login)), PK_OK, "the offer")
        expect(probe.prove(login, strange_key()) in (FAILURE, CLOSED), True, "another key")
        nobody(probe, "another key")
        probe = Probe()
        expect(probe.offer(login, key_of(login)), PK_OK, "the offer")
        expect(probe.prove(login, key_of("street01")) in (FAILURE, CLOSED), True, "a known key of somebody else")
        nobody(probe, "a known key of somebody else")
    expect(logins(), before, "logins in the audit")


def test_a_signature_of_another_connection_or_another_name():
    first, probe = Probe(), Probe()
    expect(probe.prove("station01", key_of("station01"), session_id=first.transport.session_id) in (FAILURE, CLOSED),
           True, "a signature over an earlier session")
    nobody(probe, "a signature over an earlier session")
    first.close()
    probe = Probe()
    expect(probe.prove("station01", key_of("station01"), signed_login="street01") in (FAILURE, CLOSED), True,
           "a signature over another name")
    nobody(probe, "a signature over another name")


def test_a_channel_before_login():
    nobody(Probe(), "at once")
    probe = Probe()
    probe.offer("station01", key_of("station01"))
    nobody(probe, "after an offer")
    probe = Probe()
    expect(probe.ask("station01"), "Password: ", "the prompt")
    nobody(probe, "after a prompt")


def test_what_the_policy_asks_cannot_be_left_out():
    """After a key of grid01 the policy wants the password: whatever else is said, there is no channel."""
    probe = Probe()
    expect(probe.prove("grid01", key_of("grid01")), "partial", "the key")
    nobody(probe, "a channel at once")
    for say in (lambda p: p.prove("grid01", key_of("grid01")), lambda p: p.password("grid01", PASSWORD),
                lambda p: p.password("station01", PASSWORD), lambda p: p.prove("station01", key_of("station01"))):
        probe = Probe()
        expect(probe.prove("grid01", key_of("grid01")), "partial", "the key")
        expect(say(probe) in (FAILURE, CLOSED), True, "a method that was not asked for")
        nobody(probe, "a method that was not asked for")
    probe = Probe()
    expect(probe.prove("grid01", key_of("grid01")), "partial", "the key")
    probe.say(cMSG_USERAUTH_REQUEST, "grid01", "ssh-connection", "none")
    expect(probe.result() in (FAILURE, CLOSED), True, "none")
    nobody(probe, "none")


def test_a_proof_as_one_and_an_answer_as_another():
    probe = Probe()
    expect(probe.prove("grid01", key_of("grid01")), "partial", "the key")
    expect(probe.ask("station01"), None, "a question for another name")
    probe.answer(PASSWORD)
    nobody(probe, "another name")
    probe = Probe()
    expect(probe.prove("grid01", key_of("grid01")), "partial", "the key")
    expect(probe.ask("grid01"), "Password: ", "the prompt")
    probe.say(cMSG_USERAUTH_INFO_RESPONSE, 2, PASSWORD, PASSWORD)  # more answers than questions
    expect(probe.result() in (FAILURE, CLOSED), True, "two answers")
    nobody(probe, "two answers")
    probe = Probe()
    probe.answer(PASSWORD)  # to nothing
    expect(probe.result() in (FAILURE, CLOSED), True, "an answer to nothing")
    nobody(probe, "an answer to nothing")


def test_the_honest_way_works():
    probe = Probe()
    expect(probe.prove("grid01", key_of("grid01")), "partial", "the key")
    expect(probe.ask("grid01"), "Password: ", "the prompt")
    probe.answer("wrong")
    expect(probe.result(), FAILURE, "a wrong answer")
    expect(probe.ask("grid01"), "Password: ", "the prompt again")
    probe.answer(PASSWORD)
    expect(probe.result(), SUCCESS, "the right answer")
    expect(probe.channel(), OPENED, "a channel")
    probe.close()


def test_a_second_login_after_the_first_changes_nobody():
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect("127.0.0.1", server().port, "station01", pkey=key_of("station01"), allow_agent=False,
                   look_for_keys=False)
    again = paramiko.Message()
    for part in (cMSG_USERAUTH_REQUEST,):
        again.add_byte(part)
    for part in ("street01", "ssh-connection", "password"):
        again.add_string(part)
    again.add_boolean(False)
    again.add_string(PASSWORD)
    before = logins()
    client.get_transport()._send_message(again)
    time.sleep(0.5 * SLOW)
    who = None
    try:
        _, out, _ = client.exec_command("user show --json", timeout=10 * SLOW)
        who = json.loads(out.read())["login"]
    except (paramiko.SSHException, EOFError, OSError, ValueError):
        pass  # hung up on: as good
    expect(who in (None, "station01"), True, f"who it is then: {who}")
    expect(logins(), before, "logins in the audit")
    client.close()


def test_the_server_lives_and_no_wall_fell():
    expect(server().command("station01", "version").returncode, 0, "an honest login")
    for word in ("forbidden system call", "Sanitizer", "runtime error", "with status", "killed"):
        expect(word in server().log(), False, f"the log has: {word}")
    server().stop()


if __name__ == "__main__":
    harness.main(globals())
