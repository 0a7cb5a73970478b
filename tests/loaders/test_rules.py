"""The rules of the domain, each on the smallest facts that show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from loaders.rules.days import Span
from loaders.rules.periods import Bounds, only_possible, period_on, together
from ontology.terms import NHV, ORG, PROV, SKOS, concepts, thing
from tests.loaders.conftest import graph, values

Add = Callable[..., Path]

AREA = thing("area", "konsdysfori")
NORTH = thing("permit", "konsdysfori-region-vasterbotten")
OREBRO = thing("permit", "konsdysfori-region-orebro-lan")
CHANGE = "- change: programme:rikssjukvard\n  to: programme:nhv\n  date: 2018-07-01\n"


def permit(region: str = "region-vasterbotten", area: str = "konsdysfori", **fields: str) -> str:
    """A fact: a region holds a permit."""
    lines = "".join(f"  {name}: {value}\n" for name, value in fields.items())
    return f"- permit: {area}\n  holder: {region}\n{lines}"


def decision(kind: str, day: str, **fields: str) -> str:
    """A fact: a decision on the area."""
    lines = "".join(f"  {name}: {value}\n" for name, value in fields.items())
    return f"- decision: konsdysfori\n  decision_kind: {kind}\n  date: {day}\n{lines}"


def status(store: Store, node: object, day: str) -> set[str]:
    """What a thing counts as and its status on a day, by the local names."""
    found: set[str] = set()
    for period in store.quads_for_pattern(node, NHV.period, None):  # type: ignore[arg-type]
        first = values(store, period.object, NHV.firstDay)  # type: ignore[arg-type]
        last = values(store, period.object, NHV.lastDay)  # type: ignore[arg-type]
        if (not first or first[0] <= day) and (not last or day <= last[0]):
            for name in (NHV.status, NHV.countsAs):
                told = values(store, period.object, name)  # type: ignore[arg-type]
                found |= {value.rpartition("#")[2] for value in told}
    return found


def only(store: Store, node: object, name: object) -> str:
    """The one value of a property, by its local name."""
    (value,) = values(store, node, name)  # type: ignore[arg-type]
    return value.rpartition("#")[2]


def test_every_rule_has_a_sentence_in_both_languages() -> None:
    """A rule is a concept with a name and a sentence in Swedish and in English, and a use."""
    store = Store()
    store.load(path="ontology/schemes.ttl")
    for name, rule in concepts("rule").items():
        for prop in (SKOS.prefLabel, SKOS.definition):
            assert len(values(store, rule, prop)) == 2, f"write {name} in both languages"
        used = values(store, rule, NHV.derives) + values(store, rule, NHV.namedBy)
        assert used, f"say what {name} derives, or by which property things name it"


# ---- certainty


def test_a_thing_is_stated_when_what_defines_it_is(add: Add) -> None:
    """A permit whose start alone was inferred is stated; its start is not."""
    facts = permit(valid_from="2024-01", inferred="[valid_from]", reading='"by the layout"')
    store = graph(add("sida", facts))
    assert only(store, NORTH, NHV.certainty) == "Stated"
    assert only(store, NORTH, NHV.inferredProperty) == "validFrom"
    assert len(values(store, NORTH, NHV.statedBy)) == 1


def test_a_thing_is_inferred_when_its_holder_is(add: Add) -> None:
    """A permit whose holder was inferred is inferred; what its page says in words is stated."""
    facts = permit(valid_from="2024-01", inferred="[holder]", reading='"the town is printed"')
    store = graph(add("sida", facts))
    assert only(store, NORTH, NHV.certainty) == "Inferred"
    assert "validFrom" in {v.rpartition("#")[2] for v in values(store, NORTH, NHV.statedProperty)}
    assert not values(store, NORTH, NHV.statedBy)


def test_a_region_is_not_stated_by_what_is_said_of_its_healthcare_region(add: Add) -> None:
    """A page that places a permit in a healthcare region does not state which region has it."""
    add("inom", "- permit: konsdysfori\n  held_within: norra\n")
    store = graph(add("sida", permit(inferred="[holder]", reading='"the town is printed"')))
    assert len(values(store, NORTH, PROV.qualifiedPrimarySource)) == 2
    assert only(store, NORTH, NHV.certainty) == "Inferred"


# ---- bounds


def test_a_stated_start_is_kept_as_stated(add: Add) -> None:
    """A month stays a month; in force is certain from its last day on."""
    store = graph(add("sida", permit(valid_from="2024-01", decided_on="2023-03-08")))
    assert only(store, NORTH, NHV.startBasis) == "StatedStart"
    assert values(store, NORTH, NHV.since) == ["2024-01"]
    assert status(store, NORTH, "2023-03-08") == {"GrantedNotBegun", "Granted"}
    assert status(store, NORTH, "2024-01-15") == {"PossiblyInForce", "Granted"}
    assert status(store, NORTH, "2024-01-31") == {"InForce", "Granted"}


def test_a_stated_start_holds_for_all_of_one_decision(add: Add) -> None:
    """The start that a source states for one holder is that of the others of the decision."""
    add("beslut", decision("allotment-decision", "2023-03-08"))
    add("ena", permit(valid_from="2024-01-01", decided_on="2023-03-08"))
    store = graph(add("andra", permit("region-orebro-lan", decided_on="2023-03-08")))
    assert only(store, OREBRO, NHV.startBasis) == "SiblingStart"
    assert values(store, OREBRO, NHV.startPremise) == [NORTH.value]
    assert status(store, OREBRO, "2023-12-31") == {"GrantedNotBegun", "Granted"}


_START = '- statement: start\n  about: [{}]\n  date: {}\n  sv: "Börjar"\n  en: "Begins"\n'


@pytest.mark.parametrize(
    ("more", "basis"),
    [
        ("", "AreaStart"),
        (permit(valid_from="2024-04-01"), "another start"),
        (decision("allotment-decision", "2025-03-08"), "a later allotment"),
        (decision("definition-decision", "2022-03-08", units="1"), "more holders than units"),
    ],
)
def test_a_start_stated_for_the_area_holds_for_its_holders(add: Add, more: str, basis: str) -> None:
    """A whole area's start is that of its holders, unless facts show that it is not for all."""
    add("beslut", decision("allotment-decision", "2023-03-08") + more)
    add("omrade", _START.format("konsdysfori", "2024-01-01"))
    store = graph(add("sida", permit() + permit("region-orebro-lan"), date="2026-01-01"))
    found = only(store, OREBRO, NHV.startBasis)
    assert (found == "AreaStart") == (basis == "AreaStart"), f"{found}; there is {basis}"
    assert values(store, OREBRO, NHV.since) == ["2024-01-01"] or basis != "AreaStart"


def test_no_permit_begins_before_its_programme(add: Add) -> None:
    """The day on which a source lets a programme begin is the first for its undated permits."""
    held = permit(programme="programme:rikssjukvard")
    node = thing("permit", "rikssjukvard-konsdysfori-region-vasterbotten")
    store = graph(add("sida", held, date="2012-01-01"))
    assert not values(store, node, NHV.earliestStart), "no source says when the programme began"
    store = graph(add("start", _START.format("programme:rikssjukvard", "2007-01-01")))
    assert values(store, node, NHV.earliestStart) == ["2007-01-01"]
    assert status(store, node, "2006-12-31") == {"NotYet"}


def test_a_decision_puts_nothing_in_force(add: Add) -> None:
    """A page that tells of a decision shows the grant; whether it has begun is unknown."""
    store = graph(add("sida", permit(decided_on="2023-03-08"), date="2023-03-09"))
    assert only(store, NORTH, NHV.startBasis) == "DecidedStart"
    assert status(store, NORTH, "2023-03-07") == {"NotYet"}
    assert status(store, NORTH, "2024-06-01") == {"PossiblyInForce", "Granted"}


def test_a_page_that_says_active_puts_it_in_force(add: Add) -> None:
    """From the day of a source that says that it is active, it is in force."""
    add("beslut", permit(decided_on="2023-03-08"), date="2023-03-09")
    store = graph(add("sida", permit(state="active"), date="2023-05-01"))
    assert status(store, NORTH, "2023-04-30") == {"PossiblyInForce", "Granted"}
    assert status(store, NORTH, "2023-05-01") == {"InForce", "Granted"}


def test_a_page_that_says_starting_keeps_it_out_of_force(add: Add) -> None:
    """On the day of a source that says that it is to begin, it had not begun."""
    add("beslut", permit(decided_on="2023-03-08"), date="2023-03-09")
    store = graph(add("sida", permit(state="starting"), date="2024-09-01"))
    assert status(store, NORTH, "2024-09-01") == {"GrantedNotBegun", "Granted"}
    assert status(store, NORTH, "2024-09-02") == {"PossiblyInForce", "Granted"}


def test_a_permit_that_is_only_shown_began_no_later(add: Add) -> None:
    """Where nothing tells of a beginning, the first page that shows it is the latest start."""
    store = graph(add("sida", permit() + CHANGE, date="2024-03"))
    assert only(store, NORTH, NHV.startBasis) == "AttestedStart"
    assert status(store, NORTH, "2018-06-30") == {"NotYet"}, "NHV had not begun"
    assert status(store, NORTH, "2020-01-01") == {"PossiblyInForce", "PossiblyGranted"}
    assert status(store, NORTH, "2024-03-31") == {"InForce", "Granted"}


def test_nothing_begins_before_the_decision_on_what_is_nhv(add: Add) -> None:
    """A permit is not even possible before its area was defined."""
    add("beslut", decision("definition-decision", "2022-04-05"))
    store = graph(add("sida", permit(), date="2024-03"))
    assert status(store, NORTH, "2022-04-04") == {"NotYet"}
    assert values(store, NORTH, NHV.earliestStart) == ["2022-04-05"]


def test_a_continued_permit_begins_when_the_programme_does(add: Add) -> None:
    """A permit of rikssjukvård ends with it, and its successor begins the day after."""
    old = permit(programme="programme:rikssjukvard", valid_from="2010-01-01")
    store = graph(add("sida", CHANGE + old + permit()))
    before = thing("permit", "rikssjukvard-konsdysfori-region-vasterbotten")
    assert only(store, NORTH, NHV.startBasis) == "ReplacedStart"
    assert only(store, before, NHV.endBasis) == "ProgrammeEnd"
    assert status(store, before, "2018-06-30") == {"InForce", "Granted"}
    assert status(store, NORTH, "2018-06-30") == {"NotYet"}
    assert status(store, NORTH, "2018-07-01") == {"InForce", "Granted"}
    assert status(store, before, "2018-07-01") == {"Ended"}


def test_a_task_ends_when_its_successor_begins(add: Add) -> None:
    """A cancer centre's task ends the day before the NHV permit of its region in its area."""
    task = permit("nus", programme="programme:rcc", valid_from="2017-01-01")
    store = graph(add("sida", task + permit(valid_from="2023-01-01")))
    node = thing("permit", "rcc-konsdysfori-nus")
    assert only(store, node, NHV.endBasis) == "SuccessionEnd"
    assert status(store, node, "2022-12-31") == {"InForce", "Granted"}
    assert status(store, node, "2023-01-01") == {"Ended"}


def test_tasks_of_others_end_when_nhv_takes_the_area(add: Add) -> None:
    """Once an NHV permit of the area is in force, the tasks of all others have ended."""
    task = permit("nus", programme="programme:rcc", valid_from="2017-01-01")
    new = permit("region-orebro-lan", valid_from="2023")
    store = graph(add("sida", task + new))
    node = thing("permit", "rcc-konsdysfori-nus")
    assert only(store, node, NHV.endBasis) == "TakenOverEnd"
    assert status(store, node, "2022-12-31") == {"InForce", "Granted"}
    assert "PossiblyInForce" in status(store, node, "2023-06-30"), "it ended some day of 2023"
    assert status(store, node, "2023-12-31") == {"Ended"}


def test_a_task_handed_over_may_have_ended(add: Add) -> None:
    """A task of an area that another programme has now is certainly in force while it is shown."""
    add(
        "forr", permit("nus", programme="programme:rcc", valid_from="2017-01-01"), date="2019-05-10"
    )
    about = "[konsdysfori, programme:rcc]"
    said = f'- statement: handover\n  about: {about}\n  sv: "Flyttat"\n  en: "Moved"\n'
    store = graph(add("sida", said, date="", read_on="2026-11-22"))
    node = thing("permit", "rcc-konsdysfori-nus")
    assert only(store, node, NHV.endBasis) == "HandoverEnd"
    assert status(store, node, "2019-05-10") == {"InForce", "Granted"}
    assert status(store, node, "2019-05-11") == {"PossiblyInForce", "PossiblyGranted"}
    assert "PossiblyInForce" in status(store, node, "2026-11-30"), "nobody says that it has ended"


def test_a_part_begins_no_earlier_than_its_whole(add: Add) -> None:
    """A part without a start of its own waits for its holder's whole."""
    part = permit(area="konsdysfori-barn", decided_on="2023-03-08")
    store = graph(add("sida", permit(valid_from="2024-01-01") + part))
    node = thing("permit", "konsdysfori-barn-region-vasterbotten")
    assert values(store, node, NHV.earliestStart) == ["2024-01-01"]
    assert only(store, node, NHV.byRule) == "PartRule"


# ---- counting


def test_a_part_counts_with_its_whole(add: Add) -> None:
    """A region that holds an area and its part holds one area."""
    part = permit(area="konsdysfori-barn", valid_from="2024-01-01")
    store = graph(add("sida", permit(valid_from="2024-01-01") + part))
    held = {q.subject for q in store.quads_for_pattern(None, NHV.heldArea, AREA)} & {
        q.subject for q in store.quads_for_pattern(None, NHV.level, NHV.HolderLevel)
    }
    assert len(held) == 1
    assert len(values(store, held.pop(), NHV.countsPermit)) == 2  # type: ignore[arg-type]


def test_a_hospital_counts_with_its_region(add: Add) -> None:
    """A hospital's task is held by the region that runs it, and at the hospital."""
    store = graph(add("sida", permit("nus", programme="programme:rcc", valid_from="2017-01-01")))
    levels = {
        values(store, q.subject, NHV.heldBy)[0].rpartition("/")[2]: q.object.value[-13:]  # type: ignore[arg-type, union-attr]
        for q in store.quads_for_pattern(None, NHV.level, None)
        if q.object != NHV.UnitLevel and "/rcc." in str(q.subject)
    }
    assert levels == {"region-vasterbotten": "y#HolderLevel", "nus": "HospitalLevel"}


def test_what_is_possible_counts_apart() -> None:
    """A day is certain, possible or neither; together the surest counts."""
    day = date(2024, 6, 1)
    sure = Bounds(Span(day, day), Span(day, day), Span()).periods()
    maybe = only_possible(sure)
    assert NHV.InForce in period_on(sure, day).counts
    assert period_on(maybe, day).counts == {NHV.PossiblyInForce, NHV.PossiblyGranted}
    both = period_on(together([sure, maybe]), day)
    assert both.counts == {NHV.InForce, NHV.Granted}
    assert period_on(sure, date(2024, 5, 31)).counts == frozenset()


# ---- standing


def standings(store: Store, area: NamedNode) -> dict[str, tuple[str, str, str]]:
    """By the first day of each standing of an area: its step, its state and its last day."""
    found = {}
    for quad in store.quads_for_pattern(area, NHV.standing, None):
        names = (NHV.firstDay, NHV.step, NHV.substate, NHV.lastDay)
        first, *said = (
            "".join(values(store, quad.object, name))  # type: ignore[arg-type]
            for name in names
        )
        found[first] = (said[0][-1], said[1].rpartition("#")[2], said[2])
    return found


def test_the_newest_event_says_where_an_area_stands(add: Add) -> None:
    """A call outdoes an older placement, and a permit in force outdoes both."""
    add("bild", "- placement: konsdysfori\n  step: step:3\n", date="2022-01-15")
    add("utlyst", "- call: konsdysfori\n  opens: 2022-09-01\n  closes: 2022-10-01\n")
    store = graph(add("sida", permit(valid_from="2024-01-01", decided_on="2023-03-08")))
    steps = {first: step for first, (step, *_) in standings(store, AREA).items()}
    assert steps == {
        "2022-01-15": "3", "2022-09-01": "5", "2022-10-02": "5", "2023-03-08": "7",
        "2024-01-01": "8",
    }  # fmt: skip


TOPIC = thing("area", "amnet")
_TOPIC = """- id: amnet
  sv: "Ämnet"
  en: "The topic"
  kind: topic
  programmes: [nhv]
  specialty: cancer
- id: amnets-arving
  sv: "Ämnets arvinge"
  en: "Heir of the topic"
  kind: area
  programmes: [nhv]
  specialty: cancer
  from: [amnet]
"""


def with_topic(folder: Path) -> Store:
    """The graph of a folder whose register has a topic and an area that came from it."""
    register = folder / "registers" / "areas.yaml"
    register.write_text(register.read_text(encoding="utf-8") + _TOPIC, encoding="utf-8")
    return graph(folder)


def test_a_topic_stands_nowhere_once_its_heir_is_decided_on(add: Add) -> None:
    """What a topic continued as ends its standing, which names it; what it was before stays."""
    add("forst", "- placement: amnet\n  step: step:1\n", date="2020-01-15")
    heir = "- placement: amnets-arving\n  step: step:{}\n"
    add("sedan", heir.format(3), date="2021-01-15")
    store = with_topic(add("sist", heir.format(4), date="2022-01-15"))
    assert standings(store, TOPIC) == {"2020-01-15": ("1", "", "2022-01-14")}, (
        "a heir that is not yet decided on ends nothing, the first decision ends the standing"
    )
    (ended,) = (quad.subject for quad in store.quads_for_pattern(None, NHV.endBasis, None))
    assert only(store, ended, NHV.endBasis) == "ContinuedAs"
    assert values(store, ended, NHV.endPremise) == [thing("area", "amnets-arving").value]  # type: ignore[arg-type]


def test_a_topic_that_is_placed_after_its_heir_stands_again(add: Add) -> None:
    """A source that places what is left of a topic says where it stands, whatever its heirs do."""
    add("forst", "- placement: amnet\n  step: step:1\n", date="2020-01-15")
    add("arvinge", "- placement: amnets-arving\n  step: step:4\n", date="2022-01-15")
    store = with_topic(add("resten", "- placement: amnet\n  step: step:2\n", date="2023-01-15"))
    assert standings(store, TOPIC)["2023-01-15"] == ("2", "", "")


def test_a_heir_found_unsuitable_ends_its_topic_too(add: Add) -> None:
    """A topic whose heir is stopped before any decision stands in no early step any longer."""
    add("forst", "- placement: amnet\n  step: step:2\n", date="2020-01-15")
    stopped = "- placement: amnets-arving\n  step: step:2\n  substate: not-suitable\n"
    store = with_topic(add("sist", stopped, date="2021-01-15"))
    assert standings(store, TOPIC) == {"2020-01-15": ("2", "", "2021-01-14")}


def test_no_call_is_open_after_its_last_day(add: Add) -> None:
    """What stood out for answers or applications stands there with its time up."""
    add("remiss", "- consultation: konsdysfori\n  opens: 2025-01-01\n  closes: 2025-02-01\n")
    add("utlyst", "- call: konsdysfori\n  opens: 2025-09-01\n  closes: 2025-10-01\n")
    applied = "- application: konsdysfori\n  applicants: region-vasterbotten\n"
    store = graph(add("sida", applied + "  applied_on: 2025-11-01\n"))
    found = {first: said[:2] for first, said in standings(store, AREA).items() if first > "2025"}
    assert found == {
        "2025-01-01": ("3", "OutForConsultation"), "2025-02-02": ("3", "TimeOver"),
        "2025-09-01": ("5", "Advertised"), "2025-10-02": ("5", "TimeOver"),
        "2025-11-01": ("6", "AwaitingDecision"),
    }  # fmt: skip


def test_an_application_before_the_last_day_of_its_call_stands(add: Add) -> None:
    """The last day of a call moves no area back that an application has brought further."""
    add("utlyst", "- call: konsdysfori\n  opens: 2025-09-01\n  closes: 2025-10-01\n")
    applied = "- application: konsdysfori\n  applicants: region-vasterbotten\n"
    store = graph(add("sida", applied + "  applied_on: 2025-09-15\n"))
    assert standings(store, AREA)["2025-09-15"] == ("6", "AwaitingDecision", "")


# ---- outcomes


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        (permit(decided_on="2023-03-08"), "Granted"),
        (permit("region-orebro-lan", decided_on="2023-03-08"), "Refused"),
        ("", ""),
    ],
    ids=["holds a permit", "others hold all units", "nobody knows"],
)
def test_what_became_of_an_application(add: Add, facts: str, result: str) -> None:
    """Granted to whoever holds a permit, refused where others hold all, else unknown."""
    add("beslut", decision("definition-decision", "2021-01-01", units="1"))
    applied = (
        "- application: konsdysfori\n  applicants: region-vasterbotten\n"
        "  applied_on: 2022-10-26\n  outcome: pending\n"
    )
    store = graph(add("sida", applied + facts))
    node = thing("application", "konsdysfori-region-vasterbotten-2022")
    assert only(store, node, NHV.outcome) == "Pending", "what the source said on its day stays"
    found = values(store, node, NHV.result)
    assert [value.rpartition("#")[2] for value in found] == ([result] if result else [])


def test_a_meeting_that_has_passed_is_not_planned(add: Add) -> None:
    """What lies behind the newest source is no longer planned, and by which rule is told."""
    add("kallelse", "- meeting: B2\n  date: 2024-03-13\n  planned: true\n", date="2024-01-01")
    store = graph(add("senare", permit(), date="2024-12-01"))
    node = thing("meeting", "beredningsgrupp-b2-2024-03-13")
    assert values(store, node, NHV.planned) == ["false"]
    assert only(store, node, NHV.byRule) == "PassedMeeting"


def test_a_seat_is_left_when_the_next_takes_it(add: Add) -> None:
    """A membership ends the day before somebody else takes the seat; before, it is last known."""
    seat = '- member: "{}"\n  body: B2\n  role_sv: "ordförande"\n  role_en: "chair"\n'
    add("forr", seat.format("Ada Exempel"), date="2022-01-01")
    store = graph(add("nu", seat.format("Bo Prov"), date="2024-05-01"))
    ada = thing("person", "ada-exempel")
    (held,) = (q.subject for q in store.quads_for_pattern(None, ORG.member, ada)
               if "forr" in str(q.subject))  # fmt: skip
    assert status(store, held, "2022-01-01") == {"InOffice"}
    assert status(store, held, "2023-01-01") == {"LastKnown"}
    assert status(store, held, "2024-05-01") == {"Ended"}
    assert only(store, held, NHV.endBasis) == "SuccessorEnd"
    assert only(store, held, NHV.certainty) == "Stated"


def test_a_seat_is_possible_between_two_attestations(add: Add) -> None:
    """Whom a later source shows in the same seat is last known after that, and possible before."""
    seat = '- member: "Ada Exempel"\n  body: B2\n  role_sv: "ordförande"\n  role_en: "chair"\n'
    add("forr", seat, date="2022-01-01")
    store = graph(add("senare", seat, date="2024-05-01"))
    ada = thing("person", "ada-exempel")
    (held,) = (q.subject for q in store.quads_for_pattern(None, ORG.member, ada)
               if "/forr-" in str(q.subject))  # fmt: skip
    assert status(store, held, "2022-01-01") == {"InOffice"}
    assert status(store, held, "2023-01-01") == {"PossiblyInOffice"}
    assert status(store, held, "2024-05-02") == {"LastKnown"}
    (later,) = (q.subject for q in store.quads_for_pattern(None, ORG.member, ada)
                if "/senare-" in str(q.subject))  # fmt: skip
    assert status(store, later, "2023-01-01") == {"PossiblyInOffice"}, "no source denies it"
    assert status(store, later, "2021-12-31") == {"NotYet"}


def test_a_seat_without_a_date_is_possible_until_a_source_shows_it(add: Add) -> None:
    """Nobody knows when an undated membership began: before it is shown, it is never in office."""
    seat = '- member: "Ada Exempel"\n  body: B2\n  role_sv: "ledamot"\n  role_en: "member"\n'
    store = graph(add("odaterad", seat, date="", read_on="2025-05-05"))
    ada = thing("person", "ada-exempel")
    (held,) = (q.subject for q in store.quads_for_pattern(None, ORG.member, ada)
               if "/odaterad-" in str(q.subject))  # fmt: skip
    assert status(store, held, "2025-05-04") == {"PossiblyInOffice"}
    assert status(store, held, "2025-05-05") == {"LastKnown"}
    assert only(store, held, NHV.byRule) == "LastKnownRule"


def test_a_seat_attested_in_a_year_is_possible_throughout_it(add: Add) -> None:
    """Who sat there some day of a year is in office for certain on none of its days."""
    seat = '- member: "Ada Exempel"\n  body: B2\n  role_sv: "ledamot"\n  role_en: "member"\n'
    folder = add("arsbok", seat + "  attested_on: 2022\n", date="2023-05-05")
    store = graph(folder)
    ada = thing("person", "ada-exempel")
    (held,) = (q.subject for q in store.quads_for_pattern(None, ORG.member, ada)
               if "/arsbok-" in str(q.subject))  # fmt: skip
    assert status(store, held, "2022-06-30") == {"PossiblyInOffice"}, "see _seated in outcomes.py"
    assert status(store, held, "2023-01-01") == {"LastKnown"}
    nameless = graph(folder, people=False)
    assert status(nameless, held, "2022-06-30") == {"PossiblyInOffice"}, "with or without names"


def test_a_number_of_units_says_for_whom_it_is(add: Add) -> None:
    """Units for adults and for children are two numbers, and their names tell which is which."""
    store = graph(
        add("sida", decision("definition-decision", "2021", units="{adults: 5, children: 3}"))
    )
    owner = "units/konsdysfori-definition-2021-decided"
    names = [values(store, thing(*f"{owner}-{group}".split("/")), SKOS.prefLabel) for group in
             ("adults", "children")]  # fmt: skip
    assert "Gender dysphoria, adults: 5 units" in names[0]
    assert "Könsdysfori, barn: 3 enheter" in names[1]


def test_a_seat_whose_healthcare_region_is_inferred_is_inferred(add: Add) -> None:
    """Whom a seat represents tells which seat it is: if that is inferred, so is who sits there."""
    seat = '- member: "Ada Exempel"\n  body: B2\n  role_sv: "ledamot"\n  role_en: "member"\n'
    seat += '  represents: norra\n  inferred: [represents]\n  reading: "by the region"\n'
    store = graph(add("nyval", seat, date="2024-06-12"))
    ada = thing("person", "ada-exempel")
    (held,) = (q.subject for q in store.quads_for_pattern(None, ORG.member, ada)
               if "/nyval-" in str(q.subject))  # fmt: skip
    assert only(store, held, NHV.certainty) == "Inferred", "infer the post where it is told"


# ---- knowledge


def test_an_undated_page_existed_when_it_was_read(add: Add) -> None:
    """A page without a date is in a view from the day on which it was read, and not before."""
    add("odaterad", permit(decided_on="2023-03-08"), date="", read_on="2025-05-05")
    store = graph(add("annan", permit("region-orebro-lan")))
    node = thing("source", "odaterad")
    assert values(store, node, NHV.existsFrom) == ["2025-05-05"]
    assert values(store, node, NHV.possibleFrom) == ["2023-03-08"], "it tells of a decision"
    early = graph(add("annan", permit("region-orebro-lan")), known_at="2025-05-04")
    assert not values(early, NORTH, NHV.area)
    later = graph(add("annan", permit("region-orebro-lan")), known_at="2025-05-05")
    assert values(later, NORTH, NHV.area) == [AREA.value]


def test_a_seat_ends_with_its_body(add: Add) -> None:
    """Nobody is last known in a body that has ended."""
    seat = '- member: "Ada Exempel"\n  body: B2\n  role_sv: "ledamot"\n  role_en: "member"\n'
    folder = add("sida", seat, date="2020-01-01")
    register = folder / "registers" / "bodies.yaml"
    text = register.read_text(encoding="utf-8")
    ended = text.replace('alt_sv: ["B2"], ', 'alt_sv: ["B2"], active_to: 2021-06-30, ')
    assert ended != text
    register.write_text(ended, encoding="utf-8")
    store = graph(folder)
    ends = store.quads_for_pattern(None, NHV.endBasis, NHV.BodyEnd)
    (held,) = (q.subject for q in ends if "/sida-beredningsgrupp-b2-ledamot" in str(q.subject))
    assert status(store, held, "2021-06-30") == {"LastKnown"}
    assert status(store, held, "2021-07-01") == {"Ended"}


def test_an_inferred_permit_beyond_the_units_counts_as_possible(add: Add) -> None:
    """Where stated holders fill an area's units, one that is only inferred is no certain holder."""
    add("beslut", decision("definition-decision", "2021-01-01", units="1"))
    second = permit("region-orebro-lan", valid_from="2024-01-01", certainty="inferred",
                    reading='"the region counts itself in"')  # fmt: skip
    store = graph(add("sida", permit(valid_from="2024-01-01") + second))
    counted = {
        values(store, q.subject, NHV.heldBy)[0].rpartition("/")[2]: status(  # type: ignore[arg-type]
            store, q.subject, "2024-06-01"
        )
        for q in store.quads_for_pattern(None, NHV.level, NHV.HolderLevel)
        if "konsdysfori" in str(q.subject)
    }
    assert "InForce" in counted["region-vasterbotten"]
    assert "InForce" not in counted["region-orebro-lan"]
    assert "PossiblyInForce" in counted["region-orebro-lan"]


def test_cooperation_begins_no_earlier_than_a_permit_of_its_partners(add: Add) -> None:
    """News of who is to work together puts nothing in force before the permit is."""
    together = "- cooperation: konsdysfori\n  partners: [region-vasterbotten, region-orebro-lan]\n"
    store = graph(add("nyhet", permit(valid_from="2024-01-01") + together, date="2023-03-09"))
    node = thing("cooperation", "konsdysfori-region-orebro-lan-and-region-vasterbotten")
    assert "InForce" not in status(store, node, "2023-12-31")
    assert "InForce" in status(store, node, "2024-01-01")


def test_a_document_can_give_several_terms(add: Add) -> None:
    """Each term of one document keeps its own days; a later term's decision grants none before."""
    first = permit(
        programme="programme:rikssjukvard", valid_from="2009-01-01", valid_until="2014-06-30"
    )
    second = permit(
        programme="programme:rikssjukvard",
        decided_on="2013-12-11",
        valid_from="2014-07-01",
        valid_until="2019-12-31",
    )
    store = graph(add("sida", second + first))
    held = thing("permit", "rikssjukvard-konsdysfori-region-vasterbotten")
    days = {
        tuple(only(store, quad.object, name) for name in (NHV.firstDay, NHV.lastDay))
        for quad in store.quads_for_pattern(held, NHV.term, None)
    }
    assert days == {("2009-01-01", "2014-06-30"), ("2014-07-01", "2019-12-31")}
    assert only(store, held, NHV.latestGrant) == "2009-01-01"
    assert not values(store, held, NHV.grantedOn), "the decision is that of the second term"


def test_what_a_document_shows_of_a_holder_goes_before_its_siblings(add: Add) -> None:
    """Whoever is shown as still to begin did not begin with the others of the decision."""
    facts = decision("allotment-decision", "2024-01-10") + permit(
        valid_from="2024-03-01", decided_on="2024-01-10"
    )
    late = permit("region-orebro-lan", decided_on="2024-01-10", state="starting")
    add("beslut", facts)
    store = graph(add("bild", late, date="2024-06-01"))
    assert only(store, OREBRO, NHV.startBasis) != "SiblingStart"
    assert only(store, OREBRO, NHV.earliestStart) == "2024-06-02"
