#!/usr/bin/python3
"""Moves as a user would give them over ssh: short verbs, what they print, and taking them back."""
from office import Office, main

office = Office().demo()
LOGIN = "grid01"


def people(household):
    return office.rows(LOGIN, "person", "list", f"--where=household:{household}", "--limit=20")


def a_household(least=3):
    """One with so many people, whose head is married."""
    for row in office.rows(LOGIN, "household", "list", "--limit=100"):
        found = people(row["id"])
        if len(found) >= least and {"02", "10"} <= {p["relation"] for p in found}:
            return row["id"], {p["relation"]: p for p in found}
    raise AssertionError("no such household in the demo")


def shown(person):
    return office.json(LOGIN, "person", "show", str(person["id"]))


def test_who_moves_out_is_kept_and_undoing_brings_everything_back():
    household, family = a_household()
    before = [shown(p) for p in family.values()]
    move = office.json(LOGIN, "person", "move_out", str(family["02"]["id"]), "--place=南京市", "--reason=务工")
    assert move["kind"] == "move_out" and move["persons"] == family["02"]["name"] and move["reason"] == "01"
    gone = shown(family["02"])
    assert not gone["household"] and gone["state"] == "2" and gone["left_to"] == "南京市", gone
    assert shown(family["10"])["relation"] == "02"
    assert family["10"]["name"] in move["result"]
    assert office.json(LOGIN, "move", "undo", str(move["id"]))["undone_on"]
    for old, person in zip(before, family.values()):
        now = shown(person)
        for field in ("household", "relation", "state", "left_on", "left_to", "area"):
            assert (now[field] or "") == (old[field] or ""), (field, old, now)
    assert office.fails(1, "state", LOGIN, "move", "undo", str(move["id"]))["message"]


def test_a_dry_move_does_nothing():
    household, family = a_household()
    told = office.run(LOGIN, "household", "split", str(household), f"--persons={family['10']['name']}", "--dry")
    assert told.status == 0 and family["10"]["name"] in told.out, told
    assert shown(family["10"])["household"] == household


def test_a_household_moves_and_is_found_at_the_new_door_alone():
    household, family = a_household()
    old = office.json(LOGIN, "household", "show", str(household))
    move = office.json(LOGIN, "household", "move", str(household), "--address=测试路99号", "--room=7788")
    found = office.rows(LOGIN, "household", "find", "7788")
    assert [row["household"] for row in found] == [household], found
    door = f"{old['building']}-{old['unit']}-{old['room']}"
    assert household not in [row["household"] for row in office.rows(LOGIN, "household", "find", door)]
    stays = office.rows(LOGIN, "person", "residence", str(family["02"]["id"]))
    assert len(stays) == 2 and stays[0]["address"].startswith("测试路99号") and stays[1]["ended"] == "move_house", stays
    office.json(LOGIN, "move", "undo", str(move["id"]))


def test_a_child_is_born():
    household, family = a_household()
    mother = next(p for p in family.values() if p["sex"] == "2" and p["relation"] in ("02", "10"))
    move = office.json(LOGIN, "person", "birth", str(mother["id"]), "--name=示例戊", "--sex=女", "--birth_order=1")
    child = office.rows(LOGIN, "person", "list", "--search=示例戊")[0]
    assert child["household"] == household and child["birth"] == move["moved_on"]
    assert [r["person"] for r in office.rows(LOGIN, "infant", "list", "--limit=200") if r["person"] == child["id"]]


def test_a_death_is_a_fact_of_the_list_of_moves():
    household, family = a_household()
    move = office.json(LOGIN, "person", "death", str(family["10"]["id"]))
    assert shown(family["10"])["state"] == "3"
    assert move["id"] in [row["id"] for row in office.rows(LOGIN, "move", "list", "--where=kind:death")]


def test_two_households_become_one():
    household, family = a_household()
    other = next(r["id"] for r in office.rows(LOGIN, "household", "list", "--limit=100")
                 if r["id"] != household and people(r["id"]))
    office.json(LOGIN, "household", "merge", str(household), f"--to_household={other}", "--relation=97")
    assert {shown(p)["household"] for p in family.values()} == {other}
    assert office.fails(4, "not_found", LOGIN, "household", "show", str(household))


def test_every_fault_is_told():
    household, family = a_household()
    failed = office.run(LOGIN, "move", "add", "--kind=split", f"--household={household}", "--persons=没有这个人",
                        "--moved_on=2099-01-01")
    assert failed.status != 0 and "2099-01-01" in failed.err and "没有这个人" in failed.err, failed


def test_a_move_is_never_changed():
    household, family = a_household()
    move = office.json(LOGIN, "person", "move_out", str(family["10"]["id"]))
    office.fails(1, "state", LOGIN, "move", "delete", str(move["id"]))
    office.fails(1, "state", LOGIN, "move", "change", str(move["id"]), "--note=x")


def test_nobody_moves_people_of_another_grid():
    household, family = a_household()
    office.fails(1, "invalid", "grid01b", "person", "death", str(family["02"]["id"]))
    office.fails(3, "denied", "district01", "person", "death", str(family["02"]["id"]))


def test_who_lives_in_a_house():
    house = office.json(LOGIN, "house", "add", stdin={"address": "测试路100号", "room": "1", "owner": "示例业主"})
    office.json(LOGIN, "person", "move_in", "--name=示例业主", "--sex=1", "--relation=户主", f"--house={house['id']}")
    rows = office.rows(LOGIN, "house", "residents", str(house["id"]))
    assert [(r["name"], r["owner"], r["to_on"]) for r in rows] == [("示例业主", "1", None)], rows


main(globals())
