"""Special sweeps by commands: previewed, frozen, worked off by the grids, late ones, closed."""
import csv
import io
import subprocess

from office import WANGGE, Office, main

INFANTS = ("--table=person", "--where=age:0..2")


def begun(office, *words):
    return office.json("street01", "sweep", "add", "--name=婴幼儿", "--until=+10", *INFANTS, *words)


def test_what_is_previewed_is_frozen():
    office = Office().demo()
    preview = office.json("street01", "sweep", "preview", *INFANTS)
    assert preview["total"] == sum(r["total"] for r in preview["rows"]) > 3, preview
    assert not [s for s in office.rows("street01", "sweep", "list") if s["name"] == "婴幼儿"], "nothing is saved"
    sweep = begun(office)
    assert (sweep["total"], sweep["open"], sweep["hits"], sweep["state"]) == (preview["total"], preview["total"], 0, "open")
    people = {p["id"] for p in office.rows("street01", "person", "list", "--where=age:0..2", "--limit=1000")}
    items = office.rows("street01", "sweep", "items", sweep["no"], "--limit=1000")
    assert sorted(i["title"] for i in items) and len(items) == len(people) == preview["total"]
    text = office.run("street01", "sweep", "items", sweep["no"])
    assert text.status == 0 and items[0]["title"] in text.out
    notices = office.rows("grid01", "notice", "list")
    assert any("婴幼儿" in n["title"] for n in notices), notices


def test_a_grid_works_off_its_own():
    office = Office().demo()
    sweep = begun(office)
    mine = office.rows("grid01", "sweep", "items", sweep["no"])
    theirs = office.rows("grid01b", "sweep", "items", sweep["no"])
    assert mine and theirs and not {i["id"] for i in mine} & {i["id"] for i in theirs}
    office.fails(4, "not_found", "grid01", "sweep", "do", "none", str(theirs[0]["id"]))
    ids = [str(i["id"]) for i in mine]
    assert office.json("grid01", "sweep", "do", "正常", *ids)["done"] == len(ids)
    assert not office.rows("grid01", "sweep", "items", sweep["no"], "--open")
    office.json("grid01b", "sweep", "do", "hit", str(theirs[0]["id"]), "--note=发热", "--due=+3")
    shown = office.json("street01", "sweep", "show", sweep["no"])
    assert shown["sum"]["total"] == shown["sum"]["done"] + shown["sum"]["open"] == sweep["total"]
    assert (shown["sum"]["done"], shown["sum"]["hits"]) == (len(ids) + 1, 1), shown
    assert sum(p["total"] for p in shown["progress"]) == shown["sum"]["total"]
    office.fails(1, "invalid", "grid01", "sweep", "do", "whatever", ids[0])
    office.fails(3, "denied", "department01", "sweep", "list")
    office.fails(3, "denied", "grid01", "sweep", "close", sweep["no"])


def test_a_diary_entry_answers_it():
    office = Office().demo()
    sweep = begun(office)
    item = office.rows("grid01", "sweep", "items", sweep["no"], "--open")[0]
    text = f"看了孩子，身体很好。\n#专项 {item['title']} 正常 按时接种"
    told = office.run("grid01", "visit", "add", f"--household={item['household']}", f"--text={text}", "--preview")
    assert told.status == 0, told
    # the demo's own sweep has answered the child already, so that one sweep asks for it
    visit = office.json("grid01", "visit", "add", f"--household={item['household']}", f"--text={text}")
    done = [i for i in office.rows("grid01", "sweep", "items", sweep["no"]) if i["id"] == item["id"]][0]
    assert (done["outcome"], done["note"], done["visit"], done["open"]) == ("none", "按时接种", visit["id"], False), done


def test_late_ones_and_the_end():
    office = Office().demo()
    sweep = begun(office)
    home = office.rows("grid01", "sweep", "items", sweep["no"])[0]["household"]
    assert not office.json("grid01", "sweep", "late", sweep["no"])["rows"]
    office.json("grid01", "person", "add", "--name=示例新", "--sex=2", "--birth=2026-11-01", f"--household={home}",
                "--relation=女")
    late = office.json("grid01", "sweep", "late", sweep["no"])["rows"]
    assert [r["title"] for r in late] == ["示例新"], late
    assert office.json("grid01", "sweep", "late", sweep["no"], "--yes")["added"] == 1
    assert [i["title"] for i in office.rows("grid01", "sweep", "items", sweep["no"], "--where=late:1")] == ["示例新"]
    refused = office.fails(1, "invalid", "street01", "sweep", "close", sweep["no"])
    assert refused["field"] == "reason" and "示例" in refused["message"] or "open" in refused["message"], refused
    assert office.json("street01", "sweep", "close", sweep["no"], "--reason=行动结束")["state"] == "closed"
    office.fails(1, "state", "street01", "sweep", "close", sweep["no"], "--reason=again")
    assert office.wangge("check").status == 0


def test_another_last_day():
    office = Office().demo()
    sweep = begun(office)
    office.fails(2, "usage", "street01", "sweep", "change", sweep["no"])
    office.fails(3, "denied", "grid01", "sweep", "change", sweep["no"], "--until=+3")
    changed = office.json("street01", "sweep", "change", sweep["no"], "--until=2026-12-24", "--text=先电话联系")
    assert (changed["until_on"], changed["text"], changed["name"]) == ("2026-12-24", "先电话联系", sweep["name"]), changed
    assert office.json("grid01", "sweep", "show", sweep["no"])["until_on"] == "2026-12-24"


def test_the_checklist_as_a_file_and_on_paper():
    office = Office().demo()
    sweep = begun(office)
    told = office.run("street01", "sweep", "items", sweep["no"], "--format=csv")
    rows = list(csv.reader(io.StringIO(told.out)))
    assert len(rows) == sweep["total"] + 1, told
    paper = office.run("street01", "sweep", "items", sweep["no"], "--format=print")
    assert paper.status == 0 and "婴幼儿" in paper.out, paper
    sheet = subprocess.run([WANGGE, "-c", office.config, "as", "street01", "sweep", "items", sweep["no"],
                            "--format=xlsx"], capture_output=True, check=True).stdout
    assert sheet[:2] == b"PK"


def test_who_moves_takes_the_row_along():
    office = Office().demo()
    sweep = begun(office)
    item = office.rows("grid01", "sweep", "items", sweep["no"])[0]
    person = office.rows("street01", "person", "list", f"--where=name:{item['title']}", "--where=age:0..2")[0]
    there = office.rows("grid01b", "household", "list", "--limit=1")[0]
    changed = office.run("street01", "person", "change", str(person["id"]), f"--household={there['id']}", "--json")
    if changed.status != 0:  # a move is a matter of its own
        office.json("street01", "move", "add", "--kind=move_in", f"--persons={person['id']}",
                    f"--household={there['id']}")
    assert item["id"] in [i["id"] for i in office.rows("grid01b", "sweep", "items", sweep["no"], "--where=moved:1")]
    assert item["id"] not in [i["id"] for i in office.rows("grid01", "sweep", "items", sweep["no"])]


if __name__ == "__main__":
    main(globals())
