#!/usr/bin/python3
"""The administrators' console as commands: settings, configuration."""
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


if __name__ == "__main__":
    main(globals())
