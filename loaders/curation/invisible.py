"""Characters that no reader sees, or that no two machines show alike."""

from __future__ import annotations

import unicodedata

# Controls, lone surrogates, formats such as a change of direction, private use, unassigned ones,
# and line ends that are none of ours.
_CATEGORIES = frozenset({"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"})
# What is left where a text was read in the wrong encoding.
_LOST = "\N{REPLACEMENT CHARACTER}"


def unseen(text: str, allowed: str = "\n") -> str | None:
    r"""The first character of a text that nobody would see there.

    Args:
        text: Any text.
        allowed: Controls that may stand in it.

    Returns:
        The character, or ``None`` if there is none.

    Example:
        >>> unseen("a\u202eb") == "\u202e"
        True
    """
    if text.isprintable():  # the quick way for nearly all texts
        return _LOST if _LOST in text else None
    return next(
        (
            c
            for c in text
            if c == _LOST or (c not in allowed and unicodedata.category(c) in _CATEGORIES)
        ),
        None,
    )
