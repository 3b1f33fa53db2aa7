#!/usr/bin/python3
"""visit review, return, evidence, book, month; print plate."""
import re
import unicodedata

from office import Office, main


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def printed(office, login, *words):
    result = office.run(login, *words)
    assert result.status == 0, result
    return result.out


def entries(office, login="grid01"):
    return [row for row in office.rows(login, "visit", "list", "--where=on:2026-10-01..2026-10-31")]


def test_a_station_grades_many_entries_and_the_author_reads_it():
    office = Office().demo()
    numbers = [row["no"] for row in entries(office)[:3]]
    told = office.json("station01", "visit", "review", *numbers, "--grade=良", "--comment=写明了情况")
    assert told["total"] == 3 and all(row["done"] for row in told["rows"])
    assert "评阅: 良: 写明了情况" in printed(office, "grid01", "visit", "month", "2026-10")
    audit = office.rows("audit", "audit", "list", "--where=action:visit.review")
    assert sum(row["at"] > "2026-10-22" for row in audit) == 3 # the demo has some of its own


def test_each_that_cannot_be_reviewed_is_told_and_stops_no_other():
    office = Office().demo()
    number = entries(office)[0]["no"]
    result = office.run("station01", "visit", "review", "MQ-20261001-9999", number, "--grade=1", "--json")
    assert result.status == 4, result
    assert "评阅: 优" in printed(office, "grid01", "visit", "month", "2026-10")


def test_own_entries_and_those_of_others_communities_are_refused():
    office = Office().demo()
    number = entries(office)[0]["no"]
    office.fails(3, "denied", "grid01", "visit", "review", number, "--grade=1")
    office.fails(4, "not_found", "station02", "visit", "review", number, "--grade=1")
    office.fails(4, "not_found", "station02", "visit", "evidence", number)
    office.fails(2, "usage", "station01", "visit", "review", number)
    office.fails(1, "invalid", "station01", "visit", "review", number, "--counts=no")


def test_given_back_it_waits_in_the_inbox_of_its_author():
    office = Office().demo()
    row = entries(office)[0]
    office.json("station01", "visit", "return", row["no"], "--reason=请写明结果")
    lines = office.rows(row["by"], "inbox", "list")
    assert any("请写明结果" in line["title"] for line in lines), lines
    office.fails(1, "state", "station01", "visit", "return", row["no"], "--reason=再退一次")


def test_a_copied_text_is_evidence_with_what_both_have():
    office = Office().demo()
    text = "新开的面馆把泔水桶放在人行道上，答应打烊后收进后院，明早再来看一次是否做到"
    for day, said in (("2026-10-20 09:00", text), ("2026-10-21 15:00", text.replace("明早", "后天"))):
        office.json("grid01", "visit", "add", "--household=1-1-302", "--channel=1", f"--on={day}", f"--text={said}")
    found = [row for row in office.rows("station01", "visit", "evidence", "--month=2026-10")
             if row["kind"] == "copy" and "泔水桶" in row["entries"][0]["text"]]
    assert len(found) == 1 and found[0]["percent"] > 90, found
    assert found[0]["passages"] and all(passage in text for passage in found[0]["passages"])
    assert office.rows("station01", "visit", "evidence", found[0]["entries"][0]["no"])[0]["kind"] == "copy"


def test_books_are_as_wide_as_the_page_and_audited():
    office = Office().demo()
    for layout in range(1, 5):
        for columns in (60, 80, 132):
            text = printed(office, "grid01", "visit", "book", "2026-10", f"--layout={layout}", f"--width={columns}",
                           "--pages=66")
            assert all(width(line.replace("\f", "")) <= columns for line in text.splitlines()), (layout, columns)
            if layout != 3:
                assert all(len(page.splitlines()) <= 67 for page in text.split("\f"))
    for word in ("走访时间", "走访体会", "总结"):
        assert word in printed(office, "grid01", "visit", "book", "2026-10")
    assert "今日安排" in printed(office, "grid01", "visit", "book", "2026-10", "--layout=2")
    assert "是否已办" in printed(office, "grid01", "visit", "book", "2026-10", "--layout=3")
    assert "反馈结果" in printed(office, "grid01", "visit", "book", "2026-10", "--layout=4")
    office.fails(1, "invalid", "grid01", "visit", "book", "2026-10", "--layout=9")
    assert len(office.rows("audit", "audit", "list", "--where=action:table.print", "--limit=50")) >= 16


def test_a_book_of_one_author_and_never_of_another_place():
    office = Office().demo()
    text = printed(office, "station01", "visit", "book", "2026-10", "--author=grid01", "--layout=1")
    assert set(re.findall(r"记录人 +\| (\S+)", text)) == {"示例甲"}
    text = printed(office, "station01", "visit", "book", "2026-10", "--layout=1")
    assert len(set(re.findall(r"记录人 +\| (\S+)", text))) > 4
    station = office.json("station02", "user", "show", "station02")
    office.fails(4, "not_found", "station01", "visit", "book", "2026-10", f"--area={station['area']}")


def test_the_plate_fits_large_letters_and_names_everybody():
    office = Office().demo()
    for columns in (60, 80):
        lines = printed(office, "grid01", "print", "plate", f"--width={columns}").splitlines()
        assert all(width(line) <= columns for line in lines)
        assert all(width(line) == columns for line in lines if line[:1] in "+|" and line)
    lines = printed(office, "grid01", "print", "plate").splitlines()
    assert all(width(line) <= 60 for line in lines) and len(lines) <= 32
    text = "\n".join(lines)
    for word in ("示例甲", "网格长", "信息员", "站长", "街道", "12345", "范围"):
        assert word in text, word
    assert "12345" in printed(office, "grid01", "print", "card")


main(globals())
