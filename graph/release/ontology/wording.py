"""Changes of the ontology as a section of a changelog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.release.ontology.meaning import Change

_WORDS = {
    "en": {
        "none": "The ontology is unchanged.",
        "count": "{count} changes of the ontology; {breaking} may break you.",
        "mark": "**May break you:** ",
    },
    "sv": {
        "none": "Ontologin är oförändrad.",
        "count": "{count} ändringar av ontologin; {breaking} kan påverka dig.",
        "mark": "**Kan påverka dig:** ",
    },
}


def said(changes: Sequence[Change], lang: str = "sv") -> str:
    """Put changes into words.

    Args:
        changes: The changes, in the order in which they are to stand.
        lang: ``sv`` or ``en``.

    Returns:
        Markdown: a sentence with their number, and an item for each; what may break a user is
        marked.

    Example:
        >>> said([], "en")
        'The ontology is unchanged.'
    """
    return "\n".join(_lines(changes, lang))


def _lines(changes: Sequence[Change], lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    if not changes:
        yield words["none"]
        return
    breaking = sum(change.breaks for change in changes)
    yield words["count"].format(count=len(changes), breaking=breaking)
    yield ""
    for change in changes:
        text = change.sv if lang == "sv" else change.en
        stop = "" if text.endswith(('."', '?"', '!"')) else "."
        yield f"- {words['mark'] if change.breaks else ''}{text}{stop}"
