#!/usr/bin/python3
"""Schemes of the evaluation by commands: copied for a street, changed, tried on a month, deleted; who may."""
import json

from office import Office, main

office = Office().demo()
THIS, NEXT, LAST = "2026-10", "2026-11", "2026-09"  # the demo's day is 2026-10-21


def shipped():
    return next(r for r in office.rows("street01", "scheme", "list", "--subject=grid_leader") if r["area"] is None)


def street():
    return office.json("street01", "user", "show", "street01")["area"]


def copy(month, by="street01"):
    return office.json(by, "scheme", "copy", str(shipped()["id"]), f"--area={street()}", f"--from_month={month}",
                       "--name=街道方案")


def test_a_street_copies_changes_and_deletes_a_version():
    made = copy(NEXT)
    assert (made["area"], made["from_month"], made["version"], made["used"]) == (street(), NEXT, 1, False), made
    assert office.fails(1, "conflict", "street01", "scheme", "copy", str(shipped()["id"]), f"--area={street()}",
                        f"--from_month={NEXT}")
    items = [dict(i, weight=40) if i["item"] == "entry" else i for i in made["items"]]
    items.append({"item": "patrol", "formula": "patrol", "weight": 10, "target": 30})
    targets = [{"item": "patrol", "grade": "red", "households_from": 300, "target": 45}]
    done = office.json("street01", "scheme", "set", str(made["id"]),
                       stdin={"items": items, "targets": targets, "cap": 5, "least_days": 12})
    assert done["items"][-1]["target"] == 30 and done["targets"] == targets, done
    assert (done["cap"], done["least_days"], done["name"]) == (5, 12, "街道方案")
    assert office.json("street01", "scheme", "which", NEXT, f"--area={street()}")["id"] == made["id"]
    assert office.json("street01", "scheme", "which", THIS, f"--area={street()}")["id"] == shipped()["id"]
    office.json("street01", "scheme", "delete", str(made["id"]))
    assert made["id"] not in [r["id"] for r in office.rows("street01", "scheme", "list")]


def test_checks_tell_what_is_wrong():
    made = copy(NEXT)

    def wrong(field, **change):
        items = [dict(made["items"][0], **change)]
        error = office.fails(1, "invalid", "street01", "scheme", "set", str(made["id"]),
                             stdin=json.dumps({"items": items}))
        assert error["field"] == field, error

    wrong("formula", formula="nothing")
    wrong("formula", formula="entry+")
    wrong("formula", formula="own_entry")  # of informants
    wrong("weight", weight=0)
    wrong("target", target=2)
    wrong("target", formula="patrol", target=0)
    wrong("item", item="Entry rate")
    error = office.fails(1, "invalid", "street01", "scheme", "set", str(made["id"]), stdin='{"cap": 101}')
    assert error["field"] == "cap", error
    assert office.json("street01", "scheme", "show", str(made["id"]))["items"] == made["items"]
    office.json("street01", "scheme", "delete", str(made["id"]))


def test_trying_a_scheme_changes_nothing():
    made = copy(NEXT)
    now = {r["leader"]: r["total"] for r in office.rows("street01", "evaluation", "list", THIS)}
    rows = office.rows("street01", "scheme", "try", str(made["id"]), THIS)
    assert {r["who"]: r["is"]["total"] for r in rows} == now
    assert all(r["is"] == r["would"] for r in rows), "a copy judges as what it is a copy of"
    only = [i for i in made["items"] if i["item"] == "completeness"]
    office.json("street01", "scheme", "set", str(made["id"]), stdin={"items": only})
    rows = office.rows("street01", "scheme", "try", str(made["id"]), THIS)
    assert any(abs(r["is"]["total"] - r["would"]["total"]) > 0.5 for r in rows), rows
    assert [r["would"]["rank"] for r in rows] == sorted(r["would"]["rank"] for r in rows)
    assert {r["leader"]: r["total"] for r in office.rows("street01", "evaluation", "list", THIS)} == now
    assert len(office.rows("station01", "scheme", "try", str(made["id"]), THIS)) <= len(rows)
    assert office.fails(3, "denied", "grid01", "scheme", "try", str(made["id"]), THIS)
    office.json("street01", "scheme", "delete", str(made["id"]))


def test_a_station_reads_and_a_street_changes_its_own():
    everywhere = str(shipped()["id"])
    assert office.json("station01", "scheme", "show", everywhere)["items"]
    assert office.fails(3, "denied", "station01", "scheme", "copy", everywhere, f"--from_month={NEXT}")
    assert office.fails(3, "denied", "station01", "scheme", "set", everywhere, stdin='{"cap": 1}')
    assert office.fails(3, "denied", "street01", "scheme", "set", everywhere, stdin='{"cap": 1}')
    assert office.fails(3, "denied", "street01", "scheme", "copy", everywhere, f"--from_month={NEXT}")  # everywhere
    assert office.fails(3, "denied", "street01", "scheme", "delete", everywhere)


def test_what_a_frozen_month_was_judged_by_stays():
    used = copy(LAST)
    office.json("station01", "evaluation", "freeze", LAST)
    assert office.json("street01", "scheme", "show", str(used["id"]))["used"]
    assert office.fails(1, "state", "street01", "scheme", "set", str(used["id"]), stdin='{"cap": 1}')
    assert office.fails(1, "state", "street01", "scheme", "delete", str(used["id"]))
    assert office.fails(1, "state", "street01", "scheme", "copy", str(used["id"]), f"--area={street()}",
                        f"--from_month={LAST}")
    assert office.rows("street01", "scheme", "try", str(used["id"]), LAST) == []  # all are frozen
    later = office.json("street01", "scheme", "copy", str(used["id"]), f"--area={street()}", f"--from_month={THIS}")
    assert later["version"] == 2 and not later["used"]


main(globals())
