#!/usr/bin/python3
"""The district demo: the shape of the articles' district. How long it takes is printed, not judged."""
import sqlite3
import time

from office import Office, main


def test_district_has_the_shape_of_the_articles():
    office = Office()
    begin = time.monotonic()
    made = office.wangge("demo", "--size=district", "--date=2026-10-21")
    print(f"# wangge demo --size=district: {time.monotonic() - begin:.1f} s")
    assert made.status == 0, made
    with sqlite3.connect(office.database) as db:
        def one(query):
            return db.execute(query).fetchone()[0]
        assert [one(f"select count(*) from area where level = {level}") for level in range(1, 6)] == [1, 1, 9, 46, 354]
        assert one("select count(*) from post where role = 'grid_leader'") == 354
        assert one("select count(distinct area) from post where role = 'grid_leader'") == 354
        assert one("select count(*) from post where role = 'informant'") == 786
        assert one("select count(*) from post where role = 'station'") == 46
        households, people = one("select count(*) from household"), one("select count(*) from person")
        assert 86000 < households < 91000 and 2.5 < people / households < 2.65
        assert one("select count(*) from area where name in ('文苑社区', '凤凰桥社区', '翠岗花园社区')") == 3
        assert one("select count(distinct citizen_id) from person") == people
        assert one("select count(*) from case_file") > 4000
    db.close()
    begin = time.monotonic()
    rows = office.rows("district01", "evaluation", "list", "2026-09")
    print(f"# evaluation of 354 leaders: {time.monotonic() - begin:.1f} s")
    assert len(rows) == 354 and len({r["total"] for r in rows}) > 50
    assert office.rows("grid01", "household", "find", "6-1-302")[0]["address"] == "文苑路18号 6幢1单元302"
    assert office.wangge("check").status == 0


main(globals())
