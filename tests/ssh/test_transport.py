#!/usr/bin/python3
"""Three ssh clients against the server: both ways to log in, commands with their exit status, large outputs and inputs,
new keys and compression on the way, terminals and their size, and all that is not to be had."""
import json
import os
import socket
import struct
import subprocess

import clients
import harness
from harness import PASSWORD, SLOW, Client, Failed, Server

VISITS = 1400  # with VISIT_TEXT more than eight megabytes
VISIT_TEXT = "走访记录。" * 390

with_server = []


def server():
    """One for all tests of this file."""
    if not with_server:
        with_server.append(Server())
    return with_server[0]


def expect(got, wanted, what):
    if got != wanted:
        raise Failed(f"{what}: {got!r} instead of {wanted!r}")


def test_each_client_gets_output_and_status():
    for kind in clients.ALL:
        client = kind(server())
        for key in (False, True):
            for login, line, status in (("grid01", "version", 0), ("grid01", "nonsense", 2),
                                        ("grid01", "evaluation freeze 2026-10", 3), ("grid01", "case show SJ-19990101-0001", 4)):
                result = clients.run(client, login, line, key)
                expect(result.returncode, status, f"{kind.__name__}, key {key}, {line}")
                if status == 0:
                    expect(result.stdout.split()[0], b"wangge", kind.__name__)
                else:
                    expect(result.stdout, b"", f"{kind.__name__}: output of {line}")
                    if not result.stderr:
                        raise Failed(f"{kind.__name__}: no word of why {line} failed")


def test_a_wrong_password_and_a_strange_key_are_refused():
    path = os.path.join(server().folder, "stranger")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    words = server().ssh_words("grid01", key=False)
    base = words[:-1] + ["-o", "NumberOfPasswordPrompts=1"]
    result = subprocess.run(["sshpass", "-p", "wrong", *base, words[-1], "version"], capture_output=True, check=False)
    expect(result.returncode == 0, False, "a wrong password logs in")
    result = subprocess.run(["ssh", "-F", "/dev/null", *words[3:5], *words[5:-1], "-o", "PubkeyAuthentication=yes",
                             "-o", "BatchMode=yes", "-i", path, words[-1], "version"], capture_output=True,
                            check=False, stdin=subprocess.DEVNULL)
    expect(result.returncode, 255, "a strange key")
    result = subprocess.run(["sshpass", "-p", PASSWORD, *base, "nobody@127.0.0.1", "version"], capture_output=True,
                            check=False)
    expect(result.returncode == 0, False, "an unknown user logs in")


def test_a_status_is_never_lost():
    """Who is cut off before its CLOSE is answered reports a false status: some in a hundred."""
    for kind in clients.ALL:
        client = kind(server())
        for i in range(25):
            result = clients.run(client, "grid01", "version" if i % 2 else "nonsense", key=True)
            told = f"{kind.__name__}, run {i}, saying {result.stderr[-300:]!r}; the server: {server().log()[-300:]!r}"
            expect(result.returncode, 0 if i % 2 else 2, told)


LINE = f"visit list --json --limit={VISITS + 500}"
expected = []


def megabytes():
    """What LINE prints: read once, and held against what was written, all in one command: a large input too."""
    if expected:
        return expected[0]
    rows = [{"channel": "1", "text": f"{i} {VISIT_TEXT}"} for i in range(VISITS)]
    data = json.dumps(rows, ensure_ascii=False).encode()
    result = clients.run(clients.OpenSSH(server()), "grid01", "visit add --json", key=True, stdin=data,
                         timeout=120 * SLOW)
    expect(result.returncode, 0, f"visit add: {result.stderr[:500]!r}")
    result = clients.run(clients.OpenSSH(server()), "grid01", LINE, key=True, timeout=120 * SLOW)
    texts = {row["text"] for row in json.loads(result.stdout)["rows"]}
    for row in rows:
        expect(row["text"] in texts, True, f"the visit {row['text'][:10]} is listed")
    if len(result.stdout) < 8_000_000:
        raise Failed(f"only {len(result.stdout)} bytes to compare")
    expected.append(result.stdout)
    return expected[0]


def test_megabytes_arrive_byte_for_byte():
    wanted = megabytes()
    for kind, options in ((clients.OpenSSH, ()), (clients.OpenSSH, ("-C",)),
                          (clients.OpenSSH, ("-o", "RekeyLimit=1M")),
                          (clients.OpenSSH, ("-C", "-o", "RekeyLimit=300K")),
                          (clients.OpenSSH, ("-c", "aes128-ctr")), (clients.Dropbear, ()), (clients.PuTTY, ()),
                          (clients.PuTTY, ("-C",))):
        result = clients.run(kind(server()), "grid01", LINE, key=True, options=options, timeout=120 * SLOW)
        expect(result.returncode, 0, f"{kind.__name__} {options}")
        expect(result.stdout == wanted, True, f"{kind.__name__} {options}: {len(result.stdout)} of {len(wanted)} bytes")


def test_megabytes_arrive_through_a_terminal():
    wanted = megabytes()
    for kind in (clients.OpenSSH, clients.PuTTY):
        result = clients.run(kind(server()), "grid01", LINE, key=True, terminal=True, timeout=120 * SLOW)
        expect(result.returncode, 0, kind.__name__)
        expect(result.stdout.replace(b"\r\n", b"\n") == wanted, True, f"{kind.__name__}: {len(result.stdout)} bytes")


def test_a_slow_reader_gets_everything():
    """The server has to wait for the client and must not fill its memory meanwhile."""
    wanted = len(megabytes())
    words = server().ssh_words("grid01") + [LINE]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        harness.wait_until(lambda: len(server().processes()["network"]) > 0, "a connection")
        harness.wait_until(lambda: process.stdout.peek(1), "first bytes")
        memory = max(harness.memory_pss(pid) for pid in server().processes()["network"])
        got = len(process.stdout.read())
        expect(process.wait(60 * SLOW), 0, "status")
    expect(got, wanted, "bytes")
    if memory > 4000 * SLOW:
        raise Failed(f"the network child took {memory} KiB while nobody read")


def test_each_client_shows_the_screens():
    for kind in clients.ALL:
        client = kind(server())
        person = Client(server(), "grid01", words=client.words("grid01", key=True, terminal=kind is clients.OpenSSH))
        person.wait_for("民情日记", "查一户")
        person.type("q").wait_for("退出系统").type("y")
        expect(person.wait_closed(), 0, kind.__name__)


def test_a_password_typed_at_the_prompt_of_each_client():
    for kind in clients.ALL:
        words = kind(server()).words("grid01", terminal=kind is clients.OpenSSH)
        person = Client(server(), "grid01", words=words, password=True)
        person.wait_for("民情日记")
        person.close()


def test_the_screen_follows_the_window():
    person = server().login("grid01")
    person.wait_for("民情日记")
    person.resize(120, 40)
    person.wait(lambda: any(len(line.encode("gb18030")) > 110 for line in person.lines()), "a line of 120 columns")
    person.resize(70, 22)
    person.wait(lambda: "民情日记" in person.text() and person.lines()[-1] != "", "a foot bar in the last of 22 rows")
    person.close()


def test_a_shell_without_a_terminal_says_what_to_do():
    result = clients.run(clients.OpenSSH(server()), "grid01", "", key=True)
    expect(result.returncode, 2, "status")
    expect(b"ssh -t" in result.stderr, True, f"the sentence {result.stderr!r}")


def test_neither_files_nor_forwarding_nor_a_second_channel():
    openssh = clients.OpenSSH(server())
    base = openssh.words("grid01", key=True)
    result = subprocess.run(base[:-1] + ["-s", base[-1], "sftp"], capture_output=True, stdin=subprocess.DEVNULL,
                            timeout=30 * SLOW, check=False)
    expect(result.returncode == 0, False, "sftp is there")
    result = subprocess.run(base[:-1] + ["-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:1", base[-1]],
                            capture_output=True, timeout=30 * SLOW, check=False)
    expect(result.returncode, 255, "a port of the server is forwarded")
    port = harness.free_port()
    control = os.path.join(server().folder, "control")
    master = base[:-1] + ["-M", "-S", control, "-L", f"{port}:127.0.0.1:{server().port}", "-tt", base[-1]]
    person = Client(server(), "grid01", words=master[:-1] + [master[-1]])
    person.wait_for("民情日记")
    with socket.create_connection(("127.0.0.1", port), 5) as through:
        expect(through.recv(10), b"", "a port is forwarded")
    result = subprocess.run(["ssh", "-S", control, "-o", "ControlMaster=no", "grid01@127.0.0.1", "version"],
                            capture_output=True, stdin=subprocess.DEVNULL, timeout=30 * SLOW, check=False)
    expect(result.returncode == 0, False, "a second channel is opened")
    expect(person.status, None, "status of the first channel")
    person.close()


def name_lists():
    """The algorithms as the server offers them, read from its first packet."""
    with socket.create_connection(("127.0.0.1", server().port), 5) as s:
        file = s.makefile("rwb")
        file.readline()
        file.write(b"SSH-2.0-test\r\n")
        file.flush()
        length, _ = struct.unpack(">IB", file.read(5))
        payload = file.read(length - 1)
    at, lists = 17, []
    for _ in range(8):
        size = struct.unpack(">I", payload[at:at + 4])[0]
        lists.append(payload[at + 4:at + 4 + size].decode().split(","))
        at += 4 + size
    return lists


def test_exactly_these_algorithms():
    kex, host, to_server, to_client, mac_in, mac_out, zip_in, zip_out = name_lists()
    expect([k for k in kex if "strict" not in k],
           ["curve25519-sha256", "curve25519-sha256@libssh.org", "diffie-hellman-group16-sha512",
            "diffie-hellman-group18-sha512"], "key exchange")
    expect("kex-strict-s-v00@openssh.com" in kex, True, "strict key exchange")
    expect(host, ["ssh-ed25519"], "host keys")
    for ciphers in (to_server, to_client):
        expect(ciphers, ["chacha20-poly1305@openssh.com", "aes256-ctr", "aes192-ctr", "aes128-ctr"], "ciphers")
    for macs in (mac_in, mac_out):
        expect(macs, ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"], "macs")
    for kinds in (zip_in, zip_out):
        expect(sorted(kinds), ["none", "zlib@openssh.com"], "compression")


def test_no_child_did_what_it_must_not():
    for word in ("forbidden system call", "Sanitizer", "runtime error", "with status"):
        expect(word in server().log(), False, f"the log has: {word}")
    server().stop()


if __name__ == "__main__":
    harness.main(globals())
