"""A database of its own for the program wangge, without a server.

    office = Office()                              # a folder with etc/wangge.ini; office.demo() fills it
    office.wangge("check")                         # a Result: status, out, err
    office.json("station01", "case", "list")       # "wangge as station01 case list --json", parsed
"""
import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WANGGE = os.path.join(TOP, os.environ.get("WANGGE_BUILD", "build"), "wangge")
DATE = "2026-10-21"
CONFIG = f"[database]\npath = ../var/wangge.db\n[tables]\npath = {TOP}/etc/tables\n"

sys.path.insert(0, os.path.join(TOP, "tests", "ssh"))
from demo import copy_demo  # noqa: E402  pylint: disable=wrong-import-position


class Result:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()

    def __repr__(self):
        return f"status {self.status}\n{self.out}{self.err}"

    def error(self):
        """The error that --json prints: one line on standard error."""
        return json.loads(self.err.strip().splitlines()[-1])


class Office:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="wangge-test-")
        atexit.register(shutil.rmtree, self.folder, True)
        os.mkdir(os.path.join(self.folder, "etc"))
        self.config = os.path.join(self.folder, "etc", "wangge.ini")
        self.database = os.path.join(self.folder, "var", "wangge.db")
        with open(self.config, "w") as f:
            f.write(CONFIG)

    def wangge(self, *words, stdin=b"", env=None):
        if isinstance(stdin, str):
            stdin = stdin.encode()
        environment = dict(os.environ, LC_ALL="C", **(env or {}))
        environment.pop("WANGGE_CONFIG", None)
        done = subprocess.run([WANGGE, "-c", self.config, *words], input=stdin, capture_output=True, env=environment,
                              timeout=600)
        return Result(done)

    def demo(self, *options, anew=False):
        """anew: made here and now, and no copy of one that was made before."""
        words = ["--size=office", "--date=" + DATE, *options]
        with open(self.config, encoding="utf-8") as f:
            own = anew or f.read() != CONFIG or os.path.exists(self.database)
        if own:
            made = self.wangge("demo", *words)
            assert made.status == 0, made
        else:
            os.makedirs(os.path.dirname(self.database), 0o700, exist_ok=True)
            copy_demo(os.path.dirname(self.database), *words)
        return self

    def run(self, login, *words, stdin=b""):
        return self.wangge("as", login, *words, stdin=stdin)

    def json(self, login, *words, stdin=b""):
        if not isinstance(stdin, (str, bytes)):
            stdin = json.dumps(stdin, ensure_ascii=False)
        result = self.run(login, *words, "--json", stdin=stdin)
        assert result.status == 0, (words, result)
        assert result.out.endswith("}\n") and result.out.count("\n") == 1, result.out
        return json.loads(result.out)

    def rows(self, login, *words):
        answer = self.json(login, *words)
        assert answer["schema"] == 1 and set(answer) == {"schema", "total", "rows"}, answer.keys()
        assert answer["total"] >= len(answer["rows"])
        return answer["rows"]

    def fails(self, status, code, login, *words, stdin=b""):
        """Runs with --json, expects the exit status and the error's code; returns the error."""
        result = self.run(login, *words, "--json", stdin=stdin)
        assert result.status == status, (words, result)
        error = result.error()
        assert set(error) == {"error", "message", "field"} and error["error"] == code and error["message"], error
        return error


def main(names):
    import harness
    harness.main(names)
