#!/usr/bin/python3
"""Before the login: how many may wait, for how long, how often they may try, and what a failed login costs."""
import contextlib
import os
import random
import socket
import subprocess
import time

import clients
import harness
from harness import PASSWORD, SLOW, Client, Failed, Server, wait_until

LOOPBACK = "127.0.0.1"


def greeting(server, source=LOOPBACK, timeout=10 * SLOW):
    """Connects; returns the socket and whether the server has said who it is (else it hung up)."""
    s = socket.create_connection((LOOPBACK, server.port), timeout, source_address=(source, 0))
    with contextlib.suppress(ConnectionResetError):
        return s, s.recv(8).startswith(b"SSH-2.0")
    return s, False


def is_greeted(server, source=LOOPBACK):
    s, greeted = greeting(server, source)
    s.close()
    return greeted


def need(condition, what):
    if not condition:
        raise Failed(what)


def is_cut(s, timeout=5 * SLOW):
    """Has the server hung up?"""
    s.settimeout(timeout)
    with contextlib.suppress(ConnectionResetError):
        while s.recv(4096):
            pass
    return True


def stays(s):
    s.settimeout(0.3)
    try:
        while s.recv(4096):
            pass
        return False
    except TimeoutError:
        return True
    except ConnectionResetError:
        return False


def test_who_waits_longest_gives_way_to_its_own_address():
    with Server(settings={"server.per_source": 3}) as server:
        wait_until(lambda: not server.processes()["network"], "the first connection's end")
        other, _ = greeting(server, "127.0.0.2")
        waiting = [greeting(server) for _ in range(3)]
        need(all(greeted for _, greeted in waiting), "three may wait")
        fourth, greeted = greeting(server)
        need(greeted, "a fourth is refused")
        need(is_cut(waiting[0][0]), "the first one stays")
        need(stays(waiting[1][0]) and stays(other), "another one was cut")
        for s in [other, fourth] + [s for s, _ in waiting]:
            s.close()


def test_a_full_house_makes_room_where_most_wait():
    with Server(settings={"server.max_unauthenticated": 4}) as server:
        wait_until(lambda: not server.processes()["network"], "the first connection's end")
        waiting = [greeting(server, f"127.0.0.{i}") for i in (1, 2, 2, 3)]
        need(all(greeted for _, greeted in waiting), "four may wait")
        fifth, greeted = greeting(server, "127.0.0.9")
        need(greeted, "a fifth address is refused")
        need(is_cut(waiting[1][0]), "nobody made room")
        need(stays(waiting[0][0]) and stays(waiting[3][0]), "an address with one connection was cut")
        for s in [fifth] + [s for s, _ in waiting]:
            s.close()


def test_the_last_places_are_for_administrators():
    with Server(settings={"server.max_sessions": 2, "server.reserved": 2}) as server:
        for login in ("grid01", "grid01b", "station01", "admin"):
            server.key(login)
        people = [server.login("grid01").wait_for("民情日记"), server.login("grid01b").wait_for("民情日记")]
        said = server.command("station01", "version", check=False)
        need(said.returncode == 255, f"a third user came in: {said.returncode}")
        server.login("admin").wait_for("用户")
        for person in people:
            person.close()
        wait_until(lambda: server.command("station01", "version", check=False).returncode == 0, "a place for the third")


def test_who_is_logged_in_waits_no_more():
    with Server(settings={"server.per_source": 2, "server.max_sessions": 5, "server.reserved": 0}) as server:
        people = [server.login("grid01").wait_for("民情日记") for _ in range(4)]
        need(is_greeted(server), "a waiting one beside four sessions is refused")
        wait_until(lambda: len(server.processes()["network"]) == 4, "its end")
        people.append(server.login("grid01").wait_for("民情日记"))
        need(not is_greeted(server), "max_sessions does not hold")
        people[0].close()
        wait_until(lambda: is_greeted(server), "room after one has left")


def test_the_time_to_log_in_ends():
    with Server(settings={"server.grace": 2}) as server:
        person = server.login("grid01").wait_for("民情日记")
        begin = time.monotonic()
        s, greeted = greeting(server)
        need(greeted, "no greeting")
        s.settimeout(20 * SLOW)
        with contextlib.suppress(ConnectionResetError):
            while s.recv(4096):
                pass
        passed = time.monotonic() - begin
        need(1.5 < passed < 4 * SLOW, f"closed after {passed:.1f} s")
        wait_until(lambda: len(server.processes()["network"]) == 1, "the child's end")
        person.type("?").wait_for("民情日记")
        need(person.status is None, "the one who is logged in was ended too")


def wrong_passwords(server, count, source=LOOPBACK):
    """Types wrong passwords until ssh gives up. Returns how often it was asked."""
    words = clients.OpenSSH(server).words("grid01", options=("-o", f"NumberOfPasswordPrompts={count + 5}", "-b", source))
    asked = 0
    person = Client(server, "grid01", words=[*words, "version"])
    while person.pump(0.2) or person.status is None:
        if person.text().count("assword:") > asked:
            asked += 1
            person.type("not this one\r")
        if asked > count + 3:
            break
    person.close()
    return asked


def test_tries_are_counted():
    with Server(settings={"server.tries": 3}) as server:
        asked = wrong_passwords(server, 3)
        need(asked == 3, f"asked for {asked} passwords")


def password_takes(server, login, source=LOOPBACK):
    begin = time.monotonic()
    words = server.ssh_words(login, key=False)
    said = subprocess.run(["sshpass", "-p", PASSWORD, *words[:-1], "-b", source, words[-1], "version"],
                          capture_output=True, text=True, timeout=60 * SLOW)
    need(said.returncode == 0, f"{login}: {said.returncode} {said.stderr}")
    return time.monotonic() - begin


def test_a_failed_login_makes_the_passwords_of_strangers_there_wait():
    """Not those of people who work there, not keys, and not another address."""
    with Server(settings={"server.tries": 3, "server.penalty": 2}) as server:
        server.key("grid01b")
        password_takes(server, "street01")  # is known here from now on
        wrong_passwords(server, 3)
        need(password_takes(server, "station01") > 2.0, "a user who was never here is let try at once")
        wrong_passwords(server, 3)
        need(password_takes(server, "street01") < 3 * SLOW, "who works there waits")
        begin = time.monotonic()
        server.command("grid01b", "version")
        need(time.monotonic() - begin < 3 * SLOW, "a key waits")
        need(password_takes(server, "station02", "127.0.0.7") < 3 * SLOW, "another address waits")


def test_guesses_elsewhere_lock_nobody_out_here():
    """An account that waits because of an address does not wait where its user has logged in."""
    with Server(settings={"server.penalty": 0}) as server:
        password_takes(server, "station01")
        words = server.ssh_words("station01", key=False)
        for _ in range(6):
            subprocess.run(["sshpass", "-p", "not this one", *words[:-1], "-b", "127.0.0.8", words[-1], "version"],
                           capture_output=True, timeout=60 * SLOW)
        said = subprocess.run(["sshpass", "-p", PASSWORD, *words[:-1], "-b", "127.0.0.8", words[-1], "version"],
                              capture_output=True, timeout=60 * SLOW)
        need(said.returncode != 0, "the account does not wait where it was guessed at")
        password_takes(server, "station01")


def test_many_keys_are_not_many_tries():
    """An agent offers all it has. The right one is the ninth here."""
    with Server(settings={"server.tries": 3}) as server:
        words = server.ssh_words("grid01", key=False)
        options = ["-o", "BatchMode=yes", "-o", "PubkeyAuthentication=yes"]
        for i in range(8):
            path = os.path.join(server.folder, f"other{i}")
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
            options += ["-i", path]
        options += ["-i", server.key("grid01")]
        at = words.index("PubkeyAuthentication=no")
        words = words[:at - 1] + words[at + 1:-1] + options + [words[-1], "version"]
        result = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=30 * SLOW)
        need(result.returncode == 0, f"status {result.returncode}: {result.stderr!r}")


def test_an_rsa_key_logs_in_and_a_weak_one_does_not():
    with Server() as server:
        for bits, wanted in (("3072", 0), ("1024", 255)):
            path = os.path.join(server.folder, f"rsa{bits}")
            subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", bits, "-N", "", "-f", path], check=True)
            added = server.admin("user", "key", "add", "grid01", path + ".pub", check=False)
            words = server.ssh_words("grid01")
            at = words.index("-i")
            words[at + 1] = path
            result = subprocess.run([*words, "version"], capture_output=True, stdin=subprocess.DEVNULL, check=False,
                                    timeout=30 * SLOW)
            need((result.returncode == 0) == (wanted == 0) or (bits == "1024" and added.returncode != 0),
                 f"{bits} bits: status {result.returncode}: {result.stderr!r}")


def test_two_hundred_strangers_at_once():
    """They get what the limits allow, and somebody with a key is served meanwhile."""
    with Server(settings={"server.max_unauthenticated": 50, "server.per_source": 30}) as server:
        server.key("grid01")
        wait_until(lambda: not server.processes()["network"], "the first connection's end")
        strangers = [socket.create_connection((LOOPBACK, server.port), source_address=(f"127.0.0.{2 + i % 2}", 0))
                     for i in range(200)]
        words = server.ssh_words("grid01")
        result = subprocess.run([*words[:-1], "-b", "127.0.0.9", words[-1], "version"], capture_output=True,
                                stdin=subprocess.DEVNULL, check=False, timeout=60 * SLOW)
        need(len(server.processes()["network"]) <= 50, "more wait than allowed")
        for s in strangers:
            s.close()
        wait_until(lambda: not server.processes()["network"], "the strangers' end")
        if result.returncode != 0:  # the 50 were taken: served as soon as one is free
            result = server.command("grid01", "version")
        need(result.returncode == 0, f"status {result.returncode}")
        need(server.json("grid01", "case", "list")["schema"] == 1, "no service afterwards")
        need(PASSWORD not in server.log() and "not this one" not in server.log(), "a password in the log")


def test_garbage_ends_its_own_connection_only():
    dice = random.Random(7)
    with Server() as server:
        person = server.login("grid01").wait_for("民情日记")
        for i in range(60):
            with socket.create_connection((LOOPBACK, server.port), 10 * SLOW) as s, contextlib.suppress(OSError):
                s.recv(255)
                if i % 3:
                    s.sendall(b"SSH-2.0-garbage\r\n")
                if i % 3 == 2:  # a packet of the right form
                    body = bytes([4, dice.choice((5, 20, 30, 50, 52, 90, 94, 98))]) + dice.randbytes(26)
                    s.sendall(len(body).to_bytes(4, "big") + body)
                s.sendall(dice.randbytes(dice.randrange(1, 5000)))
                s.shutdown(socket.SHUT_WR)
                while s.recv(4096):
                    pass
        wait_until(lambda: len(server.processes()["network"]) == 1, "the end of the others")
        person.type("2\r").wait_for("事件")
        for word in ("forbidden system call", "Sanitizer", "with status", "signal 11"):
            need(word not in server.log(), f"the log has: {word}")


if __name__ == "__main__":
    harness.main(globals())
