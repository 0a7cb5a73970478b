"""The form of a fact or of a head, in the words of the page."""

from __future__ import annotations

from functools import cache
from typing import Any

from graph.base.languages import LANGS
from graph.base.vocabulary import word
from graph.base.words import Pair, words_of
from graph.view.view import View
from loaders.drafting import forms as drafting
from loaders.drafting.forms import FormField

_WORDS = words_of("graph.service.review")
# Of other kinds of things there are too many, and no person is proposed.
_OFFERED = ("area", "region", "healthcare-region", "hospital", "body", "organisation",
            "programme", "step")  # fmt: skip
_forms = cache(drafting.forms)


def forms(kg: View) -> dict[str, Any]:
    """The forms of all kinds of facts and of the head, and names to offer in them."""
    return {
        "names": {kind: _names(kg, kind) for kind in _OFFERED},
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


def _names(kg: View, kind: str) -> list[str]:
    """The Swedish names of all things of a kind, as documents print them."""
    things = {iri for _, iri, _ in kg.names.of_kind(kind)}
    return sorted(kg.at(lang="sv").labels(things).values())
