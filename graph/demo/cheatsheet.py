"""Pages of the repository that are made of what they tell of: the words of the graph, questions.

``python -m graph.demo.cheatsheet`` renews ``ontology/README.md`` and ``graph/questions/README.md``;
a test compares them with the ontology and the catalogue.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from graph.base.files import write
from graph.base.lexicon import lexicon
from graph.base.vocabulary import word
from graph.cli.main import guarded
from graph.cli.output import say
from graph.knowledge_graph import catalogues
from ontology import terms
from ontology.terms import SKOS, curie

ROOT = Path(__file__).resolve().parents[2]
_USED = ("nhv", "skos", "dcterms", "prov", "org", "foaf", "xsd")

_WORDS = """\
# The words of the graph

What a query can name, on one page: the classes, then the properties, with their labels in
English and Swedish and the first sentence of their meaning. `kg.vocabulary()` has the same in
Python, with how often each is used and an example, and `kg.vocabulary("permit")` those that have
to do with a word. The [site](../graph/README.md#as-pages-without-python) has a page for each,
and says which questions use it.

![The model of the graph](../notebooks/images/model.svg)

*Made of the ontology by `python -m graph.demo.cheatsheet`.*

## A query to begin with

Short names need no declaration:

```python
from graph import open_graph

kg = open_graph(lang="en")
kg.query('''
SELECT ?area ?holder ?start WHERE {{
  ?permit a nhv:Permit ; nhv:area ?a ; nhv:holder ?h ; nhv:earliestStart ?start .
  ?a skos:prefLabel ?area . ?h skos:prefLabel ?holder .
  FILTER(LANG(?area) = "en" && LANG(?holder) = "en")
}} ORDER BY ?start LIMIT 3''')
```

{prefixes}

Things have short names, too: `area:dysmeli`, `region:region-skane`, `hospital:…`, `source:…`;
`kg.find("Region Skåne")` gives one. Labels have a language: `"Dysmeli"@sv`. What a source dates
to a month or a year is no `xsd:date`; `nhv:firstDay` and `nhv:lastDay`, `nhv:earliestStart` and
`nhv:latestStart` are always days.

## Classes

{classes}

## Properties

Those with a star are worked out from the facts by rules (`nhv rules`) and stand in no source.

{properties}

The files: [nhv.ttl](nhv.ttl) (classes and properties), [schemes.ttl](schemes.ttl) (lists of
values), [shapes.ttl](shapes.ttl) (what is demanded of data), [alignments.ttl](alignments.ttl)
(what it reuses). Why it is so: [decisions](decisions/README.md).
"""

_QUESTIONS = """\
# Every question

What can be asked by name, in Python (`kg.ask("holders", area="dysmeli")`) or on the command line
(`nhv ask holders area=dysmeli`). Parameters in brackets can be left out; every question also
takes `as_of`, `known_at` and `lang`. A question is one file here, its query in SPARQL with the
wording at its head; [Contributing](../../CONTRIBUTING.md#how-to-add-) says how to add one.

*Made of the catalogue by `python -m graph.demo.cheatsheet`.*

{questions}

## Networks, maps and charts

`kg.network("suppliers")`, `kg.draw("suppliers")`, `kg.map("access", area="vulvacancer")`,
`kg.chart("pipeline")`:

{others}
"""


def words_page() -> str:
    """The page of the ontology, in Markdown."""
    lex = lexicon()
    derived = terms.derived()
    classes = [(_code(t), word(t, "en"), word(t, "sv"), _meaning(t)) for t in lex.classes]
    properties = [
        (
            _code(t) + (r" \*" if t in derived else ""), word(t, "en"), word(t, "sv"),
            _codes(lex.domain(t)), _codes(lex.range(t)), _meaning(t),
        )
        for t in lex.props
    ]  # fmt: skip
    return _WORDS.format(
        prefixes=_table(
            ("prefix", "stands for"),
            [(f"`{name}:`", f"<{terms.PREFIXES[name]}>") for name in _USED],
        ),
        classes=_table(("class", "English", "Swedish", "meaning"), classes),
        properties=_table(
            ("property", "English", "Swedish", "on", "values", "meaning"), properties
        ),
    )


def questions_page() -> str:
    """The page of the catalogue of questions, in Markdown."""
    every = catalogues()
    asked = [
        (f"[{one.name}]({one.name}.rq)", _params(one.params), _wording(one))
        for one in every["question"].values()
    ]
    others = [
        (noun, f"`{one.name}`", _params(one.params), _wording(one))
        for noun in ("network", "map", "chart")
        for one in every[noun].values()
    ]
    return _QUESTIONS.format(
        questions=_table(("question", "parameters", "what it answers"), asked),
        others=_table(("", "name", "parameters", "what it shows"), others),
    )


def _wording(entry: Any) -> str:
    return f"{entry.text('en')}<br>*{entry.text('sv')}*"


def _params(params: Iterable[object]) -> str:
    return " ".join(f"`{param}`" for param in params)


def _meaning(term: NamedNode) -> str:
    """The first sentence of a definition."""
    return re.split(r"(?<=[.])\s", lexicon().text(term, SKOS.definition, "en"), maxsplit=1)[0]


def _code(term: NamedNode) -> str:
    return f"`{curie(term.value)}`"


def _codes(found: Sequence[NamedNode]) -> str:
    """Short names of classes; of many the first few."""
    shown = ", ".join(_code(term) for term in found[:4])
    return f"{shown}, …" if len(found) > 4 else shown


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def pages() -> dict[str, str]:
    """The pages by their place in the repository."""
    return {"ontology/README.md": words_page(), "graph/questions/README.md": questions_page()}


def main() -> int:
    """Write the pages, and return the exit status."""

    def run() -> int:
        for name, text in pages().items():
            write(ROOT / name, text.encode())
            say(f"wrote {name}")
        return 0

    return guarded(run)


if __name__ == "__main__":
    sys.exit(main())
