#!/usr/bin/python3
"""The kiosk of residents: closed unless somebody opens it; then three things to do, and nothing else."""
import re
import subprocess

import harness
from harness import Failed, Server


def kiosk_words(server, *words):
    return ["ssh", "-F", "/dev/null", "-p", str(server.port), "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes",
            "-o", f"UserKnownHostsFile={server.folder}/known_hosts", "-o", "LogLevel=ERROR", "-o", "IdentityAgent=none",
            "-o", "PubkeyAuthentication=no", *words]


def come(server, columns=80, rows=24):
    return harness.Client(server, "kiosk", columns=columns, rows=rows, words=kiosk_words(server) + ["kiosk@127.0.0.1"])


def open_kiosk(server, **settings):
    area = server.json("street01", "area", "list")["rows"]
    street = next(row for row in area if row["level"] == 3 or row.get("level_text") == "街道")
    server.admin("user", "add", "kiosk", "--name=示例大厅", "--role=guest", f"--area={street['code']}")
    for name, value in {"on": "yes", **settings}.items():
        server.admin("setting", "set", f"kiosk.{name}", value)


def refused(server, login, *words):
    said = subprocess.run(kiosk_words(server) + [f"{login}@127.0.0.1", *words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60 * harness.SLOW)
    return said.returncode, said.stderr


def report(client, phone, place, text):
    client.type("2").wait_for("您的手机号")
    client.type(phone).key("Tab").type(place).key("Tab").type(text).key("Ctrl-S").wait_for("回执")
    receipt = re.search(r"\d{4}-\d{4}", client.text()).group()
    client.key("Enter").wait_for("欢迎")
    return receipt


def test_it_is_closed_by_default():
    with Server() as server:
        status, said = refused(server, "kiosk")
        if status != 255 or "Permission denied" not in said:
            raise Failed(f"{status}: {said}")
        server.admin("user", "add", "kiosk", "--name=示例大厅", "--role=guest", "--area=321003005000")
        status, said = refused(server, "kiosk")
        if status != 255:
            raise Failed("the account alone opened it")


def test_only_the_kiosk_comes_without_a_proof():
    with Server() as server:
        open_kiosk(server)
        for login in ("admin", "grid01", "nobody", "guest"):
            status, said = refused(server, login)
            if status != 255 or "Permission denied" not in said:
                raise Failed(f"{login}: {status} {said}")
        said = server.admin("user", "change", "kiosk", "--role=district", "--area=321003005000", check=False)
        if said.returncode == 0:
            raise Failed("who comes in without a proof got a district's post")
        come(server).wait_for("欢迎")


def test_a_report_and_its_state():
    with Server() as server:
        open_kiosk(server)
        client = come(server).wait_for("欢迎")
        receipt = report(client, "13800001234", "文昌路路口", "路口的井盖松动, 夜里有人绊倒, 已经三天")
        rows = server.json("district01", "case", "list", "--where=source:10")["rows"]
        if len(rows) != 1 or "井盖松动" not in rows[0]["text"] or rows[0]["state"] != "reported":
            raise Failed(f"cases of the kiosk: {rows}")
        client.type("3").wait_for("回执").type(receipt).key("Enter").wait_for("手机号").type("13800001234").key("Enter")
        client.wait_for("已上报")
        client.key("Esc").wait_for("欢迎")
        client.type("3").wait_for("回执").type(receipt).key("Enter").wait_for("手机号").type("13900001234").key("Enter")
        client.wait_for("没有")
        if "井盖" in client.text():
            raise Failed("told without the right number")
        client.key("Enter").wait_for("欢迎").key("q")
        if client.wait_closed() != 0:
            raise Failed("status")


def test_what_is_not_complete_stays():
    with Server() as server:
        open_kiosk(server)
        client = come(server, 60, 20).wait_for("欢迎")
        client.type("2").wait_for("您的手机号").type("12").key("Tab").key("Tab").type("灯坏").key("Ctrl-S")
        client.wait_for("2 处有误")
        if "灯坏" not in client.text():
            raise Failed("what was typed is gone")


def test_nothing_else_is_reachable():
    with Server() as server:
        open_kiosk(server)
        for words in (["case", "list"], ["help"], ["visit", "list"], ["sh"]):
            status, said = refused(server, "kiosk", *words)
            if status != 3 or "没有命令" not in said:
                raise Failed(f"{words}: {status} {said}")
        client = come(server).wait_for("欢迎")
        client.type(":").settle()
        client.type("mqrj").key("Enter").settle()
        if "民情" in client.text() or "事件" in client.text():
            raise Failed(client.framed())


def test_its_limits_are_its_own():
    with Server() as server:
        open_kiosk(server, hour="2", misses="2", sessions="1")
        client = come(server).wait_for("欢迎")
        if refused(server, "kiosk")[0] != 255:
            raise Failed("a second kiosk")
        server.login("grid01").wait_for("民情日记")
        for n in range(2):
            report(client, "13800001234", "", f"第{n}件: 楼道里堆了很多杂物, 请清理")
        client.type("2").wait_for("您的手机号").type("13800001234").key("Tab").key("Tab")
        client.type("第三件: 楼道里堆了很多杂物").key("Ctrl-S").wait_for("一小时")
        if "第三件" not in client.text():
            raise Failed("what was typed is gone")


if __name__ == "__main__":
    harness.main(globals())
