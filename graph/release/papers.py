"""What people and archives read first: the README, the citation, the metadata for Zenodo."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from importlib.resources import files
from string import Template
from typing import Any

from graph.base.languages import LANGS
from graph.release.about import ROOT, SUMMARY, TITLE, About

COPIED = ("LICENSE", "LICENSE-DATA", "PRIVACY.md", "CHANGELOG.md")


_SOMETIMES = ("parquet/", "mappings/", "CHANGES.md")
_DRAFT = ("ett utkast som inte är utgivet", "a draft that is not released")
_NO_PARQUET = (
    "Tabellerna finns inte som Parquet: paketet pyarrow saknades när utgåvan gjordes.",
    "There is no Parquet of the tables: the package pyarrow was missing when they were made.",
)
_NAMES_SV = (
    "Utgåvan har namn på personer i offentliga roller. En licens ersätter ingen rättslig grund: "
    "läs `PRIVACY.md` först."
)
_NAMES_EN = (
    "The release has names of persons in public roles. A licence replaces no legal basis: read "
    "`PRIVACY.md` first."
)
_PEOPLE = {
    True: (_NAMES_SV, _NAMES_EN),
    False: (
        "Utgåvan har inga namn på personer; platserna i organen står kvar utan innehavare.",
        "The release has no names of persons; the seats on bodies remain without holders.",
    ),
}


def citation(said: About) -> bytes:
    """``CITATION.cff`` of this very release: with its version, address and, if dated, its day.

    Args:
        said: The release.
    """
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^version: .*$", f"version: {said.label}", text)
    if "\nidentifiers:" not in text:
        text += (
            f"identifiers:\n  - type: url\n    value: {said.iri.value}\n"
            "    description: The lasting address of this release\n"
        )
    return text.encode()


def zenodo(said: About, before: str | None) -> bytes:
    """The metadata that Zenodo reads from ``.zenodo.json``.

    Args:
        said: The release.
        before: The address of the release before, if one was given.
    """
    related = [
        {"identifier": said.iri.value, "relation": "isIdenticalTo", "scheme": "url"},
        {"identifier": said.ontology.value, "relation": "isDocumentedBy", "scheme": "url"},
    ]
    if before:
        related.append({"identifier": before, "relation": "isNewVersionOf", "scheme": "url"})
    metadata: dict[str, Any] = {
        "upload_type": "dataset",
        "title": f"{TITLE[1]}, {said.label}",
        "creators": [{"name": name} for name in said.authors],
        "description": "".join(f"<p>{text}</p>" for text in reversed(SUMMARY)),
        "version": said.label,
        "language": "swe",
        "access_right": "open",
        "license": "cc-by-4.0",
        "keywords": list(said.citation.get("keywords", ())),
        "related_identifiers": related,
        "notes": "Program code: MIT. Data and ontology: CC BY 4.0. Personal data: see PRIVACY.md.",
    }
    if said.released:
        metadata["publication_date"] = said.released.isoformat()
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode()


def readme(said: About, *, people: bool, there: Collection[str]) -> bytes:
    """What each part of the release is and how it is opened, in Swedish and English.

    Args:
        said: The release.
        people: Whether names of persons are kept.
        there: The names of what lies in the folder; what does not is not told of.
    """
    values: dict[str, str] = {}
    for i, lang in enumerate(LANGS):
        notes = [_PEOPLE[people][i], *([] if "parquet" in there else [_NO_PARQUET[i]])]
        dated = _DRAFT[i] if said.released is None else str(said.released)
        values |= {
            f"title_{lang}": TITLE[i],
            f"summary_{lang}": SUMMARY[i],
            f"dated_{lang}": f"Version {said.label}, {dated}.",
            f"notes_{lang}": "\n\n".join(notes),
        }
    template = (files("graph.release") / "readme.md").read_text(encoding="utf-8")
    missing = tuple(f"| `{name}" for name in _SOMETIMES if name.rstrip("/") not in there)
    lines = Template(template).substitute(values).splitlines(keepends=True)
    return "".join(line for line in lines if not missing or not line.startswith(missing)).encode()
