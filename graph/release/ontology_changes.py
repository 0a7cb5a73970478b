"""What changed between two versions of the ontology, and what that may break.

Terms are compared property by property, shapes by what each constraint asks of data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from graph.base.files import text_beside
from graph.base.languages import LANGS, in_lang
from graph.base.statements import Term
from graph.base.words import Pair
from graph.release.about import WORDS
from ontology.terms import BASE, DCTERMS, OWL, RDF, RDFS, SH, SKOS, curie, ontology_files

FOLDER = ontology_files()[0].parent
"""The ontology of this installation."""

PARTS: Mapping[str, ox.NamedNode] = {
    "nhv.ttl": ox.NamedNode(BASE + "ontology"),
    "schemes.ttl": ox.NamedNode(BASE + "ontology/schemes"),
    "alignments.ttl": ox.NamedNode(BASE + "ontology/alignments"),
    "shapes.ttl": ox.NamedNode(BASE + "shapes"),
}
"""File name to graph: terms, value lists, ties to other vocabularies, demands on data."""

_EFFECTS = tomllib.loads(text_beside("graph.release", "effects.toml"))

_About: TypeAlias = Mapping[ox.NamedNode, frozenset[Term]]
_Shape: TypeAlias = Mapping[str, frozenset[str]]
_SHAPES = "shapes.ttl"
_SH = str(SH)
_NAMESPACE = f"{BASE}shapes#"
_LINKS = tuple(RDF.type.value.replace("type", name) for name in ("first", "rest"))


@dataclass(frozen=True)
class Change:
    """One change between two versions of the ontology, told without a full stop."""

    # Whether data, queries or programs that fitted the old version may fail with the new one; a
    # changed definition counts, since the meaning may have moved.
    breaks: bool
    # ``added``, ``removed``, ``deprecated``, ``restored``, ``changed``; of shapes also
    # ``tightened`` and ``loosened``.
    kind: str
    term: str
    sv: str
    en: str


def parts(folder: Path) -> list[Path]:
    """The files of an ontology in a folder: those of :data:`PARTS` that lie there.

    Raises:
        ValueError: If ``nhv.ttl``, without which there is no ontology, does not.
    """
    if not (folder / "nhv.ttl").is_file():
        raise ValueError(f"{folder} has no nhv.ttl; name the folder of an ontology's files")
    return [folder / name for name in PARTS if (folder / name).is_file()]


def read(turtle: Path | bytes) -> list[ox.Triple]:
    """The triples of a Turtle file, or of what one says, in their order.

    Raises:
        ValueError: If it is no Turtle; the message says in which line.

    Example:
        >>> len(read(b"<urn:a> a <urn:B> ."))
        1
    """
    name = turtle.name if isinstance(turtle, Path) else "the Turtle"
    data = turtle.read_bytes() if isinstance(turtle, Path) else turtle
    try:
        return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, UnicodeDecodeError) as error:
        raise ValueError(f"{name} cannot be read as Turtle: {error}; correct it there") from error


def changes(old: Path, new: Path) -> tuple[Change, ...]:
    """Compare two versions of the ontology, each the folder with its files.

    The changes that may break someone come first, then by term.

    Raises:
        ValueError: If a folder holds no ontology, or a file is no Turtle.

    Example:
        >>> changes(FOLDER, FOLDER)
        ()
    """
    before, after = ({path.name: read(path) for path in parts(folder)} for folder in (old, new))
    terms = _terms(before)
    found = {*_changed_terms(terms, _terms(after))}
    old_shapes, new_shapes = (_shapes(one.get(_SHAPES, ())) for one in (before, after))
    found |= {*_changed_shapes(old_shapes, new_shapes, {term.value for term in terms})}
    return tuple(sorted(found, key=lambda change: (not change.breaks, change.term, change.en)))


def said(changes: Sequence[Change], lang: str = "sv") -> str:
    """Changes in words, as Markdown: how many, and an item for each; what may break is marked.

    Example:
        >>> said([], "en")
        'The ontology is unchanged.'
    """
    if not changes:
        return WORDS.say("terms.none", lang)
    breaking = sum(change.breaks for change in changes)
    lines = [WORDS.say("terms.count", lang, len(changes), breaking), ""]
    for change in changes:
        text = in_lang(lang, change.sv, change.en)
        mark = WORDS.say("terms.mark", lang) if change.breaks else ""
        stop = "" if text.endswith(('."', '?"', '!"')) else "."
        lines.append(f"- {mark}{text}{stop}")
    return "\n".join(lines)


def _terms(said: Mapping[str, Iterable[ox.Triple]]) -> dict[ox.NamedNode, _About]:
    """What is said of each of our terms, in whichever file: term, property, values."""
    found: dict[ox.NamedNode, dict[ox.NamedNode, frozenset[Term]]] = {}
    for name in said.keys() - {_SHAPES}:
        for term, prop, value in said[name]:
            if not isinstance(term, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
                continue
            if term.value.startswith(BASE) and term not in PARTS.values():
                about = found.setdefault(term, {})
                about[prop] = about.get(prop, frozenset()) | {value}
    return dict(found)


def _changed_terms(
    old: Mapping[ox.NamedNode, _About], new: Mapping[ox.NamedNode, _About]
) -> Iterator[Change]:
    for term in new.keys() - old.keys():
        sv, en = WORDS.pair("terms.added", _named(term, new[term]))
        meant = (_text(new[term], SKOS.definition, lang) for lang in LANGS)
        of_sv, of_en = (f": {text.rstrip('.')}" if text else "" for text in meant)
        yield Change(False, "added", term.value, sv + of_sv, en + of_en)
    for term in old.keys() - new.keys():
        yield _change(True, "removed", term.value, _named(term, old[term]))
    for term in old.keys() & new.keys():
        yield from _deprecation(term, old[term], new[term])
        yield from _changed_term(term, old[term], new[term])


def _changed_term(term: ox.NamedNode, old: _About, new: _About) -> Iterator[Change]:
    named = _named(term, new)
    for prop in (old.keys() | new.keys()) - {OWL.deprecated, DCTERMS.isReplacedBy}:
        before, after = old.get(prop, frozenset()), new.get(prop, frozenset())
        short = curie(prop.value)
        known = f"aspect.{short}" in WORDS
        told = WORDS.pair(f"aspect.{short}") if known else (f"`{short}`", f"`{short}`")
        unknown = not known and not all(map(_language, before | after))
        for lang in sorted(set(map(_language, before ^ after))):
            gone, come = (
                {value for value in values if _language(value) == lang}
                for values in (before - after, after - before)
            )
            breaks = bool(come) and (unknown or short in _EFFECTS["coming"])
            breaks |= bool(gone) and (unknown or short in _EFFECTS["going"])
            sv, en = (
                f"{name}: {_values(what, lang, gone, come, i)}"
                for i, (name, what) in enumerate(zip(named, told, strict=True))
            )
            yield Change(breaks, "changed", term.value, sv, en)


def _deprecation(term: ox.NamedNode, old: _About, new: _About) -> Iterator[Change]:
    """A term that is no longer to be used, or is again."""
    was, now = OWL.deprecated in old, OWL.deprecated in new
    named = _named(term, new)
    if was and not now:
        yield _change(False, "restored", term.value, named)
    elif now and (not was or old.get(DCTERMS.isReplacedBy) != new.get(DCTERMS.isReplacedBy)):
        sv, en = WORDS.pair("terms.deprecated", named)
        if heirs := _list(new.get(DCTERMS.isReplacedBy, ())):
            use_sv, use_en = WORDS.pair("terms.heirs", heirs)
            sv, en = sv + use_sv, en + use_en
        yield Change(False, "deprecated", term.value, sv, en)


def _values(what: str, lang: str, gone: Iterable[Term], come: Iterable[Term], i: int) -> str:
    """What became of the values: ``label (en): "A" → "B"``."""
    what += f" ({lang})" if lang else ""
    old, new = _list(gone), _list(come)
    if old and new:
        return f"{what}: {old} → {new}"
    return f"{what} {WORDS['terms.come' if new else 'terms.gone'][i]}: {new or old}"


def _list(values: Iterable[Term]) -> str:
    return ", ".join(
        sorted(
            f"`{curie(v.value)}`" if isinstance(v, ox.NamedNode) else f'"{v.value}"' for v in values
        )
    )


def _language(value: Term) -> str:
    return (value.language or "") if isinstance(value, ox.Literal) else ""


def _named(term: ox.NamedNode, about: _About) -> Pair:
    """A term as a reader knows it, in both languages: its sort, short name and label."""
    types = {f"sort.{curie(cls.value)}" for cls in about.get(RDF.type, ())}
    sort = next((key for key in WORDS if key in types), "sort.term")
    sv, en = (
        f"{word} `{curie(term.value)}`" + (f" ({label})" if label else "")
        for word, label in zip(
            WORDS[sort],
            (_text(about, RDFS.label, x) or _text(about, SKOS.prefLabel, x) for x in LANGS),
            strict=True,
        )
    )
    return sv, en


def _text(about: _About, prop: ox.NamedNode, lang: str) -> str:
    texts = (value.value for value in about.get(prop, ()) if _language(value) == lang)
    return min(texts, default="")


def _changed_shapes(
    old: Mapping[str, _Shape], new: Mapping[str, _Shape], known: Collection[str]
) -> Iterator[Change]:
    """What became stricter (which may break someone), laxer, or different beyond telling.

    A new shape of a term that was not known breaks nobody.
    """
    for iri in new.keys() - old.keys():
        targets = {value for values in new[iri].values() for value in values}
        breaks = not targets.isdisjoint(known)
        yield _change(breaks, "tightened", iri, f"`{_short(iri)}`", WORDS["terms.come"])
    for iri in old.keys() - new.keys():
        yield _change(False, "loosened", iri, f"`{_short(iri)}`", WORDS["terms.gone"])
    for iri in old.keys() & new.keys():
        for said in old[iri].keys() | new[iri].keys():
            values = old[iri].get(said, frozenset()), new[iri].get(said, frozenset())
            if values[0] != values[1]:
                name = said.removeprefix(_SH)
                kind = "changed" if name in _EFFECTS["talk"] else _direction(name, *values)
                gone, come = (", ".join(sorted(map(_short, v))) or "–" for v in values)
                what = f"{curie(said)} {gone} → {come}"
                breaks = name not in _EFFECTS["talk"] and kind != "loosened"
                yield _change(breaks, kind, iri, f"`{_short(iri)}`", what)


def _change(breaks: bool, kind: str, term: str, *values: object) -> Change:
    """A change that is told by the words of its kind."""
    return Change(breaks, kind, term, *WORDS.pair(f"terms.{kind}", *values))


def _direction(name: str, old: frozenset[str], new: frozenset[str]) -> str:
    """Whether a constraint asks more than before, less, or what cannot be compared."""
    stricter = laxer = False
    if name == "severity":
        ranks = {f"{SH}{one}": rank for rank, one in enumerate(_EFFECTS["severities"])}
        was, now = (
            max((ranks.get(v, 0) for v in values), default=len(ranks) - 1) for values in (old, new)
        )
        stricter, laxer = now > was, now <= was
    elif name == "deactivated":
        laxer = "true" in new
        stricter = not laxer
    elif not (old and new):
        stricter, laxer = bool(new), bool(old)
    elif name in _EFFECTS["choices"]:
        stricter, laxer = new < old, old < new
    elif name in (*_EFFECTS["least"], *_EFFECTS["most"]):
        try:
            more = max(map(float, new)) > max(map(float, old))
        except ValueError:  # days, for instance: they sort as they are written
            more = max(new) > max(old)
        stricter = more == (name in _EFFECTS["least"])
        laxer = not stricter
    else:
        stricter, laxer = old < new, new < old
    return "tightened" if stricter else "loosened" if laxer else "changed"


def _shapes(triples: Iterable[ox.Triple]) -> dict[str, _Shape]:
    """What each shape asks: shape, constraint, values; a list counts as its members."""
    said: dict[object, dict[str, set[object]]] = {}
    for subject, predicate, value in triples:
        said.setdefault(subject, {}).setdefault(predicate.value, set()).add(value)

    def members(value: object) -> Iterator[str]:
        if isinstance(value, ox.NamedNode | ox.Literal):
            yield value.value
            return
        for part in (part for link in _LINKS for part in said.get(value, {}).get(link, ())):
            if not (isinstance(part, ox.NamedNode) and part.value.endswith("#nil")):
                yield from members(part)

    return {
        subject.value: {
            predicate: frozenset(text for value in values for text in members(value))
            for predicate, values in about.items()
        }
        for subject, about in said.items()
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(_NAMESPACE)
    }


def _short(value: str) -> str:
    if value.startswith(_NAMESPACE):
        return "shapes:" + value.removeprefix(_NAMESPACE)
    return curie(value)
