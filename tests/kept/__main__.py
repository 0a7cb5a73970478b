"""``python -m tests.kept``: renew the record of answers, or see what differs from a commit.

::

    python -m tests.kept                 # renew record.txt, and say what changed
    python -m tests.kept --into FOLDER   # write every answer into a folder, record or not
    python -m tests.kept --since HEAD~3  # print how answers differ from those of a commit
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import open_graph
from tests.kept.answers import KINDS_OF_ANSWERS, answers
from tests.kept.record import differences, digests, keep, kept
from tests.support import ROOT, built_graph

# Of an answer that differs: so many lines, each so long and from so long before the difference; and
# how many lines after the first difference are looked at.
LINES, LONG, BEFORE, FAR = 12, 200, 60, 2000


def main() -> int:
    """Do what the words say, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.kept", description=__doc__)
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write every answer there")
    parser.add_argument("--since", metavar="COMMIT", help="print what differs from a commit")
    given = parser.parse_args()
    if given.since:
        sys.stdout.writelines(since(given.since))
        return 0
    found = everything()
    if given.into:
        into(found, given.into)
        return 0
    told = differences(kept(), digests(found))
    keep(digests(found))
    sys.stdout.write("\n".join([*told, f"{len(told)} of {len(found)} answers changed"]) + "\n")
    return 0


def everything() -> dict[str, bytes]:
    """All answers of the seeds."""
    kg = open_graph(built_graph())
    return {name: text for kind in KINDS_OF_ANSWERS for name, text in answers(kg, kind).items()}


def into(found: dict[str, bytes], folder: Path) -> None:
    """Write answers as files."""
    for name, text in found.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)


def since(commit: str) -> Iterator[str]:
    """How the answers of this code differ from those of a commit, as the first lines of each.

    The answers of the commit are asked by its own code of its own curated files, from a worktree
    beside this one, which goes afterwards; what is asked is what is asked here.
    """
    with TemporaryDirectory(prefix="nhv-kept-") as place:
        tree, before, after = (Path(place) / name for name in ("tree", "before", "after"))
        _git("worktree", "add", "--detach", "--quiet", str(tree), commit)
        try:
            shutil.copytree(ROOT / "tests" / "kept", tree / "tests" / "kept", dirs_exist_ok=True)
            words = [sys.executable, "-m", "tests.kept", "--into", str(before)]
            place_of_code = {**os.environ, "PYTHONPATH": str(tree)}
            _say(f"asking the code of {commit}")
            subprocess.run(words, cwd=tree, env=place_of_code, check=True)
        finally:
            _git("worktree", "remove", "--force", str(tree))
        _say("asking the code here")
        into(everything(), after)
        yield from shown(before, after)


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


def shown(before: Path, after: Path) -> Iterator[str]:
    """What differs between two folders of answers."""
    texts = [
        {path.relative_to(folder).as_posix(): path.read_bytes()
         for path in sorted(folder.rglob("*")) if path.is_file()}
        for folder in (before, after)
    ]  # fmt: skip
    told = differences(*map(digests, texts))
    for line in told:
        yield f"{line}\n"
        name = line.split()[1]
        if line.startswith("differs"):
            old, new = (found[name].decode().splitlines() for found in texts)
            yield from (f"    {part}\n" for part in islice(changed(old, new), LINES))
    yield f"{len(told)} answers differ\n"


def changed(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The lines that differ, each from shortly before where it does.

    Example:
        >>> list(changed(["a", "b"], ["a", "c"]))
        ['- b', '+ c']
    """
    first = _shared(old, new)
    old, new = (lines[first : first + FAR] for lines in (old, new))
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if what != "equal":
            for one, other in zip_longest(old[i:j], new[k:m], fillvalue=""):
                begin = max(0, _shared(one, other) - BEFORE)
                for sign, line in (("-", one), ("+", other)):
                    if line:
                        yield f"{sign} {line[begin : begin + LONG]}"


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines, or letters, two texts begin with alike."""
    pairs = enumerate(zip_longest(one, other))
    return next((number for number, (a, b) in pairs if a != b), len(one))


if __name__ == "__main__":
    sys.exit(main())
