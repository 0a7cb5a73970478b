"""What ``nhv --help`` and ``nhv COMMAND --help`` say beside the options: aims and examples."""

from __future__ import annotations

ABOUT = """\
NHV Graph: Sweden's national highly specialised care (nationell högspecialiserad vård),
asked from the command line."""

TOUR = """\
a first tour:
  nhv build                                  make the graph, in build/
  nhv questions                              what can be asked
  nhv ask holders area=könsdysfori           who holds a permit (tillstånd) for this area
  nhv ask areas-by-step step=3 --lang en     which areas are out for consultation (remiss)
  nhv explain "Region Västerbotten"          how do we know
  nhv network suppliers --out suppliers.html draw who supplies whom (underleverantörer)
  nhv lab                                    go on in JupyterLab

Dates are written 2024, 2024-06 or 2024-06-12. Things are named by what is printed in a source, in
Swedish or English, or by a short name such as area:dysmeli.
`nhv COMMAND --help` teaches each command by example."""

BUILD = """\
examples:
  nhv build                                  everything, into build/
  nhv build --known-at 2023-06               only what sources up to June 2023 say
  nhv build --without-people --out public/   without names of persons

makes nhv.ttl (the resolved graph), nhv.trig (every source in its own graph) and store/."""

CHECK = """\
examples:
  nhv check                                  each problem as file:line:column, with a remedy"""

QUESTIONS = """\
examples:
  nhv questions                              the whole catalogue
  nhv questions --search tillstånd           those about permits; English words find them too
  nhv questions --format json                with parameters and keywords"""

ASK = """\
examples:
  nhv ask                                    lists the questions
  nhv ask holders area=dysmeli               who holds a permit for the area
  nhv ask holders "area=Svåra brännskador"   the same, named as printed
  nhv ask members body=beredningsgrupp-b2 --as-of 2023-06-02 --lang en
  nhv ask suppliers --format csv > suppliers.csv

--as-of asks what held at a date; --known-at asks what the documents published by then said."""

QUERY = """\
examples:
  nhv query my.rq                            a SPARQL query from a file
  nhv query my.rq area=area:dysmeli          with $area in the query bound to that area
  nhv query --text "SELECT ?r { ?r a nhv:Region }"
  nhv query --overlay my.csv --text "SELECT ?r ?n { ?r overlay:population ?n }"
  echo "DESCRIBE region:region-skane" | nhv query - --format ttl

All prefixes of the project are declared for you (nhv: area: region: skos: ...)."""

NETWORK = """\
examples:
  nhv network                                lists the networks
  nhv network suppliers                      its edges as a table
  nhv network co-holders --out co.html       an interactive picture that works offline
  nhv network co-holders --out co.svg        a picture for print
  nhv network lineage --out lineage.graphml  for Gephi, yEd or Cytoscape (also .gexf, .csv)"""

MAP = """\
examples:
  nhv map                                    lists the maps
  nhv map permits area=dysmeli --out map.svg holders of an area (.html adds the table; .png)"""

CHART = """\
examples:
  nhv chart timeline area=dysmeli            without --out: the data as a table
  nhv chart pipeline --out pipeline.html     areas by step, snapshot by snapshot"""

EXPLAIN = """\
examples:
  nhv explain area:dysmeli                   every source, place and date that speaks of it
  nhv explain "Region Skåne" --lang en       by its label
  nhv explain permit:dysmeli-region-vasterbotten"""

COMPARE = """\
examples:
  nhv compare 2023-06-02 2025-03-12          what changed between the two dates
  nhv compare 2023 2026 --lang en --format csv"""

STATUS = """\
examples:
  nhv status                                 what the graph holds, and what is missing most
  nhv status --lang en --format csv          the same as rows, with the whole worklist
  nhv status --known-at 2023-06              as the documents stood in June 2023"""

RULES = """\
examples:
  nhv rules                                  each rule: its wording, its uses and an example
  nhv rules --lang en --format csv           the same as rows

nhv explain names the rule behind every value that no source states."""

EXPORT = """\
examples:
  nhv export nhv.ttl                         the resolved graph as Turtle
  nhv export nhv.trig                        every source in its own graph
  nhv export nhv.jsonld --known-at 2023-06   as the documents stood in June 2023
  nhv export nhv.ttl --without-people        without names of persons

The suffix decides: ttl, nt, rdf, jsonld (the resolved graph); trig, nq (each source in its own
graph); csv (every statement as a row); graphml, gexf (things and what ties them)."""

SERVE = """\
examples:
  nhv serve                                  the page at http://127.0.0.1:7878/, queries at /sparql
  nhv serve --port 8000 --timeout 10         another port, shorter queries
  nhv serve --host 0.0.0.0                   for others on the network

Read only: updates and whatever would send a request elsewhere are refused. Ctrl-C ends it."""

DOCS = """\
examples:
  nhv docs                                   the site, in build/site; open index.html in it
  nhv docs --without-people --out public/    without names of persons
  nhv docs --known-at 2023-06                as the documents stood in June 2023

A page for every class, property, shape, step and question, and for every area, region, hospital,
body and source, in Swedish and English. Plain files, for a disk as for any web server."""

PUBLISH = """\
examples:
  nhv publish http://localhost:7878/store    an Oxigraph server
  nhv publish http://localhost:8890/sparql-graph-crud-auth   Virtuoso
  nhv publish URL --without-people           without names of persons, taking old ones away

User and password: NHV_SERVICE_USER and NHV_SERVICE_PASSWORD, or ~/.netrc; seconds that an answer
may take: NHV_SERVICE_TIMEOUT (300). Only what changed is sent; after a break, the same command
goes on. Asking the service afterwards: nhv ask … --endpoint URL, with the same variables."""

RELEASE = """\
examples:
  nhv release                                into build/release/nhv-graph-VERSION/
  nhv release --without-people               without names of persons
  nhv release --since build/release/nhv-graph-0.0.9   also tells what changed since then

The graph and the ontology in every form of RDF, tables (CSV, Parquet) with a data dictionary, and
the descriptions that catalogues and archives read: DCAT-AP-SE, VoID, PROV, RO-Crate, Zenodo. It is
made in a checkout of the project, and never changes a release that is there already."""

LAB = """\
examples:
  nhv lab                                    opens the notebooks in JupyterLab
  nhv lab my-analysis/                       opens a folder of your own
  nhv lab --no-browser --port 8890           prints the address, for a machine far away

Works without internet: JupyterLab is told to fetch no news, updates or lists of extensions."""
