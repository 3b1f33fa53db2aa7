#!/usr/bin/python3
"""Citizens' messages typed into the real case form over real ssh, read back byte for byte, carried to closed, and the
month evaluated. WANGGE_MESSAGES of them (make accept-typed: 200), half of the people typing keystroke by keystroke,
half pasting.

The messages are test input outside the project (../shared/data relative to its root); where they are not to be had,
texts made here stand in for them.

What a form cannot hold, and makes of it: a tab becomes a blank; controls other than the line's end, DEL, C1, the
controls of writing direction, the byte order mark and tags become U+FFFD. A title is one line without blanks at its
ends. Everything else, line ends included, comes back as it was typed."""
import concurrent.futures
import csv
import itertools
import os
import random
import re
import threading

import figures
import harness
import screens
from harness import Server, TOP

MESSAGES = int(os.environ.get("WANGGE_MESSAGES", "20"))
SOURCE = os.path.join(TOP, "..", "shared", "data", "03_cases", "tipdm_reply.csv")
CATEGORIES = ("产业管理", "民生服务", "治安稳定", "生态环境", "土地规划", "生产安全")
LEADERS = ("grid01", "grid01b")
BY_SCREENS = 10  # every so many cases are carried through the screens

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

# Ways from reported to closed: (who, command, options); "leader" is the one who reported it.
WAYS = (
    (("leader", "self_handle", "--text=当场处理好了。"), ("leader", "pass"), ("station01", "call_back", "--satisfaction=1")),
    (("station01", "accept"), ("station01", "dispatch", "--handler=department01"), ("department01", "sign"),
     ("department01", "handle", "--text=已派人修好。"), ("leader", "pass"), ("station01", "call_back", "--satisfaction=2")),
    (("leader", "report_up", "--text=格内办不了。"), ("station01", "accept"),
     ("station01", "dispatch", "--handler=department01"), ("department01", "handle", "--text=初步处理。"),
     ("leader", "rework", "--text=还在漏水。"), ("department01", "handle", "--text=重新修好。"), ("leader", "pass"),
     ("station01", "call_back", "--satisfaction=1")),
    (("station01", "accept"), ("station01", "dispatch", "--handler=department01"),
     ("department01", "handle", "--text=已答复。"), ("leader", "pass"), ("station01", "call_back", "--satisfaction=3"),
     ("department01", "handle", "--text=再次上门答复。"), ("leader", "pass"),
     ("station01", "call_back", "--satisfaction=1")),
)
REWORKED = {0: 0, 1: 0, 2: 1, 3: 1}  # by the number of the way


def made_up_messages():
    """Texts with what is hard on the way: wide and narrow characters, punctuation, blank lines, joined characters."""
    dice = random.Random(7)
    parts = ("楼道灯不亮", "电梯停了３天", "物业不管 (多次反映)", "邻居装修噪音大", "ABC幼儿园门口堵车", "污水外溢，味道很重",
             "“一户一表”没有改造", "树枝挡住了5楼的窗户", "路面积水约20㎡", "café门口占道", "👨‍👩‍👧一家三口", "䶮字的户口本")
    for number in itertools.count(1):
        lines = ["。".join(dice.sample(parts, dice.randint(1, 5))) + "。" for _ in range(dice.randint(1, 6))]
        yield f"第{number}件：{dice.choice(parts)}", dice.choice(("\n", "\n\n")).join(lines)


def messages(count):
    if os.path.exists(SOURCE):
        with open(SOURCE, encoding="utf-8-sig", newline="") as file:
            rows = [(row["title"], row["text"]) for row in csv.DictReader(file)]
    else:
        rows = list(itertools.islice(made_up_messages(), count))
    return [(held(title).replace("\n", " ").strip(), held(text)) for title, text in rows[:count]]


def held(text):
    """What a form makes of a text (see above)."""
    return UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\t", " "))


def type_all(server, login, part, put):
    client = server.login(login).wait_for("民情日记")
    for n, (title, text) in enumerate(part):
        screens.report_case(client, title, text, CATEGORIES[n % len(CATEGORIES)], put)
    screens.home(client).key("q").wait_for("退出系统").key("y")
    assert client.wait_closed() == 0


def carry_by_commands(server, case, way):
    for who, command, *options in way:
        server.command(case["by"] if who == "leader" else who, "case", "do", case["no"], command, *options)


def carry_by_screens(server, case, desks):
    """The second way, by hand. desks: login -> a client at its home screen, and one pair of hands."""
    steps = (("station01", "a", "受理立案", {}), ("station01", "d", "派单", {"处置人": "department01"}),
             ("department01", "s", "签收", {}), ("department01", "h", "处置完成", {"说明": "已派人修好。"}),
             (case["by"], "p", "核查通过", {}), ("station01", "c", "回访", {"满意度": "基本满意"}))
    for login, letter, label, fields in steps:
        screens.open_case(desks[login], case["no"])
        screens.do_case(desks[login], letter, label, fields)
        screens.home(desks[login])


def carry_all(server, cases):
    desks = {login: server.login(login).wait_for("q 退出") for login in (*LEADERS, "station01", "department01")}
    by_hand = cases[::BY_SCREENS]
    ways = {case["no"]: 1 if case in by_hand else n % len(WAYS) for n, case in enumerate(cases)}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        done = [pool.submit(carry_by_commands, server, case, WAYS[ways[case["no"]]])
                for case in cases if case not in by_hand]
        for case in by_hand:
            carry_by_screens(server, case, desks)
        for one in done:
            one.result()
    return ways


def test_messages_come_back_byte_for_byte_and_reach_their_close():
    wanted = messages(MESSAGES)
    with Server() as server:
        for login in LEADERS:
            server.key(login)
        before = {case["no"] for case in server.rows("station01", "case", "--view=area")}
        halves = [threading.Thread(target=type_all, args=(server, login, wanted[n::2], put))
                  for n, (login, put) in enumerate(zip(LEADERS, (screens.type_text, screens.paste_text)))]
        for half in halves:
            half.start()
        for half in halves:
            half.join()

        cases = [case for case in server.rows("station01", "case", "--view=area") if case["no"] not in before]
        stored = sorted((case["title"], case["text"]) for case in cases)
        assert stored == sorted(wanted), first_difference(stored, sorted(wanted))
        for case in cases[:5]:
            assert server.json(case["by"], "case", "show", case["no"])["text"] == case["text"]

        ways = carry_all(server, cases)
        after = {case["no"]: case for case in server.rows("station01", "case", "--view=area")}
        for no, way in ways.items():
            assert (after[no]["state"], after[no]["rework"]) == ("closed", REWORKED[way]), (after[no], WAYS[way])
        compared = figures.compare(server, "station01", harness.today().isoformat()[:7])
        assert not server.check()
        print(f"# {len(cases)} messages, {sum(len(text) for _, text in wanted)} characters of text, "
              f"{'real' if os.path.exists(SOURCE) else 'made up'}; {len(ways)} closed; {compared} figures agree")


def first_difference(stored, wanted):
    for a, b in zip(stored, wanted):
        if a != b:
            return f"stored {a!r}\ntyped  {b!r}"
    return f"{len(stored)} stored, {len(wanted)} typed"


if __name__ == "__main__":
    harness.main(globals())
