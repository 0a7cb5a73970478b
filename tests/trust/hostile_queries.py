"""Broken and hostile query texts and parameters, and the verdict on what is answered.

Run as a program it tries cases in a process of its own, so that a crash of the engine is one
line of a report: ``python -m tests.trust.hostile_queries DIRECTORY ENGINE deep|broad NUMBER``.
"""

# ruff: noqa: E501, T201  -- texts read best one to a line; the program reports on its output

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph import KnowledgeGraph, open_graph
from graph.base.problems import GraphError
from graph.engines.sparql import tokens
from graph.jupyter.magic import SparqlError, sparql
from graph.questions import catalogue
from tests.trust.breakage import SEED

B = "\\"  # apart from what follows, so that the escapes below are those of SPARQL
NOWHERE = "http://127.0.0.1:9/"

# What may stand in the place of a parameter, or be put into the text of a query.
HOSTILE: tuple[str, ...] = (
    '"', "'", '"""', "'''", "\\", "\\\\", "{", "}", "}}", "<", ">", "<>", "#", "# x", "\n", "\r", "\t",
    "\0", "\u2028", "\u202e", "\ufeff", "\ufffe", "\U0010ffff", "?", "$", "$area", "?x", "_:b", "[]",
    '" } #', "' } #", '" . } SERVICE <URL> { ?s ?p ?o } #', "> } SERVICE <URL> { ?s ?p ?o } #",
    "} SERVICE <URL> {", "} SERVICE SILENT <URL> { ?s ?p ?o } {", f"{B}u0022 }} SERVICE <URL> {{ ?s ?p ?o }} #",
    f"{B}u0027 }} SERVICE <URL> {{}} #", f"{B}u000A SERVICE <URL> {{ ?s ?p ?o }}", f"{B}u0053ERVICE <URL> {{}}",
    f"{B}u003E {B}u007D {B}u0053ERVICE <URL> {B}u007B", f"{B}U00000022 }} SERVICE <URL> {{}} #",
    f"{B}{B}u0022 }} SERVICE <URL> {{}} #", f"{B}u005C{B}u0022 }} SERVICE <URL> {{}} #", f"{B}u", f"{B}uZZZZ",
    f"{B}uD800", f"{B}UFFFFFFFF", "URL", "<URL>", "URL>", "URL>.}#", "URL#{}", "URL|", "http://a b/",
    "https://", "http://[::1", "javascript:alert(1)", "file:///etc/passwd", "urn:x", "area:", "area:x>y",
    "area:a b", "area:%", "area:%zz", "area:..", "area:\\", "nhv:x\"y", "source:<script>", "; DROP ALL",
    "; LOAD <URL>", "INSERT DATA { <a:a> <a:b> <a:c> }", "FROM <URL>", "FROM NAMED <URL>", "true", "NaN",
    "1e999", "-0", "9" * 400, "2024-02-30", "2024-13-01", "0000-00-00", "99999-01-01", "Dysmeli\0", "é" * 5_000,
    "<script>alert(1)</script>", "${x}", "{{7*7}}", "%s%n", "../../etc/passwd", "a" * 100_000, "=1+1",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A query text to try.

    Attributes:
        name: What is wrong, in a few words; what stands before the colon is its kind.
        sparql: The query.
        params: Values of its parameters.
        magic: The options of ``%%sparql`` if it is a cell, else ``None``.
        question: The question of the catalogue that is asked instead, if it is one.
    """

    name: str
    sparql: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    magic: str | None = None
    question: str = ""

    @property
    def kind(self) -> str:
        """The kind of fault, to count by."""
        return self.name.partition(":")[0]


def broad(outside: str = NOWHERE) -> Iterator[Text]:
    """All texts that are not deep.

    Args:
        outside: An address that must not be asked for anything.
    """
    yield from _reaching(outside)
    yield from _parameters(outside)
    yield from _cells(outside)
    yield from _edited()
    yield from _sized()


def _reaching(u: str) -> Iterator[Text]:
    """Queries that would ask another machine or change the graph."""
    inside = f"<{u}> {{ ?s ?p ?o }}"
    texts: dict[str, str] = {
        "plain": f"SELECT * {{ SERVICE {inside} }}",
        "silent": f"SELECT * {{ SERVICE SILENT {inside} }}",
        "small letters": f"select * {{ service silent {inside} }}",
        "without blanks": f"SELECT*{{SERVICE<{u}>{{?s ?p ?o}}}}",
        "by variable": f"SELECT * {{ BIND(<{u}> AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}",
        "by prefix": f"PREFIX x: <{u}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
        "by base": f"BASE <{u}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
        "by keyword as prefix": f"PREFIX SERVICE: <{u}> SELECT * {{ SERVICE SERVICE: {{}} }}",
        "behind a number": f"SELECT * {{ ?s ?p 1SERVICE{inside} }}",
        "behind a dot": f"SELECT * {{ ?s ?p true.SERVICE{inside} }}",
        "behind a name": f"SELECT * {{ ?s ?p nhv:.SERVICE{inside} }}",
        "behind a node": f"SELECT * {{ ?s ?p _:a.SERVICE{inside} }}",
        "behind a variable": f"SELECT * {{ ?s ?p ?o.SERVICE{inside} }}",
        "behind a comment": f"SELECT * {{ # x\rSERVICE {inside} }}",
        "in EXISTS": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {inside} }} }}",
        "in MINUS": f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE SILENT {inside} }} }}",
        "in a subquery": f"SELECT * {{ {{ SELECT * {{ SERVICE {inside} }} }} }}",
        "in CONSTRUCT": f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {inside} }}",
        "in DESCRIBE": f"DESCRIBE ?s {{ SERVICE {inside} }}",
        "escaped": f"SELECT * {{ {B}u0053ERVICE {inside} }}",
        "escaped within": f"SELECT * {{ S{B}u0045RVICE SILENT {inside} }}",
        "escaped at length": f"SELECT * {{ {B}U00000053ERVICE {inside} }}",
        "escaped in a text": f'SELECT * {{ ?s ?p "a{B}u0022 . SERVICE {inside} #" }}',
        "escaped in a long text": f'SELECT * {{ ?s ?p """a{B}u0022""" . SERVICE {inside} }} #"""}}',
        "escaped line end in a comment": f"SELECT * {{ ?s ?p ?o #{B}u000A SERVICE {inside} \n }}",
        "escaped carriage return": f"SELECT * {{ ?s ?p ?o #{B}u000D SERVICE {inside} \n }}",
        "escaped backslash": f'SELECT * {{ ?s ?p "{B}{B}u0022 . SERVICE {inside} #" }}',
        "escaped bracket": f"SELECT * {{ <x{B}u003E> ?p ?o . SERVICE {inside} }}",
        "escaped FROM": f"SELECT * {B}u0046ROM <{u}> {{ ?s ?p ?o }}",
        "FROM": f"SELECT * FROM <{u}> {{ ?s ?p ?o }}",
        "FROM NAMED": f"SELECT * FROM NAMED <{u}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "FROM by prefix": f"PREFIX x: <{u}> SELECT * FROM x: {{ ?s ?p ?o }}",
        "FROM by base": f"BASE <{u}> SELECT * FROM <x> {{ ?s ?p ?o }}",
        "FROM a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "GRAPH": f"SELECT * {{ GRAPH <{u}> {{ ?s ?p ?o }} }}",
        "LOAD": f"LOAD <{u}>",
        "LOAD SILENT": f"LOAD SILENT <{u}> INTO GRAPH <a:a>",
        "LOAD behind a prefix": f"PREFIX a: <a:> LOAD <{u}>",
        "LOAD behind a query": f"SELECT * {{ ?s ?p ?o }} ; LOAD <{u}>",
        "INSERT": "INSERT DATA { <a:a> <a:b> <a:c> }",
        "INSERT WHERE": f"INSERT {{ ?s ?p 1 }} WHERE {{ SERVICE {inside} }}",
        "DELETE": "DELETE WHERE { ?s ?p ?o }",
        "DELETE behind a comment": "# SELECT\nDELETE WHERE { ?s ?p ?o }",
        "DROP": "DROP ALL",
        "CLEAR": "CLEAR SILENT DEFAULT",
        "COPY": "COPY DEFAULT TO <a:a>",
        "WITH": "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "describe everything": "DESCRIBE * { ?s ?p ?o }",
        "describe a page": f"DESCRIBE <{u}>",
        "everything": "SELECT * { ?s ?p ?o }",
        "construct everything": "CONSTRUCT WHERE { ?s ?p ?o }",
        "name of a script": "SELECT * { <javascript:alert(1)> ?p ?o }",
        "unknown function": f"SELECT (<{u}f>(1) AS ?x) {{}}",
        "JSON of the web": f"SELECT * {{ BIND(STRDT('x', <{u}>) AS ?x) }}",
    }
    for name, text in texts.items():
        yield Text(f"reach outside: {name}", text)
    for words in HOSTILE:
        text = words.replace("URL", u)
        yield Text(f"hostile text: in a group {words[:20]!r}", f"SELECT * {{ ?s ?p {text} }}")
        yield Text(f"hostile text: in a text {words[:20]!r}", f'SELECT * {{ ?s ?p "{text}" }}')
        yield Text(f"hostile text: in a comment {words[:20]!r}", f"SELECT * {{ }} # {text}\n")
        yield Text(f"hostile text: in a name {words[:20]!r}", f"ASK {{ <x{text}> ?p ?o }}")
        yield Text(f"hostile text: alone {words[:20]!r}", text)


def _parameters(u: str) -> Iterator[Text]:
    """Values that try to leave the place of a parameter."""
    for words in HOSTILE:
        value = words.replace("URL", u)
        for name in ("x", "area", "source", "as_of"):
            query = f"SELECT ?s {{ ?s ?p ?o FILTER(?o = ${name}) }} LIMIT 2"
            yield Text(f"parameter of a query: {name} {words[:20]!r}", query, {name: value})
        query = "SELECT ?s { ?s ?p ?o FILTER(CONTAINS(STR(?o), $x)) } LIMIT 2"
        yield Text(f"parameter of a query: in a function {words[:20]!r}", query, {"x": value})
        for question, name in (("holders", "area"), ("holders", "as_of"), ("evidence", "thing")):
            if any(p.name == name for p in catalogue.question(question).params) or name == "as_of":
                label = f"parameter of a question: {question} {name} {words[:20]!r}"
                yield Text(label, params={name: value}, question=question)
        yield Text(f"parameter of a question: name {words[:20]!r}", question=value)
    odd: dict[str, object] = {
        "list": ["a"], "mapping": {"a": 1}, "bytes": b"x", "nothing": None, "type": int,
        "not a number": float("nan"), "no end": float("inf"), "big": 10**500, "set": {1}, "complex": 1j,
    }  # fmt: skip
    for name, given in odd.items():
        yield Text(f"parameter of a type: {name}", "SELECT * { ?s ?p $x } LIMIT 2", {"x": given})
        yield Text(f"parameter of a type: area {name}", params={"area": given}, question="holders")


def _cells(u: str) -> Iterator[Text]:
    """Cells of ``%%sparql``: options, and texts of variables put into the query."""
    query = "SELECT ?s { ?s a nhv:Permit } LIMIT 2"
    for words in HOSTILE:
        value = words.replace("URL", u)
        yield Text(f"cell: option {words[:20]!r}", query, magic=value)
        for option in ("--into", "--as-of", "--lang", "--overlay", "--as"):
            yield Text(f"cell: {option} {words[:20]!r}", query, magic=f"{option} {value}")
        put = "SELECT ?s { ?s a nhv:Permit } LIMIT {x}"
        yield Text(f"cell: text of a variable {words[:20]!r}", put, {"x": value}, magic="")
        yield Text(f"cell: the query {words[:20]!r}", value, magic="")


def _edited() -> Iterator[Text]:
    """The questions of the catalogue cut, and with tokens put in, left out or turned round."""
    dice = random.Random(SEED)
    for question in catalogue.search(None):
        pieces = [token.text for token in tokens(question.sparql)]
        for turn in range(6):
            at = dice.randrange(len(question.sparql))
            yield Text(f"cut question: {question.name} {turn}", question.sparql[:at])
        for turn in range(18):
            mixed = list(pieces)
            for _ in range(dice.randint(1, 3)):
                one, two = dice.randrange(len(mixed)), dice.randrange(len(mixed))
                match turn % 6:
                    case 0:
                        mixed[one] = ""
                    case 1:
                        mixed[one], mixed[two] = mixed[two], mixed[one]
                    case 2:
                        mixed[one] = mixed[two]
                    case 3:
                        mixed.insert(one, dice.choice("{}()[]<>.;,|/*+^!?$\"'\\@#:"))
                    case 4:
                        mixed[one] = mixed[one].swapcase()
                    case _:
                        mixed[one] = dice.choice(HOSTILE).replace("URL", NOWHERE)
            yield Text(f"question mixed up: {question.name} {turn}", "".join(mixed))


def _sized() -> Iterator[Text]:
    """Texts that are long and not deep."""
    texts: dict[str, str] = {
        "empty": "",
        "blanks": " \n\t" * 10_000,
        "comment of 5 MB": "ASK {} #" + "x" * 5_000_000,
        "text of 5 MB": 'ASK { ?s ?p "' + "x" * 5_000_000 + '" }',
        "unclosed texts": "ASK { " + "'x\n" * 20_000,
        "quotes": "ASK { " + '"' * 20_001,
        "unclosed brackets of names": "ASK { " + "<" * 20_000,
        "backslashes": "ASK { ?s ?p '" + "\\" * 20_001,
        "dots of a name": "ASK { ?s ?p area:" + "." * 20_000,
        "values of 100,000 rows": "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 100_000 + "} }",
        "values of two columns": "ASK { VALUES (?x ?y) { " + "(1 UNDEF) " * 10_000 + "} }",
        "long list of values": "ASK { FILTER(1 IN (" + ",".join("1" * 2_000) + ")) }",
        "variables": "SELECT " + " ".join(f"?x{i}" for i in range(2_000)) + " {}",
        "prefixes": "".join(f"PREFIX p{i}: <a:> " for i in range(1_000)) + "ASK {}",
        "path of all": "SELECT * { ?s (!nhv:nothing)* ?o } LIMIT 2",
        "path of paths": "ASK { area:dysmeli ((((rdfs:seeAlso*)*)*)+)? ?o }",
        "path of many choices": "ASK { ?s " + "|".join(["nhv:area"] * 200) + " ?o }",
        "limit without end": "SELECT * {} LIMIT 99999999999999999999999",
        "negative limit": "SELECT * {} LIMIT -1",
        "offset without end": "SELECT * { ?s ?p ?o } OFFSET 18446744073709551615",
        "pattern that is none": "ASK { FILTER(REGEX('a', '(((((')) }",
        "pattern that takes for ever": "ASK { FILTER(REGEX('" + "a" * 40 + "!', '^(a+)+$')) }",
        "pattern of a size": "ASK { FILTER(REGEX('a', 'a{1000}{1000}{1000}')) }",
        "repeated text": "ASK { BIND(REPLACE('aaaa', 'a*?', '$9$0') AS ?x) }",
        "division by nothing": "SELECT (1/0 AS ?x) (1.0/0 AS ?y) (0e0/0e0 AS ?z) {}",
        "number that overflows": "SELECT (9223372036854775807 + 1 AS ?x) {}",
        "number without end": "SELECT (1e999 AS ?x) (-1e999 AS ?y) {}",
        "year of many digits": "SELECT (YEAR('999999999999-01-01'^^xsd:date) AS ?x) {}",
        "group without a row": "SELECT (MAX(?x) AS ?y) { FILTER(false) } GROUP BY ?x",
        "group of nothing": "SELECT (COUNT(*) AS ?n) {} GROUP BY ?x HAVING (?n > ?m)",
        "column twice": "SELECT ?x ?x { ?x a nhv:Permit } LIMIT 1",
        "column in use": "SELECT (1 AS ?x) { BIND(2 AS ?x) }",
        "order by nothing": "SELECT * { ?s ?p ?o } ORDER BY ?nothing (1/0) LIMIT 1",
        "two queries": "ASK {} ASK {}",
        "byte-order mark": "\ufeffASK {}",
        "no-break blank": "ASK\u00a0{}",
        "letters that look alike": "АSK {}",
    }
    for name, text in texts.items():
        yield Text(f"text of a size: {name}", text)


def deep() -> Iterator[Text]:
    """Texts that nest or go on until the stack of a recursive parser is full."""
    for n in (60, 1_000, 10_000):
        texts: dict[str, str] = {
            "groups": f"SELECT * {'{' * n}?s ?p ?o{'}' * n}",
            "unclosed groups": f"SELECT * {'{' * n}",
            "brackets": f"SELECT ({'(' * n}1{')' * n} AS ?x) {{}}",
            "unclosed brackets": f"SELECT ({'(' * n}",
            "functions": f"SELECT ({'STR(' * n}1{')' * n} AS ?x) {{}}",
            "conditions": f"SELECT ({'IF(true,1,' * n}1{')' * n} AS ?x) {{}}",
            "EXISTS": f"ASK {{ {'FILTER EXISTS {' * n} ?s ?p ?o {'}' * n} }}",
            "OPTIONAL": f"ASK {{ ?s ?p ?o {'OPTIONAL {' * n} ?s ?p ?o {'}' * n} }}",
            "MINUS": f"ASK {{ ?s a nhv:Permit {'MINUS {' * n} ?s a nhv:Permit {'}' * n} }}",
            "GRAPH": f"ASK {{ {'GRAPH ?g {' * n} ?s ?p ?o {'}' * n} }}",
            "subqueries": f"SELECT * {'{ SELECT * ' * n}{{ ?s a nhv:Permit }}{'}' * n}",
            "paths": f"ASK {{ ?s {'(' * n}nhv:area{')*' * n} ?o }}",
            "inverse paths": f"ASK {{ ?s {'^(' * n}nhv:area{')' * n} ?o }}",
            "lists": f"ASK {{ ?s ?p {'(' * n}1{')' * n} }}",
            "nodes": f"ASK {{ ?s ?p {'[ nhv:area ' * n}1{']' * n} }}",
            "statements": f"ASK {{ {'<< ' * n}?s ?p ?o{' >> ?p ?o' * n} }}",
            "terms of statements": f"ASK {{ ?s ?p {'<<( ?s ?p ' * n}?o{' )>>' * n} }}",
            "quoted values": f"ASK {{ VALUES ?x {{ {'<<( <a:a> <a:b> ' * n}1{' )>>' * n} }} }}",
            "groups in a CONSTRUCT": f"CONSTRUCT {{ {'{' * n} }} WHERE {{}}",
        }  # fmt: skip
        for name, text in texts.items():
            yield Text(f"deep text: {n:,} {name}", text)
    for n in (10_000, 40_000):
        texts = {
            "negations": f"ASK {{ FILTER({'!' * n}true) }}",
            "minus signs": f"ASK {{ FILTER({'- ' * n}1 > 0) }}",
            "unions": "ASK { " + " UNION ".join(["{ ?s a nhv:Permit }"] * n) + " }",
            "alternatives": "ASK { FILTER(" + " || ".join(["1=2"] * n) + ") }",
            "sums": "SELECT (" + " + ".join(["1"] * n) + " AS ?x) {}",
            "choices of a path": "ASK { ?s " + "|".join(["nhv:area"] * n) + " ?o }",
            "steps of a path": "ASK { ?s " + "/".join(["nhv:area"] * n) + " ?o }",
            "bindings": "ASK { " + " ".join(f"BIND(1 AS ?x{i})" for i in range(n)) + " }",
            "filters": "ASK { " + " ".join(f"FILTER(?x{i})" for i in range(n)) + " }",
            "optional ones": "ASK { " + "OPTIONAL { ?s ?p ?o } " * n + " }",
            "patterns": "ASK { " + "?s ?p ?o . " * n + " }",
            "objects": "ASK { ?s ?p " + " , ".join(["?o"] * n) + " }",
        }
        for name, text in texts.items():
            yield Text(f"deep text: {n:,} {name}", text)


def tried(kg: KnowledgeGraph, case: Text) -> tuple[str, str]:
    """Ask one query.

    Returns:
        ``"refused"``, ``"answered"`` or ``"failed"``, and what is not as it should be, or nothing.
    """
    try:
        if case.question:
            kg.answer(case.question, **case.params)
        elif case.magic is not None:
            sparql(case.magic, case.sparql, {"kg": kg, **case.params})
        else:
            kg.query(case.sparql, **case.params)
        return "answered", ""
    except (GraphError, SparqlError) as error:
        said = imprecise(case, str(error))
        return "refused", said and f"{case.name}: {said}"
    except Exception as error:  # a traceback is what must not be
        return "failed", f"{case.name}: {type(error).__name__}: {str(error)[:300]}"


def imprecise(case: Text, message: str) -> str:
    """What is not precise in a message; empty if it is."""
    if "Traceback" in message or "object at 0x" in message or "pyoxigraph" in message:
        return f"speaks of the inside: {message[:300]}"
    if len(message) < 15:
        return f"says nothing: {message!r}"
    if len(message) > 1_500:
        return f"is {len(message):,} characters long: {message[:150]}"
    if unseen := [c for c in message if not (c.isprintable() or c in "\n\t")]:
        return f"shows unseen characters {unseen[:3]!r}: {message[:200]!r}"
    place = re.search(r"line (\d+), column (\d+)", message)
    lines = len(re.split("\r\n|\n|\r", case.sparql)) + 1
    if place and case.magic is None and not case.question and int(place[1]) > lines:
        return f"points behind the text: {message[:200]}"
    return ""


def chosen(cases: list[Text], number: int) -> list[Text]:
    """Some of the cases, the same every time, with each kind in them."""
    mixed = list(cases)
    random.Random(SEED).shuffle(mixed)
    first = {case.kind: case for case in reversed(mixed)}
    always = [case for case in cases if case.kind in ("reach outside", "text of a size")]
    named = {case.name: case for case in [*always, *first.values(), *mixed]}
    return list(named.values())[:number]


def main(folder: str, engine: str, which: str, number: str, outside: str) -> None:
    """Try cases in this process, and print a line of JSON before and after each."""
    kg = open_graph(folder, lang="en").at(engine=engine)
    cases = list(deep() if which == "deep" else broad(outside))
    counts: Counter[str] = Counter()
    for case in cases if which == "deep" else chosen(cases, int(number)):
        print(json.dumps({"next": case.name}), flush=True)
        verdict, wrong = tried(kg, case)
        counts[f"{case.kind} {verdict}"] += 1
        if wrong:
            print(json.dumps({"wrong": wrong}), flush=True)
    print(json.dumps({"counts": counts}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:6])
