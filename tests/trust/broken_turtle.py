"""Broken and hostile Turtle: syntax, names, terms and values of every kind, and sheer size."""

# ruff: noqa: E501  -- texts read best one to a line

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, partial

from ontology.terms import NHV, SKOS
from tests.trust.breakage import SEED
from tests.trust.joining import File

RIGHT = """\
@prefix my: <https://example.org/my#> .
<> nhv:date "2024-06"^^xsd:gYearMonth ; dcterms:title "Mina uppgifter"@sv .
permit:mine a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:region-vasterbotten ;
    nhv:validFrom "2025-01-01"^^xsd:date .
area:dysmeli my:rated [ my:score 5 ; my:by "x" ] , [ my:score 6.5 ] ; my:list ( 1 2 3 ) .
"""

# What can stand as the object of any statement.
VALUES: dict[str, str] = {
    "text": '"x"',
    "text in a language": '"x"@sv',
    "text in no language": '"x"@xx-yyyyyyyy-zzzz',
    "whole number": "5",
    "enormous number": "9" * 400,
    "number that is none": '"x"^^xsd:integer',
    "truth that is none": '"maybe"^^xsd:boolean',
    "float without end": '"INF"^^xsd:double',
    "day": '"2024-06-12"^^xsd:date',
    "no such day": '"2024-02-30"^^xsd:date',
    "day of five digits": '"20240-06-12"^^xsd:date',
    "day of a zone": '"2024-06-12+02:00"^^xsd:date',
    "time": '"2024-06-12T10:00:00Z"^^xsd:dateTime',
    "year": '"2024"^^xsd:gYear',
    "interval turned round": '"2024-06/2024-01"^^edtf:EDTF',
    "word as EDTF": '"in June"^^edtf:EDTF',
    "JSON": '"{\\"a\\": [1, {}]}"^^rdf:JSON',
    "JSON that is none": '"{{{"^^rdf:JSON',
    "HTML": '"<script>alert(1)</script>"^^rdf:HTML',
    "XML": '"<a"^^rdf:XMLLiteral',
    "unknown type": '"x"^^<https://example.org/nothing>',
    "type of nhv": '"x"^^nhv:nothing',
    "thing": "area:dysmeli",
    "thing that is not there": "area:nothing-at-all",
    "class": "nhv:Permit",
    "person": "person:ada-exempel",
    "itself": "permit:mine",
    "the file": "<>",
    "relative name": "<../../x>",
    "script address": "<javascript:alert(1)>",
    "blank node": "_:a",
    "node without a name": "[]",
    "empty list": "()",
    "empty text": '""',
    "control character": '"a\\u0007b"',
    "null character": '"a\\u0000b"',
    "change of direction": '"a\\u202Eb"',
    "no character": '"a\\uFFFFb"',
    "lone surrogate": '"a\\uD800b"',
    "long text": f'"{"å" * 20_000}"',
    "line break": '"""a\nb"""',
}


def cases(outside: str = "http://127.0.0.1:9/") -> Iterator[File]:
    """All of them.

    Args:
        outside: An address that must not be asked for anything.
    """
    for name, content in _files(outside).items():
        yield File(f"Turtle file: {name}", "my.ttl", partial(bytes, content))
    for name, make in _large().items():
        yield File(f"Turtle of a size: {name}", "my.ttl", make)
    for term, value, text in _statements():
        yield File(f"Turtle term {term}: {value}", "my.ttl", partial(text.encode))
    yield from _mixed()


def _files(outside: str) -> dict[str, bytes]:
    right = RIGHT.encode()
    texts: dict[str, str] = {
        "right": RIGHT,
        "empty": "",
        "comment only": "# nothing\n",
        "prefix only": "@prefix a: <https://example.org/> .",
        "old Mac line ends": RIGHT.replace("\n", "\r"),
        "Windows line ends": RIGHT.replace("\n", "\r\n"),
        "no end": RIGHT.rstrip(" .\n"),
        "unclosed text": RIGHT.replace('"x"', '"x'),
        "unclosed long text": RIGHT.replace('"x"', '"""x'),
        "unclosed name": RIGHT.replace("<>", "<", 1),
        "unclosed node": RIGHT.replace("]", ""),
        "unclosed list": RIGHT.replace(")", ""),
        "name with a blank": "<a b> a nhv:Permit .",
        "name with quotes": '<a"b> a nhv:Permit .',
        "name with a bracket": "<a<b> a nhv:Permit .",
        "name with an escape": "<a\\u0020b> a nhv:Permit .",
        "name with a bad escape": "<a\\u00> a nhv:Permit .",
        "name in Chinese": "<https://example.org/人口> a nhv:Permit ; nhv:area area:dysmeli .",
        "name of a script": "<javascript:alert(1)> <data:text/html,x> <vbscript:x> .",
        "name of nothing": "<> <> <> .",
        "name of a file": "<file:///etc/passwd> nhv:area area:dysmeli .",
        "unknown prefix": "permit:mine nhw:area area:dysmeli .",
        "prefix of another": f"@prefix nhv: <{outside}> . permit:mine nhv:x 1 .",
        "relative prefix": "@prefix a: <x/> . a:b a:c a:d .",
        "base elsewhere": f"@base <{outside}> . <x> <y> <z> .",
        "base that is none": "@base <not an address> . <x> <y> <z> .",
        "base of a script": "@base <javascript:alert(1)//> . <x> <y> <z> .",
        "version": 'VERSION "1.2"\n' + RIGHT,
        "imports": f"<> owl:imports <{outside}> . <{outside}> a owl:Ontology .",
        "see also": f"area:dysmeli rdfs:seeAlso <{outside}> ; foaf:img <{outside}x.png> .",
        "statement about a statement": "<< area:dysmeli a nhv:CareArea >> rdfs:label 'x' .",
        "triple term": "area:dysmeli rdfs:seeAlso <<( area:dysmeli a nhv:CareArea )>> .",
        "annotation": "area:dysmeli a nhv:CareArea {| rdfs:label 'x' |} .",
        "text with a direction": 'area:dysmeli rdfs:label "x"@en--ltr .',
        "graph": "{ area:dysmeli a nhv:CareArea . }",
        "named graph": "GRAPH <x> { area:dysmeli a nhv:CareArea . }",
        "N-Quads": f"<{outside}a> <{outside}b> <{outside}c> <{outside}d> .",
        "subject in quotes": '"x" a nhv:Permit .',
        "property in quotes": 'area:dysmeli "x" 1 .',
        "property without a name": "area:dysmeli _:a 1 .",
        "property that is a list": "area:dysmeli (1 2) 1 .",
        "a as a subject": "a a a .",
        "self inside a node": "_:a rdfs:seeAlso _:a .",
        "nodes in a ring": "_:a rdfs:seeAlso _:b . _:b rdfs:seeAlso _:a .",
        "list that never ends": "_:a rdf:first 1 ; rdf:rest _:a .",
        "list of two tails": "_:a rdf:first 1 ; rdf:rest () , ( 2 ) .",
        "names of other nodes": "<b1> rdfs:label 'mine' . [] rdfs:label 'theirs' .",
        "names of citations": "citation:mine a nhv:Citation ; nhv:states nhv:area .",
        "another's source": "source:sida-2024 nhv:date '2030'^^xsd:gYear ; a nhv:Source .",
        "another's title": "source:sida-2024 dcterms:title 'Fel titel'@sv , 'x'@en .",
        "its own graph as a thing": "<> a nhv:Permit , nhv:Person ; nhv:area area:dysmeli .",
        "two dates": "<> nhv:date '2024'^^xsd:gYear , '2025'^^xsd:gYear .",
        "date of no type": "<> nhv:date '2024' .",
        "date that is a thing": "<> nhv:date area:dysmeli .",
        "all classes at once": "permit:mine a " + " , ".join(
            f"<{term.value}>" for term in NHV if term.value.rpartition("#")[2][0].isupper()
        ) + " .",
        "label in many languages": "area:dysmeli skos:prefLabel " + " , ".join(
            f"'x{i}'@sv" for i in range(50)
        ) + " .",
        "ring of wholes": "area:a skos:broader area:b . area:b skos:broader area:a .",
        "ring of parts": "area:dysmeli nhv:partOf area:dysmeli .",
        "superseded by itself": "area:dysmeli nhv:supersedes area:dysmeli .",
    }  # fmt: skip
    found = {name: text.encode() for name, text in texts.items()}
    return found | {
        "byte-order mark": b"\xef\xbb\xbf" + right,
        "UTF-16": RIGHT.encode("utf-16"),
        "Latin-1": RIGHT.replace("Mina", "Båtar").encode("latin-1"),
        "null bytes": right + b"\0",
        "random bytes": random.Random(SEED).randbytes(2_000),
        "RDF/XML": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "JSON-LD": b'{"@context": "http://127.0.0.1:9/", "@id": "x"}',
        "CSV": b"area,holder\nDysmeli,RV\n",
    }


def _large() -> dict[str, partial[bytes]]:
    deep = 5_000
    return {
        "deep list": partial(_text, "area:dysmeli rdfs:seeAlso ", "(", deep, "1", ")", " ."),
        "deep nodes": partial(
            _text, "area:dysmeli rdfs:seeAlso ", "[ rdfs:seeAlso ", deep, "1", "]", " ."
        ),
        "unclosed list": partial(_text, "area:dysmeli rdfs:seeAlso ", "(", deep, "1", "", ""),
        "deep statements about statements": partial(
            _text, "", "<< ", deep, "area:dysmeli rdfs:seeAlso 1", " >> rdfs:seeAlso 1", " ."
        ),
        "long list": partial(_text, "area:dysmeli rdfs:seeAlso (", "1 ", 20_000, "", "", ") ."),
        "text of 5 MB": partial(_text, 'area:dysmeli rdfs:comment "', "x", 5_000_000, "", "", '" .'),
        "50 MB": partial(_text, "# ", "x", 50_000_000, "", "", "\n"),
        "many wrong days": partial(
            _numbered, 'permit:p{i} nhv:validFrom "2024-02-{i}"^^xsd:date .\n', 3_000
        ),
        "many unknown terms": partial(_numbered, "permit:p{i} nhv:nothing{i} 1 .\n", 3_000),
        "many values where one is possible": partial(
            _numbered, "<x{i}> nhv:validFrom '2024-01-01'^^xsd:date , '2024'^^xsd:gYear .\n", 3_000
        ),
        "many things": partial(_numbered, "<x{i}> rdfs:label 'x' .\n", 3_000),
        "many prefixes": partial(_numbered, "@prefix a{i}: <https://example.org/{i}/> .\n", 3_000),
        "many statements about statements": partial(
            _numbered, "<< <x{i}> a nhv:Permit >> rdfs:label 'x' .\n", 3_000
        ),
    }  # fmt: skip


def _statements() -> Iterator[tuple[str, str, str]]:
    """Every term of the vocabulary as a property, with every value."""
    properties = [f"nhv:{name}" for name in _local(NHV)] + ["skos:prefLabel", "rdf:type"]
    for term in properties:
        for value, text in VALUES.items():
            yield term, value, f"permit:mine a nhv:Permit ; {term} {text} .\n"
    for name in _local(SKOS):
        for value, text in VALUES.items():
            yield f"skos:{name}", value, f"area:dysmeli skos:{name} {text} .\n"


def _mixed() -> Iterator[File]:
    """The right file with characters put in, left out or turned round."""
    dice = random.Random(SEED)
    for turn in range(120):
        at = dice.randrange(len(RIGHT))
        sign = dice.choice("<>\"'[](){}@^:;,. \n\\#_%|\0\u202e") * dice.randint(1, 3)
        text = RIGHT[:at] + sign + RIGHT[at + turn % 3 :]
        yield File(f"Turtle mixed up: {turn}", "my.ttl", partial(text.encode))


@cache
def _local(vocabulary: object) -> tuple[str, ...]:
    return tuple(sorted(term.value.rpartition("#")[2] for term in vocabulary))  # type: ignore[attr-defined]


def _text(before: str, opening: str, count: int, inside: str, closing: str, after: str) -> bytes:
    return f"{before}{opening * count}{inside}{closing * count}{after}".encode()


def _numbered(line: str, count: int) -> bytes:
    return "".join(line.replace("{i}", str(i)) for i in range(count)).encode()
