"""Posts, persons and memberships of a block, and the rules and meetings of its bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import NHV, ORG, PEOPLE_GRAPH, RDF, SKOS, XSD
from tests.synthetic.actors import Actors
from tests.synthetic.block import Block, Document, Named, expand, shuffled
from tests.synthetic.library import Library
from tests.synthetic.stated import day_in, roughly, stated

# How many posts a body has, and how many bodies have so many; the last have one each, and some of
# those are hospitals, regions and other organisations.
_POSTS = ((19, 1), (16, 1), (13, 2), (7, 2), (5, 4), (4, 2), (3, 2), (2, 4), (1, 45))
_SINGLE_HOSPITALS, _SINGLE_REGIONS, _SINGLE_ORGANISATIONS = 18, 12, 8
_VACANT = 20
# How many memberships a person has, and how many persons have so many.
_MEMBERSHIPS = ((1, 66), (2, 28), (3, 13), (4, 7), (6, 2), (7, 1), (10, 1), (13, 1))
_RULES, _SIZE_RULES, _REGIONAL_RULES = 31, 9, 2
_MEETINGS, _MEETINGS_WITH_AREAS = 12, 5
_TRUE, _FALSE = (Literal(word, datatype=XSD.boolean) for word in ("true", "false"))


@dataclass(frozen=True)
class Seat:
    """A post and the body that it is in."""

    post: Named
    body: Named
    document: Document


def assert_seats(block: Block, actors: Actors, areas: list[Named], library: Library) -> None:
    """Write posts, persons, memberships, rules and meetings."""
    seats = _posts(block, actors, library)
    _memberships(block, actors, seats[:-_VACANT], library)
    _rules(block, actors, library)
    _meetings(block, actors, areas, library)


def _posts(block: Block, actors: Actors, library: Library) -> list[Seat]:
    chance = block.random("posts")
    hospitals = [hospital for found in actors.hospitals.values() for hospital in found]
    single = [
        *hospitals[:_SINGLE_HOSPITALS],
        *actors.regions[:_SINGLE_REGIONS],
        *actors.organisations[:_SINGLE_ORGANISATIONS],
    ]
    sizes = expand(_POSTS)
    bodies = [*actors.bodies[: len(sizes) - len(single)], *single]
    seats = []
    for body, size in zip(bodies, sizes, strict=True):
        for number in range(1, size + 1):
            iri, _ = block.identify("post")
            post = Named(
                iri, f"Syntetisk plats {number}, {body.sv}", f"Synthetic seat {number}, {body.en}"
            )
            document = library.any(chance)
            whole = (
                actors.healthcare_regions[number % len(actors.healthcare_regions)]
                if size > 7 and number > 1
                else None
            )
            block.describe(
                post,
                NHV.Post,
                document,
                (ORG.postIn, body.iri),
                (NHV.roleLabel, Literal("ledamot" if number > 1 else "ordförande", language="sv")),
                (NHV.roleLabel, Literal("member" if number > 1 else "chair", language="en")),
                (NHV.seatNumber, _number(number) if size > 4 else None),
                (NHV.represents, whole.iri if whole else None),
            )
            seats.append(Seat(post, body, document))
    return seats


def _memberships(block: Block, actors: Actors, seats: list[Seat], library: Library) -> None:
    chance = block.random("memberships")
    held = [count for count, people in _MEMBERSHIPS for _ in range(people)]
    persons = [block.name("person", "Syntetisk person", "Synthetic person") for _ in held]
    for person in persons:
        block.quads += (
            Quad(person.iri, RDF.type, NHV.Person, PEOPLE_GRAPH),
            Quad(person.iri, SKOS.prefLabel, Literal(person.sv, language="sv"), PEOPLE_GRAPH),
            Quad(person.iri, SKOS.prefLabel, Literal(person.en, language="en"), PEOPLE_GRAPH),
        )
    holders = shuffled(chance, list(zip(persons, held, strict=True)))
    for index, person in enumerate(holders):
        seat = seats[index % len(seats)]
        dated = chance.randrange(100) < 63
        document = library.dated(chance) if dated else library.undated(chance)
        year = document.day.year if document.day else 2022
        begun = roughly(chance, day_in(chance, year - 4, year - 1), days=37, months=1, years=18)
        ended = roughly(chance, day_in(chance, year + 1, year + 3), days=28, months=0, years=19)
        affiliation = actors.regions[chance.randrange(len(actors.regions))]
        iri, _ = block.identify("membership")
        post = seat.post
        block.fact(
            Named(iri, f"Innehav: {post.sv}", f"Holding: {post.en}"),
            NHV.Membership,
            document,
            (ORG.organization, seat.body.iri),
            (NHV.post, post.iri),
            (NHV.affiliation, affiliation.iri if chance.randrange(2) else None),
            (NHV["from"], begun if chance.randrange(100) < 24 else None),
            (NHV.until, ended if chance.randrange(100) < 20 else None),
            (NHV.attestedOn, document.dated),
            certainty=NHV.Stated if chance.randrange(20) else NHV.Inferred,
            elsewhere=(ORG.member,),
        )
        block.quads.append(Quad(iri, ORG.member, person.iri, PEOPLE_GRAPH))


def _rules(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("rules")
    sizes = expand(_POSTS)
    for index in range(_RULES):
        body, size = actors.bodies[index], sizes[index]
        limited, regional = index < _SIZE_RULES, index < _REGIONAL_RULES
        named = block.name("rule", "Syntetisk regel", "Synthetic rule")
        block.fact(
            named,
            NHV.CompositionRule,
            library.any(chance),
            (NHV.body, body.iri),
            (NHV.ruleKind, NHV.SizeRule if limited else NHV.CompositionDemand),
            (NHV.minMembers, _number(size - 1) if limited else None),
            (NHV.maxMembers, _number(size + index % 3) if limited else None),
            (NHV.seatsPerHealthcareRegion, _number(4) if regional else None),
            (NHV.chairExtra, _TRUE if index == 0 else None),
            *texts(named),
        )


def _meetings(block: Block, actors: Actors, areas: list[Named], library: Library) -> None:
    chance = block.random("meetings")
    for index in range(_MEETINGS):
        planned = index == 0
        day = date(2026, 11, 17) if planned else day_in(chance, 2018, 2025)
        about: list[NamedNode] = (
            [area.iri for area in chance.sample(areas, 2)] if index < _MEETINGS_WITH_AREAS else []
        )
        block.fact(
            block.name("meeting", "Syntetiskt sammanträde", "Synthetic meeting"),
            NHV.Meeting,
            library.any(chance),
            (NHV.body, actors.bodies[index % 3].iri),
            (NHV.date, stated(day)),
            (NHV.planned, _TRUE if planned else _FALSE),
            *((NHV.area, area) for area in about),
        )


def texts(named: Named) -> tuple[tuple[NamedNode, Literal], tuple[NamedNode, Literal]]:
    """What a document says, in short: of an invented fact, its name."""
    return (
        (NHV.text, Literal(named.sv, language="sv")),
        (NHV.text, Literal(named.en, language="en")),
    )


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
