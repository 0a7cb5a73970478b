"""The commands that ask: a few lines around the same call in Python.

A command takes the parsed arguments, writes its result to standard output and returns the exit
status. Failures are exceptions; :mod:`graph.cli.main` turns them into one sentence.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.problems import BadParameter
from graph.cli.output import count, listing, named, opened, say, show

if TYPE_CHECKING:
    from graph.engines.answer import Answer
    from graph.evidence.tabled import Tabled
    from graph.knowledge_graph import KnowledgeGraph
    from graph.phrases.reading import Reading
    from graph.questions.parameter import Entry

_PICTURES = frozenset({".html", ".svg", ".png", ".pdf"})
_SIZES = ("width", "height", "dpi", "font_size")


def questions(arguments: Namespace) -> int:
    """List the questions of the catalogue."""
    found = opened(arguments).questions(arguments.search)
    if not found:
        say(f"no question has to do with “{arguments.search}”; nhv questions lists them all")
        return 1
    return _list(arguments, "question", found)


def ask(arguments: Namespace) -> int:
    """Ask a question of the catalogue; without a name list them."""
    if arguments.name is None:
        arguments.search = None
        return questions(arguments)
    if arguments.dry_run or arguments.name == "-" or " " in arguments.name.strip():
        return _in_words(arguments)
    values = named(arguments.parameters)
    added = {name: getattr(arguments, name) for name in ("evidence", "ids", "long")}
    for_programs = arguments.format in ("csv", "json")
    added["ids"] |= not arguments.out.endswith(".tex") if arguments.out else for_programs
    kg = opened(arguments)
    if arguments.out is not None:
        return _written(kg, kg.ask(arguments.name, **added, **values), arguments)
    show(kg.answer(arguments.name, **added, **values), arguments)
    return 0


def _written(kg: KnowledgeGraph, found: Answer, arguments: Namespace) -> int:
    """Write a table to a file, and say what is to be known of it."""
    print(kg.export(arguments.out, found, excel=arguments.excel))
    if found.note:
        say(f"note: {found.note}")
    return 0


def _in_words(arguments: Namespace) -> int:
    """Read a phrase, or every line of standard input; say what was understood, and answer it."""
    from graph.knowledge_graph import catalogues
    from graph.phrases.following import meant, understood
    from graph.phrases.reading import Reader

    kg = opened(arguments)
    if arguments.dry_run:
        reader = Reader(kg, catalogues(), date.today())  # noqa: DTZ011 - where the user is
        for phrase in sys.stdin if arguments.name == "-" else [arguments.name]:
            reading = reader.read(phrase)[0]
            print(reading.as_json() if arguments.format == "json" else understood(kg, reading))
        return 0
    if arguments.name == "-":
        raise BadParameter("phrases from standard input are read with --dry-run; else give one")
    return _led(arguments, meant(kg, catalogues(), arguments.name))


def _led(arguments: Namespace, reading: Reading) -> int:
    """Carry out the command that a reading means."""
    kind, _, name = reading.target.rpartition(":")
    params = list(reading.params.items())
    given = vars(arguments) | {"command": kind, "name": name, "parameters": params}
    command = {"question": ask, "network": network, "map": map, "chart": chart}.get(kind)
    if command:
        return command(Namespace(**given))
    if arguments.out is not None:
        raise BadParameter(f"--out is for answers and pictures, and the phrase means nhv {name}")
    other = {"explain": explain, "compare": compare, "status": status}[name]
    days = {"first": "earlier", "second": "later"}
    said = {key: reading.params[day] for key, day in days.items() if day in reading.params}
    return other(Namespace(**given | {"by": "known_at"} | said | dict(reading.params)))


def table(arguments: Namespace) -> int:
    """Write a table of all things of a kind; without a name list the tables."""
    from graph.engines.values import headings_of, rows_of, text

    kg = opened(arguments)
    found = kg.table(arguments.name)
    if arguments.out is not None:
        return _written(kg, found, arguments)
    rows = ([text(cell) for cell in row] for row in rows_of(found))
    show(listing(headings_of(found), rows).described({}, found.note), arguments)
    return 0


def query(arguments: Namespace) -> int:
    """Run a SPARQL query from a file, standard input or the command line."""
    from graph.view.answering import of_query

    given, text, file = list(arguments.parameters), arguments.text, arguments.file
    if text is None and file is None:
        raise BadParameter("query needs a FILE, - for standard input, or --text")
    if text is None:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    elif file is not None:
        # With --text the first word behind it is already a parameter.
        name, equals, value = file.partition("=")
        if not equals:
            raise BadParameter("query takes a FILE or --text, not both")
        given.insert(0, (name.strip(), value.strip()))
    kg, values = opened(arguments), named(given)
    show(of_query(kg, text, values), arguments)
    return 0


def network(arguments: Namespace) -> int:
    """Project a network: list its edges, or write it as a picture or for another program."""
    if arguments.name is None:
        return _catalogue(arguments)
    kg, size = opened(arguments), _size(arguments)
    net = kg.network(arguments.name, **named(arguments.parameters))
    for left in net.graph.get("left_out", ()):
        say(f"not in the network: {left['count']} {left[arguments.lang]}")
    if net.graph.get("note"):
        say(f"note: {net.graph['note']}")
    if arguments.out is None:
        label = dict(net.nodes(data="label"))
        heads = ("from", "to", "label", "weight", "since", "certainty")
        edges = [
            (label[tail], label[head], *(attributes.get(name, "") for name in heads[2:]))
            for tail, head, attributes in net.edges(data=True)
        ]
        show(listing(heads, edges), arguments)
        return 0
    out = _parent_of(arguments.out)
    if out.suffix.lower() in _PICTURES:
        kg.draw(net).save(out, **size)
    else:
        kg.export(out, net)
    say(f"{count(net.number_of_nodes(), 'node')}, {count(net.number_of_edges(), 'edge')}")
    print(out)
    return 0


def map(arguments: Namespace) -> int:  # noqa: A001 - the command's name
    """Draw on the map of Sweden, or over time, or print the data; without a name list what is."""
    if arguments.name is None:
        return _catalogue(arguments)
    kg, size = opened(arguments), _size(arguments)
    draw = kg.map if arguments.command == "map" else kg.chart
    picture = draw(arguments.name, **named(arguments.parameters))
    if arguments.out is None:
        show(listing(picture.headings, picture.rows), arguments)
    else:
        print(picture.save(_parent_of(arguments.out), **size))
    return 0


chart = map


def _size(arguments: Namespace) -> dict[str, Any]:
    """The size in which a picture is to be printed."""
    size = {name: given for name in _SIZES if (given := vars(arguments).get(name)) is not None}
    if size and Path(arguments.out or "").suffix.lower() not in _PICTURES:
        option = next(iter(size)).replace("_", "-")
        raise BadParameter(f"--{option} is for pictures; add --out FILE.pdf, .svg or .png")
    return size


def _parent_of(file: str) -> Path:
    """The path of a file whose folder is made if it is not there."""
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _catalogue(arguments: Namespace) -> int:
    """List what can be asked for by name."""
    from graph.knowledge_graph import catalogues

    return _list(arguments, arguments.command, catalogues()[arguments.command].values())


def _list(arguments: Namespace, noun: str, found: Iterable[Entry]) -> int:
    rows = [(e.name, e.text(arguments.lang), " ".join(str(p) for p in e.params)) for e in found]
    show(listing(("name", noun, "parameters"), rows), arguments)
    return 0


def explain(arguments: Namespace) -> int:
    """Say how a thing is known."""
    return _tell(opened(arguments).explain(arguments.thing), arguments)


def cite(arguments: Namespace) -> int:
    """Say what something rests on, for a paper."""
    found = opened(arguments).cite(arguments.thing, **named(arguments.parameters))
    if arguments.out is not None:
        print(found.save(arguments.out))
        return 0
    forms = {"bibtex": found.bibtex, "csl": found.csl_json, "ris": found.ris}
    print(forms.get(arguments.form, found.__str__)().rstrip())
    return 0


def compare(arguments: Namespace) -> int:
    """Say what changed between two dates."""
    by = arguments.by.replace("-", "_")
    return _tell(opened(arguments).compare(arguments.first, arguments.second, by=by), arguments)


def rules(arguments: Namespace) -> int:
    """Say by which rules answers follow from facts."""
    return _tell(opened(arguments).rules(), arguments)


def status(arguments: Namespace) -> int:
    """Say how far the graph reaches, and what the next curator should look for."""
    return _tell(opened(arguments).status(), arguments)


def _tell(report: Tabled, arguments: Namespace) -> int:
    """Print a report in words, or its table in the format asked for."""
    if arguments.format == "table":
        print(str(report).rstrip())
    else:
        show(report.table, arguments)
    return 0
