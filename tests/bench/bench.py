#!/usr/bin/python3
"""make bench: what a session costs, beside OpenSSH's sshd running the same interface as a forced command, in one run.

The clients are real ssh processes on this machine, so rates and latencies hold their work too; processor time and
memory are the server's alone. sshd is logged in to as the user that runs the bench (for root it keeps one process a
session, for others two).
"""
import os
import random
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lines  # noqa: E402
from lines import harness  # noqa: E402
import screens  # noqa: E402

SESSIONS = [int(n) for n in os.environ.get("WANGGE_BENCH_SESSIONS", "100 500").split()]
REST = 7  # seconds; a session gives back memory when it has heard no key for five
LOGINS, LOGINS_AT_ONCE = 200, 4
TYPISTS, STROKES = 25, 40
HOME = "民情日记".encode()

figures = {}  # server name -> [(what, unit, number)], the same in number and order for each


def note(what, unit, server, number):
    figures.setdefault(server.name, []).append((what, unit, number))


def open_sessions(crowd, server, count):
    """In batches, so that the machine's two cores are not a crowd of key exchanges."""
    fresh = []
    while len(fresh) < count:
        batch = [crowd.add(server.words("grid01")) for _ in range(min(10, count - len(fresh)))]
        crowd.wait_all(batch, HOME)
        fresh += batch
    return fresh


def measure_memory(server):
    crowd = lines.Crowd()
    for count in SESSIONS:
        open_sessions(crowd, server, count - len(crowd.lines))
        crowd.step(1.0)
        time.sleep(REST)
        pids = server.session_processes()
        used = sum(harness.memory_pss(pid) for pid in pids)
        note(f"memory of an idle session, {count} sessions", "KiB PSS", server, used / count)
        before = lines.cpu_seconds(pids)
        time.sleep(3)
        note(f"processor time of {count} idle sessions in 3 s", "ms", server, 1000 * (lines.cpu_seconds(pids) - before))
    crowd.end()


def measure_logins(server):
    """From the start of the ssh client to the whole home screen, a few at once."""
    crowd = lines.Crowd()
    harness.wait_until(lambda: not server.session_processes(), "all sessions to be gone", 60)
    cpu, begin = lines.cpu_seconds(server.parents()), time.perf_counter()
    times, born = [], {}
    done = 0
    while done < LOGINS:
        while len(crowd.lines) < min(LOGINS_AT_ONCE, LOGINS - done):
            born[crowd.add(server.words("grid01"))] = time.perf_counter()
        for line, _, when in crowd.step(1.0):
            if HOME in line.seen:
                times.append(when - born[line])
                done += 1
                crowd.remove(line)
            elif line.closed:
                raise harness.Failed(f"a login failed: {line.seen!r}")
    note("logins with a key to the home screen", "/s", server, LOGINS / (time.perf_counter() - begin))
    note("  one login, median", "ms", server, 1000 * statistics.median(times))
    harness.wait_until(lambda: not server.session_processes(), "all sessions to be gone", 60)
    note("  processor time of the server for one", "ms", server,
         1000 * (lines.cpu_seconds(server.parents()) - cpu) / LOGINS)


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def measure_echo(server):
    """Several people type into the text of a case, five strokes a second each; the stroke comes back."""
    crowd = lines.Crowd()
    typists = open_sessions(crowd, server, TYPISTS)
    for line in typists:
        line.send(b"e")
    crowd.wait_all(typists, "标题".encode())
    dice = random.Random(1)
    due = sorted((dice.random() + i * 0.2, n, i) for n in range(TYPISTS) for i in range(STROKES))
    begin = time.perf_counter()
    sent, delays = {}, []
    for when, n, i in due:
        while (left := begin + when - time.perf_counter()) > 0:
            take(crowd.step(left), sent, delays)
        line, stroke = typists[n], b"abcdefghij"[i % 10:i % 10 + 1]
        if line not in sent:  # the one before is back
            sent[line] = (stroke, time.perf_counter())
            line.send(stroke)
    end = time.monotonic() + 5
    while sent and time.monotonic() < end:
        take(crowd.step(0.2), sent, delays)
    if sent:
        raise harness.Failed(f"{len(sent)} strokes have not come back")
    note(f"echo of a key while {TYPISTS} people type, median", "ms", server, 1000 * statistics.median(delays))
    note("  99 of 100 within", "ms", server, 1000 * percentile(delays, 0.99))
    crowd.end()


def take(came, sent, delays):
    for line, data, when in came:
        if line in sent and sent[line][0] in data:
            delays.append(when - sent.pop(line)[1])


def measure_bytes(server):
    """Payload is what the terminal gets; TCP is what both directions carry, as a proxy in the middle counts it."""
    proxy = harness.Proxy(server)
    client = harness.Client(server.server, "grid01", words=server.words("grid01", proxy.port))
    seen = [0, 0]

    def step(what, act, done):
        act()
        client.wait(done, what).settle(0.5)
        carried = proxy.to_client + proxy.to_server
        note(f"{what}: to the terminal", "bytes", server, client.received - seen[0])
        note("  on TCP, both ways", "bytes", server, carried - seen[1])
        seen[:] = [client.received, carried]

    def shows(text):
        return lambda: client.shows(text)

    def row_is(number):
        return lambda: client.lines()[number].startswith(">")

    step("from connecting to the home screen", lambda: None, shows("民情日记"))
    step("opening the diary's list", lambda: client.key("1"), row_is(3))
    step("one row down", lambda: client.key("Down"), row_is(4))
    step("one page down", lambda: client.key("PgDn"), lambda: not client.shows("第 1-"))
    client.key("Esc").wait_for("q 退出").settle()
    seen[:] = [client.received, proxy.to_client + proxy.to_server]
    step("opening the form of a case", lambda: client.key("e"), shows("报事件"))
    screens.go(client, "类别")
    screens.type_text(client, "生态环境")
    screens.go(client, "标题")
    screens.type_text(client, "楼道灯不亮")
    screens.go(client, "内容").settle()
    seen[:] = [client.received, proxy.to_client + proxy.to_server]
    step("typing 200 characters, one by one", lambda: type_slowly(client, "楼道灯不亮三天了" * 25),
         lambda: True)
    step("saving the case", lambda: client.key("Ctrl-S"), shows("已上报"))
    client.cut()
    proxy.close()


def type_slowly(client, text):
    """Each character is sent when the one before has come back."""
    for character in text:
        before = client.received
        client.type(character)
        client.wait(lambda b=before: client.received > b, "the echo")


def show(names):
    print(f"{'':62}{names[0]:>12}{names[1]:>12}{'ratio':>9}")
    for (what, unit, ours), (_, _, theirs) in zip(*(figures[name] for name in names), strict=True):
        cells = "".join(f"{n:12,.1f}" if isinstance(n, float) else f"{n:12,}" for n in (ours, theirs))
        print(f"{what + ', ' + unit:62}{cells}{theirs / ours if ours else 0:9.2f}")


def main():
    wangge = lines.Wangge()
    sshd = lines.Sshd()
    for server in (wangge, sshd):
        for measure in (measure_logins, measure_bytes, measure_echo, measure_memory):
            print(f"{server.name}: {measure.__name__[8:]} ...", file=sys.stderr, flush=True)
            measure(server)
    show([wangge.name, sshd.name])
    sshd.stop()
    wangge.stop()


if __name__ == "__main__":
    main()
