"""The curated files as files: what can be said of them without any loader."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import ROOT

CURATED = ROOT / "loaders" / "curated"
REGISTERS = sorted((CURATED / "registers").glob("*.yaml"))
SOURCES = sorted((CURATED / "sources").glob("*.yaml"))
FILES = REGISTERS + SOURCES
README = CURATED / "README.md"
DATA = ROOT / "tests" / "data"

# Things that share one space of names: within it a name may lead to one entry only.
SPACES = {
    "areas": "area",
    "regions": "region",
    "healthcare_regions": "healthcare region",
    "counties": "county",
    "municipalities": "municipality",
    "hospitals": "hospital",
    "universities": "organisation",
    "authorities": "organisation",
    "other": "organisation",
    "bodies": "body",
    "people": "person",
    "legal_sources": "legal source",
}

# Later areas that came from an earlier, broader topic.
LINEAGE = {
    "extraktion-pacemakerutrustning": "kateteringrepp-hjarta",
    "net-binjuretumorer": "neuroendokrina-tumorer",
    "skelettdysplasier": "oi-dysplastiska-skelettsjukdomar",
    "osteogenesis-imperfecta": "oi-dysplastiska-skelettsjukdomar",
    "tips": "svar-leversvikt",
    "primar-skleroserande-kolangit": "svar-leversvikt",
    "analcancer": "analcancer-radiokemoterapi",
}


@cache
def load(path: Path) -> dict[str, Any]:
    """A file as text only: no scalar is turned into a date, number or truth value."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    tree: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return tree


def entries() -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Every entry of every register, with its file and list."""
    for path in REGISTERS:
        for name, rows in load(path).items():
            for row in rows:
                yield path, name, row


def facts() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every fact of every source."""
    for path in SOURCES:
        for fact in load(path)["facts"]:
            yield path, fact


def kind(fact: dict[str, Any]) -> str:
    """The kind of a fact: its first key."""
    return next(iter(fact))


def spans(fact: dict[str, Any]) -> list[tuple[int, int]]:
    """The lines of a fact."""
    lines = fact.get("lines", [])
    found = []
    for item in lines if isinstance(lines, list) else [lines]:
        first, _, last = item.partition("-")
        found.append((int(first), int(last or first)))
    return found


def names(row: dict[str, Any]) -> set[str]:
    """All names of an entry."""
    own = {row[key] for key in ("sv", "en", "name") if key in row}
    own.update(row.get("alt_sv", []), row.get("alt_en", []))
    for old in row.get("former_names", []):
        own.update([old["sv"], *old.get("alt_sv", [])])
    return own


def fold(name: str) -> str:
    """A name without differences that never matter."""
    return " ".join(name.casefold().split())


def texts(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text in a tree with the keys that lead to it."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from texts(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from texts(value, (*path, index))
    else:
        yield path, tree


def documented(section: str) -> set[str]:
    """The fields that a section of the README explains in its table."""
    text = README.read_text(encoding="utf-8")
    body = re.split(rf"^##+ {re.escape(section)}$", text, maxsplit=1, flags=re.M)[1]
    body = re.split(r"^##", body, maxsplit=1, flags=re.M)[0]
    first_cells = re.findall(r"^\| (`[^|]*`) \|", body, flags=re.M)
    return {field for cell in first_cells for field in re.findall(r"`(\w+)`", cell)}


def some(problems: list[str]) -> str:
    """The first problems, one a line."""
    return "\n".join(problems[:20])


def test_plain_text() -> None:
    """A curated file is UTF-8 with LF line ends, without tabs, and ends with one line end."""
    for path in FILES:
        data = path.read_bytes()
        assert b"\t" not in data, f"{path.name}: write blanks instead of tabs"
        assert b"\r" not in data, f"{path.name}: save it with LF line ends"
        assert data.rstrip(b"\n") + b"\n" == data, f"{path.name}: end it with one line end"
        data.decode("utf-8")


def test_id_is_the_name_of_the_file() -> None:
    """A source's id is the name of its file."""
    bad = [path.name for path in SOURCES if load(path)["id"] != path.stem]
    assert not bad, "write the name of the file as its id, or rename the file:\n" + some(bad)


def test_head_is_documented() -> None:
    """A source's head uses the fields that the README explains."""
    known = documented("The head of a source")
    bad = [f"{path.name}: {sorted(set(load(path)) - known)}" for path in SOURCES
           if set(load(path)) - known]  # fmt: skip
    assert not bad, "correct the fields, or explain them in the README:\n" + some(bad)


def test_kinds_are_documented() -> None:
    """Every fact is of a kind that has a section in the README."""
    known = set(re.findall(r"^### ([a-z]+)$", README.read_text(encoding="utf-8"), flags=re.M))
    bad = [f"{path.name}: {kind(fact)}" for path, fact in facts() if kind(fact) not in known]
    assert not bad, "begin each fact with a kind of the README:\n" + some(bad)


def test_fields_are_documented() -> None:
    """A fact uses the fields of its kind and the common ones, as the README explains them."""
    common = documented("What every fact may carry")
    bad = [
        f"{path.name}: {kind(fact)} has {sorted(unknown)}"
        for path, fact in facts()
        if (unknown := set(fact) - common - documented(kind(fact)))
    ]
    assert not bad, "correct the fields, or explain them in the README:\n" + some(bad)


def test_every_fact_has_a_place() -> None:
    """A fact says where it stands: lines, slide or section, unless the source has one locator."""
    bad = [
        f"{path.name}: {kind(fact)} {fact[kind(fact)]}"
        for path, fact in facts()
        if not {"lines", "slide", "section"} & set(fact) and "locator" not in load(path)
    ]
    assert not bad, "add lines, slide or section:\n" + some(bad)


def test_lines_run_forward() -> None:
    """The lines of a fact are written in order, each span from its first line to its last."""
    bad = [
        f"{path.name}: {fact['lines']}"
        for path, fact in facts()
        if (found := spans(fact)) != sorted(found) or any(a > b or a < 1 for a, b in found)
    ]
    assert not bad, "write the earlier lines first:\n" + some(bad)


def test_inferred_facts_have_a_reading() -> None:
    """Where a curator inferred something, the reading says how."""
    bad = [
        f"{path.name}: {kind(fact)} {fact[kind(fact)]}"
        for path, fact in facts()
        if ("inferred" in fact or fact.get("certainty") == "inferred") and "reading" not in fact
    ]
    bad += [
        path.name for path in SOURCES if "inferred" in load(path) and "reading" not in load(path)
    ]
    assert not bad, "add a reading of a few words:\n" + some(bad)


def test_inferred_fields_are_there() -> None:
    """A field that is said to be inferred has a value."""
    bad = [
        f"{path.name}: {field} in {kind(fact)} {fact[kind(fact)]}"
        for path, fact in facts()
        for field in fact.get("inferred", [])
        if field not in fact
    ]
    assert not bad, "name fields that the fact has:\n" + some(bad)


def test_printed_fields_are_there() -> None:
    """A wording is kept for a field that has a value."""
    bad = [
        f"{path.name}: {field} in {kind(fact)} {fact[kind(fact)]}"
        for path, fact in facts()
        if isinstance(fact.get("printed"), dict)
        for field in fact["printed"]
        if field not in fact
    ]
    assert not bad, "name fields that the fact has:\n" + some(bad)


def test_texts_come_in_both_languages() -> None:
    """A text in Swedish has its English, and the other way round."""
    bad = [
        f"{path.name}: {kind(fact)} {fact[kind(fact)]}"
        for path, fact in facts()
        for one, other in (("sv", "en"), ("role_sv", "role_en"))
        if (one in fact) != (other in fact)
    ]
    assert not bad, "write both languages:\n" + some(bad)


def test_texts_are_short() -> None:
    """Texts are short words of our own: no fact copies a paragraph."""
    bad = [
        f"{path.name}: {value}"
        for path, fact in facts()
        for _, value in texts(fact)
        if len(value) > 200
    ]
    assert not bad, "say it in fewer words:\n" + some(bad)


def test_entries_have_both_names() -> None:
    """Every entry but a person's has a Swedish and an English name."""
    bad = [
        f"{path.name}: {row['id']}"
        for path, name, row in entries()
        if name != "people" and not (row.get("sv", "").strip() and row.get("en", "").strip())
    ]
    assert not bad, "write sv and en:\n" + some(bad)


def test_registers_are_sorted() -> None:
    """Entries stand in the order of their ids, regions in the order of their counties."""
    rows: dict[str, list[str]] = defaultdict(list)
    for _, name, row in entries():
        rows[name].append(row["county"] if name == "regions" else row["id"])
    bad = [name for name, ids in rows.items() if ids != sorted(ids)]
    assert not bad, f"sort {bad}"


def test_ids_are_slugs() -> None:
    """An id is made of lower-case ASCII letters, digits and hyphens."""
    bad = [r["id"] for _, _, r in entries() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", r["id"])]
    assert not bad, f"rewrite {bad}"


def test_ids_are_unique() -> None:
    """No id stands twice within one kind of thing."""
    seen: set[tuple[str, str]] = set()
    bad = []
    for _, name, row in entries():
        key = (SPACES[name], row["id"])
        bad += [row["id"]] if key in seen else []
        seen.add(key)
    assert not bad, f"give another id to the second of {bad}"


def test_names_are_unique_within_a_kind() -> None:
    """Within one kind of thing a name belongs to one entry."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, name, row in entries():
        for own in names(row):
            owners[SPACES[name], fold(own)].add(row["id"])
    bad = [f"{space} '{n}': {sorted(ids)}" for (space, n), ids in owners.items() if len(ids) > 1]
    assert not bad, "leave the name to the more specific entry:\n" + some(bad)


def test_names_stand_once_in_an_entry() -> None:
    """An entry writes each of its names once."""
    bad = [
        f"{path.name}: {row['id']}"
        for path, _, row in entries()
        for key in ("alt_sv", "alt_en")
        if len(row.get(key, [])) != len(set(row.get(key, [])))
        or row.get(key[-2:], row.get("name")) in row.get(key, [])
    ]
    assert not bad, "drop the repeated name:\n" + some(bad)


def test_inferred_fields_of_an_entry_are_there() -> None:
    """A field that is said to be inferred has a value."""
    bad = [
        f"{path.name}: {field} of {row['id']}"
        for path, _, row in entries()
        for field in row.get("inferred", [])
        if field not in row
    ]
    assert not bad, "name fields that the entry has:\n" + some(bad)


def test_codes_are_quoted() -> None:
    """Codes with a leading nought stand in quotes, so that no YAML reader makes numbers of them."""
    text = (CURATED / "registers" / "organisations.yaml").read_text(encoding="utf-8")
    bad = re.findall(r"^\s+(?:county_code|municipality_code): [^\"].*$", text, flags=re.M)
    assert not bad, "quote the codes:\n" + some(bad)


def test_there_are_21_regions_and_counties() -> None:
    """Sweden has 21 regions, each with a county of its own, and six healthcare regions."""
    lists = load(CURATED / "registers" / "organisations.yaml")
    counties = {row["id"] for row in lists["counties"]}
    assert len(counties) == 21, "list the 21 counties"
    assert {row["county"] for row in lists["regions"]} == counties, "give each region its county"
    assert len(lists["regions"]) == 21, "list the 21 regions"
    assert len(lists["healthcare_regions"]) == 6, "list the six healthcare regions"


def test_a_divided_region_has_its_municipalities() -> None:
    """A region in two healthcare regions has municipalities that say which belongs where."""
    lists = load(CURATED / "registers" / "organisations.yaml")
    for region in lists["regions"]:
        belongs = set(region["healthcare_regions"])
        said = {
            row["healthcare_region"]
            for row in lists["municipalities"]
            if row["county"] == region["county"]
        }
        assert len(belongs) == 1 or said == belongs, f"list the municipalities of {region['id']}"


def test_parts_have_a_whole() -> None:
    """A part of an area names the area, and only parts do."""
    areas = {row["id"]: row for row in load(CURATED / "registers" / "areas.yaml")["areas"]}
    bad = [
        row["id"]
        for row in areas.values()
        if (row["kind"] == "part") != ("part_of" in row)
        or row.get("part_of", row["id"]) not in areas
    ]
    assert not bad, f"write part_of for parts, and for nothing else: {bad}"


def test_people_have_names_only() -> None:
    """The register of people holds id, name and spellings, nothing else."""
    people = load(CURATED / "registers" / "people.yaml")["people"]
    bad = [row["id"] for row in people if set(row) - {"id", "name", "alt_sv"}]
    assert not bad, f"remove the other fields of {bad}"


def test_persons_are_named_in_two_places_only() -> None:
    """A person's name stands in people.yaml and in the head (or wording) of a member fact."""
    people = load(CURATED / "registers" / "people.yaml")["people"]
    every = {row["name"] for row in people} | {n for row in people for n in row.get("alt_sv", [])}
    every |= {row["id"] for row in people}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(every))) + r")(?!\w)")
    bad = []
    for path in (*FILES, README):
        if path.name == "people.yaml":
            continue
        if path == README:
            found: Iterator[tuple[tuple[Any, ...], str]] = iter([((), path.read_text("utf-8"))])
        else:
            found = texts(load(path))
        bad += [
            f"{path.name}: {'.'.join(map(str, where))}"
            for where, value in found
            if pattern.search(value) and (not where or where[-1] != "member")
        ]
        if path != README:
            comments = re.findall(r"^\s*#.*$", path.read_text("utf-8"), flags=re.M)
            bad += [f"{path.name}: a comment" for line in comments if pattern.search(line)]
    assert not bad, "take the name out:\n" + some(bad)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_inventory_is_covered() -> None:
    """Every row of the inventory has a fact of one of its kinds that cites its lines."""
    bad = []
    for row in table(DATA / "inventory.csv"):
        first, last, kinds = int(row["first_line"]), int(row["last_line"]), row["kinds"].split(";")
        own = load(CURATED / "sources" / f"{row['source']}.yaml")["facts"]
        found = {kind(f) for f in own if any(a <= last and b >= first for a, b in spans(f))}
        if not found & set(kinds):
            wanted = " or ".join(kinds)
            bad.append(f"{wanted} with lines {first}-{last} to sources/{row['source']}.yaml")
    assert not bad, "add a fact of the kind:\n" + some(bad)


def test_awkward_places_are_curated() -> None:
    """Each of the 33 awkward places has a fact at its lines."""
    rows = table(DATA / "awkward.csv")
    assert [row["number"] for row in rows] == [str(n) for n in range(1, 34)], "keep all 33 places"
    bad = []
    for row in rows:
        cited = [
            span for path, fact in facts() if path.stem == row["source"] for span in spans(fact)
        ]
        for part in row["lines"].split(";"):
            first, _, last = part.partition("-")
            if not any(a <= int(last or first) and b >= int(first) for a, b in cited):
                bad.append(f"{row['number']}: {row['source']} line {part}")
    assert not bad, "add a fact for\n" + some(bad)


@pytest.mark.parametrize(
    "row", table(Path(__file__).with_name("variants.csv")), ids=lambda row: row["name"]
)
def test_variants_of_an_area_are_its_names(row: dict[str, str]) -> None:
    """Every spelling that the first five documents use for an area is a name of that area."""
    rows = {entry["id"]: entry for entry in load(CURATED / "registers" / "areas.yaml")["areas"]}
    assert row["name"] in names(rows[row["area"]]), (
        f"add '{row['name']}' to alt_sv of {row['area']}"
    )


@pytest.mark.parametrize("area", LINEAGE)
def test_areas_name_the_topic_they_came_from(area: str) -> None:
    """An area that came from an earlier topic or task names it, marked as inferred."""
    rows = {row["id"]: row for row in load(CURATED / "registers" / "areas.yaml")["areas"]}
    assert LINEAGE[area] in rows[area].get("from", []), f"add {LINEAGE[area]} to from of {area}"
    assert rows[area].get("from_certainty") == "inferred", f"mark from of {area} as inferred"
