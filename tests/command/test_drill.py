"""The familiarity drill, gaps in the registers and leaves by commands: what a script sees of them."""
from office import Office, main

office = Office().demo()


def answer_all(login, question, wrong=0):
    """Answers with what the database holds as right; the first of them wrongly. Returns the last reply."""
    reply = None
    for n in range(question["asked"]):
        given = "" if n < wrong else right_of(question["id"], n + 1)
        words = ["drill", "answer", str(question["id"])] + ([given] if given else [])
        reply = office.json(login, *words)
    return reply


def right_of(drill, position):
    import sqlite3
    with sqlite3.connect(office.database) as db:
        row = db.execute("select answer from drill_item where drill = ? and position = ?", (drill, position)).fetchone()
    return row[0].split("\n")[0]


def test_a_drill_from_its_first_to_its_last_question():
    first = office.json("grid01", "drill", "start", "--count=12")
    assert first["asked"] == 12 and first["position"] == 1 and not first["resumed"], first
    again = office.json("grid01", "drill", "start")
    assert again["id"] == first["id"] and again["resumed"] and again["question"] == first["question"], again
    last = answer_all("grid01", first, wrong=5)
    assert last["ended"] and last["right_count"] == 7, last
    shown = office.json("grid01", "drill", "show", str(first["id"]))
    assert len(shown["items"]) == 12 and shown["right_count"] == 7 and shown["login"] == "grid01", shown
    assert [i["correct"] for i in shown["items"]] == [0] * 5 + [1] * 7
    assert all(i["question"] and i["answer"] for i in shown["items"])
    refused = office.run("grid01", "drill", "answer", str(first["id"]), "1", "--json")
    assert refused.status == 4, refused


def test_a_question_is_answered_once():
    first = office.json("grid01b", "drill", "start", "--count=10")
    done = office.json("grid01b", "drill", "answer", str(first["id"]), "1", "--question=1")
    assert done["next"]["position"] == 2, done
    twice = office.run("grid01b", "drill", "answer", str(first["id"]), "2", "--question=1", "--json")
    assert twice.status == 1 and twice.error()["error"] == "conflict", twice
    foreign = office.run("grid01", "drill", "answer", str(first["id"]), "1", "--json")
    assert foreign.status == 4, foreign


def test_a_drill_has_ten_to_fifty_questions_and_a_grid():
    for count in ("9", "51"):
        refused = office.run("grid01", "drill", "start", "--count=" + count, "--json")
        assert refused.status == 1 and refused.error()["field"] == "count", refused
    assert office.run("station01", "drill", "start").status == 3
    assert office.run("member01", "drill", "start").status == 3


def test_results_are_read_from_above():
    own = office.json("grid01", "drill", "list", "2026-10")["rows"]
    assert own and {row["login"] for row in own} == {"grid01"}, own
    assert sum(row["best"] for row in own) == 1, own
    above = office.json("station01", "drill", "list", "2026-10")["rows"]
    assert len({row["login"] for row in above}) > 1, above
    other = office.json("station02", "drill", "list", "2026-10")["rows"]
    assert "grid01" not in {row["login"] for row in other}, other
    assert office.run("station02", "drill", "show", str(own[0]["id"])).status == 4
    assert office.run("member01", "drill", "list").status == 3


def figures(login, item):
    rows = office.json("station01", "evaluation", "show", "2026-10", login)["items"]
    return next(row for row in rows if row["code"] == item)


def test_the_best_drill_is_the_score_and_its_records_add_up():
    item = figures("grid01", "familiarity")
    best = next(row for row in office.json("grid01", "drill", "list", "2026-10")["rows"] if row["best"])
    assert (item["numerator"], item["denominator"]) == (best["right_count"], best["asked"]), (item, best)
    assert sum(r["counted"] for r in item["records"]) == item["numerator"]
    assert sum(r["due"] for r in item["records"]) == item["denominator"]


def test_a_gap_that_is_filled_raises_the_completeness():
    before = figures("grid01", "completeness")
    gaps = office.json("grid01", "completeness", "list")["rows"]
    assert len(gaps) == before["denominator"] - before["numerator"], (gaps, before)
    assert len(before["records"]) == len(gaps) + 1, before
    marriage = next(gap for gap in gaps if gap["missing"] == "marriage ")
    done = office.run("grid01", "person", "change", str(marriage["id"]), "--marriage=20")
    assert done.status == 0, done
    after = figures("grid01", "completeness")
    assert after["numerator"] == before["numerator"] + 1 and after["denominator"] == before["denominator"]
    assert sum(r["counted"] for r in after["records"]) == after["numerator"]
    assert sum(r["due"] for r in after["records"]) == after["denominator"]
    assert marriage["id"] not in [g["id"] for g in office.json("grid01", "completeness", "list", "person")["rows"]]
    assert office.run("grid01", "completeness", "list", "visit").status == 4
    assert office.wangge("check").status == 0


def test_leaves_are_entered_by_the_station_and_seen_by_whose_they_are():
    made = office.run("station01", "leave", "add", "--account=grid01", "--kind=2", "--from_on=2026-11-02",
                      "--to_on=2026-11-04", "--json")
    assert made.status == 0, made
    twice = office.run("station01", "leave", "add", "--account=grid01", "--kind=1", "--from_on=2026-11-04",
                       "--to_on=2026-11-05", "--json")
    assert twice.status == 1 and twice.error()["field"] == "from_on", twice
    assert office.run("grid01", "leave", "add", "--account=grid01", "--from_on=t", "--to_on=t").status == 3
    assert [row["from_on"] for row in office.json("grid01", "leave", "list")["rows"]] == ["2026-11-02"]
    assert office.json("grid01b", "leave", "list")["total"] == 0


main(globals())
