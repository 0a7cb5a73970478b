"""How disagreeing sources become one value, and what follows from the facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from loaders.dates import parse
from loaders.resolution.resolve import resolve
from loaders.resolution.views import visible
from loaders.statements import quads_of
from ontology.terms import NHV, PEOPLE_GRAPH, PROV, RDF, SKOS, thing
from tests.loaders.conftest import graph, values
from tests.support import load

Add = Callable[..., Path]

PERMIT = thing("permit", "dysmeli-region-orebro-lan")


def start(day: str) -> str:
    """A fact: the permit begins on a day."""
    return f"- permit: dysmeli\n  holder: region-orebro-lan\n  valid_from: {day}\n"


def test_authority_wins_over_region(add: Add) -> None:
    """The authority's date stands; the region's is a conflict that names its source."""
    add("region-sida", start("2024-09-01"), "Region Örebro län", "2024-08-01")
    store = graph(add("myndighet", start("2024-10-01")))
    assert values(store, PERMIT, NHV.validFrom) == ["2024-10-01"]
    conflict = thing("conflict", f"permit.{PERMIT.value.rpartition('/')[2]}.validfrom")
    assert values(store, conflict, NHV.preferred) == ["2024-10-01"]
    [claim] = [q.object for q in store.quads_for_pattern(conflict, NHV.claim, None)]
    assert isinstance(claim, NamedNode)
    assert values(store, claim, PROV.hadPrimarySource) == [thing("source", "region-sida").value]


def test_newer_wins_within_a_rank(add: Add) -> None:
    """Of two sources of the same rank the newer wins."""
    add("aldre", start("2024-09-01"), date="2024-02-01")
    store = graph(add("nyare", start("2024-10-01"), date="2024-05-01"))
    assert values(store, PERMIT, NHV.validFrom) == ["2024-10-01"]


def test_stated_wins_over_inferred(add: Add) -> None:
    """What a source says wins over what a curator inferred, whatever the rank."""
    add("myndighet", start("2024-10-01") + "  inferred: [valid_from]\n")
    store = graph(add("region-sida", start("2024-09-01"), "Region Örebro län"))
    assert values(store, PERMIT, NHV.validFrom) == ["2024-09-01"]


def test_precision_is_no_conflict(add: Add) -> None:
    """A month that holds a day agrees with it; the day stands."""
    add("manad", start("2024-10"))
    store = graph(add("dag", start("2024-10-15"), "Region Örebro län"))
    assert values(store, PERMIT, NHV.validFrom) == ["2024-10-15"]
    assert not list(store.quads_for_pattern(None, RDF.type, NHV.Conflict))


def test_both_sources_stand_in_their_graphs(add: Add) -> None:
    """Nothing is overwritten: each source keeps its own value in its own graph."""
    add("ena", start("2024-09-01"))
    folder = add("andra", start("2024-10-01"))
    by_graph = {
        str(q.graph_name): q.object.value
        for q in load(folder).quads
        if q.subject == PERMIT and q.predicate == NHV.validFrom and isinstance(q.object, Literal)
    }
    assert by_graph[f"<{thing('source', 'ena').value}>"] == "2024-09-01"
    assert by_graph[f"<{thing('source', 'andra').value}>"] == "2024-10-01"


def test_holding_within_joins_the_permit_of_its_region(small: Path) -> None:
    """A holding said of a healthcare region is the permit of its region, when that is known."""
    store = graph(small)
    joined = thing("permit", "dysmeli-within-mellansverige")
    assert values(store, PERMIT, NHV.joins) == [joined.value]
    assert NHV.Permit.value not in values(store, joined, RDF.type), "do not count it twice"


def test_start_basis(add: Add, small: Path) -> None:
    """The start is the stated one, else not before the decision, else not after the first page."""
    assert values(graph(small), PERMIT, NHV.startBasis) == [NHV.DecidedStart.value]
    folder = add("start", start("2025-01"))
    assert values(graph(folder), PERMIT, NHV.startBasis) == [NHV.StatedStart.value]
    assert values(graph(folder), PERMIT, NHV.since) == ["2025-01"], "as the source has it"
    assert values(graph(folder), PERMIT, NHV.latestStart) == ["2025-01-31"]
    add("lista", "- permit: konsdysfori\n  holder: region-vasterbotten\n", date="2024-03")
    only = thing("permit", "konsdysfori-region-vasterbotten")
    assert values(graph(folder), only, NHV.startBasis) == [NHV.AttestedStart.value]
    assert values(graph(folder), only, NHV.latestStart) == ["2024-03-31"]


def test_supply_is_no_permit(small: Path) -> None:
    """A supplier holds nothing; the shortcut says whom it supplies."""
    store = graph(small)
    supplier = thing("region", "region-vasterbotten")
    assert values(store, supplier, NHV.supplies) == [thing("region", "region-orebro-lan").value]
    holders = [q.subject for q in store.quads_for_pattern(None, NHV.holder, supplier)]
    types = {q.object for h in holders for q in store.quads_for_pattern(h, RDF.type, None)}
    assert NHV.Permit not in types


def test_known_at_keeps_older_sources_only(add: Add) -> None:
    """A view of the past has sources whose last possible day had come, and no others."""
    folder = add("senare", start("2025-01-01"), date="2024-12")
    assert values(graph(folder, known_at="2024-12-30"), PERMIT, NHV.validFrom) == []
    assert values(graph(folder, known_at="2024-12"), PERMIT, NHV.validFrom) == ["2025-01-01"]


def test_known_at_leaves_undated_out(add: Add) -> None:
    """A page without a date belongs to no past; it counts in the present view."""
    folder = add("odaterad", start("2025-01-01"), date="")
    assert values(graph(folder), PERMIT, NHV.validFrom) == ["2025-01-01"]
    assert values(graph(folder, known_at="2099"), PERMIT, NHV.validFrom) == []


def test_known_at_forgets_areas_that_no_source_names(add: Add) -> None:
    """The registers know areas that a view of the past has never heard of."""
    small = add("senare", start("2025-01-01"), date="2024-12")
    store = graph(small, known_at="2024-06")
    area = thing("area", "protesforsorjning")
    assert values(graph(small), area, SKOS.prefLabel)
    assert not values(store, area, SKOS.prefLabel)
    assert not list(store.quads_for_pattern(None, None, area)), "leave no dangling reference"


def test_names_of_persons_stay_in_their_graph(small: Path) -> None:
    """Without the people graph no name is left, and every seat still is."""
    quads = load(small).quads
    named = [q for q in quads if str(q.graph_name) != "DEFAULT"]
    without = quads_of(resolve(visible(named, people=False)))
    for name in ("Ada Ex", "ada-exempel"):
        elsewhere = [q for q in named if q.graph_name != PEOPLE_GRAPH and name in str(q)]
        assert not elsewhere, f"{name} must stand in the people graph only: {elsewhere[:2]}"
        assert not [q for q in without if name in str(q)]
    posts = {q.subject for q in without if q.predicate == RDF.type and q.object == NHV.Post}
    assert len(posts) == 2


def test_people_of_later_sources_are_unknown_before(add: Add) -> None:
    """A view of the past does not know a person whom only later sources name."""
    folder = add(
        "nytt-namn",
        "- member: Bo Prov\n  body: B2\n  role_sv: ledamot\n  role_en: member\n",
        date="2025-01-01",
    )
    named = [q for q in load(folder).quads if str(q.graph_name) != "DEFAULT"]
    assert any("Bo Prov" in str(q) for q in visible(named, None))
    assert not any("Bo Prov" in str(q) for q in visible(named, parse("2024-06")))


def test_resolve_depends_on_no_order(add: Add) -> None:
    """The default graph is the same whatever the order of the quads."""
    add("ena", start("2024-09-01"))
    named = [
        q for q in load(add("andra", start("2024-10-01"))).quads if str(q.graph_name) != "DEFAULT"
    ]
    assert resolve(named) == resolve(reversed(named))


def test_every_value_of_a_single_valued_property_is_single(add: Add) -> None:
    """A property that the ontology declares functional has one value in the default graph."""
    from ontology.terms import functional

    add("ena", start("2024-09-01"))
    store = graph(add("andra", start("2024-10-01")))
    for predicate in functional():
        seen: dict[object, set[object]] = {}
        for quad in store.quads_for_pattern(None, predicate, None):
            seen.setdefault(quad.subject, set()).add(quad.object)
        several = {s: v for s, v in seen.items() if len(v) > 1}
        assert not several, f"{predicate} has several values: {several}"


def test_coarse_record_joins_the_precise_one(add: Add) -> None:
    """A decision known to the month is the one known to the day; both sources cite it."""
    fact = "- decision: konsdysfori\n  decision_kind: allotment-decision\n  date: {}\n  units: {}\n"
    add("manad", fact.format("2023-03", 3))
    add("odaterad", fact.replace("  date: {}\n", "").format(4))
    store = graph(add("dag", fact.format("2023-03-08", 3)))
    day = thing("decision", "konsdysfori-allotment-2023-03-08")
    month = thing("decision", "konsdysfori-allotment-2023-03")
    assert len(values(store, day, PROV.hadPrimarySource)) == 3
    assert NHV.JoinedRecord.value in values(store, month, RDF.type)
    assert values(store, month, NHV.joinRule) == [NHV.CoarseDateJoin.value]
    [units] = values(store, day, NHV.unitCount)
    assert values(store, NamedNode(units), NHV.number) == ["3"]
    conflict = thing("conflict", f"units.{units.rpartition('/')[2]}.number")
    assert values(store, conflict, NHV.preferred) == ["3"], "three against one; keep the other"


def test_undated_records_alone_are_one(add: Add) -> None:
    """An undated decision that two documents tell is one decision; of each kind there is one."""
    fact = "- decision: konsdysfori\n  decision_kind: {}\n"
    add("ena", fact.format("definition-decision"))
    add("tredje", fact.format("tabling-decision"))
    store = graph(add("andra", fact.format("definition-decision")))
    kept = thing("decision", "konsdysfori-definition-andra")
    assert values(store, kept, NHV.joins) == [
        thing("decision", "konsdysfori-definition-ena").value
    ], "records of one matter, kind and date, or of none, are one"
    assert len(values(store, kept, PROV.hadPrimarySource)) == 2


def test_an_undated_record_is_not_guessed_between_rounds(add: Add) -> None:
    """Where two calls of an area are dated apart, no undated one is joined, not even to another."""
    fact = "- call: konsdysfori\n"
    add("forsta", fact + "  closes: 2020-02-19\n")
    add("andra", fact + "  closes: 2021-05-01\n")
    add("odaterad", fact)
    store = graph(add("utan-dag", fact))
    joined = store.quads_for_pattern(None, NHV.joinRule, NHV.CoarseDateJoin)
    assert not list(joined), "two rounds: nobody knows which is meant"


def test_a_record_is_joined_by_any_of_its_dates(add: Add) -> None:
    """A consultation known by its first month is the one that a source dates at both ends."""
    fact = "- consultation: konsdysfori\n  opens: {}\n"
    add("manad", fact.format("2015-06"))
    add("dagar", fact.format("2015-06-25") + "  closes: 2015-10-30\n")
    store = graph(add("annan", fact.format("2019-01-01")))
    full = thing("consultation", "konsdysfori-2015-10-30")
    assert values(store, full, NHV.joins) == [thing("consultation", "konsdysfori-manad").value]


def test_decisions_are_not_joined_to_each_other(add: Add) -> None:
    """Where permits of an area are best dated by different sources, one decision stands."""
    permit = "- permit: konsdysfori\n  holder: {}\n  lines: 1\n  decided_on: {}\n"
    decided = (
        "- decision: konsdysfori\n  decision_kind: allotment-decision\n  date: {}\n  lines: 1\n"
    )
    one, other = "region-orebro-lan", "region-vasterbotten"
    for name, day, marked in (("ena", "2024-09", ""), ("tolkad", "2024-06-12", "decided_on")):
        held = (permit.format(who, day) + f"  inferred: [{marked}]\n" for who in (one, other))
        add(name, decided.format(day) + "".join(held), "Norrlands universitetssjukhus")
    store = graph(add("ny", permit.format(one, "2024-06-12")))
    both = [thing("decision", f"konsdysfori-allotment-{day}") for day in ("2024-09", "2024-06-12")]
    [kept] = [node for node in both if NHV.Decision.value in values(store, node, RDF.type)]
    assert values(store, kept, NHV.joins) == [node.value for node in both if node != kept]


def test_coarse_record_is_not_guessed(add: Add) -> None:
    """Where two precise records agree with a coarse one, it stays what it is."""
    fact = "- decision: konsdysfori\n  decision_kind: allotment-decision\n  date: {}\n"
    add("ar", fact.format("2023"))
    add("mars", fact.format("2023-03-08"))
    store = graph(add("maj", fact.format("2023-05-24")))
    year = thing("decision", "konsdysfori-allotment-2023")
    assert NHV.Decision.value in values(store, year, RDF.type)


def test_rikssjukvard_runs_through_its_renewals_and_ends_with_its_programme(add: Add) -> None:
    """A renewed permit runs from its first start; all of its programme end with the programme."""
    fact = (
        "- permit: dysmeli\n  holder: region-vasterbotten\n  programme: programme:rikssjukvard\n"
        "  valid_from: {}\n  valid_until: {}\n"
    )
    add("forsta", fact.format("2008-07-01", "2013-06-30"))
    add("ny", "- permit: dysmeli\n  holder: region-vasterbotten\n  valid_from: 2008-07-01\n")
    store = graph(add("fornyat", fact.format("2013-07-01", "2019-12-31")))
    old = thing("permit", "rikssjukvard-dysmeli-region-vasterbotten")
    new = thing("permit", "dysmeli-region-vasterbotten")
    assert values(store, old, NHV.latestStart) == ["2008-07-01"]
    assert values(store, old, NHV.latestEnd) == ["2018-06-30"], "it ended when NHV began"
    assert values(store, new, NHV.earliestStart) == ["2018-07-01"], "NHV did not exist before"
    assert values(store, new, NHV.continues) == [old.value]
    assert len(values(store, old, NHV.term)) == 2, "two terms"
    assert not list(store.quads_for_pattern(None, NHV.about, old)), "terms are no contradiction"


def test_supply_by_a_healthcare_region_joins_that_of_its_region(add: Add) -> None:
    """A supply said of the healthcare region is its region's, once a source names the region."""
    fact = "- supply: dysmeli\n  supplier: {}\n  receiver: region-orebro-lan\n  supply_kind: {}\n"
    add("vidare", fact.format("norra", "underleverantor"))
    store = graph(add("narmare", fact.format("region-vasterbotten", "samarbetspartner")))
    relations = {q.subject for q in store.quads_for_pattern(None, RDF.type, NHV.SupplyRelation)}
    assert thing("supply", "dysmeli-norra-to-region-orebro-lan") not in relations
    joined = thing("supply", "dysmeli-region-vasterbotten-to-region-orebro-lan")
    assert len(values(store, joined, PROV.hadPrimarySource)) == 2
    assert values(store, joined, NHV.supplyKind) == [NHV.Samarbetspartner.value]


def test_the_only_allotment_dates_a_permit(add: Add) -> None:
    """A permit without a start or a decision was granted by the only allotment of its area."""
    add("namns", "- permit: konsdysfori\n  holder: region-vasterbotten\n", date="")
    decided = "- decision: konsdysfori\n  decision_kind: allotment-decision\n  date: {}\n"
    store = graph(add("beslut", decided.format("2023-03-08")))
    permit = thing("permit", "konsdysfori-region-vasterbotten")
    assert values(store, permit, NHV.latestGrant) == ["2023-03-08"]
    assert values(store, permit, NHV.startBasis) == [NHV.DecidedStart.value]
    store = graph(add("nytt-beslut", decided.format("2024-05-22")))
    assert values(store, permit, NHV.latestGrant) == [], "two decisions: nothing tells which"


def test_a_pending_outcome_gives_way(add: Add) -> None:
    """An application that one source still awaits and another settles is settled, no conflict."""
    fact = (
        "- application: konsdysfori\n  applicants: region-vasterbotten\n"
        "  decided_at: 2023-03-08\n  outcome: {}\n"
    )
    add("avgjord", fact.format("refused"), "Region Örebro län", "2023-03-09")
    store = graph(add("vantar", fact.format("pending"), date=""))
    application = thing("application", "konsdysfori-region-vasterbotten-2023")
    assert values(store, application, NHV.outcome) == [NHV.Refused.value]
    assert not list(store.quads_for_pattern(None, NHV.about, application))
