"""Spot checks and return visits by commands: what a screen does, programs can do."""
from office import Office, main


def office_with_check():
    office = Office().demo()
    made = office.json("street01", "spot_check", "draw", "--name=十月", "--how=each", "--amount=1", "--per_door=0",
                       "--fields=person.phone,person.education,household.kinds", "--seed=7")
    return office, made


def test_a_draw_can_be_made_again():
    office, made = office_with_check()
    again = office.json("street01", "spot_check", "draw", "--name=again", "--how=each", "--amount=1", "--per_door=0",
                        "--fields=person.phone,person.education,household.kinds", "--seed=7")
    assert made["seed"] == 7 and made["method"] and len(made["frame_sum"]) == 16
    assert (made["frame"], made["frame_sum"]) == (again["frame"], again["frame_sum"])
    assert [row["household"] for row in made["door_rows"]] == [row["household"] for row in again["door_rows"]]
    other = office.json("street01", "spot_check", "draw", "--name=other", "--how=total", "--amount=4", "--seed=8")
    assert [row["household"] for row in made["door_rows"]] != [row["household"] for row in other["door_rows"]]
    assert office.rows("street01", "spot_check", "fields")[0]["name"] == "household.phone"
    office.fails(1, "invalid", "street01", "spot_check", "draw", "--name=x", "--fields=released.risk")
    office.fails(3, "denied", "station01", "spot_check", "draw", "--name=x")


def test_what_is_found_corrects_the_register():
    office, made = office_with_check()
    no = made["no"]
    items = office.rows("street01", "spot_check", "items", no, "--door=1")
    phone = next(row for row in items if row["field"] == "phone")
    kinds = next(row for row in items if row["field"] == "kinds")
    saved = office.json("street01", "spot_check", "do", no, "1", f"{phone['position']}=13900002222")
    assert saved["wrong"] == 1 and saved["corrected"] == 1, saved
    full = office.json("street01", "person", "show", str(phone["object"]), "--reveal=核对号码")
    assert full["phone"] == "13900002222"
    assert full["source"] == "check"
    saved = office.json("street01", "spot_check", "do", no, "1", f"{kinds['position']}==")
    assert saved["checked"] == 1 and saved["wrong"] == 0
    office.fails(2, "usage", "street01", "spot_check", "do", no, "1", "phone=1")
    office.fails(1, "invalid", "street01", "spot_check", "do", no, "1", f"{phone['position']}=abc")
    by_field = office.rows("street01", "spot_check", "result", no, "--by=field")
    assert sum(row["counted"] for row in by_field) == 2 and sum(row["correct"] for row in by_field) == 1
    behind = office.rows("street01", "spot_check", "items", no, "--by=field", "--key=person.phone")
    assert {row["field"] for row in behind} == {"phone"}
    leader = office.rows("street01", "spot_check", "result", no, "--by=leader")
    assert sum(row["counted"] for row in leader) == 2
    lines = [row["title"] for row in office.rows("grid01", "inbox", "list") if no in row["title"]]
    assert len(lines) == 1 and "2222" not in lines[0], lines


def test_return_visits():
    office = Office().demo()
    drawn = office.json("station01", "return_visit", "draw", "--month=2026-10", "--amount=1", "--seed=3")
    assert drawn["drawn"] == 4, drawn
    rows = office.rows("station01", "return_visit", "list", "--where=state:open")
    no = rows[0]["no"]
    phones = office.rows("station01", "return_visit", "phones", no)
    assert phones and all("*" in row["text"] for row in phones)
    full = office.json("station01", "return_visit", "phones", no, "--full=" + phones[0]["id"], "--reason=回访")
    assert "*" not in full["phone"]
    office.fails(1, "invalid", "station01", "return_visit", "do", no, "--visited=no")
    office.json("station01", "return_visit", "do", no, "--visited=no", "--text=没有人来过")
    assert office.json("station01", "visit", "show", no)["no"] == no
    office.fails(3, "denied", "station01", "return_visit", "strike", no, "--text=核实无误")
    struck = office.json("street01", "return_visit", "strike", no, "--text=核实无误")
    assert struck["state"] == "struck"
    back = office.json("street01", "return_visit", "take", "back", no, "--text=住户记错了")
    assert back["state"] == "kept"
    other = rows[1]["no"]
    done = office.json("station01", "return_visit", "do", other, "--visited=yes", "--satisfaction=1")
    assert done["state"] == "done" and done["satisfaction"] == "1"
    office.fails(1, "state", "station01", "return_visit", "add", other)
    draws = office.rows("station01", "return_visit", "draws")
    assert any(row["frame_sum"] == drawn["frame_sum"] and row["seed"] == 3 for row in draws)


def test_a_frozen_month_strikes_out_nothing():
    office = Office().demo()
    office.json("station01", "return_visit", "draw", "--month=2026-09", "--amount=1", "--seed=3")
    no = office.rows("station01", "return_visit", "list", "--where=state:open")[0]["no"]
    office.json("station01", "return_visit", "do", no, "--visited=no", "--text=没有人来过")
    assert office.run("street01", "evaluation", "compute", "2026-09").status == 0
    assert office.run("street01", "evaluation", "freeze", "2026-09").status == 0
    office.fails(1, "state", "street01", "return_visit", "strike", no, "--text=核实无误")
    assert office.json("street01", "return_visit", "show", no)["state"] == "doubt"


main(globals())
