"""The ssh clients that people have, as words to run: OpenSSH, dropbear's dbclient, PuTTY's plink."""
import os
import re
import subprocess

from harness import PASSWORD


class OpenSSH:
    def __init__(self, server):
        self.server = server

    def words(self, login, key=False, terminal=False, options=()):
        words = self.server.ssh_words(login, key=key)
        extra = ["-tt"] if terminal else []
        return words[:-1] + [*extra, *options, words[-1]]

    def with_password(self, words):
        return ["sshpass", "-p", PASSWORD, *words]


class Dropbear:
    def __init__(self, server):
        self.server = server

    def words(self, login, key=False, terminal=False, options=()):
        words = ["dbclient", "-y", "-y", "-p", str(self.server.port)]
        if key:
            path = self.server.key(login)
            if not os.path.exists(path + ".db"):
                subprocess.run(["dropbearconvert", "openssh", "dropbear", path, path + ".db"], check=True,
                               capture_output=True)
            words += ["-i", path + ".db"]
        return words + (["-t"] if terminal else []) + [*options, f"{login}@127.0.0.1"]

    def with_password(self, words):
        return ["sshpass", "-p", PASSWORD, *words]


class PuTTY:
    def __init__(self, server):
        self.server = server

    def words(self, login, key=False, terminal=False, options=()):
        fingerprint = re.search(r"host key (SHA256:\S+)", self.server.log()).group(1)
        words = ["plink", "-no-antispoof", "-P", str(self.server.port), "-hostkey", fingerprint]
        if key:
            path = self.server.key(login)
            if not os.path.exists(path + ".ppk"):
                subprocess.run(["puttygen", path, "-O", "private", "-o", path + ".ppk"], check=True)
            words += ["-batch", "-i", path + ".ppk"]
        return words + (["-t"] if terminal else []) + [*options, f"{login}@127.0.0.1"]

    def with_password(self, words):
        return [words[0], "-batch", "-pw", PASSWORD, *words[1:]]


ALL = (OpenSSH, Dropbear, PuTTY)


def run(client, login, line, key=False, terminal=False, options=(), stdin=b"", timeout=60):
    """A command by this client. Returns what subprocess.run returns, in bytes."""
    words = client.words(login, key, terminal, options)
    if not key:
        words = client.with_password(words)
    return subprocess.run(words + [line], input=stdin, capture_output=True, timeout=timeout, check=False)
