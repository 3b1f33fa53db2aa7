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

SESSIONS = [int(n) for n in os.environ.get("WANGGE_BENCH_SESSIONS", "100 500").split()]
LOGINS, LOGINS_AT_ONCE = 200, 4
TYPISTS, STROKES = 25, 40
HOME = "民情日记".encode()

rows = []  # (what, unit, {server name: number})


def note(what, unit, server, number):
    for row in rows:
        if row[0] == what:
            row[2][server.name] = number
            return
    rows.append((what, unit, {server.name: number}))


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
    """Payload is what the terminal gets; TCP is what both directions carry, as a proxy counts it."""
    proxy = harness.Proxy(server)
    client = harness.Client(server.server, "grid01", words=server.words("grid01", proxy.port))
    seen = [0, 0]

    def step(what, act, *wait_for):
        act()
        client.wait_for(*wait_for).settle(0.4)
        carried = proxy.to_client + proxy.to_server
        note(what, "bytes", server, client.received - seen[0])
        note(f"  {what}: TCP, both ways", "bytes", server, carried - seen[1])
        seen[:] = [client.received, carried]

    step("login to the home screen", lambda: None, "民情日记")
    client.cut()
    proxy.close()


def show(names):
    print(f"{'':58}{names[0]:>12}{names[1]:>12}{'ratio':>9}")
    for what, unit, numbers in rows:
        a, b = (numbers.get(name) for name in names)
        cells = "".join(f"{n:12,.1f}" if isinstance(n, float) else f"{n:12,}" if n is not None else f"{'-':>12}"
                        for n in (a, b))
        ratio = f"{b / a:9.2f}" if a and b else f"{'':9}"
        print(f"{what + ', ' + unit:58}{cells}{ratio}")


def main():
    wangge = lines.Wangge()
    sshd = lines.Sshd(wangge.server)
    for server in (wangge, sshd):
        for measure in (measure_logins, measure_echo, measure_bytes, measure_memory):
            print(f"{server.name}: {measure.__name__[8:]} ...", file=sys.stderr, flush=True)
            measure(server)
    show([wangge.name, sshd.name])
    sshd.stop()
    wangge.stop()


if __name__ == "__main__":
    main()
