"""The daily jobs done by hand, as people do them: which keys, what is waited for. Shared by the acceptance tests."""
import re

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
    """As a terminal pastes it: a line's end, CR LF too, as CR."""
    return client.paste(text.replace("\r\n", "\n").replace("\n", "\r"))


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
    client.key("Ctrl-S").wait_for("已存 MQ-")


def report_case(client, title, text, category, put=type_text):
    """From the home screen: a new case, reported."""
    client.key("e").wait_for("标题", "内容")
    fill_case(client, title, text, category, put)
    client.key("Ctrl-S").wait_for("已上报 SJ-")


def fill_case(client, title, text, category, put=type_text):
    go(client, "标题")
    put(client, title)
    go(client, "内容")
    put(client, text)
    go(client, "类别")
    type_text(client, category)


def enter(client, place):
    """From the home screen into a place, by the number before its name."""
    client.wait_for(place)
    client.key(re.search(rf"(\d) {place}", client.text()).group(1))
    return client.wait(lambda: client.lines()[0].lstrip().startswith(place), f"the place {place}")


def home(client):
    """Back, however deep we are."""
    for _ in range(6):
        if client.shows("q 退出"):
            return client
        before = client.received
        client.key("Esc")
        client.wait(lambda b=before: client.received > b, "to go back").settle(0.03)
    raise Failed(f"no way home\n{client.framed()}")


def open_case(client, title):
    """From the home screen to the case of that title, which must be the only one of the list."""
    enter(client, "事件")
    client.key("/").wait_for("保留查找")
    client.type(title).wait_for("共 1 条").key("Enter").wait_gone("保留查找")
    return client.key("Enter").wait_for("事件详情", title)


def do_case(client, letter, label, fields=None):
    """In the case: the command of that letter, with its form filled by labels."""
    client.key(".").wait_for("现在可办", label)
    client.key(letter)
    client.wait(lambda: client.shows(f"Ctrl-S {label}") or client.shows("y 是"), f"the form of {label}")
    if client.shows("y 是"):
        client.key("y")
    else:
        for name, text in (fields or {}).items():
            go(client, name)
            type_text(client, text)
        client.key("Ctrl-S")
    return client.wait_for(f"：{label}", "事件详情")
