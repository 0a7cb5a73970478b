"""Broken curated files, made from a right folder by the hundred: every field with every fault.

A case is the content of every file of a curated folder with one thing wrong in one of them. Cases
come from the types of the records themselves, so that a new kind of fact or field is broken, too,
without a word here. The choice of cases is drawn with a fixed seed.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from loaders.curation.records import KINDS, SourceHead
from tests.loaders.conftest import REGISTERS, SOURCE

SEED = 20261122
SOURCE_FILE = "sources/sida-2024.yaml"

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

Tree = Any
Fault = Callable[[Tree], Tree]


class Absent:
    """Stands for a field that is not there."""


ABSENT = Absent()


@dataclass(frozen=True)
class Case:
    """One broken folder.

    Attributes:
        name: What is wrong, in a few words.
        file: The file that it is wrong in.
        make: That file's bytes; the others are right.
        path: The keys that lead to the record that was broken; none if it is the whole file.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    path: tuple[str | int, ...] = ()

    def lines(self) -> range:
        """The lines of the broken record, from 1 and one more for its end; all of the file's."""
        content = self.make()
        if not self.path:
            return range(1, content.count(b"\n") + 3)
        node: Any = yaml.compose(content.decode(), Loader=_LOADER)
        for key in self.path:
            if isinstance(key, int):
                node = node.value[key]
            else:
                node = next(value for word, value in node.value if word.value == key)
        return range(node.start_mark.line + 1, node.end_mark.line + 2)

    def write(self, folder: Path) -> Path:
        """Write the whole folder.

        Args:
            folder: Where to; made if it is not there.
        """
        for name, content in right_files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (folder / self.file).write_bytes(self.make())
        return folder


def right_files() -> dict[str, bytes]:
    """The files of the folder that is right, by path."""
    files = {f"registers/{name}.yaml": text.encode() for name, text in REGISTERS.items()}
    return files | {SOURCE_FILE: SOURCE.encode()}


def _constant(value: Tree) -> Fault:
    return lambda _: value


# What may stand where something right stood. Some of it may be right by chance: then the graph
# must be right as well.
FAULTS: Mapping[str, Fault] = {
    "missing": _constant(ABSENT),
    "nothing": _constant(None),
    "empty text": _constant(""),
    "blanks": _constant("   "),
    "a list": _constant(["a", "b"]),
    "an empty list": _constant([]),
    "a mapping": _constant({"a": "b"}),
    "a list of lists": _constant([["a"], [["b"]]]),
    "the value twice": lambda right: [right, right],
    "the value in a list": lambda right: [right],
    "unknown name": _constant("Ingenting som finns"),
    "unknown id": _constant("area:finns-inte"),
    "id of another kind": _constant("source:sida-2024"),
    "IRI with a blank": _constant("https://w3id.org/nhv/id/area/a b"),
    "IRI in brackets": _constant("<https://example.org/x y>"),
    "address with a bracket": _constant("https://[example"),
    "address with a bad percent": _constant("https://example.org/%zz"),
    "id with two dots": _constant("dys..meli"),
    "id in capitals": _constant("Dysmeli-Barn"),
    "many values": _constant(["Dysmeli"] * 3_000),
    "script address": _constant("javascript:alert(1)"),
    "file address": _constant("file:///etc/passwd"),
    "no such day": _constant("2023-02-29"),
    "no such month": _constant("2024-13"),
    "day in words": _constant("12 juni"),
    "reversed interval": _constant("2024-06/2024-01"),
    "year of five digits": _constant("20240-01-01"),
    "year before Christ": _constant("-0044-03-15"),
    "date and time": _constant("2024-06-12T10:00:00Z"),
    "negative number": _constant("-1"),
    "fraction": _constant("1.5"),
    "number with exponent": _constant("1e9"),
    "too long a number": _constant("9" * 40),
    "digits of another script": _constant("٣"),
    "yes": _constant("yes"),
    "tilde": _constant("~"),
    "bell": _constant("a\x07b"),
    "null character": _constant("a\x00b"),
    "line separator": _constant("a\u2028b"),
    "next line": _constant("a\x85b"),
    "right-to-left override": _constant("a\u202eb"),
    "zero-width blank": _constant("a\u200bb"),
    "byte-order mark inside": _constant("a\ufeffb"),
    "private use": _constant("a\ue000b"),
    "beyond the basic plane": _constant("𝔑𝔥𝔳"),
    "no character": _constant("a\uffffb"),
    "decomposed": lambda right: _mapped(right, lambda t: unicodedata.normalize("NFD", t)),
    "upper case": lambda right: _mapped(right, str.upper),
    "blanks around": lambda right: _mapped(right, lambda t: f"  {t}  "),
    "line break inside": lambda right: _mapped(right, lambda t: f"{t}\n{t}"),
    "script tag": _constant("<script>alert(1)</script>"),
    "quotes and tags": _constant("\"'><img src=x onerror=alert(1)>"),
    "template": _constant("{{7*7}} ${x} %s $area"),
    "backslashes": _constant("a\\u0000\\n\\"),
    "quotation marks": _constant("\"\"\"'''"),
    "very long": _constant("å" * 50_000),
    "SPARQL": _constant('" . } ; DROP ALL #'),
}


def field_cases() -> Iterator[Case]:
    """Every field of every kind of fact, of the head and of the registers with every fault."""
    source = _text_tree(SOURCE)
    facts = source["facts"]
    for kind, record in KINDS.items():
        index = next(i for i, fact in enumerate(facts) if kind in fact)
        fields = dict.fromkeys([kind, *record.own_fields(), *_common(record), *facts[index]])
        yield from _broken(kind, SOURCE_FILE, source, ("facts", index), fields)
    yield from _broken("head", SOURCE_FILE, source, (), [*SourceHead.fields, "facts"])
    for name, text in REGISTERS.items():
        register = _text_tree(text)
        for listed, entries in register.items():
            # The last of each list: others do not hang on it only because it came first.
            path = (listed, len(entries) - 1)
            yield from _broken(listed, f"registers/{name}.yaml", register, path, entries[-1])


def _broken(
    called: str, file: str, tree: Tree, path: tuple[Any, ...], fields: Iterable[str]
) -> Iterator[Case]:
    """One record of a file with every fault in every field."""
    record = tree[path[0]][path[1]] if path else tree
    for field in fields:
        for fault, change in FAULTS.items():
            value = change(record.get(field, "x"))
            if value == record.get(field, ABSENT):
                continue
            make = partial(_with, tree, path, field, value)
            yield Case(f"{called}.{field}: {fault}", file, make, path)


def _with(tree: Tree, path: tuple[Any, ...], field: str, value: Tree) -> bytes:
    """The file's bytes with one field of one record changed."""
    record = {**(tree[path[0]][path[1]] if path else tree), field: value}
    if value is ABSENT:
        del record[field]
    if not path:
        return _dumped(record)
    listed, index = path
    entries = tree[listed]
    return _dumped({**tree, listed: [*entries[:index], record, *entries[index + 1 :]]})


def file_cases() -> Iterator[Case]:
    """Every file broken as bytes: encodings, line ends, YAML that is none, bombs, huge ones."""
    bomb = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{f'*a{i - 1}, ' * 9}]\n" for i in range(1, 12))
    for file, right in right_files().items():
        text = right.decode()
        lines = text.splitlines(keepends=True)
        broken: dict[str, bytes] = {
            "empty": b"",
            "blank lines": b"\n\n\n",
            "comment only": b"# nothing\n",
            "a list": b"- a\n- b\n",
            "a text": b"just words\n",
            "byte-order mark": b"\xef\xbb\xbf" + right,
            "UTF-16": text.encode("utf-16"),
            "Latin-1": text.replace("o", "ö").encode("latin-1"),
            "bad byte in the middle": right[: len(right) // 2] + b"\xff" + right[len(right) // 2 :],
            "null bytes": right + b"\x00\x00",
            "Windows line ends": text.replace("\n", "\r\n").encode(),
            "old Mac line ends": text.replace("\n", "\r").encode(),
            "tab": text.replace("  ", "\t", 1).encode(),
            "no end of line": right.rstrip(b"\n"),
            "cut in the middle": right[: len(right) // 2],
            "twice": right + right,
            "two documents": right + b"---\n" + right,
            "end of document": right + b"...\nmore\n",
            "directive": b"%YAML 9.9\n---\n" + right,
            "alias bomb": bomb.encode(),
            "anchor": text.replace(": ", ": &a ", 1).encode(),
            "tag": text.replace(": ", ": !!python/object/apply:os.getcwd ", 1).encode(),
            "merge key": right + b"<<: {a: b}\n",
            "deep": b"a: " + b"[" * 5000 + b"]" * 5000 + b"\n",
            "deep mappings": "".join(f"{' ' * i}a:\n" for i in range(400)).encode(),
            "50 MB": b"a: " + b"x" * 50_000_000 + b"\n",
            "keys of keys": right + b"? " * 3_000 + b"a\n",
            "deep open": b"a: " + b"[{" * 50_000 + b"\n",
            "many keys": right + "".join(f"k{i}: x\n" for i in range(30_000)).encode(),
            "one key often": right + b"k: x\n" * 30_000,
            "unclosed quote": text.replace('"', "", 1).encode(),
            "unclosed bracket": right + b"x: [a, b\n",
            "complex key": right + b"? [a, b]\n: c\n",
            "unknown key": right + b"unknown: x\n",
            "flow in flow": right + b"x: {a: {b: {c: [d, {e: f}]}}}\n",
            "random bytes": random.Random(f"{SEED}{file}").randbytes(2000),
            "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
            "zip": b"PK\x03\x04" + bytes(100),
            "form feed": text.replace("\n", "\n\f", 1).encode(),
            "line separators": text.replace("\n", "\u2028", 3).encode(),
        }
        for name, content in broken.items():
            yield Case(f"{file}: {name}", file, partial(bytes, content))
        dice = random.Random(f"{SEED}/{file}")
        for turn in range(30):
            mixed = [*lines]
            match turn % 5:
                case 0:
                    del mixed[dice.randrange(len(mixed))]
                case 1:
                    at = dice.randrange(len(mixed))
                    mixed.insert(at, mixed[dice.randrange(len(mixed))])
                case 2:
                    at = dice.randrange(len(mixed))
                    mixed[at] = " " * dice.randint(1, 5) + mixed[at]
                case 3:
                    at = dice.randrange(len(mixed))
                    mixed[at] = mixed[at].replace(":", dice.choice(["", "::", " :", ": :"]), 1)
                case _:
                    at = dice.randrange(len(text))
                    mixed = [text[:at] + dice.choice("{}[]&*!|>'\"%@`#,:-?\\") + text[at:]]
            content = "".join(mixed).encode()
            yield Case(f"{file}: lines mixed up {turn}", file, partial(bytes, content))


def cases(number: int) -> list[Case]:
    """A choice of all cases, the same every time; every file case is in it.

    Args:
        number: How many at least.

    Returns:
        Cases with every field and every fault at least once, then more drawn by chance.
    """
    files, fields = list(file_cases()), list(field_cases())
    random.Random(SEED).shuffle(fields)
    chosen: list[Case] = []
    rest: list[Case] = []
    seen: set[str] = set()
    for case in fields:
        field, _, fault = case.name.partition(": ")
        (rest if {field, fault} <= seen else chosen).append(case)
        seen |= {field, fault}
    return [*files, *chosen, *rest[: max(number - len(files) - len(chosen), 0)]]


def _text_tree(text: str) -> Tree:
    return yaml.load(text, Loader=_LOADER)


def _dumped(tree: Tree) -> bytes:
    text: str = yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**6)
    return text.encode()


def _common(record: type[Any]) -> list[str]:
    own = set(record.own_fields())
    return [
        field.written
        for name, field in record.fields.items()
        if name != record.head and field.written not in own
    ]


def _mapped(tree: Tree, change: Callable[[str], str]) -> Tree:
    if isinstance(tree, str):
        return change(tree)
    if isinstance(tree, list):
        return [_mapped(item, change) for item in tree]
    if isinstance(tree, dict):
        return {key: _mapped(value, change) for key, value in tree.items()}
    return tree
