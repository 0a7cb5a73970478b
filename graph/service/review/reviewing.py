"""A review: a draft, what a curator decides on it, and the file that comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.base.languages import LANGS
from graph.base.words import Pair, words_of
from graph.service.review.changes import Told, told
from graph.service.review.forms import called, forms
from graph.service.review.keeping import Answer, Answers, Files
from graph.view.view import View
from loaders.dates import MISTAKES
from loaders.drafting.forms import HEAD
from loaders.drafting.proposal import Proposal
from loaders.drafting.trial import among_all, entries, id_of, parted, trial
from loaders.problems import CuratedDataError
from loaders.publishing.recipe import CURATED

_WORDS = words_of("graph.service.review")
_SENTENCES = ({lang: _WORDS.section("said", lang) for lang in LANGS}, MISTAKES)
_SWEDISH = [
    (re.compile(re.escape(english).replace(r"\{\}", "(.+)")), said["sv"][key])
    for said in _SENTENCES
    for key, english in said["en"].items()
]


@dataclass(frozen=True)
class Outcome:
    """What facts come to, each named by its place among all.

    Attributes:
        text: The curated file.
        readable: Whether each of them is YAML, so that all stand in the file.
        problems: What is wrong, each with its fact, or ``None``.
        warnings: What a curator may look at again, likewise.
        told: What each fact says, and what it would change.
    """

    text: str
    readable: bool
    problems: Sequence[tuple[int | None, Pair]]
    warnings: Sequence[tuple[int | None, str]]
    told: Mapping[int, Mapping[str, Told]]

    def shown(self) -> dict[str, Any]:
        """It as the page takes it."""
        problems = [(number, _shown(said)) for number, said in self.problems]
        return {"problems": problems, "warnings": self.warnings, "told": self.told}


class Review:
    """A review of a draft, begun or taken up again.

    Args:
        kg: The graph as it is.
        made: The draft.
        folder: Where its file goes; a file that is there already is gone on with.
        curated: The folder of the registers, and of the files that it is to stand among.

    Attributes:
        files: What lies in the folder.
        curated: As given.

    Raises:
        ValueError: If what lies in the folder is of another document, or cannot be read.
    """

    def __init__(self, kg: View, made: Proposal, folder: Path, curated: Path = CURATED) -> None:
        self._kg, self._made, self.curated = kg, made, curated
        self._id = str(made.head.fields["id"])
        self.files = Files(folder, self._id, made.rendering)

    def shown(self) -> dict[str, Any]:
        """All that the page begins with."""
        made, before = self._made, self.files.before
        head, facts = entries(made)
        answers = before or Answers(head, tuple(map(Answer, facts)))
        resumed = _WORDS.pair("resumed", self.files.path)
        return {
            "id": self._id,
            "resumed": _shown(resumed) if before else None,
            "head": answers.head,
            "facts": [{"text": fact.text, "state": fact.state} for fact in answers.facts],
            "lines": [{"text": line.text, "role": line.role} for line in made.lines],
            "unknown": [
                {"name": one.name, "kind": one.kind, "lines": list(one.lines)}
                for one in made.draft.unknown
            ],
            "undecided": made.draft.undecided,
            **forms(self._kg),
            "words": {lang: _WORDS.section("page", lang) for lang in LANGS},
            **self._outcome(answers, answers.are("open", "accepted")).shown(),
        }

    def kept(self, answers: Answers) -> dict[str, Any]:
        """Keep what is decided so far."""
        self.files.before = answers
        self.files.keep(answers)
        return {}

    def checked(self, answers: Answers) -> dict[str, Any]:
        """What is wrong with the facts that are not dropped, and what each says."""
        self.kept(answers)
        return self._outcome(answers, answers.are("open", "accepted")).shown()

    def write(self, answers: Answers) -> dict[str, Any]:
        """Write the accepted facts, unless that would harm; the page is told what came of it.

        What is right by itself is then checked among all curated files, which takes some seconds.
        """
        self.kept(answers)
        outcome = self._outcome(answers, answers.are("accepted"))
        name = id_of(answers.head)
        if refused := self._refusal(name, outcome):
            return {**outcome.shown(), "refused": _shown(refused)}
        self.files.write(name, outcome.text)
        self.files.keep(answers)
        if not outcome.problems:
            beside = among_all(self.files.path, self.curated)
            outcome = replace(outcome, problems=[(None, (said, said)) for said in beside])
        return {**outcome.shown(), "written": str(self.files.path)}

    def _refusal(self, name: str, outcome: Outcome) -> Pair | None:
        """Why the file cannot be written."""
        if not name:
            return _WORDS.pair("refused.no_id")
        if refused := self.files.refusal(name):
            return refused
        if not outcome.readable:
            return _WORDS.pair("refused.unreadable")
        if outcome.problems and self._passes(self.files.text):
            return _WORDS.pair("refused.passes", self.files.path)
        return None

    def _passes(self, text: str | None) -> bool:
        """Whether a file passes the check as it is."""
        try:
            head, facts = parted(text or "", self.files.path.name)
        except (CuratedDataError, ValueError):
            return False
        there = Answers(head, tuple(map(Answer, facts)))
        return not self._outcome(there, there.are("open")).problems

    def _outcome(self, answers: Answers, numbers: Sequence[int]) -> Outcome:
        """What some of the facts come to."""
        texts = [answers.facts[n].text for n in numbers]
        tried = trial(self._made, answers.head, texts, self.curated)
        place: dict[int | None, int | None] = {None: None, **dict(enumerate(numbers))}
        kinds: dict[int | None, str] = {None: HEAD}
        kinds |= {at: text.partition(":")[0] for at, text in enumerate(texts)}
        problems = [(numbers[at], _WORDS.pair("fault.no_yaml")) for at in tried.unreadable]
        problems += [(numbers[at], self._misplaced(line)) for at, line in tried.misplaced]
        return Outcome(
            text=tried.text,
            readable=not tried.unreadable,
            problems=[
                *problems,
                *((place[at], _said(what, kinds[at])) for at, what in tried.problems),
            ],
            warnings=[(place[at], said) for at, said in tried.warnings],
            told={numbers[at]: told(self._kg, said) for at, said in tried.said.items()},
        )

    def _misplaced(self, line: int) -> Pair:
        """What is wrong with a line that a fact names."""
        count = len(self._made.lines)
        if line > count:
            return _WORDS.pair("fault.no_line", line, count)
        return _WORDS.pair("fault.blank_line", line)


def _said(problem: str, kind: str) -> Pair:
    """A problem in both languages: nhv check has English alone, which is told in Swedish here."""
    name, _, text = problem.partition(": ")
    found = ((swedish, english.search(text)) for english, swedish in _SWEDISH)
    said = next((swedish.format(*match.groups()) for swedish, match in found if match), None)
    if said is None:
        return problem, problem
    fields = called(kind, name)
    return (f"{fields[0]}: {said}", f"{fields[1]}: {text}") if fields else (said, text)


def _shown(pair: Pair) -> dict[str, str]:
    """A text in both languages as the page takes it."""
    return dict(zip(LANGS, pair, strict=True))
