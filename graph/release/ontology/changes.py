"""What changed between two versions of the ontology, term by term, and what that may break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from graph.release.ontology.meaning import ASPECTS, SORTS, Aspect, Change
from graph.release.ontology.parts import PARTS, parts, read
from graph.release.ontology.strictness import changed_shapes
from ontology.terms import BASE, DCTERMS, OWL, RDF, RDFS, SKOS, curie

_Term: TypeAlias = Mapping[str, frozenset[ox.NamedNode | ox.Literal]]
_TYPE = RDF.type.value
_DEPRECATED = OWL.deprecated.value
_REPLACED = DCTERMS.isReplacedBy.value
_LANGUAGES = ("en", "sv")
_SHAPES = "shapes.ttl"


def changes(old: Path, new: Path) -> tuple[Change, ...]:
    """Compare two versions of the ontology.

    Args:
        old: The folder with the files of the older version.
        new: The folder of the newer one.

    Returns:
        The changes: those that may break someone first, then by term.

    Raises:
        ValueError: If a folder holds no ontology, or a file is no Turtle.

    Example:
        >>> from graph.release.ontology.parts import FOLDER
        >>> changes(FOLDER, FOLDER)
        ()
    """
    before, after = ({path.name: read(path) for path in parts(folder)} for folder in (old, new))
    words = (_terms(before), _terms(after))
    shapes = changed_shapes(before.get(_SHAPES, []), after.get(_SHAPES, []), words[0].keys())
    found = {*_changed_terms(*words), *shapes}
    return tuple(sorted(found, key=lambda change: (not change.breaks, change.term, change.en)))


def _terms(said: Mapping[str, Iterable[ox.Triple]]) -> dict[str, _Term]:
    """What is said of each of our terms, in whichever file: term, property, values."""
    terms: dict[str, dict[str, set[ox.NamedNode | ox.Literal]]] = {}
    headers = {graph.value for graph in PARTS.values()}
    for name in said.keys() - {_SHAPES}:
        for subject, predicate, value in said[name]:
            own = isinstance(subject, ox.NamedNode) and subject.value.startswith(BASE)
            if (
                own
                and subject.value not in headers
                and isinstance(value, ox.NamedNode | ox.Literal)
            ):
                terms.setdefault(subject.value, {}).setdefault(predicate.value, set()).add(value)
    return {
        term: {predicate: frozenset(values) for predicate, values in about.items()}
        for term, about in terms.items()
    }


def _changed_terms(old: Mapping[str, _Term], new: Mapping[str, _Term]) -> Iterator[Change]:
    for iri in new.keys() - old.keys():
        definitions = [_text(new[iri], SKOS.definition, lang) for lang in _LANGUAGES]
        en, sv = (f": {text.rstrip('.')}" if text else "" for text in definitions)
        (named_en, named_sv) = _named(iri, new[iri])
        yield Change(False, "added", iri, f"{named_en} added{en}", f"{named_sv} tillkom{sv}")
    for iri in old.keys() - new.keys():
        (named_en, named_sv) = _named(iri, old[iri])
        yield Change(True, "removed", iri, f"{named_en} taken away", f"{named_sv} togs bort")
    for iri in old.keys() & new.keys():
        yield from _changed_term(iri, old[iri], new[iri])


def _changed_term(iri: str, old: _Term, new: _Term) -> Iterator[Change]:
    yield from _deprecation(iri, old, new)
    (named_en, named_sv) = _named(iri, new)
    none: frozenset[ox.NamedNode | ox.Literal] = frozenset()
    for predicate in (old.keys() | new.keys()) - {_DEPRECATED, _REPLACED}:
        before, after = old.get(predicate, none), new.get(predicate, none)
        aspect = ASPECTS.get(predicate) or _unknown(predicate, before | after)
        for language in sorted({_language(value) for value in before ^ after}):
            gone = {value for value in before - after if _language(value) == language}
            come = {value for value in after - before if _language(value) == language}
            yield Change(
                breaks=bool(come and aspect.adding) or bool(gone and aspect.removing),
                kind="changed",
                term=iri,
                en=f"{named_en}: {_put(aspect.en, language, gone, come, 'added', 'taken away')}",
                sv=f"{named_sv}: {_put(aspect.sv, language, gone, come, 'tillkom', 'togs bort')}",
            )


def _deprecation(iri: str, old: _Term, new: _Term) -> Iterator[Change]:
    """A term that is no longer to be used, or is again."""
    was, now = _DEPRECATED in old, _DEPRECATED in new
    (named_en, named_sv) = _named(iri, new)
    if was and not now:
        yield Change(
            False, "restored", iri, f"{named_en} is in use again", f"{named_sv} är åter i bruk"
        )
    elif now and (not was or old.get(_REPLACED) != new.get(_REPLACED)):
        heirs = _list(new.get(_REPLACED, ()))
        yield Change(
            False,
            "deprecated",
            iri,
            f"{named_en} is deprecated" + (f"; use {heirs}" if heirs else ""),
            f"{named_sv} är utgången" + (f"; använd {heirs}" if heirs else ""),
        )


def _unknown(predicate: str, values: Iterable[ox.NamedNode | ox.Literal]) -> Aspect:
    """A property that this module does not know: its texts harm nobody, its other values may."""
    harmless = all(_language(value) for value in values)
    name = f"`{curie(predicate)}`"
    return Aspect(name, name, not harmless, not harmless)


def _put(
    name: str,
    language: str,
    gone: Iterable[ox.NamedNode | ox.Literal],
    come: Iterable[ox.NamedNode | ox.Literal],
    added: str,
    removed: str,
) -> str:
    """What became of the values: ``label (en): "A" → "B"``."""
    name += f" ({language})" if language else ""
    old, new = _list(gone), _list(come)
    if old and new:
        return f"{name}: {old} → {new}"
    return f"{name} {added}: {new}" if new else f"{name} {removed}: {old}"


def _list(values: Iterable[ox.NamedNode | ox.Literal]) -> str:
    return ", ".join(sorted(_short(value) for value in values))


def _short(value: ox.NamedNode | ox.Literal) -> str:
    return f"`{curie(value.value)}`" if isinstance(value, ox.NamedNode) else f'"{value.value}"'


def _language(value: ox.NamedNode | ox.Literal) -> str:
    return (value.language or "") if isinstance(value, ox.Literal) else ""


def _named(iri: str, about: _Term) -> tuple[str, str]:
    """A term as a reader knows it, in both languages: its sort, short name and label."""
    types = {value.value for value in about.get(_TYPE, ())}
    sort = next((words for known, words in SORTS.items() if known in types), ("term", "termen"))
    labels = (
        _text(about, RDFS.label, lang) or _text(about, SKOS.prefLabel, lang) for lang in _LANGUAGES
    )
    en, sv = (
        f"{word} `{curie(iri)}`" + (f" ({label})" if label else "")
        for word, label in zip(sort, labels, strict=True)
    )
    return en, sv


def _text(about: _Term, predicate: ox.NamedNode, language: str) -> str:
    texts = (
        value.value for value in about.get(predicate.value, ()) if _language(value) == language
    )
    return min(texts, default="")
