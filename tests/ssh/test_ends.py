#!/usr/bin/python3
"""How connections end: any of the two children is killed, the client goes away without a word, nobody types, the server
is stopped or reads its configuration again. One login ends, or all end in good order; nothing hangs."""
import contextlib
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import time

import harness
import screens
from harness import BUILD, SLOW, TOP, Client, Failed, Proxy, Server, wait_until

SOON = 1.0 * SLOW  # the death of one side is the end of the other within this time


def need(condition, what):
    if not condition:
        raise Failed(what)


def alone(server):
    """The children of the only connection there is."""
    wait_until(lambda: [len(server.processes()[kind]) for kind in ("network", "session")] == [1, 1], "one connection")
    processes = server.processes()
    return processes["network"][0], processes["session"][0]


def two(server):
    """Two people, and the children of the first."""
    first = server.login("grid01").wait_for("民情日记")
    children = alone(server)
    second = server.login("station01").wait_for("事件")
    return first, second, children


def need_served(person):
    person.type("2\r").wait_for("事件")
    need(person.status is None, "the other login was ended too")


def gone_within(pids, seconds, what):
    begin = time.monotonic()
    wait_until(lambda: not any(harness.is_alive(pid) for pid in pids), what)
    need(time.monotonic() - begin < seconds, f"{what}: after {time.monotonic() - begin:.1f} s only")


def test_the_network_child_is_killed():
    with Server() as server:
        first, second, (network, session) = two(server)
        os.kill(network, signal.SIGKILL)
        gone_within([session], SOON, "the end of the session child")
        need(first.wait_closed() == 255, "status")
        need_served(second)


def test_the_session_child_is_killed():
    with Server() as server:
        first, second, (network, session) = two(server)
        os.kill(session, signal.SIGKILL)
        need(first.wait_closed() == 255, "status")
        need(first.shows("会话中断"), f"no word of what happened:\n{first.framed()}")
        gone_within([network], SOON, "the end of the network child")
        need_served(second)
        listed = server.json("admin", "who")["rows"]
        need(not any(row["login"] == "grid01" for row in listed), "the killed session is still listed")


def test_a_command_ends_with_its_line():
    """It waits for input and writes nothing, so that only the line's end can tell it."""
    with Server() as server:
        words = server.ssh_words("grid01") + ["visit add --json"]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            network, session = alone(server)
            os.kill(network, signal.SIGKILL)
            gone_within([session], SOON, "the end of the session child")
            need(process.wait(10 * SLOW) == 255, "status")


def test_the_client_vanishes():
    with Server() as server:
        first, second, children = two(server)
        first.cut()
        gone_within(children, SOON, "the end of both children")
        need_served(second)


def test_the_line_goes_silent():
    with Server(settings={"server.keepalive": 1}) as server:
        proxy = Proxy(server)
        person = Client(server, "grid01", via=proxy).wait_for("民情日记")
        children = alone(server)
        time.sleep(3)
        need(all(harness.is_alive(pid) for pid in children), "a line that answers was given up")
        proxy.go_silent()
        gone_within(children, 8 * SLOW, "the end of both children")
        person.close()
        proxy.close()


def test_nobody_types():
    with Server(settings={"server.idle": 2}) as server:
        person = server.login("grid01").wait_for("民情日记")
        children = alone(server)
        need(person.wait_closed() == 0, "status")
        gone_within(children, SOON, "the end of both children")


def test_a_connection_without_a_channel_does_not_stay():
    with Server(settings={"server.grace": 2}) as server:
        words = server.ssh_words("grid01")
        begin = time.monotonic()
        subprocess.run([*words[:-1], "-N", words[-1]], capture_output=True, stdin=subprocess.DEVNULL, check=False,
                       timeout=20 * SLOW)
        need(time.monotonic() - begin < 8 * SLOW, "ssh -N stays")


def test_stopping_lets_people_keep_what_they_typed():
    with Server() as server:
        person = server.login("grid01").wait_for("民情日记")
        other = server.login("station01").wait_for("事件")
        person.key("a").wait_for("写日记", "记述")
        screens.go(person, "记述")
        screens.type_text(person, "停机前正在写的记述").wait_for("停机前正在写的记述")
        before = server.processes()
        begin = time.monotonic()
        server.process.terminate()
        need(server.process.wait(20 * SLOW) == 0, f"status {server.process.returncode}")
        need(time.monotonic() - begin < 5 * SLOW, "it took too long")
        for client in (person, other):
            client.wait_closed()
        left = [pid for pid in (before["keeper"], *before["network"], *before["session"]) if harness.is_alive(pid)]
        need(not left, f"left behind: {left}")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", server.port), 2).close()
            raise Failed("somebody still listens")
        server.start()
        server.login("grid01").wait_for("草稿").key("Enter").wait_for("停机前正在写的记述")


def test_the_configuration_is_read_again():
    with Server(settings={"server.per_source": 50}) as server:
        person = server.login("grid01").wait_for("民情日记")
        harness.write_config(server.folder, {**server.settings, "server.per_source": 1, "server.idle": 2})
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "read again" in server.log(), "a line in the log")
        with socket.create_connection(("127.0.0.1", server.port)) as waiting:
            need(waiting.recv(4) == b"SSH-", "no greeting")
            need(server.answers(), "a second connection is refused")
            waiting.settimeout(5 * SLOW)
            with contextlib.suppress(ConnectionResetError):
                while waiting.recv(4096):  # it gives way to the second; else the old limit holds
                    pass
        later = server.login("grid01b").wait_for("民情日记")
        need(later.wait_closed() == 0, "the new idle time does not hold for a new session")
        need_served(person)
        with open(server.config, "a", encoding="utf-8") as file:
            file.write("nonsense\n")
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "stays as it was" in server.log(), "a word on the broken configuration")
        need_served(person)


def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def test_the_walls_around_a_network_child():
    with Server() as server:
        server.login("grid01").wait_for("民情日记")
        network, session = alone(server)
        status = status_of(network)
        need(int(status["CapPrm"], 16) == 0 and int(status["CapEff"], 16) == 0, "it has capabilities")
        need(status["NoNewPrivs"] == "1", "it may gain privileges")
        if "asan" not in BUILD:
            need(status["Seccomp"] == "2", "no filter of system calls")
        kinds = {os.readlink(f"/proc/{network}/fd/{fd}").split(":")[0] for fd in os.listdir(f"/proc/{network}/fd")}
        need(kinds <= {"socket", "pipe", "/dev/ptmx", "/dev/pts/ptmx"}, f"it holds {kinds}")
        if os.geteuid() == 0:
            need(status["Uid"].split()[0] == str(pwd.getpwnam("nobody").pw_uid), f"it runs as {status['Uid']}")
            need(os.listdir(f"/proc/{network}/root/") == [], "its root is not empty")
            need(int(status_of(server.process.pid)["CapEff"], 16) == 1 << 18, "the listener keeps more than chroot")
        names = [os.readlink(f"/proc/{session}/fd/{fd}") for fd in os.listdir(f"/proc/{session}/fd")]
        need(any(name.endswith("wangge.db") for name in names), "the session child has the database")


def copy_of_the_programs(folder):
    """With their data, where everybody can read them: this tree may stand in somebody's home."""
    data = os.path.join(folder, "data")
    for kind, where in (("etc", TOP), ("schema", TOP), ("locale", BUILD)):
        shutil.copytree(os.path.join(where, kind), os.path.join(data, kind))
    for program in ("wangged", "wangge-session"):
        shutil.copy(os.path.join(BUILD, program), data)
    return data


def test_an_ordinary_user_can_serve():
    """Without root: no empty folder, no other user, but everything works and the filter of system calls stands."""
    if os.geteuid() != 0:
        return
    server = Server(start=False)
    data = copy_of_the_programs(server.folder)
    harness.write_config(server.folder, {**server.settings, "tables.path": f"{data}/etc/tables"})
    for folder, _, names in os.walk(server.folder):
        for path in (folder, *(os.path.join(folder, name) for name in names)):
            shutil.chown(path, "daemon", "daemon")
    with open(server.log_path, "ab") as log:
        server.process = subprocess.Popen(["setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups",
                                           f"{data}/wangged", "-c", server.config, "-f"],
                                          stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                          env={**os.environ, "WANGGE_DATA": data})
    with server:
        wait_until(server.answers, "the greeting")
        words = ["sshpass", "-p", harness.PASSWORD, *server.ssh_words("grid01", key=False), "version"]
        result = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=30 * SLOW)
        need(result.returncode == 0, f"status {result.returncode}: {result.stderr!r}")
        with socket.create_connection(("127.0.0.1", server.port)) as s:
            need(s.recv(4) == b"SSH-", "no greeting")
            network = [p for p in server.processes()["network"]][0]
            if "asan" not in BUILD:
                need(status_of(network)["Seccomp"] == "2", "no filter of system calls")
        os.kill(server.processes()["keeper"], signal.SIGKILL)
        wait_until(lambda: "started again" in server.log(), "another keeper")
        result = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=30 * SLOW)
        need(result.returncode == 0, "no service with the second keeper")


def test_the_keeper_is_killed():
    """Sessions stay; started by root, the server ends itself, to be started again as a whole."""
    with Server() as server:
        person = server.login("grid01").wait_for("民情日记")
        os.kill(server.processes()["keeper"], signal.SIGKILL)
        if os.geteuid() == 0:
            need(server.process.wait(30 * SLOW) == 1, "status")
            person.wait_closed()
        else:
            wait_until(lambda: "started again" in server.log(), "another keeper")
            need_served(person)


def test_into_the_background_and_out():
    with Server(start=False) as server:
        log = os.path.join(server.folder, "log")
        harness.write_config(server.folder, {**server.settings, "log.to": log})
        result = subprocess.run([f"{BUILD}/wangged", "-c", server.config], stdin=subprocess.DEVNULL, check=False,
                                capture_output=True, timeout=60 * SLOW)
        need(result.returncode == 0, f"status {result.returncode}: {result.stderr!r}")
        need(server.answers(), "ready, but no greeting")
        with open(log, encoding="utf-8") as file:
            pid = int(file.read().split("listening on")[0].split("wangged[")[-1].split("]")[0])
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not harness.is_alive(pid), "the end")


def test_a_start_that_fails_says_why():
    with Server(start=False) as server:
        with socket.create_server(("127.0.0.1", server.port)):
            result = subprocess.run([f"{BUILD}/wangged", "-c", server.config], stdin=subprocess.DEVNULL, check=False,
                                    capture_output=True, text=True, timeout=60 * SLOW)
        need(result.returncode == 1 and "Cannot listen" in result.stderr, result.stderr)
        with sqlite3.connect(server.database) as db:  # as after an upgrade of the program alone
            db.execute("delete from schema_version where number = (select max(number) from schema_version)")
        result = subprocess.run([f"{BUILD}/wangged", "-c", server.config], stdin=subprocess.DEVNULL, check=False,
                                capture_output=True, text=True, timeout=60 * SLOW)
        need(result.returncode == 1 and "wangge migrate" in result.stderr, result.stderr)
        os.unlink(server.database)
        result = subprocess.run([f"{BUILD}/wangged", "-c", server.config], stdin=subprocess.DEVNULL, check=False,
                                capture_output=True, text=True, timeout=60 * SLOW)
        need(result.returncode == 1 and "wangge init" in result.stderr, result.stderr)


if __name__ == "__main__":
    harness.main(globals())
