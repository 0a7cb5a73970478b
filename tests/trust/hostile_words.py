"""Words of the command line that are wrong or hostile: every command, every option, every value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# What an option or a word that stands alone may be given.
VALUES: dict[str, str] = {
    "nothing": "",
    "blanks": "   ",
    "a minus sign": "-",
    "two minus signs": "--",
    "an equals sign": "=",
    "a quote": '"',
    "a backslash": "\\",
    "line break": "a\nb",
    "tab": "a\tb",
    "bell": "a\x07b",
    "escape sequence": "\x1b[31mred\x1b[0m",
    "null character": "a\x00b",
    "change of direction": "a\u202eb",
    "lone surrogate": "a\udcffb",
    "no character": "\uffff",
    "decomposed": "Ko\u0308nsdysforin",
    "emoji": "🧬",
    "script": "<script>alert(1)</script>",
    "template": "%s {0} ${x} %(prog)s",
    "shell": "; rm -rf / #",
    "command": "$(touch /tmp/x)`id`",
    "SPARQL": '" } SERVICE <http://127.0.0.1:9/> { #',
    "escaped SPARQL": "\\u0022 } SERVICE <http://127.0.0.1:9/> {} #",
    "address": "http://127.0.0.1:9/",
    "script address": "javascript:alert(1)",
    "file address": "file:///etc/passwd",
    "way out": "../../../../../../etc/passwd",
    "device": "/dev/null",
    "folder": "/",
    "no such folder": "/no/such/folder/x.html",
    "long": "x" * 10_000,
    "long way": "/" + "x" * 300,
    "number": "42",
    "enormous number": "9" * 5_000,
    "no number": "NaN",
    "no such day": "2023-02-29",
    "no such month": "2024-13",
    "year nought": "0000",
    "far year": "99999-01-01",
    "turned round": "2024-06/2024-01",
    "no file": "@nothing",
    "short name": "area:dysmeli>",
    "short name with a blank": "area:a b",
    "bad escape": "area:%zz",
}  # fmt: skip

# Each command with one word left to fill in.
COMMANDS: dict[str, tuple[str, ...]] = {
    "command": ("{}",),
    "question": ("ask", "{}"),
    "parameter": ("ask", "holders", "{}"),
    "name of a parameter": ("ask", "holders", "{}=x"),
    "area": ("ask", "holders", "area={}"),
    "day": ("ask", "holders", "--as-of", "{}"),
    "day of knowledge": ("ask", "holders", "--known-at", "{}"),
    "language": ("ask", "holders", "--lang", "{}"),
    "engine": ("ask", "holders", "--engine", "{}"),
    "format": ("ask", "holders", "--format", "{}"),
    "overlay": ("ask", "holders", "--overlay", "{}"),
    "unknown option": ("ask", "holders", "--{}"),
    "query": ("query", "--text", "{}"),
    "query parameter": ("query", "--text", "ASK {{ ?s ?p $area }}", "area={}"),
    "query file": ("query", "{}"),
    "network": ("network", "{}"),
    "level of a network": ("network", "co-holders", "level={}"),
    "file of a network": ("network", "suppliers", "--out", "{}"),
    "map": ("map", "{}"),
    "area of a map": ("map", "access", "area={}"),
    "file of a map": ("map", "permits", "--out", "{}"),
    "chart": ("chart", "{}"),
    "area of a chart": ("chart", "timeline", "area={}"),
    "thing": ("explain", "{}"),
    "first day": ("compare", "{}", "2024"),
    "second day": ("compare", "2024", "{}"),
    "way to compare": ("compare", "2023", "2024", "--by", "{}"),
    "file to write": ("export", "{}"),
    "search": ("questions", "--search", "{}"),
    "port": ("lab", "--no-browser", "/no/such/folder", "--port", "{}"),
    "folder of a lab": ("lab", "--no-browser", "--port", "1", "{}"),
}  # fmt: skip

# What is no mistake there, and would do something.
_FINE = {
    ("command", "nothing"), ("file of a network", "device"), ("file of a map", "device"),
    ("folder of a lab", "folder"), ("folder of a lab", "nothing"),
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """A command line.

    Attributes:
        name: Which word is wrong, and how.
        argv: The words, without where the graph lies.
    """

    name: str
    argv: tuple[str, ...]


def all_cases() -> Iterator[Words]:
    """Every command with every value."""
    for place, words in COMMANDS.items():
        for name, value in VALUES.items():
            if (place, name) not in _FINE and not (place == "folder of a lab" and "/" in value[:1]):
                argv = tuple(
                    word.replace("{}", value).replace("{{", "{").replace("}}", "}")
                    for word in words
                )
                yield Words(f"{place}: {name}", argv)


def wrong(case: Words, status: int, out: str, err: str) -> str:
    """What is not as it should be about the end of a command; empty if nothing is."""
    if "Traceback" in out + err or "unexpected " in err or "object at 0x" in err:
        return f"speaks of the inside: {err[-300:]}"
    if status == 0:
        return ""
    if status not in (1, 2):
        return f"ends with status {status}"
    if len(err.strip()) < 15:
        return f"says nothing: {err!r}"
    if any(not (c.isprintable() or c in "\n\t") for c in err):
        return f"shows unseen characters: {err[-200:]!r}"
    if len(err) > 4_000:
        return f"says {len(err):,} characters: {err[-200:]}"
    return ""
