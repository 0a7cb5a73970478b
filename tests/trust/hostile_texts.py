"""A graph whose every text tries to be a script, and the pages that show it."""

# ruff: noqa: E501, SIM102  -- texts read best one to a line

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from graph import KnowledgeGraph, open_graph
from graph.jupyter.magic import sparql
from graph.networks.catalogue import NETWORKS

RAN = "window.__ran=(window.__ran||0)+1;alert(1)"

# Each would run, or leave its place, in some page that does not escape it.
TEXTS: tuple[str, ...] = (
    f"<script>{RAN}</script>",
    f"</script><script>{RAN}</script>",
    f"<img src=x onerror='{RAN}'>",
    f"<svg/onload='{RAN}'>",
    f'"onmouseover="{RAN}" x="',
    f"'onfocus='{RAN}' autofocus tabindex=1 x='",
    f"<a href='javascript:{RAN}'>x</a>",
    f"]]><script>{RAN}</script><![CDATA[",
    f"<!-- --><script>{RAN}</script><!--",
    f"--><script>{RAN}</script>",
    f"</style><script>{RAN}</script>",
    f"</title><script>{RAN}</script>",
    f"</textarea><script>{RAN}</script>",
    f"</svg><script>{RAN}</script>",
    f"<foreignObject><body onload='{RAN}'/></foreignObject>",
    f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RAN}'>",
    f"<base href='javascript:{RAN}//'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<img src=http://127.0.0.1:9/x.png>",
    f"${{{RAN}}}",
    f"`+({RAN})+`",
    f"');{RAN};('",
    f'");{RAN};("',
    f"\\u003cscript\\u003e{RAN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RAN}&lt;/script&gt;",
    f"&#60;script&#62;{RAN}&#60;/script&#62;",
    f"{{{{constructor.constructor('{RAN}')()}}}}",
    "$x^2$ <math><mtext></mtext></math>",
    "\u202egnp.exe\u202c",
    "\u2028\u2029",
)
ADDRESSES: tuple[str, ...] = (
    "javascript:(window.__ran=1,alert(1))",
    "javascript:alert%281%29",
    "data:text/html,%3Cscript%3Eparent.__ran=1%3C/script%3E",
    "vbscript:x",
    "file:///etc/passwd",
    "https://example.org/%22onmouseover=%22alert(1)",
    "https://example.org/'onmouseover='alert(1)",
)


def hostile_graph(built: Path, folder: Path) -> KnowledgeGraph:
    """The built graph with every text of every thing made hostile, and addresses of scripts.

    Args:
        built: The directory of the graph of the seeds.
        folder: Where to write the changed graph.
    """
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

    from ontology.terms import RDFS, SKOS

    keep = {"notation"}
    made: list[Quad] = []
    number = 0
    for quad in sorted(open_graph(built).engine.quads(), key=str):
        value = quad.object
        is_text = isinstance(value, Literal) and (
            value.language or value.datatype.value.endswith("#string")
        )
        if (
            isinstance(value, Literal)
            and is_text
            and quad.predicate.value.rpartition("#")[2] not in keep
        ):
            text = f"{TEXTS[number % len(TEXTS)]} {value.value}"
            number += 1
            hostile = Literal(text, language=value.language) if value.language else Literal(text)
            quad = Quad(quad.subject, quad.predicate, hostile, quad.graph_name)
        elif isinstance(value, NamedNode) and not value.value.startswith("https://w3id.org/"):
            if "example" in value.value or quad.predicate.value.endswith(
                ("url", "page", "seeAlso")
            ):
                address = NamedNode(ADDRESSES[number % len(ADDRESSES)])
                quad = Quad(quad.subject, quad.predicate, address, quad.graph_name)
        made.append(quad)
        if quad.predicate == SKOS.prefLabel and number % 5 == 0:
            link = NamedNode(ADDRESSES[number % len(ADDRESSES)])
            made.append(Quad(quad.subject, RDFS.seeAlso, link, quad.graph_name))
    path = folder / "hostile.trig"
    path.write_bytes(serialize(made, format=RdfFormat.TRIG) or b"")
    return open_graph(path)


def pages(kg: KnowledgeGraph, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Everything that shows a graph: its name, its suffix and its content.

    Args:
        kg: The graph.
        folder: Where pictures may be written.
    """
    for name in NETWORKS:
        picture = kg.draw(kg.network(name))
        saved = picture.save(folder / f"{name}.html")
        yield f"network {name}", ".html", Path(saved).read_text(encoding="utf-8")
        if name == "suppliers":  # a cell is a frame around the page; one is enough
            yield f"network {name} in a cell", ".html", picture._repr_html_()
        saved = picture.save(folder / f"{name}.svg")
        yield f"network {name} as SVG", ".svg", Path(saved).read_text(encoding="utf-8")
    drawings: Mapping[str, Callable[[], object]] = {
        "map permits": lambda: kg.map("permits", area="dysmeli"),
        "map holders": lambda: kg.map("holders"),
        "map access": lambda: kg.map("access", area="dysmeli"),
        "map co-holders": lambda: kg.at(overlay=_begun(folder)).map("co-holders"),
        "chart timeline": lambda: kg.chart("timeline", area="dysmeli"),
        "chart pipeline": lambda: kg.chart("pipeline"),
    }
    for name, draw in drawings.items():
        drawn: object = draw()
        for suffix in (".html", ".svg"):
            saved = drawn.save(folder / f"{name.replace(' ', '-')}{suffix}")  # type: ignore[attr-defined]
            yield f"{name}{suffix}", suffix, Path(saved).read_text(encoding="utf-8")
        yield f"{name} in a cell", ".html", drawn._repr_html_()  # type: ignore[attr-defined]
    query = "SELECT ?s ?l ?t { ?s skos:prefLabel ?l OPTIONAL { ?s dcterms:title ?t } } LIMIT 400"
    edges = "SELECT ?a ?b { ?p nhv:area ?x ; nhv:holder ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b }"
    shown: Mapping[str, Callable[[], object]] = {
        "answer": lambda: kg.ask("holders", area="dysmeli"),
        "answer with evidence": lambda: kg.ask("holders", area="dysmeli", evidence=True),
        "empty answer": lambda: kg.ask("holders", area="dysmeli", as_of="1990-01-01"),
        "query": lambda: kg.query(query),
        "explanation": lambda: kg.explain("area:dysmeli"),
        "explanation of a source": lambda: kg.explain("source:rv-hsn-2026-06"),
        "comparison": lambda: kg.compare("2019", "2026"),
        "status": kg.status,
        "questions": kg.questions,
        "cell": lambda: sparql("", query, {"kg": kg}),
        "cell as a network": lambda: sparql("--as network", edges, {"kg": kg}),
        "cell as a graph": lambda: sparql("--as graph", "DESCRIBE area:dysmeli", {"kg": kg}),
    }
    for name, show in shown.items():
        yield name, ".html", show()._repr_html_()  # type: ignore[attr-defined]


def _begun(folder: Path) -> Path:
    """A table with a permit that has begun, so that the others of its decision have begun, too."""
    table = folder / "begun.csv"
    text = "area,holder,valid_from\narea:dysmeli,region:region-skane,2025-06-01\n"
    table.write_text(text, encoding="utf-8")
    return table
