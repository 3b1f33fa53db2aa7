#!/usr/bin/python3
"""The administrator's console of a running server: settings that hold at once, backups that are due, a full disk."""
import contextlib
import os
import sqlite3
import subprocess

import harness
from harness import SLOW, Failed, Server, wait_until


def need(condition, what):
    if not condition:
        raise Failed(what)


def backups(server):
    return server.json("admin", "backup", "list")["rows"]


def at_settings(server, login):
    person = server.login(login).wait_for("系统设置")
    person.type(":").wait_for("跳转到").type("xtsz").wait_for("系统设置").key("Enter")
    return person.wait_for("密码最少字符数")


def test_a_setting_that_is_changed_on_screen_holds_for_the_next_login():
    with Server() as server:
        server.login("grid01").wait_for("民情日记")
        security = at_settings(server, "security")
        security.type("/login.after_key").key("Enter").wait_for("1-1").key("Enter").wait_for("e ")
        security.type("e").wait_for("grid_leader").type(" ").settle().key("Enter").settle()
        value = server.json("security", "setting", "show", "login.after_key")["value"]
        need(value == "grid_leader", f"{value!r}\n{security.framed()}")
        words = [word.replace("BatchMode=yes", "BatchMode=no") for word in server.ssh_words("grid01")]
        person = server.login("grid01", words=words).wait_for("assword")  # the key alone was enough a moment ago
        person.type(harness.PASSWORD + "\r").wait_for("民情日记")


def test_the_server_makes_the_backup_that_is_due():
    with Server(start=False) as server:
        db = sqlite3.connect(server.database)
        db.execute("update schema_version set applied_at = applied_at - 200000 where number = 72")
        db.commit()
        db.close()
        server.start()
        row = wait_until(lambda: (backups(server) or [None])[0], "a backup", 90 * SLOW)
        wait_until(lambda: backups(server)[0]["state"] == "good", "the backup to be good", 60 * SLOW)
        need(row["how"] == "scheduled", row)
        folder = server.database.replace("wangge.db", "wangge-backup")
        need(len(os.listdir(folder)) == 2, os.listdir(folder))


def test_the_configuration_tells_what_was_changed_since_the_start():
    with Server() as server:
        rows = {row["key"]: row for row in server.json("admin", "config", "list")["rows"]}
        need(rows["server.per_source"]["value"] == "1000", rows["server.per_source"])
        with open(server.config, encoding="utf-8") as file:
            text = file.read()
        with open(server.config, "w", encoding="utf-8") as file:
            file.write(text.replace("per_source = 1000", "per_source = 77"))
        admin = server.login("admin").wait_for("系统设置")
        admin.type(":").wait_for("跳转到").type("xtpz").wait_for("系统配置").key("Enter").wait_for("server.")
        admin.type("/per_source").key("Enter").wait_for("per_source")
        admin.wait(lambda: "!" in (admin.line_with("server.per_source") or ""), "a mark of what was changed")
        admin.key("Enter").wait_for("77", "1000")


def test_health_is_told_over_ssh():
    with Server() as server:
        rows = {row["code"]: row for row in server.json("admin", "health", "show")["rows"]}
        need(rows["uptime"]["number"] >= 0 and rows["sessions"]["number"] >= 1, rows)
        need(rows["database.bytes"]["light"] == "green", rows["database.bytes"])
        found = {row["code"]: row for row in server.json("audit", "health", "check")["rows"]}
        need("password.demo" in found and "audit.witness" not in found and "audit.unseen" not in found, found.keys())
        red = sum(row["light"] == "red" for row in found.values())
        server.login("admin").wait_for(f"待整改 {red}")
        need(server.command("grid01", "health", "show", check=False).returncode == 3, "grid01 reads health")


@contextlib.contextmanager
def small_disk(folder, mib):
    os.makedirs(folder)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=700", "tmpfs", folder], check=False,
                          capture_output=True)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_told_and_nothing_half_is_left():
    with Server(start=False) as server:
        folder = os.path.join(server.folder, "small")
        with small_disk(folder, 3) as mounted:
            if not mounted:
                print("# skipped: no file system can be mounted here")
                return
            server.settings["backup.path"] = folder
            harness.write_config(server.folder, server.settings)
            server.start()
            server.command("admin", "backup", "now", check=False)
            row = wait_until(lambda: [r for r in backups(server) if r["state"] != "running"], "an end")[0]
            need(row["state"] == "failed" and "磁盘已满" in row["why"] or "full" in row["why"], row)
            need(not os.listdir(folder), os.listdir(folder))
            inbox = server.login("admin").wait_for("系统设置")

            # Room for one backup, and none to try it out: that is not the backup's fault.
            room = os.stat(server.database).st_size * 105 // 100 // 1048576 + 3
            subprocess.run(["mount", "-o", f"remount,size={room}m", folder], check=True)
            server.command("admin", "backup", "now")
            wait_until(lambda: backups(server)[0]["state"] == "good", "a good one")
            server.command("admin", "backup", "drill", "2", check=False)
            row = wait_until(lambda: (r := server.json("admin", "backup", "show", "2"))["drilled"] and r, "a drill")
            need(row["state"] == "good" and not row["drilled"]["good"], row)
            need(len(os.listdir(folder)) == 2, os.listdir(folder))

            subprocess.run(["dd", "if=/dev/zero", f"of={folder}/full", "bs=64k"], check=False, capture_output=True)
            inbox.key("?").wait_for("帮助")  # the server goes on
            need(server.json("grid01", "household", "list", "--limit=1")["total"] > 0, "a command")
            need(server.check() == "", server.check())


if __name__ == "__main__":
    harness.main(globals())
