"""An administrator's morning: thirty people from a spreadsheet, slips, the first login of one; sessions that end."""
import re
import subprocess
import time

import harness
from harness import SLOW, Server
from xlsx import xlsx

GRIDS = ["321003005006001", "321003005006002", "321003005006003"]
RULES = "至少"  # what the first screen asks a new password to be


def people(count):
    return xlsx([["登录名", "姓名", "联系电话", "岗位", "网格编码"]] +
                [[f"new{i:02d}", f"示例{i}", f"1380000{i:04d}", "信息员", GRIDS[i % 3]] for i in range(count)])


def slips_of(text):
    return dict(zip(re.findall(r"(?:User name|用户名): ([a-z0-9._-]+)", text),
                    re.findall(r"(?:One-time password|一次性密码): ([a-z0-9-]+)", text)))


def send(server, login, data, *words):
    done = subprocess.run(server.ssh_words(login) + [" ".join(words)], input=data, capture_output=True,
                          timeout=120 * SLOW)
    assert done.returncode == 0, (done.stdout.decode(), done.stderr.decode())
    return done.stdout.decode()


def test_thirty_people_from_a_spreadsheet_and_one_of_them_begins_to_work():
    with Server() as server:
        assert "30" in send(server, "admin", people(30), "user import --dry")
        assert "30" in send(server, "admin", people(30), "user import")
        for request in server.json("security", "post", "requests")["rows"]:  # four eyes: another one grants the posts
            server.command("security", "post", "grant", str(request["id"]))
        began = time.monotonic()
        slips = slips_of(server.command("admin", "user", "slips", "--new", "--pages=60").stdout)
        print(f"# 30 slips in {time.monotonic() - began:.1f} s")
        assert len(slips) == 30, slips

        new = server.login("new07", password=slips["new07"])
        new.wait_for("管理员")  # the password was given by one
        new.key("Enter")
        new.wait_for(RULES)
        new.type("short")
        new.key("Enter")
        new.wait_for("再输")
        new.type("short")
        new.key("Enter")
        new.wait_for("8")
        new.key("Enter")
        for _ in range(2):
            new.wait_for("新密码")
            new.settle()
            new.type("my-own-word-7")
            new.key("Enter")
        new.wait_for("民情日记")  # home: it works
        new.key("q")
        new.wait_for("退出")
        new.key("y")
        new.wait_closed()

        again = server.login("new07", password="my-own-word-7")
        again.wait_for("民情日记")
        user = server.json("admin", "user", "show", "new07")
        assert not user["must_change"] and not user["never"], user


def test_who_is_on_is_seen_and_ended_with_a_reason():
    with Server() as server:
        grid01 = server.login("grid01")
        grid01.wait_for("民情日记")
        row, = [r for r in server.json("admin", "session", "list")["rows"] if r["login"] == "grid01"]
        assert row["client"].startswith("OpenSSH"), row
        assert row["idle"] is not None and 0 <= row["idle"] < 60, row
        server.command("admin", "session", "end", str(row["id"]), "--reason=维护")
        began = time.monotonic()
        grid01.wait_for("维护")
        assert time.monotonic() - began < 5 * SLOW
        grid01.wait_closed()  # by itself
        assert not [r for r in server.json("admin", "session", "list")["rows"] if r["login"] == "grid01"]


def test_the_screen_left_alone_for_longest_makes_room_for_a_new_one():
    with Server() as server:
        server.command("security", "setting", "set", "session.most", "2")
        first = server.login("grid01")
        first.wait_for("民情日记")
        time.sleep(9 * SLOW)  # a terminal's time is told in steps of eight seconds
        second = server.login("grid01")
        second.wait_for("民情日记")
        third = server.login("grid01")
        third.wait_for("民情日记")
        first.wait_for("您已从")
        assert second.shows("民情日记") and not second.shows("您已从")
        assert server.command("grid01", "version").returncode == 0  # a command is no screen


if __name__ == "__main__":
    harness.main(globals())
