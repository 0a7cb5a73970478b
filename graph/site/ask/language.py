"""What the page has to know of queries as they are written here: prefixes, terms, mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.base.mistakes import mistakes, said_for_parser
from graph.base.vocabulary import VOCABULARIES, word
from graph.engines import sparql
from graph.lookup.names import kinds, noun
from graph.questions.parameter import LAST_DAY
from graph.site.words import OTHER
from graph.view import doubts
from loaders import dates
from ontology import spelling, terms

Data = dict[str, Any]


def language(lang: str) -> Data:
    """Prefixes, terms with their labels, and the sentences on mistakes.

    Args:
        lang: The language of the labels and sentences.
    """
    return {
        "lang": lang,
        "prefixes": dict(terms.PREFIXES),
        "terms": {name: dict(_terms(name, lang)) for name in VOCABULARIES},
        "closed": list(sparql.CLOSED),
        "standard": {n: sorted(sparql.standard_terms(n)) for n in sparql.CLOSED if n != "nhv"},
        "keywords": list(sparql.KEYWORDS),
        "updates": list(sparql.UPDATES),
        "deepest": sparql.DEEPEST,
        "longest": sparql.LONGEST,
        "widest": sparql.WIDEST,
        "mistakes": {**dates.MISTAKES[lang], **mistakes(lang)},
        "parser": said_for_parser(lang),
        "years": [dates.EARLIEST_YEAR, dates.LATEST_YEAR],
        "lastDay": list(LAST_DAY),
        "meant": list(spelling.MEANT[lang]),
        "doubts": {
            "relations": sorted(prop.value for prop in terms.relations()),
            "bounds": dict(doubts.BOUNDS),
            "days": list(doubts.DAYS),
            "precisions": dict(doubts.PRECISIONS),
            "others": doubts.OTHERS,
        },
        "nouns": {kind: noun(kind, lang) for kind in kinds()},
        "alike": spelling.ALIKE,
        "most": spelling.MOST,
        "part": spelling.PART,
    }


def _terms(name: str, lang: str) -> Iterator[tuple[str, str]]:
    """The terms of a vocabulary with their labels; of foreign ones without, nothing."""
    for term in VOCABULARIES[name]:
        short = terms.curie(term.value)
        labels = dict.fromkeys(word(term, one) for one in (lang, OTHER[lang]))
        yield short.partition(":")[2], " / ".join(label for label in labels if label != short)
