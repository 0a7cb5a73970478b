"""A small curated folder that is right, for tests to break."""

# ruff: noqa: E501  -- cases and records read best one to a line

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from loaders.drafting.proposal import Known, known
from tests.support import load

Add = Callable[..., Path]
Stated = set[tuple[str, ...]]
Read = Callable[..., Stated]

REGISTERS = {
    "areas": """\
areas:
- id: dysmeli
  sv: "Dysmeli"
  en: "Limb deficiency"
  alt_sv: ["Avancerad protesverksamhet"]
  kind: area
  programmes: [nhv]
  specialty: musculoskeletal
- id: konsdysfori
  sv: "Könsdysfori"
  en: "Gender dysphoria"
  kind: area
  programmes: [nhv]
  specialty: psychiatry
- id: konsdysfori-barn
  sv: "Könsdysfori, barn"
  en: "Gender dysphoria, children"
  kind: part
  part_of: konsdysfori
  programmes: [nhv]
  specialty: psychiatry
- id: protesforsorjning
  sv: "Protesförsörjning"
  en: "Prosthetics"
  kind: topic
  programmes: [nhv]
  specialty: musculoskeletal
""",
    "organisations": """\
counties:
- {id: county-18, sv: "Örebro län", en: "Örebro County", county_code: "18", iso: SE-T, nuts3: SE124, seat: "Örebro"}
- {id: county-24, sv: "Västerbottens län", en: "Västerbotten County", county_code: "24", iso: SE-AC, nuts3: SE331, seat: "Umeå"}
healthcare_regions:
- {id: mellansverige, sv: "Sjukvårdsregion Mellansverige", en: "Central Sweden Healthcare Region", alt_sv: ["Uppsala/Örebro"]}
- {id: norra, sv: "Norra sjukvårdsregionen", en: "Northern Healthcare Region", alt_sv: ["Umeå"]}
regions:
- {id: region-orebro-lan, sv: "Region Örebro län", en: "Region Örebro County", alt_sv: ["Örebro"], county: county-18, healthcare_regions: [mellansverige]}
- {id: region-vasterbotten, sv: "Region Västerbotten", en: "Region Västerbotten", alt_sv: ["RV"], county: county-24, healthcare_regions: [norra]}
hospitals:
- {id: nus, sv: "Norrlands universitetssjukhus", en: "University Hospital of Umeå", alt_sv: ["NUS"], level: hospital, operator: region-vasterbotten, city: "Umeå", lat: "63.82842", lon: "20.25972", precision: city}
authorities:
- {id: socialstyrelsen, sv: "Socialstyrelsen", en: "National Board of Health and Welfare", type: central-government-authority}
""",
    "bodies": """\
bodies:
- {id: namnden-for-nationell-hogspecialiserad-vard, sv: "Nämnden", en: "The Board", type: board, part_of: socialstyrelsen}
- {id: beredningsgrupp-b1, sv: "Första beredningsgruppen", en: "First preparation group", type: preparation-group}
- {id: beredningsgrupp-b2, sv: "Andra beredningsgruppen", en: "Second preparation group", alt_sv: ["B2"], type: preparation-group}
- {id: nationella-programomraden, sv: "Nationella programområden", en: "National programme areas", type: kind-of-group}
- {id: sakkunniggrupp-nhv, sv: "Sakkunniggrupp", en: "Expert group", type: kind-of-group}
""",
    "people": """\
people:
- {id: ada-exempel, name: "Ada Exempel"}
- {id: bo-prov, name: "Bo Prov"}
""",
    "legal": """\
legal_sources:
- {id: sou-1, sv: "En utredning", en: "An inquiry", type: committee-report, number: "SOU 1"}
""",
}

SOURCE = """\
id: sida-2024
also: ["900"]
title: "En sida"
title_en: "A page"
kind: web-page
publisher: Socialstyrelsen
date: 2024-06
inferred: [publisher]
reading: "the address names it"
facts:
- permit: Dysmeli
  holder: Örebro
  decided_on: 2024-06-12
  decided_by: Nämnden
  lines: 10
  inferred: [decided_on]
- permit: dysmeli
  held_within: Uppsala/Örebro
  state: starting
  lines: 11
- supply: Könsdysfori
  supplier: RV
  receiver: region-orebro-lan
  supply_kind: [underleverantor, samarbetspartner]
  lines: 12-13
- cooperation: Könsdysfori
  partners: [RV, Örebro]
  through_hospital: NUS
  lines: 13
- placement: [Dysmeli, Könsdysfori]
  step: step:3
  substate: out-for-consultation
  lines: [14, 16-17]
- consultation: Könsdysfori
  closes: 2024-10-07
  units: {adults: 3, children: 2}
  lines: 18
- call: Dysmeli
  closes: 2024-05-22
  decision_expected: 2024-23
  units: {total: 4, of_which: 2, scope: "barn", printed: "4(2)"}
  lines: 19
- application: Dysmeli
  applicants: [Örebro, RV]
  lines: 20
- decision: Dysmeli
  decision_kind: allotment-decision
  date: 2024-06-12
  decided_by: Nämnden
  units: 1
  lines: 21
- meeting: Nämnden
  date: 2024-06-12
  planned: false
  areas: [Dysmeli]
  lines: 22
- member: Ada Exempel
  body: B2
  role_sv: ledamot
  role_en: member
  represents: Umeå
  seat: 1
  affiliation: NUS
  printed: {member: "Ada Exampel"}
  lines: 23
- member:
  body: B2
  role_sv: ordförande
  role_en: chair
  lines: 24
- rule: B2
  rule_kind: size-rule
  min_members: 2
  max_members: 4
  seats_per_healthcare_region: 2
  chair_extra: true
  sv: "två per sjukvårdsregion"
  en: "two per healthcare region"
  lines: 25
- procedure: B2
  action: gives-opinion
  toward: Nämnden
  step: step:6
  sv: "yttrar sig"
  en: "gives its opinion"
  lines: 26
- duty: annual-report
  due: 2025-04-01
  for_year: 2024
  obliged: RV
  sv: "årsrapport"
  en: "annual report"
  lines: 27
- statistic: permit-count
  value: 1
  programme: programme:nhv
  holder: RV
  sv: "ett tillstånd"
  en: "one permit"
  lines: 28
- gap: [Dysmeli, this source]
  missing: picture
  sv: "bilden saknas"
  en: "the picture is lost"
  slide: 3
- statement: goal
  about: programme:nhv
  sv: "bättre vård"
  en: "better care"
  section: "Syfte"
- change: programme:rikssjukvard
  to: programme:nhv
  date: 2018-07-01
  authority: Socialstyrelsen
  lines: 31
- name: step:3
  printed: ["Bred remiss"]
  lines: 32
- legal: En utredning
  backs: [body:namnden-for-nationell-hogspecialiserad-vard]
  at: "s. 5"
  sv: "utgångspunkt"
  en: "starting point"
  lines: 33
- resource: film
  by: Socialstyrelsen
  url: https://example.org/film
  sv: "film"
  en: "film"
  lines: 34
"""


@pytest.fixture(scope="module")
def registers() -> Known:
    """What drafts know of the names of things."""
    return known()


@pytest.fixture
def read(tmp_path: Path, registers: Known) -> Read:
    """What a text states when it is drafted: the facts of a kind by some fields."""
    from tests.loaders.test_drafting import stated

    return partial(stated, tmp_path, registers)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A curated folder with one source that uses every kind of fact."""
    folder = tmp_path / "curated"
    (folder / "registers").mkdir(parents=True)
    (folder / "sources").mkdir()
    for name, text in REGISTERS.items():
        (folder / "registers" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "sources" / "sida-2024.yaml").write_text(SOURCE, encoding="utf-8")
    return folder


HEAD = """\
id: {id}
title: "Sida {id}"
title_en: "Page {id}"
kind: {kind}
publisher: {publisher}
{date}locator: whole page
facts:
"""


@pytest.fixture
def add(small: Path) -> Add:
    """Add a source file to the small folder."""

    def write(
        identifier: str,
        facts: str,
        publisher: str = "Socialstyrelsen",
        date: str = "2024-07-01",
        kind: str = "web-page",
        read_on: str = "",
    ) -> Path:
        days = "".join(
            f"{name}: {day}\n" for name, day in (("date", date), ("read_on", read_on)) if day
        )
        head = HEAD.format(id=identifier, kind=kind, publisher=publisher, date=days)
        (small / "sources" / f"{identifier}.yaml").write_text(head + facts, encoding="utf-8")
        return small

    return write


def graph(folder: Path, *, known_at: str | None = None, people: bool = True) -> Store:
    """The default graph of a folder."""
    store, made = Store(), load(folder, known_at=known_at, people=people)
    store.extend(quad for quad in made.quads if quad.graph_name == DefaultGraph())
    return store


def values(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    """The values of a property, as text."""
    found = [q.object for q in store.quads_for_pattern(subject, predicate, None)]
    return sorted(term.value for term in found if isinstance(term, NamedNode | Literal))
