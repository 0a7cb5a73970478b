"""Persons who are to be left out: known by a digest of the name, never by the name.

``removals.csv`` of a curated folder has a line for each: ``sha256,date,why``.  A build
takes out what the curated files say of them and warns with file and line; where a text
or an address tells such a name, ``N.N.`` stands for it or the statement goes.  It does
not fail, because a build that fails leaves the one before, with the name, in its place.

A name is compared by its words alone, without case, accents, order and genitive, so that
one line covers ``Åsa Exempel``, ``Exempel, Åsa`` and ``asa-exempel``.

Example::

    python -m loaders.curation.removals "Nina Exempel"      # prints the line to add
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from unicodedata import combining, normalize
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation.read import Document, Path_
from loaders.limits import FILE_BYTES
from loaders.plain_files import text_of
from loaders.problems import Place, Problem, Problems, refusal
from loaders.statements import AnyStatement, Statement
from ontology.spelling import did_you_mean
from ontology.terms import BASE, PROV, SKOS

COLUMNS = ("sha256", "date", "why")
_HEADER = ",".join(COLUMNS)
WHY = ("request", "deceased", "no-public-role")
NOBODY = "N.N."
"""What stands where a name was taken out of a text; the same in Swedish and English."""

_PERSON = f"{BASE}id/person/"
_NAMES = (SKOS.prefLabel, SKOS.altLabel)
_MARK = "nhv-graph removal: "  # so that tables of digests of names made for other ends do not fit
_WORD = re.compile(r"[^\W_]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PARTS, _OWN_PARTS = re.compile(r"[/?&=#:]"), re.compile(r"[/?&=#:.]")
_MOST_WORDS = 6
# Letters that Unicode does not take apart, as slugs write them.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})


@dataclass(frozen=True)
class Removals:
    """The persons to be left out, by a :func:`digest` of each name."""

    digests: frozenset[str] = frozenset()

    def lists(self, name: str) -> bool:
        """Whether just this name is listed, in whatever spelling."""
        return _digest(_words(name)) in self.digests

    def tells(self, text: str) -> bool:
        """Whether a listed name stands anywhere in a text or a slug."""
        return next(self._spans(_readable(text)), None) is not None

    def redacted(self, text: str) -> str:
        """A text with ``N.N.`` in place of each listed name."""
        readable = _readable(text)
        spans = list(self._spans(readable))
        for begin, end in reversed(spans):
            readable = f"{readable[:begin]}{NOBODY}{readable[end:]}"
        return readable if spans else text

    def also(self, names: Iterable[str]) -> Removals:
        """These and other names of the same persons."""
        more = {_digest(words) for name in names if len(words := _words(name)) > 1}
        return Removals(self.digests | more)

    def without(self, said: Iterable[AnyStatement]) -> list[AnyStatement]:
        """Statements without the persons.

        Those that speak of a listed person, or hold an address that tells a listed name, are gone;
        in texts ``N.N.`` stands for it.  The order stays.
        """
        given = list(said)
        if not self.digests:
            return given
        persons = _persons(given)
        gone = {node for node, names in persons.items() if any(map(self.lists, names))}
        wider = self.also(name for node in gone for name in persons[node])
        # The citations of a person's names stand for nothing else.
        gone |= {
            quad.object
            for quad in given
            if quad.subject in gone
            and quad.predicate == PROV.qualifiedPrimarySource
            and isinstance(quad.object, NamedNode)
        }
        # Others keep their names, also where a listed name is a part of theirs.
        kept = {node for node in persons if node not in gone}
        tells_part, redacted = cache(wider.tells), cache(wider.redacted)  # parts and texts recur

        @cache
        def tells(term: object) -> bool:
            if not isinstance(term, NamedNode) or term in kept:
                return False
            return term in gone or any(map(tells_part, _split(term.value)))

        def clean(one: AnyStatement) -> AnyStatement | None:
            subject, predicate, value, graph = one
            if subject in kept:
                return None if tells(value) else one
            if any(map(tells, (subject, predicate, value, graph))):
                return None
            if not isinstance(value, Literal) or (text := redacted(value.value)) == value.value:
                return one
            if value.language:
                return type(one)(subject, predicate, Literal(text, language=value.language), graph)
            return type(one)(subject, predicate, Literal(text, datatype=value.datatype), graph)

        return [cleaned for one in given if (cleaned := clean(one)) is not None]

    def found(self, documents: Sequence[Document]) -> list[Problem]:
        """Where curated files, as they were read, name the persons; the messages do not."""
        if not self.digests:
            return []
        people = [d for d in documents if d.file == "registers/people.yaml" and d.rows("people")]
        listed = [
            (document.place(("people", index)), texts)
            for document in people
            for index, row in enumerate(document.rows("people"))
            if any(map(self.lists, texts := _texts(row)))
        ]
        wider = self.also(text for _, texts in listed for text in texts)
        told = (pair for document in documents for pair in _printed(document))
        wider = wider.also(printed for member, printed in told if wider.lists(member))
        problems = {_problem(place, "people", "take the entry out") for place, _ in listed}
        remedy = "take the name out; a seat stays as 'member:' without a name"
        for document in (document for document in documents if document not in people):
            for path, text in _scalars(document.tree, ()):
                if wider.tells(text):
                    field = next((str(p) for p in reversed(path) if isinstance(p, str)), "-")
                    problems.add(_problem(document.place(path), field, remedy))
        return sorted(problems)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where listed names stand in a text: begin and end, one after the other."""
        if not self.digests:
            return
        # In running text names have capitals; a slug has neither blanks nor, perhaps, capitals.
        running = " " in text
        found = [match.span() for match in _WORD.finditer(text)]
        words = [_plain(text[begin:end]) for begin, end in found]
        able = [not running or text[begin].isupper() for begin, _ in found]
        first = 0
        while first < len(words):
            for last in range(min(first + _MOST_WORDS, len(words)) - 1, first, -1):
                if not (able[first] and able[last]):
                    continue
                window = words[first : last + 1]
                genitive = [*window[:-1], window[-1].removesuffix("s")]
                if not self.digests.isdisjoint((_digest(window), _digest(genitive))):
                    yield found[first][0], found[last][1]
                    first = last
                    break
            first += 1


def read_removals(lists: Iterable[Path], problems: Problems) -> Removals:
    """Read lists of persons to be left out; what of them cannot be read cannot be honoured."""
    digests = set[str]()
    for path in lists:
        with problems.noted():
            text = text_of(path, path.name, FILE_BYTES)
            reader = csv.reader(text.removesuffix("\n").split("\n"), strict=True)
            try:
                header, *rows = reader
            except csv.Error as error:
                place, remedy = (
                    Place(path.name, reader.line_num),
                    f"write {_HEADER}, without quotes",
                )
                raise refusal(place, "-", f"is not CSV ({error})", remedy) from None
            if tuple(header) != COLUMNS:
                remedy = f"begin it with {_HEADER}"
                raise refusal(Place(path.name), "-", "has another header", remedy)
            for number, row in enumerate(rows, 2):
                if not problems.enough(place := Place(path.name, number)):
                    _review(row, place, problems)
                    digests.update(row[:1])
    return Removals(frozenset(digests))


def _review(row: Sequence[str], place: Place, problems: Problems) -> None:
    if len(row) != len(COLUMNS):
        problems.add(place, "-", f"{len(row)} fields", f"write {_HEADER}")
        return
    given, day, why = row
    if not _DIGEST.fullmatch(given):
        remedy = 'let python -m loaders.curation.removals "First Last" write the line'
        problems.add(place, "sha256", "no digest", remedy)
    try:
        date.fromisoformat(day)
    except ValueError:
        problems.add(place, "date", f"'{day}' is no day", "write it as 2026-01-31")
    if why not in WHY:
        remedy = did_you_mean(why, WHY, f"write {', '.join(WHY)}")
        problems.add(place, "why", f"'{why}' is no reason", remedy)


def digest(name: str) -> str:
    """The digest by which a name is listed: a hexadecimal SHA-256 of the words of any spelling.

    Raises ValueError if it has fewer than two words: too many texts have one of them by chance.
    """
    words = _words(name)
    if not 2 <= len(words) <= _MOST_WORDS:
        raise ValueError(f"a name has 2 to {_MOST_WORDS} words; give first and last name")
    return _digest(words)


def _digest(words: Sequence[str]) -> str:
    return sha256(f"{_MARK}{' '.join(sorted(words))}".encode()).hexdigest()


def _words(name: str) -> list[str]:
    """The words of a name; a number that tells slugs of namesakes apart is none."""
    found = [_plain(word) for word in _WORD.findall(_readable(name))]
    return found[:-1] if found and found[-1].isdigit() else found


def _plain(word: str) -> str:
    apart = normalize("NFKD", word.casefold())
    return "".join(c for c in apart if not combining(c)).translate(_LETTERS)


def _readable(text: str) -> str:
    return normalize("NFC", unquote(text) if "%" in text else text)


def _split(iri: str) -> list[str]:
    """The parts of an address in which a name can stand; those of our own recur."""
    return (_OWN_PARTS if iri.startswith(BASE) else _PARTS).split(iri)


def _persons(quads: Iterable[Quad | Statement]) -> dict[NamedNode, set[str]]:
    """Persons with their names, the slug being one."""
    persons: dict[NamedNode, set[str]] = defaultdict(set)
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(_PERSON):
                persons[term].add(term.value.removeprefix(_PERSON))
        if quad.subject in persons and quad.predicate in _NAMES:
            assert isinstance(quad.subject, NamedNode)
            if isinstance(quad.object, Literal):
                persons[quad.subject].add(quad.object.value)
    return persons


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    """Names of persons in a source, each with the spelling that it prints."""
    for fact in document.rows("facts"):
        if isinstance(fact, dict) and isinstance(printed := fact.get("printed"), dict):
            names = fact.get("member"), printed.get("member")
            if isinstance(names[0], str) and isinstance(names[1], str):
                yield names[0], names[1]


def _texts(tree: object) -> list[str]:
    return [text for _, text in _scalars(tree, ())]


def _scalars(tree: object, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _scalars(item, (*path, index))
    elif isinstance(tree, dict):
        for key, item in tree.items():
            yield from _scalars(item, (*path, key))


def _problem(place: Place, field: str, remedy: str) -> Problem:
    return Problem(place, field, "names a person whom removals.csv leaves out", remedy)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the line that lists a person; nothing is sent or kept."""
    parser = argparse.ArgumentParser(
        prog="python -m loaders.curation.removals", description=main.__doc__
    )
    parser.add_argument("name", help="first and last name; a line for each name that differs")
    parser.add_argument("why", nargs="?", choices=WHY, default="request")
    given = parser.parse_args(arguments)
    try:
        made = digest(given.name)
    except ValueError as error:
        parser.error(str(error))
    today = date.today().isoformat()  # noqa: DTZ011 - the curator's own day
    sys.stdout.write(f"{made},{today},{given.why}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
