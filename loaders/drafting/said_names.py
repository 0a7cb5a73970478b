"""Names of a text: the areas, actors and bodies that the registers know, in any inflection.

The longest name wins.  A part of a compound counts ("amyloidosvården"), and what two words share by
a hyphen ("hjärt- och lungtransplantationerna"); a name that is only near is left to the curator.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.drafting.spellings import (
    AGES,
    COMMON,
    COMMON_STEMS,
    LATE,
    LINKS,
    NEVER,
    TABLE,
    Word,
    near,
    nouns,
    plain,
    same,
    stem,
    words,
)  # fmt: skip
from ontology.spelling import fold

ACTORS = ("region", "hospital", "healthcare-region")
KINDS = ("area", *ACTORS, "body", "organisation")
# Towns that may stand for a region are told apart from its names; a clause knows whether they do.
TOWN = "town"
# A type of a disease is another one than that of which a register has some other type.
_TYPE = re.compile(r"\s+(?:typ|type|grad)\s+\w", re.I)
# What a short name may be joined to: "TIPS-behandling".
_OF_CARE = tuple(TABLE["of_care"])
# A word right before a name, at the head of a cell or item, that makes it another disease.
_KIND_OF_DISEASE = re.compile(
    r"(?:^|[:;|(•]\s?)(\w+(?:ös|isk|är|al|iv|ant|ent|ell|ign|id|om)a?) $", re.I
)
# A word right behind one that, alone, may be of another disease: of it, an adjective is no name.
_NOUN = re.compile(r"\w+(?:al|isk|iv|ell|är|ös|ant) ([a-zåäö]{4,})\b")
# A short form in brackets behind a name.
_BRACKETED = re.compile(r"\s*\(\w{2,8}\)$")
# "Barn med" a disease are treated for what is an area of its own, if a register has it.
_FOR_CHILDREN = re.compile(r"\bbarn (?:och ungdomar |och unga )?(?:med|som har) (?:\w+ )?$", re.I)
# A short form beside the name that it stands for.
_SHORT_BEFORE = re.compile(r"(?<!\w)([A-ZÅÄÖ]\w?[A-ZÅÄÖ]{1,4})(?: [=–:-])? $")
_SHORT_BEHIND = re.compile(r" \(([A-ZÅÄÖ]\w?[A-ZÅÄÖ]{1,4})\)")
_SHORT_FORM = re.compile(r"(?<!\w)[A-ZÅÄÖ]\w?[A-ZÅÄÖ]{1,4}(?!\w)")
_EXPLAINS = 12
_KIND_OF_REGION = re.compile(r"\b(?:sjukvårds)?region(?:en)?\b", re.I)
_LONG = 6
# Words of a long name that have to be said.
_MOST_OF = 3


@dataclass(frozen=True)
class SaidName:
    """A name in a text.

    Attributes:
        kind: The kind of the thing.
        id: Its id; empty for a name that no register has.
        start: Where it begins.
        end: Where it ends.
        printed: As it is printed.
    """

    kind: str
    id: str
    start: int
    end: int
    printed: str

    @property
    def key(self) -> str:
        """The thing, ``area:dysmeli``."""
        return f"{self.kind}:{self.id}"


class NamesOfRegisters:
    """All names of the registers, to be found in texts.

    Args:
        named: The id, kind and name of things; a thing has several names.
        own: Short forms that the document itself explains, by the thing that they stand for.
    """

    def __init__(
        self, named: Iterable[tuple[str, str, str]], own: Mapping[str, str] | None = None
    ) -> None:
        self._firsts: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._shortest: dict[str, int] = {}
        self._capitals: dict[str, set[str]] = defaultdict(set)
        self._short_forms = TABLE["short_forms"] | dict(own or {})
        named = [one for one in named if one[2] not in (own or {})]
        self._slips: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._fours: dict[str, list[str]] = defaultdict(list)
        self._likest: dict[frozenset[str], str] = {}
        self._begins: dict[str, set[tuple[frozenset[str], str]]] = defaultdict(set)
        self._short: set[tuple[str, str]] = set()
        self._told: dict[tuple[str, tuple[str, ...]], list[SaidName]] = {}
        self._main = {f"{kind}:{id_}": name for kind, id_, name in reversed(named)}
        ids: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, id_, name in named:
            ids[kind, fold(name)].add(id_)
        self._exact = {key: things for key, things in ids.items() if len(things) == 1}
        self._bodies = [one for one in named if one[0] == "body"]
        bare = [(kind, id_, _BRACKETED.sub("", name)) for kind, id_, name in named if "(" in name]
        for kind, id_, name in [
            *named,
            *bare,
            *((*key.split(":", 1), short) for short, key in self._short_forms.items()),
            *((TOWN, hospital, town) for town, hospital in TABLE["towns"].items()),
        ]:
            parts = tuple(plain(word.text) for word in words(name))
            if not parts or (kind == "area" and len(parts) == 1 and parts[0] in COMMON):
                continue
            self._firsts[stem(parts[0])].append((parts, kind, id_))
            if kind == "area":
                if theirs := frozenset(map(stem, parts)) - COMMON_STEMS:
                    for one in theirs:
                        self._begins[one[:3]].add((theirs, id_))
                for word in words(name):
                    if (
                        len(parts) > 1
                        and len(word.text) < 7
                        and sum(map(str.isupper, word.text)) > 1
                    ):
                        self._capitals[word.plain].add(id_)
                self._shortest[id_] = min(self._shortest.get(id_, 99), len(parts))
                for part in nouns(name):
                    if len(part) >= max(_LONG, sum(map(len, parts)) * 0.4) and part not in COMMON:
                        self._parts[stem(part)].add(id_)
        for short, those in sorted(self._capitals.items()):
            alone = any(len(parts) == 1 for parts, _, _ in self._firsts.get(stem(short), []))
            if len(those) == 1 and not alone:
                self._firsts[stem(short)].append(((short,), "area", next(iter(those))))
                self._short.add((short, "area"))
        for first in self._firsts:
            self._fours[first[:4]].append(first)
        self._hospitals = {id_ for kind, id_, _ in named if kind == "hospital"}

    def written(self, name: SaidName) -> str:
        """How a curated file names a thing: as printed if that is a name of it, else its own."""
        if name.printed and self._exact.get((name.kind, fold(name.printed))) == {name.id}:
            return name.printed
        return self._main.get(name.key, name.key)

    def part(self, areas: Sequence[SaidName], text: str) -> SaidName | None:
        """The part of an area that an item is on, which begins with for whom it is."""
        first = next(iter(words(text)), None)
        if first is None or first.plain not in AGES or len(areas) != 1:
            return None
        part = replace(areas[0], id=f"{areas[0].id}-{first.plain}", printed="")
        return replace(part, start=0, end=first.end) if part.key in self._main else None

    def body_of(self, body: SaidName, whose: SaidName | None) -> SaidName | None:
        """A body by a name that many have ("regionstyrelsen"): that of the region that speaks."""
        named = self._main.get(whose.key, "") if whose else ""
        region = _KIND_OF_REGION.sub("", named).strip()
        for kind, id_, name in self._bodies:
            if fold(name).startswith(fold(body.printed)) and region and fold(region) in fold(name):
                return replace(body, kind=kind, id=id_)
        of_another = region and ", Region" in self._main.get(body.key, "")
        return None if of_another else body

    def explained(self, lines: Sequence[str]) -> dict[str, str]:
        """The short forms that lines explain: ``RST = Region Stockholm`` or ``… (RST)``.

        Their letters stand in the name, in that order.
        """
        told: dict[str, str] = {}
        pairs = dict.fromkeys(f"{one} {other}" for one, other in pairwise([*lines, ""]))
        kinds = (*ACTORS, "area", "organisation")
        shortened = [text for text in pairs if _SHORT_FORM.search(text)]
        said = [(text, name) for text in shortened for name in self.names(text, kinds)]
        for text, name in said:
            before, behind = text[max(0, name.start - _EXPLAINS) : name.start], text[name.end :]
            short = _SHORT_BEFORE.search(before) or _SHORT_BEHIND.match(behind)
            if short and name.id and _abbreviates(short[1], name.printed):
                told.setdefault(short[1], name.key)
        return {s: key for s, key in told.items() if key not in {n.key for n in self.names(s)}}

    def names(self, text: str, kinds: Sequence[str] = KINDS) -> list[SaidName]:
        """The names of a text, in their order."""
        key = text, tuple(kinds)
        if key not in self._told:
            self._told[key] = self._read(text, kinds)
        return list(self._told[key])

    def _read(self, text: str, kinds: Sequence[str]) -> list[SaidName]:
        spoken = words(text)
        found: list[SaidName] = []
        at = 0
        while at < len(spoken):
            best = self._longest(spoken, at, text, kinds)
            if best:
                long, kind, id_ = best
                linked = "".join(w.plain for w in spoken[at + long : at + long + 1]) in ("i", "in")
                behind = at + long + linked
                if kind == "hospital" and behind < len(spoken):
                    town = spoken[behind].plain
                    for site in (f"{id_}-{town}", f"{id_.partition('-')[0]}-{town}"):
                        if site in self._hospitals:
                            id_, long = site, behind + 1 - at
                            break
                first, last = spoken[at], spoken[at + long - 1]
                if f"area:{id_}-barn" in self._main and _FOR_CHILDREN.search(text[: first.start]):
                    id_ = f"{id_}-barn"
                found.append(
                    SaidName(kind, id_, first.start, last.end, text[first.start : last.end])
                )
                at += long
                continue
            found += self._shared(spoken, at, text)
            if "area" in kinds and (part := self._compound(spoken[at], text)):
                found.append(part)
            at += 1
        return found

    def whole(self, text: str) -> SaidName | None:
        """The area that a whole cell or item names, its words in another order or one left out."""
        said = words(text)
        stems = frozenset(stem(w.plain) for w in said) - COMMON_STEMS
        if stems not in self._likest:
            self._likest[stems] = self._like(stems)
        if not (best := self._likest[stems]):
            return None
        start, end = said[0].start, said[-1].end
        return SaidName("area", best, start, end, text[start:end])

    def _like(self, stems: frozenset[str]) -> str:
        """The area of whose words a set of words has the most, and no number beside them."""
        best: tuple[float, str] = (0.0, "")
        begin = {entry for one in stems for entry in self._begins.get(one[:3], ())}
        for theirs, id_ in begin:
            shared = sum(any(t == s or (len(t) > 5 and near(t, s)) for s in stems) for t in theirs)
            score = shared / len(theirs | stems)
            another = any(map(str.isdigit, stems - theirs))  # "typ 9" is not "typ 2"
            if shared >= len(theirs) * 0.66 and shared >= len(stems) * 0.6 and not another:
                best = max(best, (score, id_))
        return best[1]

    def _longest(
        self, spoken: Sequence[Word], at: int, text: str, kinds: Sequence[str]
    ) -> tuple[int, str, str] | None:
        best: tuple[int, int, str, str] | None = None
        first = spoken[at]
        for parts, kind, id_ in self._firsts.get(stem(first.plain)) or self._misspelt(first.plain):
            if kind == "area":
                parts = self._said_of(parts, spoken, at)
            if kind not in kinds or at + len(parts) > len(spoken):
                continue
            joined = found[1] if (found := re.match(r"-(\w+)", text[first.end :])) else ""
            if len(parts) == 1 and not self._fits_alone(first, parts[0], kind, joined):
                continue
            if parts[-1] in AGES and {w.plain for w in spoken} >= AGES:
                continue  # of both ages: the whole area
            window = spoken[at : at + len(parts)]
            if parts[-1] in AGES and window[-1].plain in LINKS and at + len(parts) < len(spoken):
                window = [*window[:-1], spoken[at + len(parts)]]  # "ätstörningar för barn"
            if not all(same(word.plain, part) for word, part in zip(window, parts, strict=True)):
                continue
            stops = r"[.;!?]\s" if kind in ("area", "body") else r"[.,;!?]\s"
            if any(re.search(stops, text[a.end : b.start]) for a, b in pairwise(window)):
                continue
            length = spoken.index(window[-1]) - at + 1
            rank = (length, -(*KINDS, TOWN).index(kind), kind, id_)
            if best is None or rank > best:
                best = rank
        return (best[0], best[2], best[3]) if best else None

    @staticmethod
    def _said_of(parts: tuple[str, ...], spoken: Sequence[Word], at: int) -> tuple[str, ...]:
        """As much of a long name as a text says, where no more than common words are left out."""
        said = 0
        for word, part in zip(spoken[at:], parts, strict=False):
            if not same(word.plain, part):
                break
            said += 1
        left = parts[said:]
        other = at + said < len(spoken) and spoken[at + said].plain in AGES
        short = said >= _MOST_OF and left and all(part in COMMON for part in left) and not other
        return parts[:said] if short else parts

    def _misspelt(self, said: str) -> Sequence[tuple[tuple[str, ...], str, str]]:
        """The names that begin with a word like this long one, but for a letter."""
        if len(said) < LATE:
            return ()
        if said not in self._slips:
            like = (first for first in self._fours.get(said[:4], ()) if near(said, first))
            self._slips[said] = [entry for first in like for entry in self._firsts[first]]
        return self._slips[said]

    def _fits_alone(self, word: Word, part: str, kind: str, joined: str) -> bool:
        if kind == TOWN:
            return word.text[0].isupper()
        if part in NEVER and not (word.text.isupper() or (kind == "area" and word.text == "TIPS")):
            return False
        if word.text in self._short_forms:
            return True
        if (part, kind) in self._short and joined and not joined.startswith(_OF_CARE):
            return False  # "CNS-vaskulit" is another thing than "CNS-tumörer"
        if len(part) <= 4:  # an abbreviation: as it is written, or in the genitive
            return sum(map(str.isupper, word.text)) > 1 or word.text.upper() == word.text
        return kind == "area" or word.text[0].isupper() or kind == "body"

    def _compound(self, word: Word, text: str) -> SaidName | None:
        """An area that a compound begins with: its first word is of one area, or of its parts."""
        said = word.plain
        if stem(said) in COMMON_STEMS or _TYPE.match(text[word.end :]):
            return None
        for length in range(len(said), _LONG - 2, -1):
            ids = self._parts.get(said[:length])
            if not ids and length == len(said) and len(said) > 9:
                like = (part for part in self._parts if part[:4] == said[:4])
                ids = self._parts.get(next((p for p in like if near(stem(said), p)), ""))
            if ids and len(ids) <= 4:
                noun = _NOUN.match(text, word.start) if length == len(said) else None
                if noun and stem(plain(noun[1])) not in self._words_of(ids):
                    return None  # "kraniofacial smärta" is no "kraniofacial kirurgi"
                other = _KIND_OF_DISEASE.search(text[: word.start])
                if other and stem(plain(other[1])) not in self._words_of(ids):
                    return None
                nearest = min(ids, key=lambda i: (self._shortest[i], len(i), i))
                return SaidName("area", nearest, word.start, word.end, word.text)
        return None

    def _words_of(self, ids: Iterable[str]) -> set[str]:
        """The words of the names of some areas, without their endings."""
        words_of = {stem(plain(w.text)) for i in ids for w in words(self._main[f"area:{i}"])}
        return words_of | COMMON_STEMS

    def _shared(self, spoken: Sequence[Word], at: int, text: str) -> Iterator[SaidName]:
        """The first of two areas that share an ending: ``hjärt- och lungtransplantationerna``.

        Half a word is no name in print, which a curated file would make one of the area.
        """
        word, link = spoken[at], spoken[at + 1 : at + 2]
        joined = link and link[0].plain in ("och", "samt", "eller", "som")
        if text[word.end : word.end + 1] != "-" or at + 2 >= len(spoken) or not joined:
            return
        tail = spoken[at + 2].plain
        for entries in list(self._firsts.values()):
            for parts, kind, id_ in entries:
                rest = parts[0].removeprefix(word.plain)
                alone = kind == "area" and len(parts) == 1 and 5 < len(rest) < len(parts[0])
                if alone and any(same(tail[cut:], rest) for cut in range(2, len(tail) - 4)):
                    yield SaidName("area", id_, word.start, word.end, "")
                    return


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of a short form stand in a name in their order, its first as first."""
    letters = iter(name.casefold())
    return name[:1] == short[:1] and all(letter in letters for letter in short.casefold())
