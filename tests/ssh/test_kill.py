#!/usr/bin/python3
"""Children are killed at random while many people save: what was acknowledged is there, and nobody else noticed.

WANGGE_CLIENTS people save WANGGE_SAVES entries (visits and cases, over commands and through the screens) while every
now and then a network or session child gets kill -9."""
import itertools
import os
import random
import signal
import threading
import time
import traceback

import harness
import screens
from harness import Client, Failed, Server

CLIENTS = int(os.environ.get("WANGGE_CLIENTS", "8"))
SAVES = int(os.environ.get("WANGGE_SAVES", "80"))
AT_SCREENS = max(1, CLIENTS // 5)  # so many of them use the screens, the others commands
PAUSE = 0.15  # seconds between two kills, on average
LEADERS = ("grid01", "grid01b")


class Ledger:
    """Who has to save what, and what the server has acknowledged."""

    def __init__(self):
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)
        self.acknowledged = []  # (kind, text)
        self.interrupted = 0
        self.unexpected = []

    def left(self):
        return len(self.acknowledged) < SAVES and not self.unexpected

    def next_text(self):
        with self.lock:
            return f"第{next(self.numbers)}号记录: 楼道灯不亮, 已报修"

    def keep(self, kind, text):
        with self.lock:
            self.acknowledged.append((kind, text))


def save_by_commands(server, ledger, login, dice):
    while ledger.left():
        text = ledger.next_text()
        if dice.random() < 0.5:
            kind, words = "visit", ["visit", "add", "--channel=2", f"--text={text}", "--json"]
        else:
            kind, words = "case", ["case", "add", "--category=02", f"--title={text[:20]}", f"--text={text}", "--json"]
        result = server.command(login, *words, check=False)
        if result.stdout.endswith("}\n"):  # it was told so, whether or not the line was cut right after
            ledger.keep(kind, text)
        elif result.returncode == 255:
            ledger.interrupted += 1
        else:
            ledger.unexpected.append(f"{words}: {result.returncode} {result.stdout}{result.stderr}")


def save_by_screens(server, ledger, login):
    while ledger.left():
        client = Client(server, login)
        try:
            client.wait_for("民情日记")
            while ledger.left():
                text = ledger.next_text()
                screens.write_visit(client, text)
                ledger.keep("visit", text)
        except Failed:
            if client.status is None:  # not cut: something is wrong
                ledger.unexpected.append(client.framed())
            ledger.interrupted += 1
        finally:
            client.close()


def work(ledger, save, *words):
    """A person whose program ends in an unexpected way fails the test."""
    try:
        save(*words)
    except Exception:
        ledger.unexpected.append(traceback.format_exc())


class Killer(threading.Thread):
    def __init__(self, server, spared, dice):
        super().__init__(daemon=True)
        self.server, self.spared, self.dice = server, spared, dice
        self.killed = {"network": 0, "session": 0}
        self.stop = threading.Event()

    def run(self):
        while not self.stop.wait(self.dice.expovariate(1 / PAUSE)):
            found = self.server.processes()
            victims = [(kind, pid) for kind in self.killed for pid in found[kind] if pid not in self.spared]
            if victims:
                kind, pid = self.dice.choice(victims)
                try:
                    os.kill(pid, signal.SIGKILL)
                    self.killed[kind] += 1
                except ProcessLookupError:
                    pass


def watch(client, over, seen):
    """A person who only looks around: every key has to have its effect."""
    try:
        while not over.is_set():
            client.key("?").wait_for("帮助")
            client.key("Esc").wait_for("民情日记")
            seen.append(time.monotonic())
            time.sleep(0.3)
    except Failed as failure:
        seen.append(failure)


def test_nothing_acknowledged_is_lost_and_nobody_else_notices():
    dice = random.Random(int(os.environ.get("WANGGE_SEED", "1")))
    with Server() as server:
        witness = server.login("station01").wait_for("事件")
        before = server.processes()
        spared = set(before["network"] + before["session"])
        over, seen = threading.Event(), []
        watcher = threading.Thread(target=watch, args=(witness, over, seen))
        watcher.start()

        ledger, workers = Ledger(), []
        for n in range(CLIENTS):
            login = LEADERS[n % 2]
            server.key(login)
            if n < AT_SCREENS:
                workers.append(threading.Thread(target=work, args=(ledger, save_by_screens, server, ledger, login)))
            else:
                workers.append(threading.Thread(target=work, args=(ledger, save_by_commands, server, ledger, login,
                                                                     random.Random(dice.random()))))
        killer = Killer(server, spared, dice)
        killer.start()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        killer.stop.set()
        killer.join()
        over.set()
        watcher.join()

        stored = {kind: [row["text"] for row in server.rows("station01", kind)] for kind in ("visit", "case")}
        lost = [text for kind, text in ledger.acknowledged if stored[kind].count(text) != 1]
        after = server.processes()
        print(f"# {len(ledger.acknowledged)} saves acknowledged to {CLIENTS} people, {ledger.interrupted} interrupted, "
              f"{killer.killed['network']} network and {killer.killed['session']} session children killed, "
              f"{len(lost)} lost, {len(seen)} looks of another login")
        assert not ledger.unexpected, ledger.unexpected[0]
        assert not lost, lost[:5]
        assert sum(killer.killed.values()) > 0 and ledger.interrupted > 0, "nothing was interrupted"
        assert not any(isinstance(look, Failed) for look in seen) and len(seen) > 1, seen[-1]
        assert (before["listener"], before["keeper"]) == (after["listener"], after["keeper"])
        assert spared <= set(after["network"] + after["session"]), "another login was ended"
        said = server.check()
        assert not said, said
        server.login("grid01").wait_for("民情日记")


if __name__ == "__main__":
    harness.main(globals())
