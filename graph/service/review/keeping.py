"""What lies in the folder of a review: the file, the lines that it points to, the decisions.

A review can be left and taken up again.  What a curator changed in the file meanwhile stands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.base.files import write
from graph.base.words import Pair, words_of
from loaders.drafting.trial import parted

STATES = ("open", "accepted", "dropped")
_WORDS = words_of("graph.service.review")
_ELSEWHERE = "name another folder with --out, or another name with --id"


@dataclass(frozen=True)
class Answer:
    """A fact as a curator has it, as YAML, and what became of it: one of ``STATES``."""

    text: str
    state: str = "open"


@dataclass(frozen=True)
class Answers:
    """The head of the source, as YAML, and all facts, dropped ones too."""

    head: str
    facts: tuple[Answer, ...]

    @classmethod
    def of(cls, sent: Any) -> Answers:
        """Read what a page sent, or what was kept; raises ValueError if it is something else."""
        try:
            said = [(str(fact["text"]), STATES.index(fact["state"])) for fact in sent["facts"]]
            return cls(str(sent["head"]), tuple(Answer(text, STATES[at]) for text, at in said))
        except (KeyError, TypeError, ValueError):
            raise ValueError("Send {head, facts: [{text, state}]} as JSON.") from None

    def are(self, *states: str) -> list[int]:
        """The places of the facts in these states."""
        return [at for at, fact in enumerate(self.facts) if fact.state in states]


class Files:
    """The files of one draft.

    Args:
        folder: Where they are, or go to.
        name: The id that the draft has by itself.
        rendering: The lines of the document.

    Attributes:
        path: The curated file; it follows the id in its head.
        decisions: Where what is decided so far is kept.
        text: What it held when it was last read or written here; None while there is none.
        before: What was decided on the draft before; None if it is looked at for the first time.

    Raises:
        ValueError: If what lies there is of another document, or cannot be read.
    """

    def __init__(self, folder: Path, name: str, rendering: str) -> None:
        self.before: Answers | None
        self._rendering = rendering
        self.decisions = folder / f"{name}.review.json"
        self.before, file, text = self._kept() or (None, f"{name}.yaml", "")
        self.path = folder / file
        self.text = _text(self.path)
        if _text(self._lines) not in (None, rendering):
            raise ValueError(f"{self._lines} is of another document; {_ELSEWHERE}")
        if self.text is not None and _digest(self.text) != text:
            self.before = _joined(*parted(self.text, str(self.path)), self.before)

    @property
    def _lines(self) -> Path:
        return self.path.with_suffix(".txt")

    def keep(self, answers: Answers) -> None:
        """Keep what is decided so far."""
        of = {"document": _digest(self._rendering), "file": self.path.name}
        kept = {**of, "text": _digest(self.text or ""), **asdict(answers)}
        write(self.decisions, json.dumps(kept, ensure_ascii=False, indent=1).encode())

    def refusal(self, name: str) -> Pair | None:
        """Why a file of that id cannot be written, if it would overwrite what is not of here."""
        path = self.path.with_name(f"{name}.yaml")
        if path != self.path and (path.exists() or path.with_suffix(".txt").exists()):
            return _WORDS.pair("refused.taken", path)
        if _text(self.path) not in (None, self.text):
            return _WORDS.pair("refused.changed", self.path)
        return None

    def write(self, name: str, text: str) -> None:
        """Write the file and its lines; what has another name since takes its new one."""
        new = self.path.with_name(f"{name}.yaml")
        for old in (self.path, self._lines):
            if new != self.path and old.exists():
                old.rename(new.with_suffix(old.suffix))
        self.path, self.text = new, text
        write(self.path, text.encode())
        write(self._lines, self._rendering.encode())

    def _kept(self) -> tuple[Answers, str, str] | None:
        """What was decided, the name of the file, and the digest of what it held."""
        if (text := _text(self.decisions)) is None:
            return None
        try:
            kept = json.loads(text)
            document, file, held = (str(kept[key]) for key in ("document", "file", "text"))
            answers = Answers.of(kept)
        except (ValueError, KeyError, TypeError):
            what = f"{self.decisions} holds no decisions"
            raise ValueError(f"{what}; delete it to begin the review again") from None
        if document != _digest(self._rendering):
            raise ValueError(f"{self.decisions} is of another document; {_ELSEWHERE}")
        return answers, file, held


def _joined(head: str, texts: Sequence[str], before: Answers | None) -> Answers:
    """What a file holds, as decided before; and what was before and was not accepted."""
    decided = {fact.text: fact for fact in before.facts} if before else {}
    found = tuple(decided.get(text, Answer(text)) for text in texts)
    left = (fact for fact in decided.values() if fact.state != "accepted" and fact not in found)
    return Answers(head, (*found, *left))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
