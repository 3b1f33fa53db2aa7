#!/usr/bin/python3
"""The administrators' console as commands: settings, configuration, backups, health, limits."""
import os
import sqlite3

from office import Office, main


def test_settings_are_listed_changed_and_reset():
    office = Office().demo()
    rows = {row["name"]: row for row in office.rows("security", "setting", "list")}
    assert rows["password.least"]["value"] == "8" and rows["password.least"]["may_change"]
    assert rows["backup.every"]["may_change"] is False
    assert office.json("security", "setting", "set", "password.least", "12")["value"] == "12"
    shown = office.json("audit", "setting", "show", "password.least")
    assert (shown["value"], shown["changed_by"], shown["may_change"]) == ("12", "security", False)
    error = office.fails(1, "invalid", "security", "setting", "set", "password.least", "8")
    assert "weaker" in error["message"] or "安全" in error["message"], error
    assert office.json("security", "setting", "reset", "password.least", "--yes")["is_default"]
    office.fails(3, "denied", "security", "setting", "set", "backup.every", "2")
    office.fails(3, "denied", "grid01", "setting", "list")
    office.fails(4, "not_found", "security", "setting", "show", "password.most")


def test_the_configuration_tells_where_each_value_comes_from():
    office = Office().demo()
    answer = office.json("admin", "config", "list")
    rows = {row["key"]: row for row in answer["rows"]}
    assert answer["file"] == office.config and answer["fault"] is None
    assert rows["server.port"]["value"] == "2222" and rows["server.port"]["line"] == 0
    assert rows["database.path"]["line"] == 2 and rows["tables.path"]["line"] == 4
    office.fails(3, "denied", "station01", "config", "list")


def test_backups_are_made_read_through_and_tried_out():
    office = Office().demo()
    assert office.json("admin", "backup", "now")["state"] == "done"
    row = office.rows("audit", "backup", "list")[0]
    assert (row["state"], row["by"], row["how"]) == ("good", "admin", "asked") and row["holds"]["people"] > 100
    office.json("admin", "backup", "verify", "1")
    office.json("admin", "backup", "drill", "1")
    row = office.json("admin", "backup", "show", "1")
    assert row["verified"]["good"] and row["drilled"]["good"] and row["drilled"]["seconds"] > 0
    folder = office.database.replace("wangge.db", "wangge-backup")
    assert sorted(os.listdir(folder)) == sorted([row["file"], row["file"].replace(".db", "-drafts.db")])
    office.fails(3, "denied", "security", "backup", "now")
    office.fails(4, "not_found", "admin", "backup", "drill", "7")

    with open(os.path.join(folder, row["file"]), "r+b") as copy:
        copy.seek(200000)
        copy.write(b"damage")
    office.fails(1, "failed", "admin", "backup", "verify", "1")
    assert office.rows("admin", "backup", "list")[0]["state"] == "bad"


def test_a_backup_is_put_back_by_its_file():
    office = Office().demo()
    office.json("admin", "backup", "now")
    row = office.json("admin", "backup", "show", "1")
    copy = os.path.join(office.database.replace("wangge.db", "wangge-backup"), row["file"])
    assert office.wangge("restore", copy).status == 0
    assert office.wangge("check").status == 0


def drafts_of(office):
    db = sqlite3.connect(office.database.replace("wangge.db", "wangge-drafts.db"))
    rows = db.execute("select id, title from draft order by id").fetchall()
    db.close()
    return rows


def add_draft(office, id):
    db = sqlite3.connect(office.database.replace("wangge.db", "wangge-drafts.db"))
    db.execute("insert into draft (id, account, form, object, title, field, caret, record, saved_at)"
               " values (?, 1, 'case', ?, 'x', '', 0, '', 1792540000)", (id, id))
    db.commit()
    db.close()


def test_the_drafts_are_put_back_with_the_database():
    office = Office().demo()
    add_draft(office, 901)
    kept = drafts_of(office)
    office.json("admin", "backup", "now")
    copy = os.path.join(office.database.replace("wangge.db", "wangge-backup"),
                        office.json("admin", "backup", "show", "1")["file"])
    add_draft(office, 902)
    restored = office.wangge("restore", copy)
    assert restored.status == 0 and "drafts are restored from" in restored.out, restored
    assert drafts_of(office) == kept
    assert os.path.exists(office.database.replace("wangge.db", "wangge-drafts.db.before-restore"))

    os.unlink(copy.replace(".db", "-drafts.db"))
    add_draft(office, 903)
    restored = office.wangge("restore", copy)
    assert restored.status == 0 and "the drafts stay as they are" in restored.out, restored
    assert len(drafts_of(office)) == len(kept) + 1
    assert office.wangge("check").status == 0


def test_a_restore_without_the_secret_tells_what_is_lost():
    office = Office().demo()
    office.json("admin", "backup", "now")
    copy = os.path.join(office.database.replace("wangge.db", "wangge-backup"),
                        office.json("admin", "backup", "show", "1")["file"])
    assert "secret" not in office.wangge("restore", copy).out
    os.unlink(office.database.replace("wangge.db", "wangge-secret"))
    restored = office.wangge("restore", copy)
    assert restored.status == 0 and "wangge-secret, is missing" in restored.out, restored
    assert "recovery codes" in restored.out and office.wangge("check").status == 0


def test_a_backup_of_an_older_version_is_put_back_and_migrated():
    office = Office().demo()
    copy = os.path.join(office.folder, "older.db")
    assert office.wangge("backup", copy).status == 0
    db = sqlite3.connect(copy)
    db.execute("drop table weakness_count")
    db.execute("delete from schema_version where number = 75")
    db.commit()
    db.close()
    restored = office.wangge("restore", copy)
    assert restored.status == 0 and "wangge migrate" in restored.out, restored
    assert office.wangge("check").status != 0
    assert "075" in office.wangge("migrate").out
    assert office.wangge("check").status == 0


def test_a_folder_that_cannot_be_made_is_told_in_words():
    office = Office().demo()
    with open(office.config, "a") as f:
        f.write("[backup]\npath = /dev/full/backup\n")
    error = office.fails(1, "failed", "admin", "backup", "now")
    assert "/dev/full/backup" in error["message"], error
    assert office.rows("admin", "backup", "list")[0]["state"] == "failed"


def test_a_timer_of_the_system_makes_the_backup_that_is_due():
    office = Office().demo()
    assert "No backup is due" in office.wangge("backup", "--scheduled").out
    db = sqlite3.connect(office.database)
    db.execute("update schema_version set applied_at = applied_at - 200000 where number = 72")
    db.commit()
    db.close()
    assert "Backup 1 is made" in office.wangge("backup", "--scheduled").out
    assert "No backup is due" in office.wangge("backup", "--scheduled").out


def test_health_is_told_with_lights_and_what_to_do():
    office = Office().demo()
    rows = {row["code"]: row for row in office.rows("audit", "health", "show")}
    assert rows["database.bytes"]["number"] > 1000000 and rows["jobs.failed"]["light"] == "green"
    assert rows["schema"]["value"].startswith("0") and "uptime" not in rows
    office.fails(3, "denied", "grid01", "health", "show")


def test_the_self_check_names_what_is_weak_here():
    office = Office().demo()
    found = {row["code"]: row for row in office.rows("security", "health", "check")}
    assert {"admin", "security"} <= set(found["password.demo"]["detail"].replace(" ", "").split(","))
    assert found["accounts.demo"]["light"] == "yellow" and found["password.demo"]["light"] == "red"
    assert "backup.drill" in found and "files.open" not in found and "roles.two" not in found
    os.chmod(office.database, 0o640)
    found = {row["code"]: row for row in office.rows("security", "health", "check")}
    assert found["files.open"]["detail"].endswith("wangge.db"), found["files.open"]
    office.fails(3, "denied", "station01", "health", "check")


def test_a_changed_limit_reckons_running_clocks_anew():
    office = Office().demo()
    before = {row["no"]: row["due_at"] for row in office.rows("district01", "case", "list", "--limit=200")}
    office.json("admin", "limit", "set", "whole", "60", "--clock=days", "--urgency=1")
    assert office.wangge("upkeep", "--now=2026-10-21T16:06").status == 0
    after = {row["no"]: row["due_at"] for row in office.rows("district01", "case", "list", "--limit=200")}
    moved = [no for no in before if before[no] and after[no] != before[no]]
    assert moved and all(after[no] > before[no] for no in moved), moved
    office.json("admin", "limit", "reset", "whole", "--urgency=1")
    assert office.wangge("upkeep", "--now=2026-10-21T16:07").status == 0
    assert {row["no"]: row["due_at"] for row in office.rows("district01", "case", "list", "--limit=200")} == before
    assert office.wangge("check").status == 0
    office.fails(3, "denied", "station01", "limit", "set", "whole", "2")
    assert office.fails(1, "invalid", "admin", "limit", "set", "whole", "0")["field"] == "amount"


if __name__ == "__main__":
    main(globals())
