"""Whatever stands on the command line: one sentence and a status, never a traceback."""

from __future__ import annotations

import io
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from graph.cli import main as cli
from tests.trust.breakage import SEED
from tests.trust.hostile_words import Words, all_cases, wrong
from tests.trust.joining import fingerprint, small_build, unplugged

pytestmark = pytest.mark.xdist_group("words")

# Of more than a thousand; `make trust` tries more of them.
CHOSEN = int(os.environ.get("NHV_WORDS", "45"))


def tried(case: Words, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Run one command; how it ended, and what is not as it should be, or nothing."""
    takes_place = case.argv[0] not in ("lab",) and len(case.argv) > 1
    place = ("--build-dir", str(small_build())) if takes_place else ()
    try:
        status = cli.main([*case.argv[:1], *place, *case.argv[1:]])
    except Exception as error:  # a traceback is what must not be
        capsys.readouterr()
        return "failed", f"{case.name}: {type(error).__name__}: {str(error)[:300]}"
    told = capsys.readouterr()
    said = wrong(case, status, told.out, told.err)
    return "answered" if status == 0 else f"status {status}", said and f"{case.name}: {said}"


@pytest.mark.slow
def test_a_wrong_word_is_a_sentence_and_a_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command with every hostile word: status 1 or 2 and a sentence, or an answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    before = fingerprint(small_build())
    cases = list(all_cases())
    random.Random(SEED).shuffle(cases)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    with unplugged() as asked:
        for case in cases[:CHOSEN]:
            verdict, said = tried(case, capsys)
            verdicts[verdict] += 1
            bad += [said] if said else []
    assert not bad, "\n".join(bad)
    assert verdicts["status 2"] > 10 < verdicts["status 1"], f"break more: {verdicts}"
    assert not asked, f"nothing may ask the network: {asked}"
    assert fingerprint(small_build()) == before, "a command that asks must not write"
