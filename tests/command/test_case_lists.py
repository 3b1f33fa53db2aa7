"""What an office tells of its cases: three lists in one, statistics, published results; as text, JSON, file and print."""
import csv
import io
import re
import subprocess
import zipfile

from office import WANGGE, Office, main

YEAR = ("--from=2026",)
FIGURES = ["reported", "closed", "open", "overdue", "in_time", "rework", "returned", "satisfaction", "in_grid", "hours"]


def binary(office, login, *words):
    return subprocess.run([WANGGE, "-c", office.config, "as", login, *words], capture_output=True, check=True).stdout


def closed_case(office, login):
    """The newest closed one that nobody has published yet."""
    return office.rows(login, "case", "list", "--view=area", "--where=state:closed", "--limit=1")[0]


def discussed(office):
    """A case with the words of a meeting."""
    made = office.json("grid01", "case", "add", "--title=车棚漏雨", "--text=车棚漏雨，电话13800002201。", "--category=0204",
                       "--place=6幢")
    no = made["no"]
    office.json("station01", "case", "do", no, "accept")
    office.json("station01", "case", "do", no, "discuss", "--people=社区、物业、居民代表", "--on=2026-10-20",
                "--text=居民要求换顶。议定由物业十日内换好。")
    return no


def test_problems_discussions_and_feedback():
    office = Office().demo()
    no = discussed(office)
    for kind in ("problem", "discussion", "feedback"):
        rows = office.rows("station01", "case", "lists", f"--kind={kind}", *YEAR)
        assert rows, kind
        assert all(re.fullmatch(r"SJ-\d{8}-\d{4}", row["no"]) for row in rows), rows[0]
        assert not re.search(r"1[3-9]\d{9}", str(rows)), "numbers are masked"
        text = office.run("station01", "case", "lists", f"--kind={kind}", *YEAR)
        assert text.status == 0 and len(text.out.splitlines()) > len(rows), text
    meeting = office.rows("station01", "case", "lists", "--kind=discussion", *YEAR)[-1]
    assert (meeting["no"], meeting["people"], meeting["on"]) == (no, "社区、物业、居民代表", "2026-10-20"), meeting
    assert "given" not in meeting
    feedback = office.rows("station01", "case", "lists", "--kind=feedback", *YEAR)
    assert all(row["closed_at"] and row["outcome_text"] for row in feedback), feedback[0]
    assert not office.rows("station02", "case", "lists", "--kind=discussion", *YEAR), "of another community"


def test_a_period_and_an_area():
    office = Office().demo()
    whole = office.rows("station01", "case", "lists", *YEAR)
    month = office.rows("station01", "case", "lists", "--from=2026-09")
    assert 0 < len(month) < len(whole)
    assert all(row["reported_at"].startswith("2026-09") for row in month)
    assert {r["no"] for r in month} <= {r["no"] for r in whole}
    grid = office.rows("grid01", "case", "lists", *YEAR)
    assert 0 < len(grid) < len(whole) and {r["no"] for r in grid} <= {r["no"] for r in whole}
    office.fails(1, "invalid", "station01", "case", "lists", "--from=yesteryear")
    office.fails(1, "invalid", "station01", "case", "lists", "--from=2026-10-02", "--to=2026-10-01")
    office.fails(2, "usage", "station01", "case", "lists", "--kind=all")


def test_statistics_add_up_whatever_they_are_divided_by():
    office = Office().demo()
    sums = []
    for by in ("area", "category", "unit", "month", "source", "level"):
        told = office.json("station01", "case", "statistics", f"--by={by}", *YEAR)
        assert told["by"] == by and told["period"] == "2026" and told["total"] == len(told["rows"]) > 0
        for row in told["rows"]:
            assert [name for name in row if name not in ("key", "text", "area")] == FIGURES, row
            assert row["reported"] == row["closed"] + row["open"]
            assert all(row[rate] is None or 0 <= row[rate] <= 1 for rate in ("in_time", "rework", "in_grid"))
        for count in ("reported", "closed", "open", "overdue", "returned"):
            assert sum(row[count] for row in told["rows"]) == told["sum"][count], (by, count)
        sums.append(told["sum"])
    assert all(one == sums[0] for one in sums)
    office.fails(2, "usage", "station01", "case", "statistics", "--by=weather")
    office.fails(3, "denied", "member01", "case", "statistics")


def test_statistics_of_a_category_go_down_the_tree():
    office = Office().demo()
    for row in office.json("station01", "case", "statistics", "--by=category", *YEAR)["rows"]:
        below = office.json("station01", "case", "statistics", "--by=category", f"--category={row['key']}", *YEAR)
        assert below["sum"] == {name: row[name] for name in FIGURES}
        assert all(one["key"].startswith(row["key"]) for one in below["rows"])
        assert all(len(one["key"]) == 4 for one in below["rows"]), "the demo tells every matter in full"


def test_what_statistics_count_is_what_lists_show():
    office = Office().demo()
    told = office.json("station01", "case", "statistics", *YEAR)["sum"]
    refused = {row["no"] for row in office.rows("station01", "case", "lists", "--kind=feedback", *YEAR)
               if row["outcome"] in ("refused", "merged")}
    assert told["reported"] == len(office.rows("station01", "case", "lists", *YEAR)) - len(refused)


def test_a_result_is_published_and_withdrawn():
    office = Office().demo()
    no = closed_case(office, "station01")["no"]
    seen = office.json("station01", "case", "publish", no)
    assert seen["id"] is None and not office.rows("station01", "case", "published")
    office.fails(1, "invalid", "station01", "case", "publish", no, "--result=已告13800002201", "--yes")
    done = office.json("station01", "case", "publish", no, "--result=已处理，居民满意。", "--yes")
    assert done["id"]
    row, = office.rows("station01", "case", "published")
    assert row["no"] == no and row["result"] == "已处理，居民满意。" and row["category_text"]
    assert not [name for name in row if "by" in name or "reporter" in name], row
    office.fails(1, "invalid", "station01", "case", "publish", no, "--yes")
    office.fails(3, "denied", "grid01", "case", "publish", no, "--yes")
    withdrawn = office.run("station01", "case_notice", "delete", str(done["id"]))
    assert withdrawn.status == 0, withdrawn
    assert not office.rows("station01", "case", "published")
    assert not office.rows("station02", "case", "published"), "the board of another community"


def test_notices_for_the_board_are_printed():
    office = Office().demo()
    no = closed_case(office, "station01")["no"]
    office.json("station01", "case", "publish", no, "--title=路灯已修好", "--yes")
    sheet = office.run("station01", "print", "results")
    assert sheet.status == 0 and "路灯已修好" in sheet.out, sheet
    assert not re.search(r"1[3-9]\d{9}", sheet.out)
    page = office.run("station01", "case", "statistics", *YEAR, "--format=print")
    assert page.status == 0 and page.out.count("\n") > 10, page


def test_lists_and_statistics_as_files():
    office = Office().demo()
    for words in (("case", "lists", "--kind=feedback"), ("case", "statistics", "--by=category")):
        table = list(csv.reader(io.StringIO(office.run("station01", *words, *YEAR, "--format=csv").out)))
        rows = office.json("station01", *words, *YEAR)["rows"]
        assert len({len(line) for line in table}) == 1, table[0]
        assert len(table) == 1 + len(rows) + ("statistics" in words), words
        with_mark = office.run("station01", *words, *YEAR, "--format=csv-bom").out
        assert with_mark.startswith("\ufeff")
        book = binary(office, "station01", *words, *YEAR, "--format=xlsx")
        with zipfile.ZipFile(io.BytesIO(book)) as file:
            sheet = file.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row") == len(table), (words, sheet[:400])
        assert office.run("station01", *words, "--format=pdf").status == 2
    taken = office.rows("audit", "audit", "list", "--limit=500")
    assert len([row for row in taken if row["login"] == "station01" and row["kind"].startswith("case_")]) >= 6


main(globals())
