"""What the search needs to read a phrase as Python does: tables, names and targets, as data.

Cues, examples, days and weights are the tables of :mod:`graph.phrases`; the scripts of
``assets/phrases`` only apply them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graph.base.languages import LANGS
from graph.base.words import words_of
from graph.knowledge_graph import catalogues
from graph.phrases.days import language
from graph.phrases.mentions import Gazetteer
from graph.phrases.tables import cues, weights
from graph.phrases.targets import Target, said_of, targets
from graph.site.ask.names import pages
from graph.site.ask.scripts import script

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

Data = dict[str, Any]
_OWN = ("spelling", "days", "mentions", "examples", "hearing", "reader", "found")
AT_ONCE = ("ask/parts", "ask/spelling", "ask/suggestions")
SCRIPTS = tuple(f"phrases/{name}" for name in _OWN)
"""The scripts that read a phrase, in the order in which they build on each other, and those before
them, with which the search begins."""


def assets(kg: KnowledgeGraph) -> Iterator[tuple[str, bytes]]:
    """The scripts that read a phrase, and what they read it by.

    Yields:
        Paths below the folder of the site, and what stands there.
    """
    for name in _OWN:
        path = f"assets/phrases/{name}.js"
        yield path, (files("graph.site") / path).read_bytes()
    yield "assets/data/phrases.js", script("phrases", data(kg))


def data(kg: KnowledgeGraph) -> Data:
    """All tables by which a phrase is read, and the labels of what it may name."""
    names, known = Gazetteer(kg), catalogues()
    things = {thing for of in names.by_kind.values() for thing in of} | {*names.permits.values()}
    things |= {f"step:{number}" for number in cues()["steps"]}
    says, views = words_of("graph.phrases"), [kg.at(lang=lang) for lang in LANGS]
    return {
        "weights": weights(),
        "cues": _cues(),
        "days": _days(),
        "said": said_of(known),
        "targets": {name: _target(target) for name, target in targets(known).items()},
        "names": {
            kind: {thing: [" ".join(name) for name in called] for thing, called in of.items()}
            for kind, of in names.by_kind.items()
        },
        "operators": names.operators,
        "permits": [[*who, permit] for who, permit in names.permits.items()],
        "labels": {thing: [one.label(thing) for one in views] for thing in sorted(things)},
        "says": {lang: {key: says.say(key, lang) for key in says} for lang in LANGS},
        "pages": pages(kg),
    }


def _target(target: Target) -> Data:
    kept = ("name", "kind", "optional", "default", "choices")
    return {
        "params": [{name: getattr(param, name) for name in kept} for param in target.params],
        "dated": target.dated,
    }


def _cues() -> Data:
    table = {group: _written(found) for group, found in cues().items()}
    return {**table, "refused": list(table["refused"].values())}


def _days() -> Data:
    said = language()
    return {
        **said,
        "forms": [[form.pattern, word, needs] for form, word, needs in said["forms"]],
        "leads": _written(said["leads"]),
        "documents": said["documents"].pattern,
    }


def _written(value: Any) -> Any:
    """A table with its patterns as they are written."""
    if isinstance(value, re.Pattern):
        return value.pattern
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return {k: _written(one) for k, one in value.items()} if isinstance(value, dict) else value
