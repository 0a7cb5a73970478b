"""Pages of the repository that are made of what they tell of: the words of the graph, questions.

``python -m graph.demo.cheatsheet`` renews ``ontology/README.md`` and ``graph/questions/README.md``;
a test compares them with the ontology and the catalogue.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pyoxigraph import NamedNode

from graph.base.files import templates, write
from graph.base.lexicon import lexicon
from graph.base.vocabulary import word
from graph.cli.main import guarded
from graph.cli.output import say
from graph.knowledge_graph import catalogues
from ontology import terms
from ontology.terms import SKOS, curie

ROOT = Path(__file__).resolve().parents[2]
_PAGES = {"ontology/README.md": "words.md", "graph/questions/README.md": "questions.md"}
_USED = ("nhv", "skos", "dcterms", "prov", "org", "foaf", "xsd")


def pages() -> dict[str, str]:
    """The pages, in Markdown, by their place in the repository."""
    environment = templates("graph.demo")
    values = {
        "lex": lexicon(),
        "derived": terms.derived(),
        "prefixes": {name: terms.PREFIXES[name] for name in _USED},
        "catalogues": catalogues(),
        "word": word,
        "curie": curie,
        "meaning": _meaning,
        "cell": lambda text: text.replace("|", "/"),
    }
    return {
        page: environment.get_template(template).render(values) for page, template in _PAGES.items()
    }


def _meaning(term: NamedNode) -> str:
    """The first sentence of a definition."""
    return re.split(r"(?<=[.])\s", lexicon().text(term, SKOS.definition, "en"), maxsplit=1)[0]


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
