"""The curated mappings as SSSOM/TSV, the Simple Standard for Sharing Ontological Mappings.

What holds for a whole set comes first, as YAML behind ``#``, then a table, a mapping a row
(https://w3id.org/sssom).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from graph.view.view import View
from loaders.publishing.recipe import CURATED
from ontology.terms import PREFIXES

_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "mapping_source", "confidence", "comment",
)  # fmt: skip


def mapping_sets(kg: View) -> Iterator[tuple[str, bytes]]:
    """The sets by the names of their files, with the Swedish names of the things in the graph."""
    import yaml

    view = kg.everything().at(lang="sv")
    for path in sorted((CURATED / "mappings").glob("*.yaml")):
        said = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
        rows = [_row(view, one, said.get("prefixes", {})) for one in said["mappings"]]
        columns = [name for name in _COLUMNS if any(row[name] for row in rows)]
        named = ("subject_id", "object_id", "mapping_source")
        used = {row[name].partition(":")[0] for row in rows for name in named}
        ours = {prefix: PREFIXES[prefix] for prefix in used & PREFIXES.keys()}
        head = {
            "curie_map": dict(sorted({**ours, **said.get("prefixes", {})}.items())),
            "mapping_set_id": f"https://w3id.org/nhv/mappings/{path.stem}",
            "mapping_set_title": said["title"],
            "mapping_set_description": said["description"],
            "license": "https://creativecommons.org/licenses/by/4.0/",
            **{key: value for key, value in said.items() if key.startswith("object_source")},
            "mapping_date": said["date"],
        }
        text = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=inf)
        lines = [f"#{line}" for line in text.splitlines()]
        lines += ["\t".join(columns), *("\t".join(row[c] for c in columns) for row in rows)]
        yield f"{path.stem}.sssom.tsv", ("\n".join(lines) + "\n").encode()


def _row(view: View, said: dict[str, str], prefixes: dict[str, Any]) -> dict[str, str]:
    thing, other = view.find(said["thing"]), said["other"]
    return {
        "subject_id": thing,
        "subject_label": view.label(thing),
        "predicate_id": f"skos:{said['match']}Match",
        "object_id": other if other.partition(":")[0] in prefixes else view.find(other),
        "object_label": said["label"],
        "mapping_justification": "semapv:ManualMappingCuration",
        "mapping_source": f"source:{said['source']}" if "source" in said else "",
        "confidence": said.get("confidence", "1.0"),
        "comment": said.get("comment", ""),
    }
