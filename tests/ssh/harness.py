"""A server on a database of its own, and people at real ssh clients in front of a terminal. Shared by tests/ssh,
tests/command and tests/bench.

    with Server() as server:
        grid01 = server.login("grid01")            # a Client: types, and knows what stands on the screen
        grid01.wait_for("民情日记")
        server.json("station01", "case", "list")   # a command over ssh, its JSON

Test files end with harness.main(globals()): every function test_* is run, TAP is printed.
"""
import atexit
import codecs
import contextlib
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import traceback

import pyte
from demo import BUILD, TOP, copy_demo, today  # noqa: F401  today is for those who import this
from wcwidth import wcwidth

PASSWORD = "wangge-demo"
SLOW = float(os.environ.get("WANGGE_SLOW", "1"))  # sanitizers and valgrind: all times are multiplied
TIMEOUT = 15 * SLOW

KEYS = {
    "Enter": "\r", "Tab": "\t", "Shift-Tab": "\x1b[Z", "Esc": "\x1b", "Backspace": "\x7f",
    "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Home": "\x1b[H", "End": "\x1b[F",
    "PgUp": "\x1b[5~", "PgDn": "\x1b[6~", "Delete": "\x1b[3~", "Insert": "\x1b[2~",
    "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS", "F5": "\x1b[15~", "F6": "\x1b[17~",
    "F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "F10": "\x1b[21~",
}


class Failed(AssertionError):
    pass


def key_bytes(name):
    """"Ctrl-S", "Alt-D", "Enter", "中" -> what a terminal sends."""
    if name.startswith("Ctrl-") and len(name) == 6:
        return bytes([ord(name[5].upper()) & 0x1f])
    if name.startswith("Alt-") and len(name) == 5:
        return b"\x1b" + name[4].lower().encode()
    return KEYS.get(name, name).encode()


def wait_until(condition, what, timeout=TIMEOUT):
    """Waits for condition() to be true and returns its value."""
    end = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"waited {timeout:.0f} s in vain for: {what}")
        time.sleep(0.02)


# --- processes ------------------------------------------------------------------------------------------------------


LASTING = ("wangge-timer", "wangge-watch", "wangge-anchor")  # children of the keeper that are no sessions


def process_table():
    """pid -> (parent, name) of all living processes."""
    table = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    text = file.read()
                name, rest = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
                if rest[0] != "Z":
                    table[int(entry)] = (int(rest[1]), name)
    return table


def is_alive(pid):
    return pid in process_table()


def memory_pss(pid):
    """KiB of memory that the process accounts for, shared pages divided among those who share them."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1))


def socket_owner(local_port, remote_port, pids):
    """The one of pids that holds the established connection local_port <- remote_port (the server's end)."""
    wanted = None
    with open("/proc/net/tcp", encoding="ascii") as file:
        for row in (line.split() for line in list(file)[1:]):
            if row[3] == "01" and (int(row[1].split(":")[1], 16), int(row[2].split(":")[1], 16)) == (local_port,
                                                                                                   remote_port):
                wanted = f"socket:[{row[9]}]"
    for pid in pids:
        with contextlib.suppress(OSError):
            for fd in os.listdir(f"/proc/{pid}/fd"):
                if os.readlink(f"/proc/{pid}/fd/{fd}") == wanted:
                    return pid
    return None


# --- the server -----------------------------------------------------------------------------------------------------


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write_config(folder, settings):
    """settings: {"server.port": 2222, ...} over what tests want by default."""
    wanted = {
        "server.listen": "127.0.0.1", "server.host_key": "host_key", "server.per_source": 1000,
        "server.max_unauthenticated": 1000, "server.penalty": 0, "database.path": "wangge.db", "log.to": "stderr",
        "tables.path": os.path.join(TOP, "etc", "tables"), "messages.spool": "messages",
        "messages.spool_out": "messages-out", **settings,
    }
    with open(os.path.join(folder, "wangge.ini"), "w", encoding="utf-8") as file:
        for section in dict.fromkeys(name.split(".")[0] for name in wanted):
            file.write(f"[{section}]\n")
            for name, value in wanted.items():
                if name.split(".")[0] == section:
                    file.write(f"{name.split('.')[1]} = {value}\n")


class Server:
    """settings: {"server.keepalive": 1}. Stopped and removed at the end of "with"."""

    def __init__(self, size="office", settings=None, start=True):
        self.folder = tempfile.mkdtemp(prefix="wangge-")
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.port = free_port()
        copy_demo(self.folder, f"--size={size}")
        self.settings = {"server.port": self.port, **(settings or {})}
        write_config(self.folder, self.settings)
        self.config = os.path.join(self.folder, "wangge.ini")
        self.database = os.path.join(self.folder, "wangge.db")
        self.log_path = os.path.join(self.folder, "server.log")
        self.process = None
        self.clients = []
        self._keys = threading.Lock()
        if start:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([f"{BUILD}/wangged", "-c", self.config, "-f"], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        atexit.register(self.stop)
        wait_until(lambda: self.answers() or self.process.poll() is not None, "the server's greeting", 30 * SLOW)
        if self.process.poll() is not None:
            raise Failed(f"wangged ended with {self.process.returncode}:\n{self.log()}")

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 2) as s:
            return s.recv(8).startswith(b"SSH-2.0")
        return False

    def stop(self):
        for client in self.clients:
            client.close()
        self.clients = []
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20 * SLOW)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failed("wangged did not end in 20 s after SIGTERM") from None
        found = re.search(r".*(Sanitizer|runtime error:).*", self.log()) if os.path.exists(self.log_path) else None
        if found:
            raise Failed(f"a sanitizer has found something: {found.group()}")

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def admin(self, *words, text=None, check=True):
        """Runs the administrator's program."""
        result = subprocess.run([f"{BUILD}/wangge", "-c", self.config, *words], input=text, capture_output=True,
                                text=True, timeout=120 * SLOW)
        if check and result.returncode != 0:
            raise Failed(f"wangge {' '.join(words)}: status {result.returncode}\n{result.stderr}")
        return result

    def key(self, login):
        """A private key that the account may log in with; made at first use."""
        path = os.path.join(self.folder, f"key-{login}")
        with self._keys:
            if not os.path.exists(path):
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", login, "-f", path], check=True)
                self.admin("user", "key", "add", login, path + ".pub")
        return path

    def ssh_words(self, login, port=None, key=True):
        words = ["ssh", "-F", "/dev/null", "-p", str(port or self.port), "-o", "StrictHostKeyChecking=no",
                 "-o", f"UserKnownHostsFile={self.folder}/known_hosts", "-o", "GlobalKnownHostsFile=/dev/null",
                 "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"]
        if key:
            words += ["-o", "BatchMode=yes", "-i", self.key(login)]
        else:
            words += ["-o", "PubkeyAuthentication=no"]
        return words + [f"{login}@127.0.0.1"]

    def command(self, login, *words, text=None, check=True):
        """A command over ssh. Words are quoted for the server's splitting."""
        line = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
        result = subprocess.run(self.ssh_words(login) + [line], input=text if text is not None else "",
                                capture_output=True, text=True, encoding="utf-8", timeout=60 * SLOW)
        if check and result.returncode != 0:
            lost = "\n".join(self.log().splitlines()[-40:]) if result.returncode == 255 else ""
            raise Failed(f"ssh {login} {line[:200]}: status {result.returncode}\n{result.stdout}{result.stderr}{lost}")
        return result

    def json(self, login, *words, text=None):
        return json.loads(self.command(login, *words, "--json", text=text).stdout)

    def rows(self, login, noun, *words, limit=500):
        """All rows of a list, page after page."""
        rows, after = [], []
        while True:
            page = self.json(login, noun, "list", *words, f"--limit={limit}", *after)
            rows += page["rows"]
            if len(page["rows"]) < limit:
                if len(rows) != page["total"]:
                    raise Failed(f"{noun} list: {len(rows)} rows, total says {page['total']}")
                return rows
            after = [f"--after={rows[-1]['id']}"]

    def login(self, login, **options):
        client = Client(self, login, **options)
        self.clients.append(client)
        return client

    def processes(self):
        """{"listener": pid, "keeper": pid, "network": [pids], "session": [pids], "warden": pid, "witness": pid}"""
        table = process_table()
        children = {pid: [p for p, (parent, _) in table.items() if parent == pid] for pid in table}
        listener = self.process.pid
        keeper = [p for p in children.get(listener, []) if table[p][1].startswith("wangge-session")]
        if len(keeper) != 1:
            raise Failed(f"{len(keeper)} keepers")
        warden = next((p for p in children[listener] if table[p][1] == "wangge-warden"), None)
        return {"listener": listener, "keeper": keeper[0],
                "network": [p for p in children[listener] if p not in (keeper[0], warden)],
                "session": [p for p in children[keeper[0]] if table[p][1] not in LASTING],
                "warden": warden,
                "witness": next((p for p in children.get(warden, []) if table[p][1] == "wangge-witness"), None)}

    def check(self):
        """What wangge check has to say: "" when all is well."""
        result = self.admin("check", check=False)
        return "" if result.returncode == 0 else result.stdout + result.stderr


# --- a terminal -----------------------------------------------------------------------------------------------------


class Screen(pyte.Screen):
    """pyte lacks what ncurses uses on xterm: REP (the last character again), SU and SD (scroll the region)."""

    last = " "

    @property
    def display(self):
        """The lines, as pyte gives them; but half of a wide character that something was written over is a blank."""
        lines = []
        for y in range(self.lines):
            line, covered = [], False
            for x in range(self.columns):
                data = self.buffer[y][x].data
                if not covered:
                    line.append(data or " ")
                covered = not covered and data != "" and wcwidth(data[0]) == 2
            lines.append("".join(line))
        return lines

    def draw(self, data):
        super().draw(data)
        self.last = data[-1:] or self.last

    def repeat_last(self, count=1):
        super().draw(self.last * (count or 1))

    def scroll_up(self, count=1):
        self._scroll(count, (self.margins or pyte.screens.Margins(0, self.lines - 1)).bottom, self.index)

    def scroll_down(self, count=1):
        self._scroll(count, (self.margins or pyte.screens.Margins(0, self.lines - 1)).top, self.reverse_index)

    def _scroll(self, count, edge, step):
        row, self.cursor.y = self.cursor.y, edge
        for _ in range(count or 1):
            step()
        self.cursor.y = row


class Stream(pyte.Stream):
    csi = {**pyte.Stream.csi, "b": "repeat_last", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.Stream.events | {"repeat_last", "scroll_up", "scroll_down"}


class Client:
    """Somebody at a terminal. password=True types the password at ssh's prompt, else the account's key is used.
    via: a Proxy in the middle. words: another client program, with all of its words."""

    def __init__(self, server, login, password=False, columns=80, rows=24, via=None, words=None, term="xterm-256color"):
        self.server, self.login = server, login
        self.screen = Screen(columns, rows)
        self.stream = Stream(self.screen)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.received = self.sent = 0
        self.status = None
        words = words or server.ssh_words(login, via.port if via else None, key=not password)
        words = words[:-1] + ["-tt", words[-1]] if words[0] == "ssh" else words
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM=term)
            os.execvp(words[0], words)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if password:
            self.wait_for("assword")
            self.type((PASSWORD if password is True else password) + "\r")

    # What stands on the screen.

    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    def text(self):
        return "\n".join(self.lines())

    def shows(self, text):
        return text in self.text()

    def pump(self, timeout=0.0):
        """Takes what has come. False when the line is closed."""
        end = time.monotonic() + timeout
        while self.status is None:
            ready, _, _ = select.select([self.fd], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return True
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                self._reap()
                return False
            self.received += len(data)
            self.stream.feed(self.decoder.decode(data))
            end = min(end, time.monotonic() + 0.01)
        return False

    def rest(self, seconds):
        """Takes what comes for so long, as somebody who looks on."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.pump(left):
            pass

    def wait(self, condition, what, timeout=TIMEOUT):
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise Failed(f"{self.login} waited {timeout:.0f} s in vain for: {what}\n{self.framed()}")
            if not self.pump(0.2) and not condition():
                raise Failed(f"{self.login}: the line was closed (status {self.status}), waiting for: {what}\n"
                             f"{self.framed()}")
        return self

    def wait_for(self, *texts, timeout=TIMEOUT):
        """Waits until all texts stand on the screen."""
        return self.wait(lambda: all(map(self.shows, texts)), " and ".join(map(repr, texts)), timeout)

    def wait_gone(self, text, timeout=TIMEOUT):
        return self.wait(lambda: not self.shows(text), f"{text!r} to be gone", timeout)

    def settle(self, quiet=0.15, timeout=TIMEOUT):
        """Until nothing has come for a while; for reading a whole screen, not for waiting for something."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            before = self.received
            if not self.pump(quiet * SLOW) or self.received == before:
                break
        return self

    def framed(self):
        edge = "+" + "-" * self.screen.columns + "+"
        return "\n".join([edge, *self.lines(), edge])

    def line_with(self, text):
        return next((line for line in self.lines() if text in line), None)

    # What is typed.

    def send(self, data):
        self.sent += len(data)
        while data:
            self.pump()  # so that neither side waits for the other
            if self.status is not None:
                raise Failed(f"{self.login}: the line is closed (status {self.status})\n{self.framed()}")
            data = data[os.write(self.fd, data[:512]):]

    def type(self, text):
        self.send(text.encode())
        return self

    def key(self, *names):
        for name in names:
            self.send(key_bytes(name))
            if name == "Esc":  # what follows is not to be taken for a function key
                self.pump(0.12 * SLOW)
        return self

    def paste(self, text):
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        return self

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        return self

    # The end.

    def _reap(self):
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        os.close(self.fd)

    def wait_closed(self, timeout=TIMEOUT):
        """The exit status of the client program, once the server has ended the session."""
        end = time.monotonic() + timeout
        while self.pump(0.2):
            if time.monotonic() > end:
                raise Failed(f"{self.login}: the session has not ended\n{self.framed()}")
        return self.status

    def cut(self):
        """Kills the client program at once."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()

    close = cut


class Proxy:
    """Stands between client and server: counts bytes, goes silent, or resets the connection."""

    def __init__(self, server):
        self.server = server
        self.silent = False
        self.to_client = self.to_server = 0
        self.pairs = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.server.port))
                for s in (near, far):
                    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.pairs.append((near, far))
                threading.Thread(target=self._carry, args=(near, far, "to_server"), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, "to_client"), daemon=True).start()

    def _carry(self, source, target, count):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if not self.silent:
                    setattr(self, count, getattr(self, count) + len(data))
                    target.sendall(data)
            if not self.silent:
                target.shutdown(socket.SHUT_WR)

    def server_port(self):
        """The port that the server sees as the last client's."""
        return self.pairs[-1][1].getsockname()[1]

    def go_silent(self):
        """Nothing is carried any more, and nobody is told."""
        self.silent = True

    def reset(self):
        """RST to both sides."""
        for pair in self.pairs:
            for s in pair:
                with contextlib.suppress(OSError):
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    s.shutdown(socket.SHUT_RD)  # wakes the thread that reads, which keeps the socket open
                    s.close()

    def close(self):
        self.reset()
        self.listener.close()


# --- running --------------------------------------------------------------------------------------------------------


def main(names):
    """Runs every test_* of a file, or those named as arguments."""
    wanted = sys.argv[1:]
    failed = 0
    for name, function in list(names.items()):
        if name.startswith("test_") and callable(function) and (not wanted or name in wanted):
            begin = time.monotonic()
            try:
                function()
                print(f"ok - {os.path.basename(sys.argv[0])} {name} ({time.monotonic() - begin:.1f} s)", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                for line in traceback.format_exc().splitlines():
                    print("# " + line)
                print(f"not ok - {os.path.basename(sys.argv[0])} {name}", flush=True)
    sys.exit(1 if failed else 0)
