"""A researcher's Turtle file, made fit to stand beside the sources.

The project's prefixes need not be declared.  ``<>`` is the file itself, so that it
can be dated: ``<> nhv:date "2024-06"^^xsd:gYearMonth``.  Blank nodes get names of
the file's own, ``<graph>/b1``, in the order in which they appear.  What a file says
of persons goes to the graph of persons, so that a view without them has none of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from loaders.dates import When, parse_literal
from loaders.facts.writer import Standing, Writer
from loaders.limits import OVERLAY_BYTES, STATEMENTS
from loaders.plain_files import content_of, decoded
from loaders.problems import Place, Problems, refusal
from loaders.statements import Statement, Term
from ontology.spelling import did_you_mean
from ontology.terms import (
    BASE,
    EDTF,
    NHV,
    ORG,
    PEOPLE_GRAPH,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    XSD,
    curie,
    functional,
)
from ontology.terms import values as ontology_values

_DATES = (XSD.date, XSD.gYearMonth, XSD.gYear, EDTF.EDTF)
_THING = re.compile(re.escape(BASE) + r"id/[a-z-]+/[a-z0-9]+(?:[._-][a-z0-9]+)*")
_PERSON = f"{BASE}id/person/"
_PROVENANCE = (PROV.qualifiedPrimarySource, PROV.hadPrimarySource)


def read_turtle(path: Path, writer: Writer) -> tuple[int, When | None]:
    """Read a file into a writer's graph: how many statements, and the date that it gives itself."""
    name, problems = path.name, Problems()
    text = decoded(content_of(path, name, OVERLAY_BYTES), name).removeprefix("\ufeff")
    if not (triples := _parsed(text, name, writer.graph)):
        raise refusal(Place(name), "-", "holds no statement", "write at least one")
    said = _named(triples, writer.graph)
    if len(said) < len(triples):
        what = "a statement about a statement (<< >>) cannot be joined"
        remedy = "write plain statements, or a node of its own for the claim"
        problems.add(_find(text, name, "<<"), "-", what, remedy)
    _review(said, text, name, problems)
    problems.raise_if_any()
    return len(said), _write(said, writer)


def _parsed(text: str, name: str, graph: NamedNode) -> list[Triple]:
    # In one line before the file, so that the lines of messages are off by one and no more.
    head = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    quads = parse(f"{head}\n{text}".encode(), format=RdfFormat.TURTLE, base_iri=graph.value)
    try:
        triples = [quad.triple for quad in islice(quads, STATEMENTS + 1)]
    except MemoryError:  # the parser holds 16 MB for a term and no more
        remedy = "shorten it"
        raise refusal(Place(name), "-", "holds a text that is too long", remedy) from None
    except SyntaxError as error:
        place = Place(name, max((error.lineno or 2) - 1, 1), error.offset or 1)
        what = re.sub(r"^Parser error at line .*?: (?=\S)", "", str(error.msg))
        raise refusal(place, "-", f"is not Turtle: {what}", _remedy(what)) from None
    if len(triples) > STATEMENTS:
        remedy = f"split it; {STATEMENTS:,} are the limit"
        raise refusal(Place(name), "-", "too many statements", remedy)
    return triples


def _remedy(what: str) -> str:
    if match := re.search(r"[Tt]he prefix (\S*): has not been declared", what):
        declare = f"declare it with PREFIX {match[1]}: <…>"
        return did_you_mean(match[1], PREFIXES, declare)
    if "IRI code point" in what:
        return "write %20 for a blank in an IRI, and no < > inside it"
    return "mend the file there"


def _named(triples: list[Triple], graph: NamedNode) -> list[Statement]:
    """The statements, but for those about statements, in their graphs; blank nodes get names."""
    names: dict[str, NamedNode] = {}

    def name(term: object) -> Any:
        if isinstance(term, BlankNode):
            return names.setdefault(term.value, NamedNode(f"{graph.value}/b{len(names) + 1}"))
        return term

    terms = ((name(t.subject), t.predicate, name(t.object)) for t in triples)
    return [
        Statement(s, p, o, PEOPLE_GRAPH if _tells_of_persons(s, p, o) else graph)
        for s, p, o in terms
        if not (isinstance(s, Triple) or isinstance(o, Triple))
    ]


def _tells_of_persons(subject: Any, predicate: NamedNode, value: Any) -> bool:
    iris = [term.value for term in (subject, value) if isinstance(term, NamedNode)]
    return predicate == ORG.member or any(iri.startswith(_PERSON) for iri in iris)


def _review(said: list[Statement], text: str, name: str, problems: Problems) -> None:
    """Refuse what the graph could not be resolved with, and terms that do not exist."""
    values: dict[tuple[str, NamedNode], set[Term]] = defaultdict(set)
    told: set[str] = set()
    ties = ontology_values("nhv.ttl", RDFS.subPropertyOf)
    for subject, predicate, value, _ in said:
        if problems.enough(Place(name)):
            return
        for term in (subject, predicate, value):
            _review_term(term, text, name, told, problems)
        is_date = NHV.statedDate in ties.get(predicate, ()) or (
            _is_nhv(predicate) and isinstance(value, Literal) and value.datatype in _DATES
        )
        if isinstance(value, Literal) and is_date:
            try:
                parse_literal(value)
            except ValueError as error:
                place = _find(text, name, value.value)
                problems.add_error(place, curie(predicate.value), error)
        if predicate in functional():
            values[subject.value, predicate].add(value)
    for (subject_iri, predicate), several in values.items():
        if problems.enough(Place(name)):
            return
        if len(several) > 1 and not _THING.fullmatch(subject_iri):
            what = f"{curie(subject_iri)} has {len(several)} values where one is possible"
            remedy = f"keep one, or name the thing {BASE}id/<kind>/<name>"
            place = _find(text, name, curie(predicate.value))
            problems.add(place, curie(predicate.value), what, remedy)


def _review_term(term: object, text: str, name: str, told: set[str], problems: Problems) -> None:
    if not (isinstance(term, NamedNode) and _is_nhv(term)):
        return
    local = term.value.removeprefix(PREFIXES["nhv"])
    if local and local not in NHV and term.value not in told:
        told.add(term.value)
        known = [curie(t.value) for t in NHV]
        remedy = did_you_mean(f"nhv:{local}", known, "use a prefix of your own for own terms")
        place = _find(text, name, f"nhv:{local}")
        problems.add(place, "-", f"nhv:{local} is no term of the vocabulary", remedy)


def _is_nhv(term: NamedNode) -> bool:
    return term.value.startswith(PREFIXES["nhv"])


def _find(text: str, name: str, sought: str) -> Place:
    """Where a text stands first; parsed statements keep no places."""
    match = re.search(re.escape(sought) + r"(?!\w)", text)
    at = match.start() if match else max(text.find(sought), 0)
    return Place(name, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)


def _write(said: list[Statement], writer: Writer) -> When | None:
    properties: dict[NamedNode, dict[NamedNode, None]] = defaultdict(dict)
    date: When | None = None
    standing = Standing("whole file", "s-whole-file")
    writer.said += said
    for subject, predicate, value, graph in said:
        if subject == writer.graph:
            if predicate == NHV.date and isinstance(value, Literal):
                date = parse_literal(value)
        elif graph == writer.graph and predicate not in _PROVENANCE:
            # What a citation supports is in the order of the file; the graph has none.
            properties[subject][predicate] = None
    for number, (subject, own) in enumerate(properties.items(), 1):
        # Of a thing with a name of somebody else's, the citation is numbered.
        is_ours = _THING.fullmatch(subject.value)
        name = None if is_ours else f"other.n{number}.{standing.mark}"
        citation = writer.cite(subject, standing, name=name)
        for predicate in own:
            if predicate != RDF.type:
                writer.add(citation, NHV.states, predicate)
    return date
