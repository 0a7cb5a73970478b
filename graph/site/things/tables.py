"""Sections that pages of all things share: permits and other facts as tables, seats, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.site.parts import Badge, Cell, Cells, Line, Lines, Section
from graph.site.things.cells import Badges, Column, Teller, anchor_of
from graph.site.things.counts import PROGRAMMES
from graph.site.things.statements import SiteStatements
from graph.site.words import WORDS
from graph.view.citations import date_text
from ontology.terms import NHV, ORG, PROV, SKOS

STATUSES = (NHV.InForce, NHV.PossiblyInForce, NHV.GrantedNotBegun, NHV.NotYet, NHV.Ended)
"""What permits can be on a day, in the order of their tables."""
Odd = Mapping[NamedNode, Sequence[str]]
"""What does not go together, by thing and fact, in sentences of one language."""
DASH = Cell("–")
_FEW = 3


# ---- permits


def who(statements: SiteStatements, permit: NamedNode) -> NamedNode | None:
    """Who holds a permit: its holder, else the healthcare region that it is held within."""
    return statements.node(permit, NHV.holder) or statements.node(permit, NHV.heldWithin)


def holder_cell(tell: Teller, permit: NamedNode, badges: Badges = ()) -> Cell:
    """Who holds a permit, said plainly where only the healthcare region is known."""
    if holder := tell.statements.node(permit, NHV.holder):
        return tell.cell(holder, badges)
    if within := tell.statements.node(permit, NHV.heldWithin):
        badges = (*badges, tell.badge("gap", "gap"))
        return Cell(tell.t("somewhere", tell.name(within)), within, badges=badges)
    return tell.unknown()


def by_status(tell: Teller, permits: Iterable[NamedNode]) -> dict[NamedNode, list[NamedNode]]:
    """Permits by their status on the page's day; one of which nothing is said may be in force."""
    found: dict[NamedNode, list[NamedNode]] = {status: [] for status in STATUSES}
    for permit in tell.by_day(permits):
        found[tell.statements.status(permit, tell.day) or NHV.PossiblyInForce].append(permit)
    return found


def permit_tables(
    tell: Teller, permits: Mapping[NamedNode, Sequence[NamedNode]], by: str
) -> tuple[Lines, ...]:
    """Permits as tables, one for each status and programme.

    Args:
        tell: The teller.
        permits: The permits by their status on the page's day.
        by: What each line begins with: ``"holder"`` or ``"area"``.
    """
    found: list[Lines] = []
    for status, own in permits.items():
        groups: dict[tuple[int, str], list[NamedNode]] = {}
        for permit in own:
            node = tell.statements.node(permit, NHV.programme)
            rank = PROGRAMMES.index(node) if node in PROGRAMMES else len(PROGRAMMES)
            groups.setdefault((rank, tell.name(node) if node else ""), []).append(permit)
        said = tell.t("status_caption", tell.name(status), tell.day)
        for (_, name), listed in sorted(groups.items()):
            found += _permits(tell, listed, f"{said}: {name}" if name else said, by)
    return tuple(found)


def _permits(
    tell: Teller, permits: Sequence[NamedNode], caption: str, by: str
) -> tuple[Lines, ...]:
    statements = tell.statements
    second = "area" if by == "holder" else "holder"

    def named(permit: NamedNode, key: str) -> NamedNode | None:
        return who(statements, permit) if key == "holder" else statements.node(permit, NHV.area)

    def name(permit: NamedNode, key: str) -> tuple[str, str]:
        node = named(permit, key)
        return swedish(tell.name(node) if node else "")

    def marks(permit: NamedNode, key: str) -> Badges:
        return tell.sure(permit) if key == by else ()

    columns: dict[str, Column] = {
        "holder": lambda permit: holder_cell(tell, permit, marks(permit, "holder")),
        "area": lambda permit: tell.of(permit, NHV.area, marks(permit, "area")),
        "through": lambda permit: tell.doubted(permit, NHV.throughHospital) or tell.unknown(),
        "since": tell.began,
        "until": tell.ended,
        "decided": lambda permit: _decided(tell, permit),
    }
    # What is the same in every line need not be said in each.
    several = len({named(permit, second) for permit in permits}) > 1
    ends = any(statements.objects(permit, NHV.endBasis) for permit in permits)
    keys = [by, *([second] if several else []), "through", "since", *(["until"] if ends else []),
            "decided"]  # fmt: skip
    shown = {key: columns[key] for key in keys}
    listed = sorted(permits, key=lambda p: (name(p, by), name(p, second), p.value))
    return tell.lines(caption, keys, (tell.line(permit, shown) for permit in listed))


def _decided(tell: Teller, permit: NamedNode) -> Cells:
    """When and by whom a permit was decided; of what granted it, where it has no day of its own."""
    day = tell.doubted(permit, NHV.decidedOn) or tell.doubted(permit, NHV.grantedOn)
    return (*day, *tell.doubted(permit, NHV.decidedBy)) or tell.unknown()


# ---- other facts


def _kinds(tell: Teller) -> Mapping[str, tuple[NamedNode, Mapping[str, Column]]]:
    """The kinds of facts that have a table: their class, and what stands in which column."""

    def area(fact: NamedNode) -> Cells:
        return tell.of(fact, NHV.area)

    def sure(prop: NamedNode) -> Column:
        return lambda fact: tell.known(fact, prop, tell.sure(fact))

    return {
        "supplies": (NHV.SupplyRelation, {
            "supplier": sure(NHV.supplier), "receiver": NHV.receiver, "area": area,
            "kind": NHV.supplyKind, "since": tell.began, "status": tell.status,
        }),
        "cooperation": (NHV.Cooperation, {
            "partners": sure(NHV.partner), "area": area, "through": NHV.throughHospital,
            "since": tell.began, "status": tell.status,
        }),
        "applications": (NHV.Application, {
            "applicant": sure(NHV.applicant), "area": area, "decided": NHV.decidedAt,
            "outcome": lambda fact: tell.doubted(fact, NHV.outcome) or DASH,
            "result": tell.result,
        }),
        "statistics": (NHV.StatisticClaim, {
            "what": lambda fact: Cell(tell.text(fact, NHV.text) or tell.name(fact)),
            "number": lambda fact: tell.doubted(fact, NHV.value),
            "kind": lambda fact: tell.of(fact, NHV.quantity),
            "date": NHV.asOf,
        }),
    }  # fmt: skip


def of_kind(tell: Teller, key: str, facts: Iterable[NamedNode]) -> Section:
    """Those of some facts that are ``supplies``, ``cooperation`` and so on, as a section."""
    cls, columns = _kinds(tell)[key]
    note = tell.t(f"note_of.{key}", tell.day) if f"note_of.{key}" in WORDS else ""
    return tell.section(key, tell.table(key, columns, tell.all_of(facts, cls), note))


def told_of(tell: Teller, key: str, facts: Iterable[NamedNode], *classes: NamedNode) -> Section:
    """Facts that are told in words (statements, duties, resources), with where they stand."""
    statements = tell.statements

    def what(fact: NamedNode) -> Cells:
        text = statements.text(fact, tell.lang, NHV.text)
        return Cell(text.text or tell.name(fact), lang=tell.foreign(text.lang))

    def kinds(fact: NamedNode) -> Cells:
        kind = statements.node(fact, NHV.statementKind) or statements.node(fact, NHV.ruleKind)
        action = statements.node(fact, NHV.action)
        return tell.cells([node for node in (kind, action) if node]) or Cell(tell.kind(fact))

    def day(fact: NamedNode) -> Cells:
        text = statements.value(fact, NHV.date) or statements.value(fact, NHV.due)
        return tell.date(text) if text else DASH

    columns: Mapping[str, Column] = {"what": what, "kind": kinds, "date": day}
    return tell.section(key, tell.table(key, columns, tell.all_of(facts, *classes)))


def names(tell: Teller, thing: NamedNode) -> Section:
    """The names under which sources print a thing, each with where; those of registers last."""
    statements = tell.statements
    lines = [
        Line((tell.cell(term),), tuple(
            tell.place(citation) for citation in statements.citations.get(thing, ())
            if term in statements.said(citation).get(SKOS.altLabel, ())))
        for term in statements.objects(thing, SKOS.altLabel)
    ]  # fmt: skip
    lines.sort(key=lambda line: not line.evidence)
    return tell.section("names", tell.lines(tell.t("names"), ("name",), lines))


def all_facts(
    tell: Teller, thing: NamedNode, facts: Sequence[NamedNode], key: str = "all_facts"
) -> Section:
    """A thing's own properties and the facts that it is part of, with all that they say."""
    statements, own = tell.statements, list[Line]()
    told = {p: v for p, v in statements.told(thing).items() if p != SKOS.altLabel}
    for fact in tell.says(told, thing):
        assert fact.prop is not None
        cites = [c for c in statements.citations.get(thing, ()) if fact.prop in c.states]
        places = tuple(tell.place(citation, fact.prop) for citation in cites)
        own.append(Line((Cell(fact.name, fact.prop), fact.values), places))
    kinds: dict[str, list[Line]] = {}
    for fact_ in facts:
        # What they are all about need not be said again.
        told = {
            prop: rest for prop, values in statements.told(fact_).items()
            if (rest := [v for v in values if v != thing])
        }  # fmt: skip
        label = tell.label(fact_)
        cell = Cell(label.text, lang=tell.foreign(label.lang), badges=tell.sure(fact_))
        says = (*tell.in_time(fact_), *tell.says(told, fact_))
        line = Line((cell,), tell.evidence(fact_), says, anchor_of(fact_))
        kinds.setdefault(tell.kind(fact_), []).append(line)
    tables = tell.lines(tell.t("own_facts", tell.name(thing)), ("fact", "detail"), own)
    for kind in sorted(kinds):
        tables += tell.lines(kind, ("fact",), kinds[kind])
    # What stands above in full, too, but for few.
    tables = tuple(replace(one, folded=len(one.lines) > _FEW) for one in tables)
    return Section("facts", tell.t(key), lines=tables)


# ---- seats


def seats_of(tell: Teller, body: NamedNode) -> tuple[list[NamedNode], list[NamedNode]]:
    """The memberships of a body, and its posts that no membership fills."""
    statements = tell.statements
    filled = tell.all_of(statements.subjects(ORG.organization, body), NHV.Membership)
    posts = statements.subjects(ORG.postIn, body)
    return filled, [post for post in posts if not statements.subjects(NHV.post, post)]


def seats(tell: Teller, body: NamedNode) -> Section:
    """The seats of a body, by whom they represent and what they are called; who held them, when.

    Names of persons are shown where the view has them.
    """
    statements = tell.statements
    filled, posts = seats_of(tell, body)
    named = any(statements.nodes(member, ORG.member) for member in filled)
    listed = []
    for fact in (*filled, *posts):
        post = statements.node(fact, NHV.post) if fact in filled else fact
        role = tell.text(post, NHV.roleLabel) or tell.name(fact)
        key = ([swedish(tell.name(r)) for r in statements.nodes(post, NHV.represents)],
               swedish(role), statements.value(fact, NHV.firstDay), fact.value)  # fmt: skip
        cells: tuple[Cells, ...] = (
            Cell(role, badges=tell.sure(fact)),
            tell.cells(statements.objects(post, NHV.represents)) or DASH,
            (*tell.of(fact, ORG.member), *tell.of(fact, NHV.affiliation)) or DASH,
            _term(tell, fact),
            _seat_status(tell, fact) if fact in filled else DASH,
        )
        listed.append((key, Line(cells, tell.evidence(fact), (), anchor_of(fact))))
    listed.sort(key=lambda pair: pair[0])
    keys = ("seat", "represents", "person" if named else "affiliation", "term", "status")
    note = tell.t("seats_note", tell.day)
    lines = tell.lines(tell.t("seats"), keys, (line for _, line in listed), note)
    left_out = lines and not statements.of_class(NHV.Person)
    return tell.section("seats", lines, (tell.t("names_left_out"),) if left_out else ())


def _term(tell: Teller, fact: NamedNode) -> Cell:
    days = [tell.statements.value(fact, prop) for prop in (NHV["from"], NHV.until)]
    if any(days):
        told = " – ".join(date_text(day, tell.lang) if day else "…" for day in days)
        badges = (*tell.doubts(fact, NHV["from"]), *tell.doubts(fact, NHV.until))
        return Cell(told, form="date", badges=tuple(dict.fromkeys(badges)))
    if seen := tell.statements.value(fact, NHV.attestedOn):
        return Cell(tell.t("attested_on", date_text(seen, tell.lang)), form="date")
    return tell.unknown()


def _seat_status(tell: Teller, fact: NamedNode) -> Cells:
    """What a seat is on the page's day; of one that has ended since when, and by which rule."""
    ended = tell.statements.status(fact, tell.day) == NHV.Ended
    return (tell.status(fact), *(tell.ended(fact) if ended else ()))


# ---- doubts


def doubts(
    tell: Teller,
    thing: NamedNode,
    facts: Iterable[NamedNode],
    odd: Odd = MappingProxyType({}),
) -> Section:
    """What sources say against one another about a thing and its facts, and what was lost.

    Args:
        tell: The teller.
        thing: The thing.
        facts: The facts that it is part of.
        odd: What does not go together.
    """
    statements, about = tell.statements, list(dict.fromkeys((thing, *facts)))
    found: dict[str, Badge] = {}
    for fact in about:
        found |= dict.fromkeys(odd.get(fact, ()), tell.badge("conflict", "conflict"))
    gaps = (g for fact in about for g in tell.all_of(statements.subjects(NHV.about, fact), NHV.Gap))
    for gap in dict.fromkeys(gaps):
        text = tell.text(gap, NHV.text) or tell.name(gap)
        source = tell.texts(gap, PROV.hadPrimarySource)
        found[tell.t("doubt_gap").format(text=text, source=source)] = tell.badge("gap", "lost")
    conflicts = ((fact, conflict) for fact in about for conflict in tell.conflicts(fact))
    return doubted(tell, conflicts, found)


def doubted(
    tell: Teller, conflicts: Iterable[tuple[NamedNode, NamedNode]], warnings: Mapping[str, Badge]
) -> Section:
    """Contradictions of sources about facts, value by value, and sentences with their badges."""
    lines = (line for fact, conflict in conflicts for line in _sides(tell, fact, conflict))
    tables = tell.lines(tell.t("contradictions"), ("what", "property", "value"), lines)
    said = tuple((badge, text) for text, badge in warnings.items())
    return Section("doubts", tell.t("doubts"), lines=tables, warnings=said)


def _sides(tell: Teller, fact: NamedNode, conflict: NamedNode) -> Iterable[Line]:
    """The values of a contradiction, the chosen one first, each with where it stands."""
    statements = tell.statements
    prop = statements.node(conflict, NHV.onProperty)
    what = tell.named(fact)
    on: Cells = tell.cells([prop]) if prop else DASH
    sides: dict[Cells, list[NamedNode]] = {}
    chosen = tell.of(conflict, NHV.preferred, (tell.badge("state", "chosen"),))
    sides[chosen] = statements.nodes(conflict, PROV.hadPrimarySource)
    for claim in statements.nodes(conflict, NHV.claim):
        other = tell.of(claim, NHV.claimedValue)
        sides.setdefault(other, []).extend(statements.nodes(claim, PROV.hadPrimarySource))
    for value, sources in sides.items():
        yield Line((what, on, value), tell.standing([fact], sources, prop))
