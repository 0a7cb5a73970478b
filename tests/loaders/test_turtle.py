"""Canonical Turtle and TriG."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from loaders.publishing.canonical_turtle import both, turtle
from tests.support import need, printed

AREA = "https://w3id.org/nhv/id/area/"
PREFIXES = {
    "area": AREA,
    "edtf": "http://id.loc.gov/datatypes/",
    "ex": "https://w3id.org/nhv/id/",
    "nhv": "https://w3id.org/nhv/ontology#",
    "unused": "https://w3id.org/nhv/unused/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ODD_LOCALS = (
    "", "a.b", "a.", "a..b", ".a", "-a", "a/b", "å", "a(b)", "%20", "a~b", "a'b", "a,b;c=d", "a&b",
    "a:b", ":a", "a@b", "a!b$c", "a*b+c", "a#b", "a?b", "1", "1.5", "_", "×", "é\u0301", "öar-.",
)  # fmt: skip
ODD_TEXTS = (
    "", 'å"\'\\\n\r\t\x01\x7f', "\u2028\u0085\ufeff", "\U0001f600", '\' """ ', "a \\u0041 .\n}\n",
    "<a> nhv: ^^xsd:date unused:x", " area:a\\.b ",
)  # fmt: skip

NAMESPACES = (AREA, "https://w3id.org/nhv/id/", "https://w3id.org/nhv/ontology#", "urn:x:")
locals_ = st.text(st.sampled_from("abåÄ09._~-:/?@!$&'()*+,;=×€\U0001f600"), max_size=6)
iris = st.builds(
    lambda namespace, local, fragment: ox.NamedNode(
        namespace + local + ("" if "#" in namespace or not fragment else "#" + fragment)
    ),
    st.sampled_from(NAMESPACES),
    locals_,
    locals_,
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(ODD_TEXTS)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(lambda t, g: ox.Literal(t, language=g), texts, st.sampled_from(["sv", "en-gb"])),
    st.builds(
        lambda t, d: ox.Literal(t, datatype=ox.NamedNode(d)),
        texts | st.sampled_from(["1", "007", "+1", "1.", "1.50", ".5", "true", "1e3", "INF"]),
        st.sampled_from(
            [PREFIXES["xsd"] + n for n in ("integer", "decimal", "boolean", "double", "date")]
            + [PREFIXES["edtf"] + "EDTF", "urn:x:type"]
        ),
    ),
)
graphs = st.one_of(st.just(ox.DefaultGraph()), iris)
quads = st.lists(st.builds(ox.Quad, iris, iris, iris | literals, graphs), max_size=12)


def odd_quads() -> list[ox.Quad]:
    """Every odd name and text, in the default graph and in a named one."""
    p, s = ox.NamedNode(PREFIXES["nhv"] + "p"), ox.NamedNode(AREA + "s")
    found = []
    for graph in (ox.DefaultGraph(), ox.NamedNode(AREA + "graph.")):
        for local in ODD_LOCALS:
            name = ox.NamedNode(AREA + local)
            found += [ox.Quad(name, p, name, graph), ox.Quad(name, TYPE, name, graph)]
        for text in ODD_TEXTS:
            found += [
                ox.Quad(s, p, ox.Literal(text), graph),
                ox.Quad(s, p, ox.Literal(text, language="sv"), graph),
                ox.Quad(s, p, ox.Literal(text, datatype=ox.NamedNode("urn:x:d")), graph),
            ]
    return found


def read(data: bytes, form: ox.RdfFormat) -> set[ox.Quad]:
    return set(ox.parse(data, form))


def trig(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    return both(quads, prefixes).trig


def ntriples(quads: Iterable[ox.Quad]) -> set[str]:
    return {str(quad) for quad in quads}


@given(quads)
def test_trig_round_trip(given_quads: list[ox.Quad]) -> None:
    """What is written as TriG is read back: the same statements in the same graphs."""
    back = read(trig(given_quads, PREFIXES), ox.RdfFormat.TRIG)
    assert back == set(given_quads), "trig() loses or changes statements; look at its escapes"


@given(quads)
def test_turtle_round_trip(given_quads: list[ox.Quad]) -> None:
    """What is written as Turtle is read back, without the graph names."""
    back = read(turtle(given_quads, PREFIXES), ox.RdfFormat.TURTLE)
    assert {q.triple for q in back} == {q.triple for q in given_quads}, (
        "turtle() loses or changes statements; look at its escapes"
    )


@given(quads, st.randoms())
def test_order_does_not_matter(given_quads: list[ox.Quad], chance: random.Random) -> None:
    """The same statements in any order, once or twice, give the same bytes."""
    shuffled = given_quads + given_quads
    chance.shuffle(shuffled)
    assert trig(given_quads, PREFIXES) == trig(shuffled, PREFIXES), "two keys must be equal: _key()"
    prefixes = dict(reversed(PREFIXES.items()))
    assert trig(given_quads, PREFIXES) == trig(given_quads, prefixes), "the table is not sorted"


@pytest.mark.slow
def test_hash_seed_does_not_matter() -> None:
    """The bytes are the same in processes with other hash seeds."""
    code = (
        "import sys; from tests.loaders.test_turtle import odd_quads, PREFIXES, trig;"
        "sys.stdout.buffer.write(trig(set(odd_quads()), PREFIXES))"
    )
    assert printed(code) == trig(odd_quads(), PREFIXES)


def test_layout() -> None:
    """Types come first, IRIs before literals, subjects apart, default graph first."""
    a, p, q = (ox.NamedNode(AREA + "a"), ox.NamedNode(AREA + "p"), ox.NamedNode(AREA + "q"))
    b = ox.NamedNode(AREA + "b")
    statements = [
        ox.Quad(b, p, ox.Literal("x", language="sv"), ox.DefaultGraph()),
        ox.Quad(a, q, ox.Literal("10"), ox.DefaultGraph()),
        ox.Quad(a, q, ox.Literal("1"), ox.DefaultGraph()),
        ox.Quad(a, q, b, ox.DefaultGraph()),
        ox.Quad(a, TYPE, b, ox.DefaultGraph()),
        ox.Quad(a, p, a, ox.DefaultGraph()),
        ox.Quad(a, p, a, b),
        ox.Quad(b, p, a, b),
        ox.Quad(b, p, a, a),
    ]
    assert trig(statements, PREFIXES).decode() == (
        "@prefix area: <https://w3id.org/nhv/id/area/> .\n\n"
        'area:a a area:b ;\n\tarea:p area:a ;\n\tarea:q area:b , "1" , "10" .\n\n'
        'area:b area:p "x"@sv .\n\n'
        "area:a {\n\tarea:b area:p area:a .\n}\n\n"
        "area:b {\n\tarea:a area:p area:a .\n\n\tarea:b area:p area:a .\n}\n"
    ), "the layout has changed; if that is meant, say so in CHANGELOG.md: all checksums change"


def test_only_used_prefixes() -> None:
    """The table declares the used prefixes only, whatever the texts contain."""
    written = turtle(odd_quads(), PREFIXES).decode()
    table = [line.split()[1] for line in written.splitlines() if line.startswith("@prefix")]
    assert table == ["area:", "nhv:"], "declare what is used in names, not in texts"


def test_nothing_is_nothing() -> None:
    """No statements, no bytes."""
    assert turtle([], PREFIXES) == trig([], PREFIXES) == b""


def test_triples_and_quads_alike() -> None:
    """Turtle takes triples and quads and writes the same."""
    one = ox.Quad(TYPE, TYPE, TYPE, TYPE)
    assert turtle([one.triple], PREFIXES) == turtle([one], PREFIXES) == turtle([one, one], PREFIXES)


@pytest.mark.parametrize("place", ["subject", "object", "graph"])
def test_blank_nodes_are_refused(place: str) -> None:
    """A blank node is refused, with the statement that has it."""
    blank, name = ox.BlankNode("b7"), ox.NamedNode(AREA + "dysmeli")
    quad = {
        "subject": ox.Quad(blank, name, name),
        "object": ox.Quad(name, name, blank),
        "graph": ox.Quad(name, name, name, blank),
    }[place]
    with pytest.raises(ValueError, match="blank node") as error:
        trig([quad], PREFIXES)
    assert "b7" in str(error.value), "name the node, so that its maker can be found"


def test_literals_are_normalised_by_stores_only() -> None:
    """The writer keeps lexical forms; language tags are lower-case; a store keeps values."""
    decimal = ox.Literal("1.50", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
    statement = ox.Quad(TYPE, TYPE, decimal)
    assert b"1.50" in turtle([statement], PREFIXES)
    assert ox.Literal("x", language="sv-SE").language == "sv-se"
    store = ox.Store()
    store.add(statement)
    assert [str(q.object.value) for q in store] == ["1.5"], (
        "pyoxigraph has changed; correct the note at the top of "
        "loaders/publishing/canonical_turtle.py"
    )


def test_rdflib_reads_the_turtle() -> None:
    """rdflib reads the same statements, odd names and texts included."""
    written = turtle(odd_quads(), PREFIXES)
    graph = rdflib.Graph(bind_namespaces="none").parse(data=written, format="turtle")
    back = read(graph.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
    assert ntriples(back) == ntriples(read(written, ox.RdfFormat.TURTLE)), (
        "rdflib reads other statements; write the name or text in a plainer form"
    )


def test_rdflib_reads_the_trig() -> None:
    """rdflib reads the same statements in the same graphs."""
    written = trig(odd_quads(), PREFIXES)
    dataset = rdflib.Dataset()
    dataset.parse(data=written, format="trig")
    back = read(dataset.serialize(format="nquads").encode(), ox.RdfFormat.N_QUADS)
    assert ntriples(back) == ntriples(odd_quads()), "rdflib reads other statements"


@pytest.mark.parametrize("tool", ["rapper", "serdi"])
@pytest.mark.parametrize(("syntax", "plain"), [("turtle", "ntriples"), ("trig", "nquads")])
def test_other_tools_read_it(tool: str, syntax: str, plain: str, tmp_path: Path) -> None:
    """The C tools rapper and serdi read the same statements."""
    path = tmp_path / "odd"
    path.write_bytes((turtle if syntax == "turtle" else trig)(odd_quads(), PREFIXES))
    done = subprocess.run(
        [need(tool), "-q", "-i", syntax, "-o", plain, path], capture_output=True, check=False
    )
    form = ox.RdfFormat.N_TRIPLES if plain == "ntriples" else ox.RdfFormat.N_QUADS
    source = ox.RdfFormat.TURTLE if syntax == "turtle" else ox.RdfFormat.TRIG
    assert done.returncode == 0, f"{tool} refuses what trig() writes: {done.stderr.decode()}"
    assert ntriples(read(done.stdout, form)) == ntriples(read(path.read_bytes(), source)), (
        f"{tool} reads other statements than pyoxigraph"
    )
