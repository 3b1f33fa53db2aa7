#!/usr/bin/python3
"""What happens around the figures of the evaluation, by commands: ledger, veto, appeals, review, corrections, preview."""
import datetime

from office import Office, main

office = Office().demo()
THIS, LAST = "2026-10", "2026-09"  # the demo's day is 2026-10-21


def total(who, month=THIS, by="station01"):
    return next(row for row in office.rows(by, "evaluation", "list", month) if row["leader"] == who)["total"]


def appeal(*words, text="当天停电"):
    return office.json("grid01", "evaluation", "appeal", *words, "--text=" + text)


def test_a_line_of_the_ledger_is_in_the_total_until_it_is_withdrawn():
    before = total("grid01")
    line = office.json("station01", "evaluation", "points", "add", THIS, "grid01", "+1.5", "--reason=排除燃气泄漏",
                       "--evidence=有照片")
    assert line["points"] == 1.5 and line["login"] == "grid01" and line["by_name"], line
    assert abs(total("grid01") - before - 1.5) < 1e-6
    assert office.rows("grid01", "evaluation", "points", "list", THIS) == [line]
    assert office.fails(3, "denied", "grid01", "evaluation", "points", "withdraw", str(line["id"]), "--why=x")
    assert office.fails(1, "invalid", "station01", "evaluation", "points", "withdraw", str(line["id"]))
    gone = office.json("station01", "evaluation", "points", "withdraw", str(line["id"]), "--why=记错人")
    assert gone["withdrawn_why"] == "记错人"
    assert abs(total("grid01") - before) < 1e-6


def test_points_count_up_to_the_cap_and_a_veto_comes_last():
    before = total("grid01b") - sum(line["points"] for line in office.rows(
        "station01", "evaluation", "points", "list", THIS) if line["login"] == "grid01b")  # those of the demo
    for _ in range(3):
        office.json("station01", "evaluation", "points", "add", THIS, "grid01b", "-6", "--reason=通报", "--evidence=文件")
    assert abs(total("grid01b") - max(0, before - 10)) < 1e-6
    assert office.fails(3, "denied", "station01", "evaluation", "veto", THIS, "grid01", "--reason=x", "--evidence=y")
    veto = office.json("street01", "evaluation", "veto", THIS, "grid01", "--reason=重大事故", "--evidence=通报")
    rows = office.rows("station01", "evaluation", "list", THIS)
    assert rows[-1]["leader"] == "grid01" and rows[-1]["grade"] == "E", rows[-1]
    office.json("street01", "evaluation", "points", "withdraw", str(veto["id"]), "--why=查明无责")
    assert office.rows("station01", "evaluation", "list", THIS)[-1]["leader"] != "grid01"


def test_an_accepted_appeal_is_an_input_before_freezing():
    items = {i["code"]: i for i in office.json("station01", "evaluation", "show", THIS, "grid01")["items"]}
    missed = next(r for r in items["entry"]["records"] if r["counted"] == 0)
    made = appeal(THIS, "entry", missed["no"], text="主人住院")
    assert (made["state"], made["object"], made["kind"]) == ("open", missed["id"], "household"), made
    assert office.fails(1, "state", "grid01", "evaluation", "appeal", THIS, "entry", missed["no"], "--text=x")
    assert office.fails(3, "denied", "grid01", "evaluation", "decide", str(made["id"]), "count", "--answer=x")
    assert made["id"] in [r["id"] for r in office.rows("station01", "evaluation", "appeals", THIS, "--open")]
    before = total("grid01")
    done = office.json("station01", "evaluation", "decide", str(made["id"]), "count", "--answer=属实")
    assert (done["state"], done["effect"], done["answer"]) == ("accepted", "count", "属实")
    after = {i["code"]: i for i in office.json("station01", "evaluation", "show", THIS, "grid01")["items"]}
    assert after["entry"]["numerator"] == items["entry"]["numerator"] + 1
    assert total("grid01") > before


def test_a_month_is_frozen_reviewed_published_and_corrected():
    office.json("station01", "evaluation", "freeze", LAST)
    frozen = total("grid01", LAST)
    assert office.fails(1, "state", "station01", "evaluation", "points", "add", LAST, "grid01", "1", "--reason=x",
                        "--evidence=y")
    whole = appeal(LAST, text="有两户已搬走")
    message = office.fails(1, "state", "station01", "evaluation", "review", LAST)
    assert message, "the open appeal is told"
    assert office.fails(1, "state", "station01", "evaluation", "publish", LAST)
    office.json("station01", "evaluation", "decide", str(whole["id"]), "points", "--points=+0.5", "--answer=核实")
    assert abs(total("grid01", LAST) - frozen - 0.5) < 1e-6
    assert office.json("station01", "evaluation", "review", LAST)["changed"] > 3
    assert office.fails(1, "state", "grid01", "evaluation", "appeal", LAST, "--text=x")
    assert office.json("station01", "evaluation", "publish", LAST)["changed"] > 3
    assert office.fails(3, "denied", "station01", "evaluation", "correct", LAST, "grid01", "+2", "--reason=x")
    rows = office.rows("street01", "evaluation", "correct", LAST, "grid01", "+2", "--reason=两篇误作抄袭")
    assert [r["points"] for r in rows] == [2.0] and abs(rows[0]["total"] - frozen - 2.5) < 1e-6, rows
    assert abs(total("grid01", LAST) - frozen - 0.5) < 1e-6  # what was published stays
    assert office.rows("street01", "evaluation", "correct", LAST, "grid01") == rows


def test_the_preview_tells_what_would_gain_most():
    preview = office.json("grid01", "evaluation", "preview")
    assert abs(preview["total"] - total("grid01", datetime.date.today().strftime("%Y-%m"))) < 1e-6
    gains = preview["gains"]
    assert gains and all(g["all"] > 0 and g["deeds"] > 0 for g in gains)
    known = [g["all"] for g in gains if not g["unknown"]]
    assert known == sorted(known, reverse=True)
    assert office.fails(4, "not_found", "inspector01", "evaluation", "preview")  # judges, and is not judged


main(globals())
