"""The names that a graph knows, and the codes and spellings of official statistics beside them.

Statistics Sweden writes a county as ``12 Skåne län`` and a municipality as ``1280 Malmö``;
spreadsheets drop the nought of ``01``.  The first two digits of a municipality are its county's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation.cited import THINGS
from loaders.curation.registers import Entity, Mention, Registers
from loaders.overlays.cells import WORDS
from ontology.spelling import fold, slug
from ontology.terms import BASE, NHV, SKOS

# "12", "12 Skåne län", "12. Skåne län", "SE224 Skåne län", a spreadsheet's 12.0; "Skåne län (12)".
_CODE = r"(\d{1,4}|SE-?[A-Z\d]{1,4})"
_CODED = re.compile(_CODE + r"(?:\.0)?(?:[ \u00a0]*[-–.,:/_ \u00a0][ \u00a0]*(\D.*))?")
_CODED_BEHIND = re.compile(r"(\D.*?)[ ,\u00a0]*\(" + _CODE + r"\)")
_TITLE = re.compile(r"(?i:region|landstinget i|landstinget) ")
_CODES = (SKOS.notation, NHV.nuts3, NHV.iso31662)
_TEXTS = (SKOS.prefLabel, SKOS.altLabel, SKOS.notation)
NAMING = (*dict.fromkeys((NHV.county, *_TEXTS, *_CODES)),)
"""The properties by which :func:`registers_of` knows names."""
_LONGEST = 4
_COUNTRY = frozenset(WORDS["cells"]["country"])


class Names(Registers):
    """The names of a graph; counties are found by any code, and regions by their counties."""

    def __init__(
        self, entities: Iterable[Entity], codes: dict[str, Entity], regions: dict[str, Entity]
    ) -> None:
        # A file that nobody curates is no way to learn who is in the graph.
        super().__init__(entities, withheld=("person",))
        self._codes, self._regions = codes, regions
        self._plain: dict[tuple[str, str], set[str]] = {}
        for entity in self:
            for name in (entity.sv, entity.en, *entity.names) if entity.kind != "person" else ():
                self._plain.setdefault((entity.kind, slug(name, "")), set()).add(entity.id)

    def find(self, text: str, kinds: Sequence[str]) -> Mention:
        """The thing that a cell names: as in curated files, or as official statistics do."""
        home = f"{BASE}id/"
        short = text.removeprefix(home).replace("/", ":", 1)
        text = short if text.startswith(home) and self.get(*short.partition(":")[::2]) else text
        try:
            return super().find(text, kinds)
        except ValueError:
            if (entity := self._official(text, kinds)) is None:
                raise
            return Mention(entity)

    def find_all(self, text: str, kinds: Sequence[str]) -> tuple[Entity, ...]:
        """The things that a cell names: one, or several with ``|`` or a comma between them.

        Raises ValueError if a part of it names nothing, as :meth:`find` says of the whole.
        """
        try:
            return (self.find(text, kinds).entity,)
        except ValueError:
            found, waiting = list[Entity](), [part.strip() for part in re.split("[|,;]", text)]
            while len(found) + len(waiting) > 1 and waiting:
                # A name may have a comma itself: the longest that is one is meant.
                for length in range(min(len(waiting), _LONGEST), 0, -1):
                    with suppress(ValueError):
                        found.append(self.find(", ".join(waiting[:length]), kinds).entity)
                        waiting = waiting[length:]
                        break
                else:
                    raise
            if not found:
                raise
            return tuple(dict.fromkeys(found))

    def county_of(self, text: str) -> Entity | None:
        """The county of a municipality or county that is written with its code: ``1280 Malmö``."""
        code, _ = _coded(text)
        if not code.isdecimal():
            return self._codes.get(code)
        return self._codes.get(code.zfill(4 if len(code) > 2 else 2)[:2])

    def _official(self, text: str, kinds: Sequence[str]) -> Entity | None:
        code, name = _coded(text)
        if code.isdecimal() and len(code) > 2:
            entity = self._named(code.zfill(4), "municipality")
            return entity if "municipality" in kinds else None
        county = self._codes.get(code.zfill(2) if code.isdecimal() else code or text)
        if county and name and code and fold(name) not in _spellings(county):
            what = f"'{text}' has the code of {county.sv}"
            raise ValueError(f"{what}; write the code or the name alone")
        if not code:
            spelt = (name, f"{name} kommun") if "municipality" in kinds else (name,)
            for kind, spelling in product(kinds, spelt):
                if entity := self._plainly(spelling, kind):
                    return entity
            bare = _TITLE.sub("", name)
            for spelling in (bare, f"{bare} län", f"{bare}s län", bare.replace("s län", " län")):
                county = county or self._plainly(spelling, "county")
        if county and "county" in kinds:
            return county
        return self._regions.get(county.key) if county and "region" in kinds else None

    def _plainly(self, text: str, kind: str) -> Entity | None:
        """The only thing of a kind whose name is the same in ASCII."""
        found = self._plain.get((kind, slug(text, "")), set())
        return self.get(kind, next(iter(found))) if len(found) == 1 else None

    def _named(self, text: str, kind: str) -> Entity | None:
        try:
            return super().find(text, (kind,)).entity
        except ValueError:
            return None


def names_the_country(text: str) -> bool:
    """Whether a cell stands for all of Sweden, as ``00 Riket``, which is no county or region."""
    code, _ = _coded(text)
    return code in ("0", "00") or fold(text) in _COUNTRY


def _coded(text: str) -> tuple[str, str]:
    """The code and the name of a cell; a text without a code is all name."""
    if coded := _CODED.fullmatch(text):
        return coded[1], coded[2] or ""
    if coded := _CODED_BEHIND.fullmatch(text):
        return coded[2], coded[1]
    return "", text


def registers_of(quads: Iterable[Quad]) -> Names:
    """The names that a resolved graph knows, by its statements of :data:`NAMING`."""
    names: dict[str, dict[str, set[str]]] = {}
    codes: dict[str, str] = {}
    counties: dict[str, str] = {}
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        iri, predicate, value = quad.subject.value, quad.predicate, quad.object
        if predicate == NHV.county and isinstance(value, NamedNode):
            counties[iri] = value.value
        if not isinstance(value, Literal):
            continue
        if predicate in _CODES:
            codes[value.value] = iri
        if predicate in _TEXTS:
            role = "alt" if predicate != SKOS.prefLabel else value.language or "sv"
            names.setdefault(iri, {}).setdefault(role, set()).add(value.value)
    home, entities = f"{BASE}id/", dict[str, Entity]()
    for iri, said in sorted(names.items()):
        kind, _, identifier = iri.removeprefix(home).partition("/")
        if iri.startswith(home) and kind in (*THINGS, "person"):
            sv = min(said.get("sv") or said.get("en") or {identifier})
            en = min(said.get("en") or {sv})
            # A code such as a county's may stand for several things; only names name them.
            entities[iri] = Entity(kind, identifier, sv, en, tuple(sorted(said.get("alt", ()))))
    of_kind = {iri: entity for iri, entity in entities.items() if entity.kind == "county"}
    return Names(
        entities.values(),
        {code: of_kind[iri] for code, iri in codes.items() if iri in of_kind},
        {
            of_kind[county].key: entities[iri]
            for iri, county in sorted(counties.items())
            if county in of_kind and iri in entities and entities[iri].kind == "region"
        },
    )


def _spellings(county: Entity) -> set[str]:
    """The names of a county, with and without the word."""
    names = {fold(name) for name in (county.sv, county.en, *county.names)}
    bare = {name.removesuffix(" län").removesuffix(" county") for name in names}
    return names | bare | {name.removesuffix("s") for name in bare}
