"""One graph, one answer: whatever a face says of a fact is what the resolved graph says of it.

The faces stand in tables (`CHEAP`, `MADE`); each yields what it shows, and one comparison holds all
of them to the triples. `pytest -s` prints how many statements of each kind are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from graph import KnowledgeGraph, open_graph
from tests.graph.released import released
from tests.graph.test_site_things import made, written
from tests.graph.test_site_things import whole as on_pages
from tests.national.faces import EVERY, LANGS, questions_today, resolved
from tests.national.made_faces import MADE, marks
from tests.national.resolved import Resolved, Shown
from tests.national.worded_faces import CHEAP
from tests.support import nameless_graph, whole_is_national

Say = Callable[[str, object], None]

# What is compared of each face, less a twelfth of what it is today: a face that falls silent is
# seen, and a curated file more or less changes nothing.
LEAST: dict[str, dict[str, int]] = {
    "questions": {"basis": 690, "bound": 1370, "certainty": 3520, "citation": 14870, "number": 7,
                  "result": 99, "since": 690, "standing": 660, "status": 910},
    "members": {"members": 210},
    "networks": {"basis": 530, "bound": 1060, "certainty": 1290, "citation": 6870, "shared": 220,
                 "since": 530, "status": 690},
    "pictures": {"basis": 660, "bound": 120, "certainty": 800, "since": 480, "status": 770},
    "maps": {"basis": 150, "bound": 31, "since": 120, "status": 150},
    "timelines": {"basis": 130, "bound": 25, "since": 110},
    "explain": {"basis": 240, "citation": 17410, "status": 450},
    "status": {"basis": 18, "things": 18},
    "compare": {"change": 910},
    "site": {"basis": 300, "bound": 590, "citation": 1340, "mark": 3640, "result": 93,
             "since": 14, "source": 6900, "standing": 122, "status": 380},
    "release": {"basis": 82, "bound": 165, "certainty": 1620, "citation": 1380, "counts": 490,
                "result": 31, "since": 41, "source": 1090, "standing": 530, "status": 990},
}  # fmt: skip
# Sites and releases are of the seeds; these are of all curated files, which `make trust` compares.
OF_ALL: dict[str, dict[str, int]] = {
    "site": {"basis": 2400, "bound": 960, "citation": 13480, "mark": 18760, "result": 620,
             "since": 1910, "source": 34250, "standing": 240, "status": 2890},
    "release": {"basis": 480, "bound": 960, "certainty": 3920, "citation": 4980, "counts": 3300,
                "result": 160, "since": 240, "source": 3980, "standing": 530, "status": 6610},
}  # fmt: skip
REMEDY = {
    "questions": "graph/questions/*.rq reads nhv:certainty, nhv:startBasis and the periods",
    "members": "graph/questions/members.rq reads the periods of memberships",
    "networks": "graph/networks reads them by facts.py, lasting.py and cited.py; where an edge "
    "rests on some properties of its fact only, _PROPS in tests/national/faces.py names them",
    "pictures": "graph/pictures/sheet/tooltips.py tells what the edge says, and nothing else",
    "maps": "graph/pictures/map/permits.py tells what the edges say",
    "timelines": "graph/pictures/chart/events.py reads nhv:startBasis and the bounds",
    "explain": "graph/evidence/explain.py and derived.py read them",
    "status": "graph/evidence/status.py counts what the graph has",
    "compare": "graph/evidence/compare.py compares the status of the two days",
    "site": "graph/site/things/cells.py reads them; nothing else there may conclude",
    "release": "graph/export/tables/tables.toml shows the property itself",
}
# Faces that are asked of some things only, but by `make trust`, with room for which these are.
PART = dict.fromkeys(("questions", "members", "timelines", "explain"), 0.7 / EVERY)
# What a view without persons or of an earlier day is compared by: what takes little time.
QUICK = {
    "questions": questions_today, "networks": CHEAP["networks"], "explain": CHEAP["explain"],
    "status": CHEAP["status"],
}  # fmt: skip
# A view without persons differs from one with them in few edges, and in no fact that is explained.
LATER = ("explain", "networks")


def compared(found: Iterable[Shown], known: Resolved) -> tuple[Counter[str], list[str]]:
    """Hold what a face says to the graph.

    Returns:
        How many statements of each kind were compared, and in words those that differ.
    """
    counted: Counter[str] = Counter()
    wrong = []
    for shown in found:
        counted[shown.attribute.partition(" ")[0]] += 1
        if (told := known.says(shown)) != shown.value:
            day = f" on {shown.day}" if shown.day else ""
            wrong.append(
                f"{shown.fact}: {shown.attribute}{day} is shown as “{shown.value}” ({shown.lang}), "
                f"the graph says “{told}”"
            )
    return counted, wrong


def held_to(
    face: str, found: Iterable[Shown], known: Resolved, say: Say, part: float = 1.0
) -> None:
    """Compare a face, say how much was compared, and fail where it differs or has fallen silent."""
    counted, wrong = compared(found, known)
    told = f"{face}: {counted.total()} compared: {dict(sorted(counted.items()))}"
    say("compared", told)
    print(told)  # noqa: T201 - the numbers of the report, seen with -s
    listed = "\n".join(wrong[:12])
    assert not wrong, f"{len(wrong)} differ on the face {face}; {REMEDY[face]}:\n{listed}\n{told}"
    part *= PART.get(face, 1) if EVERY > 1 else 1
    least = {**LEAST, **(OF_ALL if whole_is_national() else {})}[face]
    silent = {a: n for a, n in least.items() if counted[a] < int(n * part)}
    assert not silent, (
        f"the face {face} says less than {silent}; if that is meant, lower LEAST\n{told}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("face", CHEAP)
def test_a_face_says_what_the_graph_says(
    national: KnowledgeGraph, face: str, record_property: Say
) -> None:
    """Certainty, basis, bounds, status and counts are the graph's, for every fact that is shown."""
    held_to(face, CHEAP[face](national), resolved(national), record_property)


@pytest.mark.slow
@pytest.mark.xdist_group("things")
def test_the_site_says_what_the_graph_says(record_property: Say) -> None:
    """So it is on every page of a thing, in both languages; and what is marked is also written."""
    kg = on_pages()
    held_to("site", MADE["site"](kg), resolved(kg), record_property)
    for lang in LANGS:
        for path, page in made(kg, lang).items():
            if page.thing is not None:
                there = written(kg, lang)[path].count('class="badge inferred"')
                assert there == marks(page.content), f"{lang}/{path} loses marks; see templates/"


@pytest.mark.slow
@pytest.mark.xdist_group("release")
def test_a_release_says_what_the_graph_says(record_property: Say) -> None:
    """So it is in every table of a release."""
    kg = released()
    held_to("release", MADE["release"](kg), resolved(kg), record_property)


@pytest.mark.slow
@pytest.mark.parametrize(
    "face", [pytest.param(f, marks=[pytest.mark.trust] if f in LATER else []) for f in QUICK]
)
def test_so_it_is_without_persons(face: str, record_property: Say) -> None:
    """A graph that was built without persons is shown as what it says."""
    kg = open_graph(nameless_graph())
    # Half of what networks cite are seats and who sits in them.
    held_to(face, QUICK[face](kg), resolved(kg), record_property, 0.12)


@pytest.mark.slow
@pytest.mark.parametrize(
    "face", [pytest.param(f, marks=[pytest.mark.trust] if f in LATER else []) for f in QUICK]
)
def test_so_it_is_of_an_earlier_knowledge(
    national: KnowledgeGraph, face: str, record_property: Say
) -> None:
    """A view at a day of knowledge is shown as what its own triples say."""
    kg = national.at(known_at="2023-06-02")
    held_to(face, QUICK[face](kg), resolved(kg), record_property, 0.09)


@pytest.mark.slow
def test_a_wrong_face_is_seen(national: KnowledgeGraph) -> None:
    """The comparison names the fact, what is shown and what the graph says."""
    known = resolved(national)
    permit = next(p for p in known.of_class("nhv:Permit") if known.certainty(p) == "stated"
                  and known.status(p, "2026-11-22") == "nhv:InForce")  # fmt: skip
    shown = [Shown(permit, "status", "Ended", "en", "2026-11-22"),
             Shown(permit, "certainty", "stated")]  # fmt: skip
    counted, wrong = compared(shown, known)
    assert counted == {"status": 1, "certainty": 1}
    told = "status on 2026-11-22 is shown as “Ended” (en), the graph says “In force”"
    assert wrong == [f"{permit}: {told}"]
