#!/usr/bin/python3
"""What strangers can do to the server before a login: guess passwords, hang about, send nonsense. Somebody who works
there logs in all the while; the listener lives, and its memory stays.

    make accept-abuse           hydra for 30 s, 500 silent and 500 slow connections, 20,000 mutated conversations
    WANGGE_ABUSE=short          a twentieth of it, as in make check
"""
import contextlib
import os
import random
import selectors
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ssh"))
import harness  # noqa: E402
from harness import PASSWORD, SLOW, Failed, Server  # noqa: E402

SHORT = os.environ.get("WANGGE_ABUSE") == "short"
PART = 20 if SHORT else 1
SILENT, DRIPPING = 500 // PART, 500 // PART
CONVERSATIONS = 20000 // PART
HYDRA_SECONDS = 30 // (5 if SHORT else 1)
SOON = 3.0 * SLOW  # in which somebody who works there is in
SEED = int(os.environ.get("SEED", "1"))


def need(condition, what):
    if not condition:
        raise Failed(what)


def memory(server):
    """KiB that the listener and the keeper have for themselves."""
    total = 0
    for pid in (server.processes()["listener"], server.processes()["keeper"]):
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("Private_Dirty:"))
    return total


def with_key(server):
    begin = time.monotonic()
    server.command("station01", "version")
    return time.monotonic() - begin


def with_password(server, login):
    begin = time.monotonic()
    words = server.ssh_words(login, key=False)
    said = subprocess.run(["sshpass", "-p", PASSWORD, *words, "version"], capture_output=True, text=True,
                          timeout=60 * SLOW)
    need(said.returncode == 0, f"{login} with the password: {said.returncode} {said.stderr}")
    return time.monotonic() - begin


def people_come(server, what):
    """Both ways, as people do who have been here before."""
    took = [with_key(server), with_password(server, "street01")]
    print(f"# {what}: with a key {took[0]:.2f} s, with a password {took[1]:.2f} s")
    need(max(took) < SOON, f"{what}: {max(took):.1f} s to log in")


@contextlib.contextmanager
def served(**settings):
    with Server(settings={f"server.{key}": value for key, value in settings.items()}) as server:
        server.key("station01")
        with_password(server, "street01")  # an account is known where it has logged in
        pid = server.process.pid
        yield server
        need(server.process.poll() is None and server.process.pid == pid, "the listener is dead")
        need("forbidden system call" not in server.log(), "a child was killed for a system call")


def test_guessing_passwords():
    if not shutil.which("hydra"):
        print("# skipped: hydra is not installed")
        return
    with served(penalty=1) as server:
        words = os.path.join(server.folder, "words")
        with open(words, "w", encoding="ascii") as file:
            file.writelines(f"guess-{n}\n" for n in range(100000))
        hydra = subprocess.Popen(["hydra", "-I", "-t", "16", "-l", "grid01", "-P", words, "-s", str(server.port),
                                  "127.0.0.1", "ssh"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 cwd=server.folder)
        try:
            end = time.monotonic() + HYDRA_SECONDS
            while time.monotonic() < end:
                people_come(server, "while passwords are guessed")
                time.sleep(1)
        finally:
            hydra.kill()
            hydra.wait()
        with contextlib.closing(sqlite3.connect(server.database)) as db:
            tries = db.execute("select count(*) from audit where action = 'login' and success = 0").fetchone()[0]
        print(f"# {tries} guesses in {HYDRA_SECONDS} s")
        need(tries > 0, "nothing was guessed at all")
        need(tries < 20 * HYDRA_SECONDS, f"{tries} guesses in {HYDRA_SECONDS} s")


class Hangers:
    """Connections that say nothing, and others that say a byte every five seconds."""

    def __init__(self, server, silent, dripping):
        self.server, self.sockets, self.dripping, self.over = server, [], [], threading.Event()
        for n in range(silent + dripping):
            s = socket.socket()
            s.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                s.connect(("127.0.0.1", server.port))
            (self.dripping if n >= silent else self.sockets).append(s)
        self.thread = threading.Thread(target=self.drip, daemon=True)
        self.thread.start()

    def drip(self):
        for letter in b"SSH-2.0-slow" * 100:
            for s in self.dripping:
                with contextlib.suppress(OSError):
                    s.send(bytes([letter]))
            if self.over.wait(5):
                return

    def close(self):
        self.over.set()
        self.thread.join()
        for s in self.sockets + self.dripping:
            s.close()


def test_hanging_about():
    with served() as server:
        before = memory(server)
        hangers = Hangers(server, SILENT, DRIPPING)
        try:
            for moment in ("at once", "a moment later", "later still"):
                people_come(server, f"{SILENT} silent and {DRIPPING} slow connections, {moment}")
                time.sleep(2)
        finally:
            hangers.close()
        harness.wait_until(lambda: not server.processes()["network"], "the end of all of them", 30 * SLOW)
        after = memory(server)
        print(f"# memory of listener and keeper: {before} KiB before, {after} KiB after")
        need(after < before + 1024, f"memory grew from {before} to {after} KiB")


# --- conversations ---------------------------------------------------------------------------------------------------


def record(server):
    """What a client sends before anything is secret: its name, its algorithms, its part of the key exchange."""
    import paramiko
    sent = []

    class Recorder:
        def __init__(self, real):
            self.real = real

        def send(self, data):
            sent.append(bytes(data))
            return self.real.send(data)

        def __getattr__(self, name):
            return getattr(self.real, name)

    with socket.create_connection(("127.0.0.1", server.port), 10 * SLOW) as s:
        transport = paramiko.Transport(Recorder(s))
        transport.start_client(timeout=30 * SLOW)
        with contextlib.suppress(paramiko.SSHException):
            transport.auth_none("nobody")
        transport.close()
    return b"".join(sent)


def mutated(dice, good):
    """One of the ways in which a conversation goes wrong."""
    data = bytearray(good)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data)) if data else 0
        kind = dice.randrange(7)
        if kind == 0 and data:
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1 and data:
            data[at] = dice.choice((0, 0x7f, 0x80, 0xff))
        elif kind == 2:
            data[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 64)))
        elif kind == 3:
            del data[at:at + dice.randrange(1, 64)]
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            data[at:at] = data[at:at + dice.randrange(1, 256)]
        elif len(data) > at + 4:  # a length
            data[at:at + 4] = dice.choice((0, 1, 5, 35000, 35001, 262144, 0x7fffffff, 0xffffffff)).to_bytes(4, "big")
    return bytes(data)


def speak(server, lines, at_once):
    """Sends each to a connection of its own, so many at once, and reads what comes until the server or we hang up."""
    heard = []
    waiting = list(lines)
    selector = selectors.DefaultSelector()
    deadline = {}

    def open_one():
        s = socket.socket()
        s.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            s.connect(("127.0.0.1", server.port))
        selector.register(s, selectors.EVENT_WRITE | selectors.EVENT_READ, [waiting.pop(), bytearray()])
        deadline[s] = time.monotonic() + 0.5

    def close_one(s):
        heard.append(bytes(selector.get_key(s).data[1]))
        selector.unregister(s)
        deadline.pop(s)
        s.close()

    while waiting or deadline:
        while waiting and len(deadline) < at_once:
            open_one()
        for key, events in selector.select(0.1):
            s, (out, got) = key.fileobj, key.data
            try:
                if events & selectors.EVENT_WRITE:
                    key.data[0] = out[s.send(out):] if out else out
                    if not key.data[0]:
                        selector.modify(s, selectors.EVENT_READ, key.data)
                if events & selectors.EVENT_READ:
                    piece = s.recv(65536)
                    got += piece
                    if not piece:
                        close_one(s)
            except OSError:
                close_one(s)
        for s in [s for s, end in deadline.items() if time.monotonic() > end]:
            close_one(s)
    return heard


def test_mutated_beginnings():
    """Before anything is secret."""
    with served() as server:
        dice, good = random.Random(SEED), record(server)
        before = memory(server)
        done = 0
        while done < CONVERSATIONS * 3 // 4:
            some = min(500, CONVERSATIONS * 3 // 4 - done)
            speak(server, [mutated(dice, good) for _ in range(some)], 16)
            done += some
            need(server.process.poll() is None, f"the listener died within {done} conversations; SEED={SEED}")
        people_come(server, f"after {done} mutated beginnings")
        harness.wait_until(lambda: not server.processes()["network"], "the end of all of them", 30 * SLOW)
        need(memory(server) < before + 1024, "memory grew")


def asked(dice):
    """A message that a client might send once the line is secret, with something wrong; never a proof."""
    def text(value):
        return len(value).to_bytes(4, "big") + value

    def wild():
        return bytes(dice.randrange(256) for _ in range(dice.randrange(0, 40)))

    login = text(dice.choice((b"grid01", b"admin", b"", b"kiosk", b"\x00", wild())))
    kind = dice.randrange(9)
    if kind == 0:
        return bytes([5]) + text(dice.choice((b"ssh-userauth", b"ssh-connection", wild())))
    if kind == 1:
        return bytes([50]) + login + text(b"ssh-connection") + text(b"none")
    if kind == 2:
        return bytes([50]) + login + text(b"ssh-connection") + text(b"password") + b"\0" + text(wild())
    if kind == 3:
        return (bytes([50]) + login + text(b"ssh-connection") + text(b"publickey") + bytes([dice.randrange(2)]) +
                text(b"ssh-ed25519") + text(text(b"ssh-ed25519") + text(bytes(32))) +
                text(text(b"ssh-ed25519") + text(wild())))
    if kind == 4:
        return bytes([50]) + login + text(b"ssh-connection") + text(b"keyboard-interactive") + text(b"") + text(b"")
    if kind == 5:
        return bytes([61]) + dice.choice((0, 1, 2, 1000, 0xffffffff)).to_bytes(4, "big") + text(wild())
    if kind == 6:
        return bytes([90]) + text(dice.choice((b"session", b"direct-tcpip", b"x11", wild()))) + bytes(12)
    if kind == 7:
        return bytes([98]) + bytes(4) + text(dice.choice((b"exec", b"shell", b"pty-req"))) + b"\1" + text(b"case list")
    return bytes([dice.choice((2, 3, 4, 20, 21, 30, 51, 52, 53, 60, 80, 81, 91, 93, 94, 96, 97, 99, 100, 192))]) + wild()


SUCCESS, OPENED = 52, 91  # what a stranger must never hear


def converse(server, dice, times, heard):
    """Conversations with a real key exchange."""
    import paramiko
    from paramiko.packet import Packetizer

    class Listening(Packetizer):
        def read_message(self):
            kind, message = super().read_message()
            heard.add(kind)
            return kind, message

    for _ in range(times):
        with contextlib.suppress(Exception), socket.create_connection(("127.0.0.1", server.port), 10 * SLOW) as s:
            transport = paramiko.Transport(s)
            transport.packetizer.__class__ = Listening
            transport.start_client(timeout=30 * SLOW)
            if dice.randrange(3):
                transport._send_message(paramiko.Message(bytes([5]) + len(b"ssh-userauth").to_bytes(4, "big") +
                                                         b"ssh-userauth"))
            for _ in range(dice.randint(1, 6)):
                transport._send_message(paramiko.Message(asked(dice)))
            time.sleep(0.01)
            transport.close()


def test_mutated_conversations():
    """Behind the key exchange: nobody becomes anybody, no channel opens."""
    import logging
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    with served(penalty=0) as server:
        heard = set()
        threads = [threading.Thread(target=converse, args=(server, random.Random(SEED * 100 + n),
                                                           CONVERSATIONS // 4 // 4, heard)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"# kinds of messages heard: {sorted(heard)}")
        need(51 in heard, "not one login was refused: the conversations do not get that far")
        need(not heard & {SUCCESS, OPENED}, f"strangers heard {sorted(heard)}; SEED={SEED}")
        people_come(server, "after the conversations")


def test_packets_of_every_size():
    """35,000 bytes are the most that RFC 4253 asks for; lengths beyond are lies."""
    with served() as server:
        good = record(server)
        cut = good.index(b"\r\n") + 2
        lengths = [0, 1, 4, 5, 7, 8, 15, 16, 32768, 34999, 35000, 35001, 65535, 262143, 262144, 2**31 - 1, 2**31, 2**32 - 1]
        lines = [good[:cut] + n.to_bytes(4, "big") + b"\4" + bytes(min(n, 35000)) for n in lengths]
        speak(server, lines, 4)
        people_come(server, "after packets of every size")


if __name__ == "__main__":
    harness.main(globals())
