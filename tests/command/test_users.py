"""Accounts by the dozen: a list of people is checked, taken, and given slips with one-time passwords; invites; who may."""
import json
import os
import re
import sqlite3

from office import Office, main  # which says where the tests over ssh are
from xlsx import xlsx

GRIDS = "321003005006001"  # a grid of the demo


def people(count, first=0):
    rows = ["登录名,真实姓名,手机号,岗位,所属网格"]
    for i in range(first, first + count):
        rows.append(f"new{i:03d},示例{i},1380000{i:04d},{'网格长' if i % 2 else '信息员'},{GRIDS}")
    return "\n".join(rows) + "\n"


def database(office):
    return sqlite3.connect(f"file:{office.database}?mode=ro", uri=True)


def slips_of(text):
    """login -> one-time password of every slip, however many stand beside each other."""
    found = {}
    for block in re.split(r"\n(?=\+--)", text):
        logins = re.findall(r"(?:User name|用户名): ([a-z0-9._-]+)", block)
        secrets = re.findall(r"(?:One-time password|一次性密码): ([a-z0-9-]+)", block)
        assert len(logins) == len(secrets), block
        found.update(zip(logins, secrets))
    return found


def test_a_list_is_checked_then_taken_and_nobody_can_log_in_yet():
    office = Office().demo()
    dry = office.run("admin", "user", "import", "--dry", "--json", stdin=people(30))
    assert dry.status == 0, dry
    with database(office) as db:
        assert db.execute("select count(*) from account where login like 'new%'").fetchone() == (0,)
    job = office.json("admin", "user", "import", stdin=people(30))
    assert (job["state"], job["added"], job["bad"]) == ("done", 30, 0), job
    again = office.json("admin", "user", "import", stdin=people(30))
    assert (again["added"], again["same"]) == (0, 30), again
    with database(office) as db:
        assert db.execute("select distinct password from account where login like 'new%'").fetchall() == [("",)]
        assert db.execute("select count(*) from audit where action = 'user.manage' and note = 'import' "
                          "and kind = 'user'").fetchone() == (30,)


def test_what_is_wrong_is_told_by_the_number_of_the_row():
    office = Office().demo()
    bad = ["登录名,姓名,岗位,区域",
           f"good01,示例甲,网格长,{GRIDS}",
           f"Bad Name,示例乙,网格长,{GRIDS}",    # 3: no login
           f"good02,示例丙,皇帝,{GRIDS}",        # 4: no such role
           "good03,示例丁,网格长,没有这个网格",   # 5: no such area
           f"good01,示例戊,网格长,{GRIDS}",      # 6: twice in the file
           f"grid01,示例己,网格长,{GRIDS}",      # 7: somebody else's
           f"good04,,网格长,{GRIDS}",            # 8: no name
           "good05,示例庚,网格长,",              # 9: a role without an area
           "good06,示例辛,,"]                    # 10: no post is fine
    result = office.run("admin", "user", "import", "--json", stdin="\n".join(bad) + "\n")
    assert result.status == 1, result
    job = json.loads(result.out)
    assert [fault["row"] for fault in job["faults"]] == [3, 4, 5, 6, 7, 8, 9], job["faults"]
    assert job["state"] == "failed"
    assert office.run("admin", "user", "show", "good01").status == 4  # nothing is saved
    left = office.json("admin", "user", "import", "--skip-bad", stdin="\n".join(bad) + "\n")
    assert (left["added"], left["bad"]) == (2, 7), left


def test_header_words_in_both_languages_and_xlsx():
    office = Office().demo()
    english = f"Username,Full name,Telephone,Post,Area code\nen01,Example A,13800000001,grid leader,{GRIDS}\n"
    assert office.json("admin", "user", "import", stdin=english)["added"] == 1
    rows = [["工号", "人员姓名", "联系电话", "职务", "网格编码"], ["xl01", "示例壬", "13800000002", "grid_leader", GRIDS]]
    assert office.json("admin", "user", "import", stdin=xlsx(rows))["added"] == 1
    assert office.json("admin", "user", "show", "xl01")["name"] == "示例壬"


def test_on_the_server_a_file_is_named_and_posts_hold_at_once():
    office = Office().demo()
    path = office.folder + "/people.csv"
    with open(path, "w") as f:
        f.write(people(5))
    result = office.wangge("user", "import", "--json", path)
    assert result.status == 0 and '"added": 5' in result.out.replace('":5', '": 5'), result
    user = office.json("admin", "user", "show", "new001")
    assert (user["role"], user["area_name"]) == ("grid_leader", "文苑第1网格"), user
    missing = office.wangge("user", "import", office.folder + "/nothing.csv")
    assert missing.status != 0 and "nothing.csv" in missing.err, missing


def test_slips_are_made_once_and_kept_nowhere():
    office = Office().demo()
    office.json("admin", "user", "import", stdin=people(30))
    printed = office.run("admin", "user", "slips", "--new", "--width=100", "--pages=60")
    assert printed.status == 0, printed
    slips = slips_of(printed.out)
    assert sorted(slips) == [f"new{i:03d}" for i in range(30)], sorted(slips)
    assert len(set(slips.values())) == 30
    for page in printed.out.split("\f")[:-1]:  # no slip is torn
        assert page.count("+--") % 4 == 0 and page.count("+--") >= 4, page
    assert "\f" in printed.out and max(len(line) for line in printed.out.splitlines()) <= 100
    data = b"".join(open(office.database + end, "rb").read() for end in ("", "-wal")
                    if os.path.exists(office.database + end))
    assert not [secret for secret in slips.values() if secret.encode() in data]
    office.fails(4, "not_found", "admin", "user", "slips", "--new")  # all have one now
    again = slips_of(office.run("admin", "user", "slips", "new003").out)
    assert again["new003"] != slips["new003"]
    with database(office) as db:
        assert db.execute("select count(*) from account where login like 'new%' and must_change = 1 and "
                          "password like '$y$%' and password_at is null").fetchone() == (30,)


def test_slips_go_on_past_who_cannot_have_one():
    office = Office().demo()
    office.run("admin", "user", "disable", "grid01b", "--reason=离职")
    result = office.run("admin", "user", "slips", "grid01", "grid01b", "security")
    assert result.status == 1, result
    assert list(slips_of(result.out)) == ["grid01"]
    assert "grid01b: " in result.err and "security: " in result.err, result.err
    for login in ("grid01", "station01", "security", "audit"):
        office.fails(3, "denied", login, "user", "slips", "grid01")


def test_invites_are_shown_once_listed_and_withdrawn():
    office = Office().demo()
    invite = office.json("admin", "user", "invite", "grid01")
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", invite["code"]), invite
    row, = office.rows("admin", "user", "invite", "list")
    assert (row["login"], row["state"], row["state_text"]) == ("grid01", "open", "open") or row["state"] == "open", row
    assert invite["code"] not in str(row)
    assert office.run("admin", "user", "invite", "withdraw", str(row["id"])).status == 0
    assert office.rows("admin", "user", "invite", "list", "grid01")[0]["state"] == "withdrawn"
    slips = office.run("admin", "user", "slips", "--invite", "grid01", "grid01b")
    assert len(re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", slips.out)) == 2, slips
    office.fails(3, "denied", "station01", "user", "invite", "grid01")


def test_the_address_on_a_slip_is_a_setting():
    office = Office().demo()
    slips = office.run("admin", "user", "slips", "grid01")
    assert "ssh grid01@HOST" in slips.out and "login.address" in slips.err, slips
    office.json("admin", "setting", "set", "login.address", "10.1.2.3:2222")
    slips = office.run("admin", "user", "slips", "grid01")
    assert "ssh -p 2222 grid01@10.1.2.3" in slips.out and "login.address" not in slips.err, slips


def test_a_reason_stands_beside_who_is_disabled():
    office = Office().demo()
    office.run("admin", "user", "disable", "grid01", "--reason=调离")
    user = office.json("admin", "user", "show", "grid01")
    assert (user["state"], user["state_reason"]) == ("disabled", "调离"), user
    office.run("admin", "user", "enable", "grid01")
    assert office.json("admin", "user", "show", "grid01")["state_reason"] == ""


def test_users_are_found_by_what_administrators_look_for():
    office = Office().demo()
    office.json("admin", "user", "import", stdin=people(4))
    count = lambda *where: len(office.rows("admin", "user", "list", "--limit=500", *("--where=" + w for w in where)))
    assert count("never:1", "role:grid_leader") >= 2
    assert count("has_password:0") == 4
    assert count("has_second:0") == count() and count("has_second:1") == 0
    office.run("admin", "user", "disable", "new000")
    assert count("state:disabled") == 1
    assert count("waiting:1") == 0
    everybody = count()
    inside = count("within:321003005006")  # a community
    assert 0 < inside < everybody, (inside, everybody)
    assert count("within:321003005006", "role:grid_leader") < inside


def test_who_moves_is_asked_for_and_who_was_where_stays():
    office = Office().demo()
    moved = office.json("admin", "user", "move", "grid01", "member01", "--area=321003005006002", "--reason=轮岗")
    assert moved == {"asked": 2, "moved": 0}, moved
    assert office.json("admin", "user", "show", "grid01")["area_name"] == "文苑第1网格"  # until it is granted
    for row in office.rows("security", "post", "requests"):
        assert row["reason"] == "轮岗", row
        assert office.run("security", "post", "grant", str(row["id"])).status == 0
    assert office.json("admin", "user", "show", "grid01")["area_name"] == "文苑第2网格"
    held = {row["login"]: row for row in office.rows("admin", "user", "held", "321003005006001")}
    assert held["grid01"]["to_on"] and held["member01"]["to_on"], held
    assert office.wangge("user", "move", "grid01", "--area=321003005006001").status == 0  # the server grants at once
    assert office.json("admin", "user", "show", "grid01")["area_name"] == "文苑第1网格"
    office.fails(3, "denied", "station01", "user", "move", "member01", "--area=321003005006002")
    office.fails(2, "usage", "admin", "user", "move", "grid01")


if __name__ == "__main__":
    main(globals())


def test_many_posts_asked_for_are_one_line_in_the_inbox():
    office = Office().demo()
    for login in ("li.ming", "li.na"):
        office.run("admin", "user", "add", login, "--name=示例甲乙", "--role=grid_leader", "--area=321003005006003")
    lines = office.json("security", "inbox", "list")["rows"]
    assert len(lines) == 1, lines
