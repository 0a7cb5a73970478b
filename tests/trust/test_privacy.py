"""Without persons no name of one is left in anything that is handed out; with them goes a notice.

Looked for is every name, printed variant and identifier of every person in the whole graph, as
first and last name in either order and as last name alone where that says enough, whatever the
case, accents, escapes and hyphens. Pictures in PNG are not read; they are drawn from the same scene
as the SVG files that are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph import KnowledgeGraph, open_graph
from graph.base.languages import LANGS
from graph.base.problems import BadParameter, GraphError, NothingFound, OverlayError
from graph.cli.main import main
from graph.demo.gallery import exhibits
from graph.engines.protocol import Engine
from graph.export.files import SUFFIXES
from graph.jupyter.completion import Spot, suggestions
from graph.networks.catalogue import NETWORKS
from graph.questions.catalogue import catalogue
from loaders.build import build
from loaders.problems import CuratedDataError
from ontology.terms import DCTERMS, KINDS, NHV, PEOPLE_GRAPH, PEOPLE_REGISTER, RDF
from tests.loaders.conftest import REGISTERS, SOURCE
from tests.support import built_graph, nameless_graph, sampled, whole_graph
from tests.trust.naming import Names, of_persons, words

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("privacy")]

RDF_FORMS = (".ttl", ".nt", ".trig", ".nq", ".jsonld", ".rdf")
# Of the persons by whose names nobody may be found; `make trust` asks for each.
EVERY = int(os.environ.get("NHV_PERSONS", "20"))
# A value for each kind of parameter that a question needs.
VALUES = {
    "area": "area:dysmeli",
    "body": "body:beredningsgrupp-b2",
    "organisation": "region:region-skane",
    "region": "region:region-skane",
    "thing": "body:beredningsgrupp-b2",
}


@pytest.fixture(scope="module")
def whole() -> KnowledgeGraph:
    """The whole graph with persons."""
    return open_graph(whole_graph())


@pytest.fixture(scope="module")
def view(whole: KnowledgeGraph) -> KnowledgeGraph:
    """The view without persons of the graph that has them: what is most likely to leak."""
    return whole.at(people=False)


@pytest.fixture(scope="module")
def view_of_seeds() -> KnowledgeGraph:
    """Such a view of the seeds, which name persons too: for what takes long and is done often."""
    return open_graph(built_graph(), people=False)


@pytest.fixture(scope="module")
def names(whole: KnowledgeGraph) -> Names:
    """All names that must not be found."""
    return of_persons(whole.engine.quads())


@pytest.fixture(scope="module")
def nameless() -> Path:
    """The folder of a build without persons."""
    return nameless_graph()


def things(engine: Engine, *classes: str) -> list[str]:
    """All things of some classes."""
    wanted = [NHV[name] for name in classes]
    found = engine.find(predicates=[RDF.type], objects=wanted)
    return sorted({quad.subject.value for quad in found if hasattr(quad.subject, "value")})


def persons(kg: KnowledgeGraph) -> list[tuple[str, str]]:
    """Each person's short name and label."""
    rows = kg.select("SELECT ?p ?l { ?p a nhv:Person ; skos:prefLabel ?l FILTER(LANG(?l)='sv') }")
    return [(f"person:{p.value.rsplit('/', 1)[1]}", label.value) for p, label in rows.rows]  # type: ignore[union-attr]


def files(folder: Path) -> Iterator[Path]:
    """All files below a folder; one that has two names there, by one of them."""
    found = {path.stat().st_ino: path for path in sorted(folder.rglob("*")) if path.is_file()}
    return iter(found.values())


def spelt(quads: Iterable[Iterable[object]]) -> str:
    """Every term of statements once, each on a line: a name stands within one term."""
    return "\n".join(sorted({str(term) for quad in quads for term in quad}))


def in_file(names: Names, path: Path) -> set[str]:
    """The names in a file of a build folder; the store's tables are compressed."""
    data = path.read_bytes()
    return names.found_in_pieces(data) if path.suffix == ".sst" else names.found_raw(data)


def written(curated: Path, source: str) -> None:
    """Write a small curated folder with one source."""
    for folder in ("registers", "sources"):
        (curated / folder).mkdir(parents=True)
    for name, text in REGISTERS.items():
        (curated / "registers" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (curated / "sources" / "sida-2024.yaml").write_text(source, encoding="utf-8")


def test_the_search_finds_every_name_that_is_there(whole: KnowledgeGraph, names: Names) -> None:
    """The search is no blind eye: in the graph with persons it finds all, however written."""
    everything = (whole_graph() / "nhv.trig").read_text(encoding="utf-8")
    missed = names.last - names.found(everything)
    assert not missed, f"the search passes over {sorted(missed)}"
    stored = [p for p in files(whole_graph() / "store") if p.suffix == ".sst"]
    seen = set[str]().union(*(in_file(names, path) for path in stored))
    # Compression hides some there; that the statements have none is another test.
    assert len(seen & names.whole) > 50, "the search does not see into the store's files"
    for _, label in persons(whole):
        first, _, last = label.rpartition(" ")
        for written in (
            label.upper(),
            f"{last}, {first}",
            f"{label}s",
            "-".join(words(label)),
            "<b>" + label.replace(" ", "</b> <i>"),
            label.encode("ascii", "xmlcharrefreplace").decode(),
            "".join(f"%{byte:02X}" for byte in label.encode()),
            label.encode("unicode_escape").decode(),
        ):
            if "\\x" not in written:
                assert names.found(f"x {written} y"), f"{written} is not found"


def test_no_file_of_a_build_without_persons_names_one(nameless: Path, names: Names) -> None:
    """Neither nhv.ttl, nhv.trig, the store's own files nor its manifest names a person."""
    told = {path.name: hits for path in files(nameless) if (hits := in_file(names, path))}
    assert not told, f"a build without persons names {told}"


def test_a_build_and_a_view_without_persons_are_the_same(
    nameless: Path, view: KnowledgeGraph
) -> None:
    """What is found in the view holds for the build: both have the same statements."""
    built = set(open_graph(nameless).engine.quads())
    apart = sorted(str(quad) for quad in built ^ set(view.engine.quads()))
    assert not apart, f"the build and the view differ in {len(apart)} statements: {apart[:4]}"


def test_a_build_without_persons_replaces_one_with_them(tmp_path: Path) -> None:
    """Built into the same folder, a build without persons leaves nothing of the one before."""
    curated, place = tmp_path / "curated", tmp_path / "build"
    written(curated, SOURCE)
    build(place, curated=curated)
    # Whole names: the last ones of these examples are words.
    names = replace(of_persons(open_graph(place).engine.quads()), last=frozenset())
    assert [path for path in files(place) if in_file(names, path)], "the search is blind"
    build(place, curated=curated, people=False)
    told = [str(path.relative_to(place)) for path in files(place) if in_file(names, path)]
    assert not told, f"remove the store that was current before: {sorted(told)}"


@pytest.mark.parametrize("known_at", [None, "2023-06"])
def test_no_statement_names_a_person(
    view: KnowledgeGraph, names: Names, known_at: str | None
) -> None:
    """Nor does any statement of any graph, also of what was known earlier."""
    told = names.found(spelt(view.at(known_at=known_at).engine.quads()))
    assert not told, f"statements name {told}"


@pytest.mark.parametrize("suffix", sampled(SUFFIXES, 11))
def test_no_export_names_a_person(
    view_of_seeds: KnowledgeGraph, names: Names, tmp_path: Path, suffix: str
) -> None:
    """No form of a file that is taken home names one; of all curated files, see the releases."""
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        import pandas as pd

        frame = pd.read_parquet(view_of_seeds.export(tmp_path / f"nhv{suffix}"))
        assert not names.found(frame.to_csv())
        return
    written = view_of_seeds.export(tmp_path / f"nhv{suffix}")
    assert not (told := names.found_raw(written.read_bytes())), f"{suffix} names {told}"


@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 3))
def test_no_answer_names_a_person(view: KnowledgeGraph, names: Names, name: str) -> None:
    """No question's answer, headings, notes and evidence, in either language, name a person."""
    asked = catalogue()[name]
    needed = [p for p in asked.params if not p.optional]
    if any(p.kind == "person" for p in needed):
        pytest.skip("it is asked of a person; see the test of what a view says of an unknown name")
    given: dict[str, Any] = {p.name: VALUES[p.kind] for p in needed}
    for lang in LANGS:
        try:
            table = view.answer(name, evidence=True, lang=lang, **given)
        except BadParameter:  # a row that counts is no single thing with evidence
            table = view.answer(name, lang=lang, **given)
        told = names.found(table.to_csv(), table.to_json(), table.to_text(), str(table.note))
        assert not told, f"the answer of {name} names {told}"


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_no_network_file_names_a_person(
    view: KnowledgeGraph, names: Names, tmp_path: Path, name: str
) -> None:
    """No network's files name a person."""
    net = view.network(name)
    for suffix in (".graphml", ".gexf", ".csv"):
        view.export(tmp_path / f"{name}{suffix}", net)
    told = {p.name: hits for p in files(tmp_path) if (hits := names.found_raw(p.read_bytes()))}
    assert not told, f"the network {name} names {told}"


def test_no_network_of_persons_without_persons(view: KnowledgeGraph, names: Names) -> None:
    """Asked for persons, a network without them shows seats, and says nothing of holders."""
    try:
        net = view.network("bodies", body=VALUES["body"], persons=True)
    except GraphError as error:
        told = names.found(str(error))
    else:
        told = names.found(str(list(net.nodes(data=True))), str(list(net.edges(data=True))))
    assert not told, f"the network of bodies names {told}"


def test_no_picture_names_a_person(view: KnowledgeGraph, names: Names, tmp_path: Path) -> None:
    """No network, map or chart of the gallery, as page or as drawing, names a person."""
    said = []
    for exhibit in exhibits():
        try:
            picture = exhibit.draw(view)
        except NothingFound as nothing:  # the seeds show no permit for the area of an exhibit
            said.append(str(nothing))
            continue
        said.append(picture.described)
        for suffix in (".html", ".svg"):
            picture.save(tmp_path / f"{exhibit.stem}{suffix}")
    drawn = list(files(tmp_path))
    assert len(drawn) > len(exhibits()), "hardly anything is drawn: the test is blind"
    told = {p.name: hits for p in drawn if (hits := names.found_raw(p.read_bytes()))}
    assert not names.found(*said), "what is said of pictures names a person"
    assert not told, f"pictures name {told}"


def test_no_explanation_names_a_person(view: KnowledgeGraph, names: Names) -> None:
    """How seats, holdings, bodies and documents are known is told without naming a person."""
    wanted = things(view.engine, "Membership", "Post", "Body", "Source")
    assert len(wanted) > 100, "seats, bodies and documents are missing"
    for thing in wanted:
        told = names.found(str(explained := view.explain(thing)), explained.table.to_csv())
        assert not told, f"the explanation of {thing} names {told}"


def test_no_comparison_or_status_names_a_person(
    view: KnowledgeGraph, view_of_seeds: KnowledgeGraph, names: Names
) -> None:
    """What changed, how far the graph reaches, and how it shows itself, names no person."""
    for lang in LANGS:
        kg = view_of_seeds.at(lang=lang)
        for by in ("known_at", "as_of"):
            made = kg.compare("2022-01-01", "2026-06-30", by)
            assert not names.found(str(made), made._repr_html_(), made.frame().to_csv())
        kg = view.at(lang=lang)
        told = kg.status()
        assert not names.found(str(told), told._repr_html_(), told.frame().to_csv(), repr(kg))


def test_completion_offers_no_person(
    whole: KnowledgeGraph, view: KnowledgeGraph, names: Names
) -> None:
    """Tab offers no person, whatever was begun; with persons it would."""

    def offered(kg: KnowledgeGraph, begun: str) -> str:
        found = suggestions(Spot("query", begun, f"SELECT * {{ {begun}"), kg)
        return "\n".join(f"{s.text} {s.about}" for s in found)

    begun = ["person:", *{short[:9] for short, _ in persons(whole)}]
    assert names.found(offered(whole, "person:")), "completion no longer knows persons at all"
    told = names.found(*(offered(view, text) for text in begun))
    assert not told, f"completion offers {told}"


def test_no_kind_of_names_has_persons(view: KnowledgeGraph, names: Names) -> None:
    """The index of names has no person's."""
    for kind in KINDS:
        told = names.found(*(f"{called}\n{iri}" for called, iri, _ in view.names.of_kind(kind)))
        assert not told, f"names of kind {kind} hold {told}"


def test_an_unknown_name_is_no_key_to_persons(
    whole: KnowledgeGraph, view: KnowledgeGraph, names: Names
) -> None:
    """Asked for a person, also misspelt, a view without persons neither confirms nor suggests."""
    for short, label in persons(whole)[::EVERY]:
        at = len(label) - 3
        misspelt = label[:at] + label[at + 1 :]
        for asked in (label, misspelt, short, short[:-2] + short[-1]):
            for kind in ("thing", "person"):
                with pytest.raises(GraphError) as caught:
                    view.names.find(asked, kind)
                rest = str(caught.value).replace(asked, "…").replace(asked.partition(":")[2], "…")
                told = names.found(rest)
                assert not told, f"the error for {asked} tells {told}; look no wider than the view"
                assert "not in this view" not in rest, f"the error for {asked} confirms a person"


def test_a_joined_file_is_no_key_to_persons(
    whole: KnowledgeGraph, names: Names, tmp_path: Path
) -> None:
    """A table of memberships with a misspelt name is refused without telling who is meant."""
    for short, label in persons(whole)[:5]:
        for asked in (f"{label}x", f"{short[7:-1]}"):
            table = tmp_path / "own.csv"
            table.write_text(f"kind,body,member\nmembership,B2,{asked}\n", encoding="utf-8")
            with pytest.raises(OverlayError) as caught:
                whole.at(people=False, overlay=table)
            said = str(caught.value).replace(asked, "…")
            assert "member" in said, f"the table is wrong elsewhere: {said}"
            assert not names.found(said), f"the error for {asked} suggests a person"


def test_a_question_of_a_person_tells_no_other(
    whole: KnowledgeGraph, view: KnowledgeGraph, names: Names
) -> None:
    """A question and a query of a person answer that there is none, without a suggestion."""
    short, label = persons(whole)[0]
    for asked in (f"{label}x", f"{short[7:]}x"):
        with pytest.raises(GraphError) as caught:
            view.answer("career", person=asked)
        assert not names.found(str(caught.value).replace(asked, "…")), "the question suggests"
    frame = view.query(f"SELECT ?p ?o {{ <https://w3id.org/nhv/id/person/{short[7:]}> ?p ?o }}")
    assert frame.empty, "a query finds statements of a person"


@pytest.mark.parametrize("engine", sampled(["oxigraph", "memory"], 2))
def test_no_query_reaches_a_person(
    view: KnowledgeGraph, view_of_seeds: KnowledgeGraph, names: Names, engine: str
) -> None:
    """Neither the default graph nor any named graph gives a name to a query."""
    kg = view if engine == "oxigraph" else view_of_seeds.at(engine=engine)
    for query in (
        "SELECT ?o { ?s ?p ?o FILTER(ISLITERAL(?o)) }",
        f"SELECT ?s ?p ?o {{ GRAPH <{PEOPLE_GRAPH.value}> {{ ?s ?p ?o }} }}",
        "SELECT ?g ?m { GRAPH ?g { ?s org:member ?m } }",
        "SELECT ?m { ?m a nhv:Person }",
    ):
        told = names.found(kg.select(query).to_csv())
        assert not told, f"{query} gives {told}"
    assert kg.select("ASK { ?s org:member ?m }").to_text().split()[-1] in ("False", "false", "nej")


def test_no_statement_of_rdflib_names_a_person(view_of_seeds: KnowledgeGraph, names: Names) -> None:
    """The statements as rdflib has them name no person."""
    assert not names.found(spelt(view_of_seeds.rdf.quads()))


@pytest.mark.parametrize(
    "arguments",
    sampled(
        [
            ["ask", "members", "body=B2", "--format", "csv"],
            ["ask", "members", "body=B2", "--evidence", "--format", "json"],
            ["network", "bodies", "persons=true", "--format", "csv"],
            ["query", "--text", "SELECT ?o { ?s skos:prefLabel ?o }", "--format", "json"],
            ["explain", "body:beredningsgrupp-b2"],
            ["status"],
        ],
        2,
    ),
    ids=" ".join,
)
def test_no_command_names_a_person(
    names: Names, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With --without-people no command prints a name, neither as a result nor beside it."""
    main([*arguments, "--without-people", "--build-dir", str(built_graph())])
    printed = capsys.readouterr()
    assert not (told := names.found(printed.out, printed.err)), f"nhv {arguments[0]} prints {told}"


def test_a_name_in_a_text_stops_a_build_without_persons(tmp_path: Path) -> None:
    """What would stop a build with persons stops one without, or it would let the name out."""
    told = SOURCE.replace('sv: "bättre vård"', 'sv: "Bo Prov vill ha bättre vård"')
    written(tmp_path, told)
    with pytest.raises(CuratedDataError, match="tells the name of a person") as caught:
        build(tmp_path / "build", curated=tmp_path, people=False)
    assert re.search(r"sources/sida-2024\.yaml:\d+", str(caught.value))


@pytest.mark.parametrize("suffix", sampled(RDF_FORMS, 3))
def test_the_notice_goes_with_the_names(
    view_of_seeds: KnowledgeGraph, tmp_path: Path, suffix: str
) -> None:
    """Every form of RDF that has the names has the notice in both languages and the licence."""
    written = (
        open_graph(built_graph()).export(tmp_path / f"with{suffix}").read_text(encoding="utf-8")
    )
    assert written.count("PRIVACY.md") >= 2, f"{suffix} with names has no notice in two languages"
    without = view_of_seeds.export(tmp_path / f"without{suffix}").read_text(encoding="utf-8")
    assert "PRIVACY.md" not in without, "the notice stays where there are no names"


def test_the_notice_of_the_past(whole: KnowledgeGraph) -> None:
    """A view of the past that names persons has the notice, too."""
    past = whole.at(known_at="2023-06")
    notice = [DCTERMS.rights, DCTERMS.license]
    said = [q.predicate for q in past.engine.find([PEOPLE_REGISTER], notice)]
    assert set(said) == set(notice), "keep the notice in views of the past"
