"""The record of answers: a digest of each, by its name, in a file that is committed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("record.txt")
RENEW = "say `.venv/bin/python -m tests.kept`, and commit tests/kept/record.txt with the change"
LOOK = "say `python -m tests.kept --since COMMIT` to see what differs from a commit"


def digests(answers: Mapping[str, bytes]) -> dict[str, str]:
    """What the record says of answers.

    Example:
        >>> digests({"questions/holders.sv.csv": b""})
        {'questions/holders.sv.csv': 'e3b0c44298fc1c14'}
    """
    return {name: hashlib.sha256(text).hexdigest()[:16] for name, text in answers.items()}


def kept() -> dict[str, str]:
    """The digests of the record, by the names of the answers."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def keep(found: Mapping[str, str]) -> None:
    """Write the record."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(found.items()))
    FILE.write_text("".join(lines), encoding="utf-8", newline="\n")


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What differs between two records, a line each: how, and the name.

    Example:
        >>> differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"})
        ['gone     a', 'differs  b', 'new      c']
    """
    return [
        f"{'gone' if name not in after else 'new' if name not in before else 'differs':<8} {name}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]
