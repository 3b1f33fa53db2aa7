"""What people with bad intentions, and programs with bad manners, put where text is stored: the table that test_payloads.py
carries through every way in and every way out. "{}" is the payload's own mark (P017), so that it is found again."""
import re

TABLE = {
    "moves and colours": [
        "\x1b[2J{}", "\x1b[H{}", "\x1b[1;1H{}", "\x1b[10A{}", "\x1b[99B{}", "\x1b[5C{}", "\x1b[5D{}", "\x1b[31m{}\x1b[0m",
        "\x1b[8m{}\x1b[28m", "\x1b[38;5;196m{}", "\x1b[38;2;1;2;3m{}", "\x1b[K{}", "\x1b[1J{}", "\x1b[3J{}", "\x1b[2K{}",
        "\x1b[4h{}", "\x1b[?25l{}", "\x1b[?1049h{}", "\x1b[?1049l{}", "\x1b[?2004l{}", "\x1b[?1000h{}", "\x1b[?7l{}",
        "\x1b[r{}", "\x1b[5;10r{}", "\x1b[s{}\x1b[u", "\x1b7{}\x1b8", "\x1bM{}", "\x1bD{}", "\x1bE{}", "\x1bc{}", "\x1b[!p{}",
        "\x1b#8{}", "\x1b(0{}\x1b(B", "\x1b)0\x0e{}\x0f", "\x1b%G{}", "\x1b%@{}", "\x1b=\x1b>{}", "\x1b[20t{}",
        "\x1b[8;1;1t{}", "\x1b[1000b{}", "\x1b[200~{}\x1b[201~", "\x1b[3g{}", "\x1b[?5h{}", "\x1b[12l{}", "\x1b[{}",
        "\x1b{}", "{}\x1b", "\x1b\x1b[A{}", "\x1b[99999999999999999999m{}", "\x1b[" + "1;" * 200 + "m{}",
    ],
    "titles, clipboard, files": [
        "\x1b]0;{}\x07", "\x1b]2;{}\x1b\\", "\x1b]1;{}\x07", "\x1b]52;c;cm0gLXJmIH4={}\x07", "\x1b]52;p;?{}\x07",
        "\x1b]4;1;?{}\x07", "\x1b]10;?{}\x07", "\x1b]11;?{}\x1b\\", "\x1b]8;;http://example.invalid/{}\x1b\\x\x1b]8;;\x1b\\",
        "\x1b]1337;File=name=eA==;inline=1:eA=={}\x07", "\x1b]50;{}\x07", "\x1b]46;/tmp/{}\x07", "\x1b]777;notify;a;{}\x07",
        "\x1b]9;{}\x07", "\x1b]133;A{}\x07", "\x1b]7;file:///{}\x07", "\x1b]{}", "\x1b]0;{}",
        "\x1bk{}\x1b\\", "\x1b]104{}\x07", "\x1b]3;X={}\x07",
    ],
    "what makes the terminal answer": [
        "\x1b[c{}", "\x1b[>c{}", "\x1b[=c{}", "\x1b[5n{}", "\x1b[6n{}", "\x1b[?6n{}", "\x1b[21t{}", "\x1b[18t{}", "\x1b[14t{}",
        "\x1bP$q\"p\x1b\\{}", "\x1bP$qm\x1b\\{}", "\x1bP+q544e\x1b\\{}", "\x1b[?1$p{}", "\x1b[>q{}", "\x1bZ{}", "\x05{}",
        "\x1b[x{}", "\x1b[?u{}", "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\{}", "\x1bP0;1|17/ab\x1b\\{}",
    ],
    "strings without an end": [
        "\x1bP{}", "\x1b_{}", "\x1b^{}", "\x1bX{}", "\x1bPq#0;2;0;0;0{}", "\x1b_tmux;{}\x1b\\", "\x1bPtmux;\x1b\x1b]0;{}\x07\x1b\\",
    ],
    "eight-bit controls as UTF-8": [
        "\x9b31m{}", "\x9b2J{}", "\x9d0;{}\x9c", "\x90{}\x9c", "\x9f{}\x9c", "\x9e{}\x9c", "\x98{}\x9c", "\x85{}", "\x84{}",
        "\x8d{}", "\x8e{}", "\x8f{}", "\x9a{}", "\x88{}", "\x80{}", "\x9c{}", "\x96{}\x97",
    ],
    "bytes that are no text": [
        b"\x9b31m{}", b"\x9d0;{}\x9c", b"\x90{}", b"\xff{}", b"\xfe\xff{}", b"\xc0\xaf{}", b"\xe0\x80\x9b{}", b"\xf0\x80\x80\x9b{}",
        b"\xc1\x9b31m{}", b"\xed\xa0\x80{}", b"\xed\xb0\x80{}", b"\xed\xa0\xbd\xed\xb2\xa9{}", b"\xf4\x90\x80\x80{}",
        b"\xf8\x88\x80\x80\x80{}", b"{}\xe4\xb8", b"{}\xe4", b"\x80{}", b"\xe4\x1b[31m{}", b"{}\xc2", b"\xd6\xd0\xb9\xfa{}",
    ],
    "other controls": [
        "\x00{}", "{}\x00\x1b[31m", "{}\x07", "{}abc\x08\x08\x08xyz", "{}\x7f", "{}\rroot#", "{}\r\nroot#", "{}\nroot#",
        "{}\tb", "\t{}", "{}\x0b\x0c", "{}\x1a", "{}\x04", "{}\x03", "{}\x0e\x0f", "{}\x11\x13", "{}\x1c\x1d\x1e\x1f", "{}\x16",
        "{}\x02\x06\x10\x12\x14\x15\x17\x18\x19", "{}\n\n\n\n", "{} a\n  b\n\tc",
    ],
    "writing direction and what cannot be seen": [
        "\u202a{}\u202c", "\u202b{}", "\u202d{}", "\u202e{}", "{}\u202ecod.exe", "\u2066{}\u2069", "\u2067{}\u2069", "\u2068{}",
        "{}\u2069", "\u200e{}", "\u200f{}", "\u061c{}", "{}\u200bb", "{}\u200cb", "{}\u200db", "{}\u2060b", "\ufeff{}",
        "{}\ufeff", "{}\u00ad", "{}\u2028b", "{}\u2029b", "{}\U000e0041\U000e007f", "{}\ufffeb", "{}\ufff9a\ufffab\ufffb",
        "\u00a0{}", "{}\u3164", "{}\u180e", "{}\u206a\u206f",
    ],
    "width": [
        "{}" + "中" * 40, "{}a" + "中" * 40, "{}" + "ａ" * 41, "{}" + "\u0301" * 60, "{}a" + "\u0e49" * 40, "{}" + "👨\u200d👩\u200d👧\u200d👦" * 9,
        "{}🇨🇳🇨🇳🇨", "{}👵🏽", "{}☺\ufe0f☺\ufe0e", "{}" + "ﷺ" * 20, "{}" + "𠮷" * 30, "{}\ue000\U000f0000", "{}" + "한" * 10,
        "{}क्षि", "{}" + "-" * 70 + "中", "{}" + "x" * 95, "{}" + "長" * 96,
    ],
    "formulas": [
        "=1+1{}", "+1{}", "-1{}", "@SUM(1){}", "=cmd|' /C calc'!A0{}", "=HYPERLINK(\"http://x.invalid/\",\"{}\")", " =1+1{}",
        "\t=1+1{}", "\r=1+1{}", "\n=1+1{}", "＝1+1{}", "＋1{}", "－1{}", "＠{}", "'=1+1{}", "''=1+1{}", "=DDE(\"a\";\"b\";\"{}\")",
        "\"=1+1{}", "=1+1{},=2", "=1+1{};=2", "\u3000=1{}", "@{}", "-", "=", "%{}", "|{}", "=IMPORTXML(\"{}\")", "\u200b=1{}",
        "'{}", "-5.50{}", "_x003D_1+1{}", "_x001B_[31m{}", "_x000D_{}", "_x005F_x001B_{}", "'",
    ],
    "SQL": [
        "' or '1'='1{}", "'; drop table person; --{}", "\" or 1=1 --{}", "{}'||(select password from account)||'", "%{}", "_{}",
        "{}\\", "\\'{}", "{}'/*", "$me{}", ":id{}", "?1{}", "{person.seen}{}", "1; attach 'x' as y{}", "%' union select 1{}",
        "{}''", "x'00'{}", "`{}`", "[{}]",
    ],
    "paths and names": [
        "../../etc/passwd{}", "/etc/shadow{}", "..\\..\\{}", "CON{}", "NUL.txt{}", "-rf {}", "{}.csv/../../x", "~{}", "$(id){}",
        "`id`{}", "${HOME}{}", "{}; ls", "{}|sh", "&& id {}", "a\\{}", "C:\\{}", "file:///{}", "{}*?[]", ".{}", "--json{}", "--{}",
        "--title={}",
    ],
    "quoting": [
        "<script>{}</script>", "&lt;{}&amp;", "]]>{}", "<!--{}", "\"{}\"", "{},\"a\"\"b\"", "{}\"", "&#27;[31m{}", "%s%n%p{}", "%1$s{}",
        "\\x1b[31m{}", "\\u001b{}", "\\033[31m{}", "^[[31m{}", "\\n{}", "{{}}{}", "{}=\n[x]", "#{}", "#事件 {}", "{} <b>", "\\{}\\",
        "{}\ufffd",
    ],
    "long": ["{}" + "x" * 5000, "{}" + "中" * 3000, "{}" + "\n" * 3000, "{}" + "\x1b[31m" * 500],
}

# What no text may hold; line ends and tabs are layout.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
                    "\U000e0000-\U000e007f]")
SEEN = re.compile(UNSAFE.pattern.replace("[", "[\t\r", 1))  # and what no output may hold
BLANKS = " \t\r\n\u3000\u00a0"


def all_payloads():
    """(mark, group, bytes) of each."""
    rows = []
    for group, texts in TABLE.items():
        for text in texts:
            mark = f"P{len(rows):03d}"
            data = text.encode() if isinstance(text, str) else text
            if b"{}" in data:
                data = data.replace(b"{}", mark.encode(), 1).replace(b"{}", b"{}")
            rows.append((mark, group, data))
    return rows


def text_of(data):
    """The text, or None of bytes that are none."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def is_plain(text):
    return text is not None and UNSAFE.search(text) is None and "\ufffd" not in text


def as_line(text):
    """As a field of one line keeps it."""
    return text.strip(BLANKS).replace("\r\n", "\n").replace("\r", " ").replace("\n", " ").replace("\t", " ")


def as_lines(text):
    """As a field of many lines keeps it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return text if text.strip(BLANKS) else ""
