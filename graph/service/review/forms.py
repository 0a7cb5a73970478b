"""The form of a fact or of a head, in the words of the page."""

from __future__ import annotations

from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.vocabulary import word
from graph.base.words import Pair, words_of
from graph.view.view import View
from loaders.drafting import forms as drafting
from loaders.drafting.forms import FormField
from ontology.terms import SKOS, kind_of

_WORDS = words_of("graph.service.review")
# Of other kinds of things there are too many, and no person is proposed.
_OFFERED = ("area", "region", "healthcare-region", "hospital", "body", "organisation",
            "programme", "step")  # fmt: skip
_forms = cache(drafting.forms)


def forms(kg: View) -> dict[str, Any]:
    """The forms of all kinds of facts and of the head, and names to offer in them."""
    return {
        "names": _names(kg),
        "kinds": {
            kind: {
                **dict(zip(LANGS, _WORDS.pair(f"kinds.{kind}"), strict=True)),
                "fields": [_shown(field) for field in fields],
            }
            for kind, fields in _forms().items()
        },
    }


def called(kind: str, written: str) -> Pair | None:
    """What people call a field of a kind of fact, by its name in files."""
    fields = _forms().get(kind, ())
    return next((_label(field) for field in fields if field.written == written), None)


def _shown(field: FormField) -> dict[str, Any]:
    values = field.values.items()
    return {
        "name": field.written,
        "label": dict(zip(LANGS, _label(field), strict=True)),
        "needed": field.needed,
        "many": field.many,
        "own": field.own,
        "example": field.example,
        "values": [[value, *(word(concept, lang) for lang in LANGS)] for value, concept in values],
        "kinds": [kind for kind in field.kinds if kind in _OFFERED],
    }


def _label(field: FormField) -> Pair:
    """By the words of this room, or by the property that the field tells."""
    key = f"fields.text_{field.name}" if field.name in LANGS else f"fields.{field.name}"
    if key in _WORDS or field.means is None:
        return _WORDS.pair(key)
    sv, en = (word(field.means, lang) for lang in LANGS)
    return sv, en


def _names(kg: View) -> dict[str, list[str]]:
    """The Swedish names of all things of each kind, as documents print them."""
    found: dict[str, set[str]] = {kind: set() for kind in _OFFERED}
    for quad in kg.engine.find(predicates=[SKOS.prefLabel]):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            kind = kind_of(quad.subject.value)
            if kind in found and quad.object.language == "sv":
                found[kind].add(quad.object.value)
    return {kind: sorted(names) for kind, names in found.items()}
