"""The daily jobs done by hand, as people do them: which keys, what is waited for. Shared by the acceptance tests."""
from harness import Failed


LAST_FIELD = "已是最后一栏"


def on_field(client, label):
    line = client.lines()[client.screen.cursor.y].lstrip(" >!*")
    return line.startswith(label + " ") or line == label


def go(client, label):
    """Tab by Tab to the field of that label; from the last field back."""
    key = "Tab"
    for _ in range(60):
        if on_field(client, label):
            return client
        if client.shows(LAST_FIELD):
            key = "Shift-Tab"
        before = client.received
        client.key(key)
        client.wait(lambda b=before: client.received > b, "the next field").settle(0.03)
    raise Failed(f"no field {label}\n{client.framed()}")


def type_text(client, text):
    """Keystroke by keystroke, a line's end as Enter."""
    return client.type(text.replace("\n", "\r"))


def paste_text(client, text):
    """As a terminal pastes it: a line's end as CR."""
    return client.paste(text.replace("\n", "\r"))


def write_visit(client, text, household=None, channel=None):
    """From any list or the home screen: a new diary entry, saved."""
    client.key("a").wait_for("民情日记", "记述")
    if channel:
        go(client, "方式")
        type_text(client, channel)
    if household:
        go(client, "户")
        type_text(client, household)
    go(client, "记述")
    type_text(client, text)
    client.key("Ctrl-S").wait_for("已存入民情日记")


def report_case(client, title, text, category, put=type_text):
    """From the home screen: a new case, reported."""
    client.key("e").wait_for("标题", "内容")
    fill_case(client, title, text, category, put)
    client.key("Ctrl-S").wait_for("已上报")


def fill_case(client, title, text, category, put=type_text):
    go(client, "类别")
    type_text(client, category)
    go(client, "标题")
    put(client, title)
    go(client, "内容")
    put(client, text)
