#!/usr/bin/python3
"""Both sides started apart, as a service manager does: neither starts the other, and each outlives the other's end."""
import os
import socket
import subprocess
import tempfile
import threading

import harness
from harness import BUILD, SLOW, Failed, Server, wait_until


class Apart:
    """A server whose keeper is a process of its own."""

    def __init__(self):
        self.server = Server(start=False)
        self.socket = os.path.join(self.server.folder, "keeper.sock")
        self.server.settings["server.keeper"] = self.socket
        harness.write_config(self.server.folder, self.server.settings)
        self.keeper = None
        os.chmod(self.server.folder, 0o755)  # the network side is another user, when root starts it

    def __enter__(self):
        self.start_keeper()
        self.server.start()
        return self

    def __exit__(self, *_):
        self.server.stop()
        self.end_keeper()
        self.server.__exit__()

    def start_keeper(self, environment=None):
        with open(self.server.log_path, "ab") as log:
            self.keeper = subprocess.Popen([f"{BUILD}/wangge-session", "-k", "-c", self.server.config], stdout=log,
                                           stderr=log, stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})

    def end_keeper(self):
        if self.keeper.poll() is None:
            self.keeper.terminate()
        self.keeper.wait(20 * SLOW)


def test_both_are_started_apart():
    with Apart() as apart:
        if apart.server.process.pid == apart.keeper.pid:
            raise Failed("one process")
        grid01 = apart.server.login("grid01").wait_for("民情日记")
        grid01.close()
        if apart.server.json("grid01", "visit", "list")["total"] == 0:
            raise Failed("no visits")


def test_the_keeper_is_killed_and_comes_again():
    with Apart() as apart:
        grid01 = apart.server.login("grid01").wait_for("民情日记")
        apart.keeper.kill()
        apart.keeper.wait()
        wait_until(lambda: "the keeper is gone" in apart.server.log(), "the end of the keeper")
        grid01.close()
        apart.start_keeper()
        wait_until(lambda: "the keeper was started again" in apart.server.log(), "another keeper")
        apart.server.login("station01").wait_for("事件")


def test_the_keeper_ends_with_the_network_side():
    with Apart() as apart:
        apart.server.stop()
        if apart.keeper.wait(20 * SLOW) != 0:
            raise Failed(f"status {apart.keeper.returncode}")
        if os.path.exists(apart.socket):
            raise Failed("the socket is left")


def test_a_stranger_is_turned_away():
    if os.geteuid() != 0:
        print("# skipped: needs root to be somebody else")
        return
    apart = Apart()
    apart.start_keeper()
    try:
        wait_until(lambda: os.path.exists(apart.socket), "the socket")
        said = subprocess.run(
            ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "/usr/bin/python3", "-c",
             "import socket, sys\n"
             "s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n"
             "s.connect(sys.argv[1])\n"
             "print(len(s.recv(100)))", apart.socket], capture_output=True, text=True, timeout=30 * SLOW, check=True)
        if said.stdout.strip() != "0":
            raise Failed(f"the keeper spoke to a stranger: {said.stdout}")
        apart.server.start()
        apart.server.login("grid01").wait_for("民情日记")
    finally:
        apart.__exit__()


def test_the_service_manager_is_told():
    """Each says READY=1 when it is: the keeper when it can be reached, the network side when it listens."""
    folder = tempfile.mkdtemp(prefix="wangge-notify-")
    path = os.path.join(folder, "notify")
    told = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        os.chmod(folder, 0o755)
        os.chmod(path, 0o666)
        threading.Thread(target=lambda: [told.append(manager.recv(100)) for _ in range(2)], daemon=True).start()
        os.environ["NOTIFY_SOCKET"] = path
        try:
            with Apart():
                wait_until(lambda: len(told) == 2, f"two words to the manager: {told}")
        finally:
            del os.environ["NOTIFY_SOCKET"]
    if told != [b"READY=1"] * 2:
        raise Failed(f"told: {told}")


if __name__ == "__main__":
    harness.main(globals())
