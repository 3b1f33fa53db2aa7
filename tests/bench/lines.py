"""What the bench measures with: the server under test and its peer behind one face, and many cheap lines at once."""
import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ssh"))
import harness  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids):
    """Processor time of these processes and of all children that they have waited for."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += sum(int(fields[i]) for i in (11, 12, 13, 14))
    return total / TICK


def descendants(pid):
    table = harness.process_table()
    found, edge = [], [pid]
    while edge:
        edge = [p for p, (parent, _) in table.items() if parent in edge]
        found += edge
    return found


class Wangge:
    """The server under test."""

    name = "wangge"

    def __init__(self):
        self.server = harness.Server(settings={"server.max_sessions": 5000})
        self.port = self.server.port

    def words(self, login, port=None):
        words = self.server.ssh_words(login, port)
        return words[:-1] + ["-tt", words[-1]]

    def parents(self):
        found = self.server.processes()
        return [found["listener"], found["keeper"]]

    def session_processes(self):
        found = self.server.processes()
        return found["network"] + found["session"]

    def stop(self):
        self.server.stop()


class Sshd:
    """OpenSSH's server, the same interface on a copy of the same database as a forced command."""

    name = "sshd"

    def __init__(self):
        self.server = server = harness.Server(start=False)
        self.folder = tempfile.mkdtemp(prefix="wangge-sshd-")
        self.port = harness.free_port()
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{self.folder}/{name}"], check=True)
        program = f"{harness.BUILD}/wangge-session -c {server.config} --login=grid01"
        with open(f"{self.folder}/config", "w", encoding="utf-8") as file:
            file.write(f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.folder}/host\nPidFile none\n"
                       f"AuthorizedKeysFile {self.folder}/user.pub\nStrictModes no\nPermitRootLogin yes\nUsePAM no\n"
                       f"PrintMotd no\nSetEnv HOME={self.folder}\nMaxStartups 1000:1:2000\nForceCommand {program}\n")
        os.makedirs("/run/sshd", exist_ok=True)
        with open(f"{self.folder}/log", "wb") as log:
            self.process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", f"{self.folder}/config"],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        harness.wait_until(self._answers, "sshd's greeting")

    def _answers(self):
        return harness.Server.answers(self)

    def words(self, login, port=None):  # pylint: disable=unused-argument
        return ["ssh", "-F", "/dev/null", "-p", str(port or self.port), "-o", "StrictHostKeyChecking=no",
                "-o", f"UserKnownHostsFile={self.folder}/known", "-o", "GlobalKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes",
                "-i", f"{self.folder}/user", "-tt", "127.0.0.1"]

    def parents(self):
        return [self.process.pid]

    def session_processes(self):
        return descendants(self.process.pid)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Line:
    """One ssh client on a pty, its output looked at as bytes only."""

    def __init__(self, words):
        self.seen = b""
        self.closed = False
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp(words[0], words)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def take(self):
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.closed = not data
        self.seen += data
        return data

    def send(self, data):
        os.write(self.fd, data)

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Crowd:
    """Many lines, served by one loop."""

    def __init__(self):
        self.lines = {}
        self.poll = select.poll()

    def add(self, words):
        line = Line(words)
        self.lines[line.fd] = line
        self.poll.register(line.fd, select.POLLIN)
        return line

    def step(self, timeout):
        """[(line, data, time)] of what has come within timeout seconds."""
        came = []
        for fd, _ in self.poll.poll(max(0, timeout * 1000)):
            data = self.lines[fd].take()
            came.append((self.lines[fd], data, time.perf_counter()))
            if self.lines[fd].closed:
                self.poll.unregister(fd)
        return came

    def wait_all(self, lines, text, timeout=120):
        """Until every line has seen text; what was seen before is forgotten."""
        end = time.monotonic() + timeout
        waiting = set(lines)
        while waiting:
            waiting = {line for line in waiting if text not in line.seen}
            if any(line.closed for line in waiting) or time.monotonic() > end:
                line = next(iter(waiting))
                raise harness.Failed(f"{len(waiting)} of {len(lines)} lines have not seen {text.decode()!r}; one saw "
                                     f"{line.seen[-300:]!r}")
            self.step(0.2)
        for line in lines:
            line.seen = b""

    def remove(self, line):
        with contextlib.suppress(KeyError):
            self.poll.unregister(line.fd)
        del self.lines[line.fd]
        line.end()

    def end(self):
        for line in list(self.lines.values()):
            self.remove(line)
