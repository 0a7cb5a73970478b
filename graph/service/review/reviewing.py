"""One draft under review: what its page shows, and what a curator's answers come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.base.languages import LANGS
from graph.base.words import words_of
from graph.service.review.changes import changes
from graph.view.view import View
from loaders.drafting.proposal import Proposal, save
from loaders.drafting.trial import Trial, entries, trial

_WORDS = words_of("graph.service.review")


@dataclass
class Review:
    """A draft, the graph as it is, and the folder that its file goes to, or was written to."""

    kg: View
    made: Proposal
    folder: Path
    written: Path | None = field(default=None)

    def shown(self) -> dict[str, Any]:
        """All that the page begins with."""
        head, facts = entries(self.made)
        tried = trial(self.made, head, facts)
        lines = [{"text": line.text, "role": line.role} for line in self.made.lines]
        drafted = [
            {"text": text, "lines": fact["lines"], "doubtful": "inferred" in fact}
            for text, fact in zip(facts, self.made.draft.facts, strict=True)
        ]
        return {
            "id": self.made.head.fields["id"],
            "head": head,
            "lines": lines,
            "facts": drafted,
            "unknown": [
                {"name": one.name, "kind": one.kind, "lines": list(one.lines)}
                for one in self.made.draft.unknown
            ],
            "undecided": self.made.draft.undecided,
            "words": {lang: _WORDS.section("page", lang) for lang in LANGS},
            **self._told(tried),
        }

    def checked(self, head: str, facts: Sequence[str]) -> dict[str, Any]:
        """What is wrong with accepted facts, and what each would change."""
        return self._told(trial(self.made, head, facts))

    def write(self, head: str, facts: Sequence[str]) -> dict[str, Any]:
        """Write the accepted facts; raises ValueError if a file was there before the review."""
        tried = trial(self.made, head, facts)
        if self.written is None:
            self.written, _ = save(self.made, self.folder)
        self.written.write_text(tried.text, encoding="utf-8", newline="\n")
        return {**self._told(tried), "written": str(self.written)}

    def _told(self, tried: Trial) -> dict[str, Any]:
        told = {number: changes(self.kg, said) for number, said in tried.said.items()}
        return {"problems": tried.problems, "warnings": tried.warnings, "changes": told}
