#!/usr/bin/python3
"""TABLE export: what a list shows as a file, masked, or in full with a reason that is kept."""
import csv
import io
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

from office import WANGGE, Office, main

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells_of(data):
    """The rows of the first sheet, each cell as (text, is it text?)."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iterfind(".//s:row", NS):
        cells = {}
        for cell in row.iterfind("s:c", NS):
            column = "".join(c for c in cell.get("r") if c.isalpha())
            cells[column] = ("".join(t.text or "" for t in cell.iterfind(".//s:t", NS)), cell.get("t") == "inlineStr")
        rows.append(cells)
    widths = [float(c.get("width")) for c in sheet.iterfind(".//s:col", NS)]
    return rows, widths


def binary(office, login, *words):
    return subprocess.run([WANGGE, "-c", office.config, "as", login, *words], capture_output=True, check=True).stdout


def test_csv_is_for_programs_and_masked():
    office = Office().demo()
    text = office.run("grid01", "person", "export").out
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    listed = office.rows("grid01", "person", "list", "--limit=1000")
    assert len(rows) == len(listed) > 20
    assert {"id", "name", "sex", "citizen_id"} <= set(rows[0])
    assert all("***" in r["citizen_id"] for r in rows if r["citizen_id"])
    assert {r["sex"] for r in rows} <= {"0", "1", "2", "9"}


def test_csv_for_spreadsheets_has_a_bom_labels_and_texts():
    office = Office().demo()
    text = office.run("grid01", "person", "export", "--format=csv-bom", "--where=sex:2").out
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert rows and {r["性别"] for r in rows} == {"女"}, rows[:1]
    assert all(not r["网格"].isdigit() for r in rows)


def test_xlsx_has_text_cells_and_real_widths():
    office = Office().demo()
    rows, widths = cells_of(binary(office, "station01", "person", "export", "--format=xlsx", "--reveal=年度核对"))
    assert len(rows) == 1 + office.json("station01", "person", "list", "--limit=1")["total"]
    ids = [(text, is_text) for row in rows[1:] for text, is_text in row.values() if len(text) == 18 and text[:6].isdigit()]
    assert ids and all(is_text for _, is_text in ids) and all("*" not in text for text, _ in ids)
    assert len(set(widths)) > 3 and max(widths) >= 20


def test_numbers_in_full_need_right_and_reason_and_are_looks():
    office = Office().demo()
    office.fails(3, "denied", "grid01", "person", "export", "--reveal=想看")
    assert office.fails(1, "invalid", "station01", "person", "export", "--reveal=")["field"] == "reason"
    text = office.run("station01", "person", "export", "--reveal=年度核对", "--where=sex:1").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and not any("*" in r["citizen_id"] for r in rows)
    looked = office.rows("station01", "person", "looked", rows[0]["id"])
    assert looked[0]["action"] == "personal.export" and "年度核对" in looked[0]["reason"], looked
    others = {r["id"] for r in office.rows("station01", "person", "list", "--where=sex:2", "--limit=5")}
    assert all(not office.rows("station01", "person", "looked", str(i)) for i in others)
    audit = office.rows("audit", "audit", "list", "--where=action:table.export")
    assert any(r["kind"] == "person" and "年度核对" in r["note"] and r["success"] for r in audit), audit
    assert any(r["login"] == "grid01" and not r["success"] for r in audit), audit


def test_scope_and_filters_are_those_of_the_list():
    office = Office().demo()
    mine = list(csv.DictReader(io.StringIO(office.run("grid01", "household", "export").out)))
    all_rows = list(csv.DictReader(io.StringIO(office.run("station01", "household", "export").out)))
    assert 0 < len(mine) < len(all_rows)
    assert len({r["area"] for r in mine}) == 1
    limited = list(csv.DictReader(io.StringIO(office.run("station01", "household", "export", "--limit=7").out)))
    assert len(limited) == 7


def test_dangerous_cells_are_defused():
    office = Office().demo()
    office.json("grid01", "household", "change", "1", "--note==1+2")
    text = office.run("grid01", "household", "export").out
    assert "'=1+2" in text


def test_a_large_export_is_a_job_whose_file_waits():
    office = Office().demo()
    asked = office.run("station01", "person", "export", "--format=csv-bom", "--where=sex:2", "--background")
    assert asked.status == 0, asked
    line = [r for r in office.rows("station01", "inbox", "list") if r["kind"] == "line"][0]
    rows = list(csv.DictReader(io.StringIO(office.run("station01", "inbox", "get", line["no"]).out[1:])))
    assert len(rows) == office.json("station01", "person", "list", "--where=sex:2", "--limit=1")["total"]
    assert {r["性别"] for r in rows} == {"女"}
    office.fails(4, "not_found", "grid01", "inbox", "get", line["no"])


if __name__ == "__main__":
    main(globals())
