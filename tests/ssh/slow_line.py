"""A slow line between client and server: so many bits a second in each direction, so long on the way. What a person
waits for behind it, step by step."""
import contextlib
import heapq
import itertools
import threading
import time

import harness

BITS = 9600
BITS_OF_A_BYTE = 10  # with the start and the stop bit of a modem line
ROUND_TRIP = 0.6     # seconds, to the server and back


class Rounds:
    """Counts round trips, whatever time they take: what the client sends begins the round after the newest that it has
    heard of, and what the server sends belongs to the newest that it has heard of."""

    def __init__(self):
        self.heard = {"to_client": 0, "to_server": 0}
        self.lock = threading.Lock()

    def leaves(self, way):
        with self.lock:
            return self.heard["to_client"] + 1 if way == "to_server" else self.heard["to_server"]

    def arrives(self, way, number):
        with self.lock:
            self.heard[way] = max(self.heard[way], number)

    def at_client(self):
        return self.heard["to_client"]


class Way:
    """One direction: bytes leave one after the other at the line's rate, and arrive half a round trip later."""

    def __init__(self, name, target, rounds, bits, delay):
        self.name, self.target, self.rounds = name, target, rounds
        self.rate, self.delay = bits / BITS_OF_A_BYTE, delay
        self.free_at = 0.0
        self.carried = 0
        self.queue, self.numbers = [], itertools.count()
        self.filled = threading.Condition()
        threading.Thread(target=self._deliver, daemon=True).start()

    def put(self, data):
        """data b"": the end of this direction."""
        with self.filled:
            self.free_at = max(self.free_at, time.monotonic()) + len(data) / self.rate
            self.carried += len(data)
            round_trip = self.rounds.leaves(self.name)
            heapq.heappush(self.queue, (self.free_at + self.delay, next(self.numbers), round_trip, data))
            self.filled.notify()

    def _deliver(self):
        with contextlib.suppress(OSError):
            while True:
                with self.filled:
                    while not self.queue:
                        self.filled.wait()
                    at, _, round_trip, data = heapq.heappop(self.queue)
                time.sleep(max(0.0, at - time.monotonic()))
                self.rounds.arrives(self.name, round_trip)
                if not data:
                    self.target.shutdown(harness.socket.SHUT_WR)
                    return
                self.target.sendall(data)


class SlowLine(harness.Proxy):
    """A Proxy whose line is slow. carried(): bytes to the client and to the server so far."""

    def __init__(self, server, bits=BITS, round_trip=ROUND_TRIP):
        self.bits, self.round_trip = bits, round_trip
        self.ways = {"to_client": [], "to_server": []}
        self.rounds = Rounds()
        super().__init__(server)

    def _carry(self, source, target, count):
        way = Way(count, target, self.rounds, self.bits, self.round_trip / 2)
        self.ways[count].append(way)
        with contextlib.suppress(OSError):
            while data := source.recv(512):
                way.put(data)
            way.put(b"")

    def carried(self):
        return tuple(sum(way.carried for way in self.ways[name]) for name in ("to_client", "to_server"))


class Day:
    """Steps of somebody behind a slow line: what each waited for, and what it moved."""

    def __init__(self, client, line, by_the_clock=False):
        """by_the_clock: a step may not take the time of more round trips, either; a busy machine does not hold that."""
        self.client, self.line, self.by_the_clock = client, line, by_the_clock
        self.steps = []  # (name, seconds waited, bytes to the client, to the server, round trips' time, round trips)

    @contextlib.contextmanager
    def step(self, name, most=None):
        """The block presses keys and then waits; time counts from the first key on. Round trips are counted on the
        line, and beside that reckoned from the time that is left when the line's own for the bytes is taken away; most:
        more of them than that are a defect."""
        began, before, first = time.monotonic(), self.line.carried(), self.line.rounds.at_client()
        yield
        waited, after = time.monotonic() - began, self.line.carried()
        trips = self.line.rounds.at_client() - first
        down, up = after[0] - before[0], after[1] - before[1]
        timed = (waited - (down + up) * BITS_OF_A_BYTE / self.line.bits) / self.line.round_trip
        self.steps.append((name, waited, down, up, timed, trips))
        if most is not None and (trips > most or (self.by_the_clock and timed > most)):
            raise harness.Failed(f"{name}: {waited:.1f} s, {down} and {up} bytes: {trips} round trips, "
                                 f"time of {timed:.1f}\n{self.client.framed()}")

    def type(self, text, rate):
        """At a person's pace, in words of two as an input method gives them; nobody waits for the echo."""
        for at in range(0, len(text), 2):
            self.client.type(text[at:at + 2])
            self.client.rest(2 / rate)

    def table(self):
        """For the report: one line a kind of step, with the median and the most of those of the same name."""
        lines = [f"{'step':34}{'times':>6}{'s':>7}{'most s':>8}{'bytes down':>12}{'up':>7}{'by time':>10}{'trips':>7}"]
        for name in dict.fromkeys(step[0] for step in self.steps):
            same = sorted((step for step in self.steps if step[0] == name), key=lambda step: step[1])
            middle = same[len(same) // 2]
            lines.append(f"{name:34}{len(same):6}{middle[1]:7.1f}{same[-1][1]:8.1f}{middle[2]:12}{middle[3]:7}"
                         f"{max(step[4] for step in same):10.1f}{max(step[5] for step in same):7}")
        waited, down, up = (sum(step[i] for step in self.steps) for i in (1, 2, 3))
        lines.append(f"{'together':34}{len(self.steps):6}{waited:7.1f}{'':8}{down:12}{up:7}")
        return lines
