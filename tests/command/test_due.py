"""Who is to be visited, by commands: the list in both orders, what was asked for, rules of a street, check."""
from office import Office, main


def test_the_list_tells_why_and_until_when():
    office = Office().demo()
    due = office.json("grid01", "visit", "due", "--until=+14")
    assert due["total"] == len(due["rows"]) > 3 and due["overdue"] == sum(r["overdue"] > 0 for r in due["rows"]), due
    for row in due["rows"]:
        assert bool(row["household"]) != bool(row["place"]) and row["why"] and row["reasons"], row
        assert row["until"] == min(r["until"] for r in row["reasons"]), row
        assert row["overdue"] == max(r["overdue"] for r in row["reasons"]), row
    walked = office.json("grid01", "visit", "due", "--until=+14", "--by=door")
    assert sorted(r["address"] for r in walked["rows"]) == sorted(r["address"] for r in due["rows"])
    assert office.run("grid01", "visit", "due", "--by=door").out.splitlines()[1:], "for people"
    office.fails(2, "usage", "grid01", "visit", "due", "--by=foot")
    office.fails(2, "usage", "grid01", "visit", "due", "--until=sometime")
    office.fails(3, "denied", "department01", "visit", "due")


def test_scope_holds():
    office = Office().demo()
    mine = {r["household"] for r in office.json("grid01", "visit", "due", "--until=+100")["rows"] if r["household"]}
    theirs = {r["household"] for r in office.json("grid01b", "visit", "due", "--until=+100")["rows"] if r["household"]}
    assert mine and theirs and not mine & theirs
    office.fails(4, "not_found", "grid01", "visit", "due", f"--household={min(theirs)}")
    one = office.json("grid01", "visit", "due", f"--household={min(mine)}")
    assert one["total"] == 1 and one["rows"][0]["household"] == min(mine)


def test_a_visit_settles_what_was_asked_for():
    office = Office().demo()
    household = office.rows("grid01", "household", "list", "--limit=1")[0]["id"]
    office.fails(3, "denied", "grid01", "visit", "ask", f"--household={household}", "--text=看材料")
    made = office.json("station01", "visit", "ask", f"--household={household}", "--text=看材料", "--until=+2")
    asked = office.json("grid01", "visit", "asked")
    assert [r["id"] for r in asked["rows"] if r["text"] == "看材料"] == [made["id"]], asked

    def is_due():
        due = office.json("grid01", "visit", "due", f"--household={household}")["rows"]
        return [r for row in due for r in row["reasons"] if r["kind"] == "follow_up"]

    assert is_due() and "看材料" in is_due()[0]["text"]
    office.json("grid01", "visit", "add", f"--household={household}", "--channel=1", "--text=材料已经看过，准备齐全。")
    assert not is_due()


def test_a_street_lays_down_another_rhythm():
    office = Office().demo()
    street = office.json("street01", "area", "list", "--limit=1")["rows"][0]["id"]

    def periods():
        due = office.json("grid01", "visit", "due", "--until=+100")["rows"]
        return {r["period"] for row in due for r in row["reasons"] if r["rule"] == "serious_illness"}

    assert periods() == {"month"}, periods()
    office.json("street01", "visit_rule", "add", f"--area={street}", "--rule=serious_illness", "--period=week")
    assert periods() == {"week"}, periods()
    grid = office.rows("grid01", "household", "list", "--limit=1")[0]["area"]
    office.fails(3, "denied", "grid01", "visit_rule", "add", f"--area={grid}", "--rule=drug", "--off=1")
    checked = office.wangge("check")
    assert checked.status == 0, checked


def test_upkeep_makes_people_old_residents():
    office = Office().demo()
    new = {h["id"] for h in office.rows("street01", "household", "list", "--where=kinds:1", "--limit=1000")}
    assert new
    done = office.wangge("upkeep", "--now=2027-02-21T09:00")
    assert done.status == 0, done
    assert not office.rows("street01", "household", "list", "--where=kinds:1", "--limit=1000")
    assert office.wangge("check").status == 0


if __name__ == "__main__":
    main(globals())
