#!/usr/bin/python3
"""The month of the evaluation as people post it: the spreadsheet, the printed pages, the trend."""
import io
import os
import re
import subprocess
import xml.etree.ElementTree as xml
import zipfile

from office import WANGGE, Office, main

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets_of(data):
    """name -> rows of texts of each sheet of a spreadsheet."""
    book = zipfile.ZipFile(io.BytesIO(data))
    texts = ["".join(part.text or "" for part in item.iter(f"{{{SPACE['x']}}}t"))
             for item in xml.fromstring(book.read("xl/sharedStrings.xml")).findall("x:si", SPACE)]
    names = [sheet.get("name") for sheet in xml.fromstring(book.read("xl/workbook.xml")).find("x:sheets", SPACE)]
    found = {}
    for number, name in enumerate(names, 1):
        root = xml.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        found[name] = [[cell_text(cell, texts) for cell in row] for row in root.iter(f"{{{SPACE['x']}}}row")]
    return found


def cell_text(cell, texts):
    value = cell.find("x:v", SPACE)
    if value is None:
        return ""
    return texts[int(value.text)] if cell.get("t") == "s" else value.text


class WithMonth:
    """An office whose September is frozen and published, with a point for one leader."""

    def __init__(self):
        self.office = Office().demo()
        for verb in ("compute", "freeze", "publish"):
            done = self.office.run("district01", "evaluation", verb, "2026-09")
            assert done.status == 0, done

    def spreadsheet(self, login, *words):
        return subprocess.run([WANGGE, "-c", self.office.config, "as", login, "evaluation", "export", "2026-09", *words],
                              capture_output=True, check=False)


SCENE = []


def scene():
    if not SCENE:
        SCENE.append(WithMonth())
    return SCENE[0]


def test_the_spreadsheet_says_what_the_list_says():
    rows = {row["leader_name"]: row for row in scene().office.rows("street01", "evaluation", "list", "2026-09")}
    done = scene().spreadsheet("street01")
    assert done.returncode == 0, done.stderr
    sheets = sheets_of(done.stdout)
    assert {"网格长", "网格长分项", "社区", "方案 网格长"} <= set(sheets), list(sheets)
    title, heads, *lines = sheets["网格长"]
    assert "2026-09" in title[0] and "已发布" in title[0], title
    assert len(lines) == len(rows)
    for line in lines:
        row, cells = rows[line[heads.index("姓名")]], dict(zip(heads, line))
        assert abs(float(cells["总分"]) - row["total"]) < 1e-6, (cells, row)
        assert int(cells["名次"]) == row["rank"] and cells["等次"] == row["grade"]
        for item in row["items"]:
            cell = cells[item["label"]]
            assert cell == "-" if item["score"] is None else abs(float(cell) - item["score"]) < 1e-6, (cells, item)


def test_the_items_sheet_has_numerator_and_denominator_of_each():
    _, heads, *lines = sheets_of(scene().spreadsheet("street01").stdout)["网格长分项"]
    told = {(line[0], line[2]): line for line in lines}
    for row in scene().office.rows("street01", "evaluation", "list", "2026-09"):
        for item in row["items"]:
            line = dict(zip(heads, told[row["leader_name"], item["label"]]))
            expected = ("-", "-") if item["score"] is None else (item["numerator"], item["denominator"])
            found = line["完成"], line["应做"]
            assert found == expected or all(abs(float(a) - b) < 1e-6 for a, b in zip(found, expected)), (line, item)


def test_a_leader_gets_the_own_line_only():
    sheets = sheets_of(scene().spreadsheet("grid01").stdout)
    assert len(sheets["网格长"]) == 3 and "社区" not in sheets, sheets.keys()
    printed = scene().office.run("grid01", "print", "evaluation", "2026-09", "--width=120")
    others = [row["leader_name"] for row in scene().office.rows("street01", "evaluation", "list", "2026-09")
              if row["leader"] != "grid01"]
    assert printed.status == 0 and not any(name in printed.out for name in others), printed


def test_csv_is_for_programs_and_other_formats_are_refused():
    done = scene().spreadsheet("street01", "--format=csv")
    lines = done.stdout.decode().splitlines()
    assert re.match(r"rank,leader,leader_name,area_name,entry,must_visit,.*total,grade,state$", lines[0]), lines[0]
    assert len(lines) == 1 + len(scene().office.rows("street01", "evaluation", "list", "2026-09"))
    scene().office.fails(2, "usage", "street01", "evaluation", "export", "2026-09", "--format=pdf")
    scene().office.fails(2, "usage", "street01", "evaluation", "export", "September")
    scene().office.fails(3, "denied", "admin", "evaluation", "export", "2026-09")


def test_the_trend_is_the_average_of_what_is_stored():
    rows = scene().office.rows("street01", "evaluation", "list", "2026-09")
    trend = {row["month"]: row for row in scene().office.rows("street01", "evaluation", "trend", "2026-10")}
    month = trend["2026-09"]
    assert month["judged"] == len(rows)
    assert abs(month["total"] - sum(row["total"] for row in rows) / len(rows)) <= 0.0501, month
    assert [month[g.lower()] for g in "ABCDE"] == [sum(row["grade"] == g for row in rows) for g in "ABCDE"]
    own = {row["month"]: row for row in scene().office.rows("grid01", "evaluation", "trend", "2026-10")}
    mine = next(row for row in rows if row["leader"] == "grid01")
    assert own["2026-09"]["judged"] == 1 and abs(own["2026-09"]["total"] - mine["total"]) <= 0.0501, own
    named = scene().office.rows("street01", "evaluation", "trend", "2026-10", "grid01")
    assert {row["month"]: row for row in named} == own


if __name__ == "__main__":
    main(globals())
