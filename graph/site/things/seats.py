"""Seats of a body: which there are, whom they represent, who held them and when."""

from __future__ import annotations

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.sheet.tooltips import date_text
from graph.site.parts import Cell, Cells
from graph.site.things.cells import Teller, anchor_of
from graph.site.things.sections import Line, Lines
from ontology.terms import NHV, ORG

_Name = tuple[str, str]  # a name as Swedish sorts it


def seats_of(tell: Teller, body: NamedNode) -> tuple[list[NamedNode], list[NamedNode]]:
    """The memberships of a body, and its posts that no membership fills."""
    statements = tell.statements
    filled = [
        n for n in statements.subjects(ORG.organization, body) if statements.is_a(n, NHV.Membership)
    ]
    posts = [
        post
        for post in statements.subjects(ORG.postIn, body)
        if not statements.subjects(NHV.post, post)
    ]
    return filled, posts


def lines(tell: Teller, body: NamedNode) -> tuple[Lines, ...]:
    """The seats as a table, by whom they represent and what they are called.

    Args:
        tell: The teller; names of persons are shown where its view has them.
        body: The body.
    """
    statements = tell.statements
    filled, posts = seats_of(tell, body)
    listed: list[tuple[tuple[list[_Name], _Name, str, str], Line]] = []
    named = any(statements.nodes(member, ORG.member) for member in filled)
    for fact in (*filled, *posts):
        post = statements.node(fact, NHV.post) if fact in filled else fact
        represents = statements.objects(post, NHV.represents)
        role = statements.text(post, NHV.roleLabel, tell.lang).text if post else ""
        role = role or tell.name(fact)
        persons = tell.cells(statements.objects(fact, ORG.member))
        who: Cells = persons + tell.cells(statements.objects(fact, NHV.affiliation)) or Cell("–")
        cells: list[Cells] = [
            Cell(role, badges=tell.sure(fact)),
            tell.cells(represents) or Cell("–"),
            who,
            _term(tell, fact),
            _status(tell, fact) if fact in filled else Cell("–"),
        ]
        key = ([swedish(tell.name(r)) for r in statements.nodes(post, NHV.represents)],
               swedish(role), statements.value(fact, NHV.firstDay), fact.value)  # fmt: skip
        listed.append((key, Line(tuple(cells), tell.evidence(fact), (), anchor_of(fact))))
    if not listed:
        return ()
    keys = ("seat", "represents", "person" if named else "affiliation", "term", "status")
    ordered = tuple(line for _, line in sorted(listed, key=lambda pair: pair[0]))
    note = tell.t("seats_note", tell.day)
    return (Lines(tell.t("seats"), tuple(tell.t(k) for k in keys), ordered, note),)


def prose(tell: Teller, shown: tuple[Lines, ...]) -> tuple[str, ...]:
    """That names are left out, where they are."""
    named = bool(tell.statements.of_class(NHV.Person))
    return () if named or not shown else (tell.t("names_left_out"),)


def _term(tell: Teller, fact: NamedNode) -> Cell:
    statements = tell.statements
    start, end = statements.value(fact, NHV["from"]), statements.value(fact, NHV.until)
    if start or end:
        told = " – ".join(date_text(day, tell.lang) if day else "…" for day in (start, end))
        badges = (*tell.doubts(fact, NHV["from"]), *tell.doubts(fact, NHV.until))
        return Cell(told, form="date", badges=tuple(dict.fromkeys(badges)))
    if seen := statements.value(fact, NHV.attestedOn):
        return Cell(tell.t("attested_on", date_text(seen, tell.lang)), form="date")
    return tell.unknown()


def _status(tell: Teller, fact: NamedNode) -> Cells:
    """What a seat is on the page's day; of one that has ended since when, and by which rule."""
    found = tell.status(fact)
    if tell.statements.status(fact, tell.day) != NHV.Ended:
        return found
    return (found, *tell.ended(fact))
