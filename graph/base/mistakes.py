"""The sentences on mistakes in a query or a question that a browser says, too.

The page of the site that answers without Python has them from here, so that a mistake is told in
the same words everywhere.  ``{}`` stands for a value.
"""

from __future__ import annotations

from collections.abc import Mapping

MISTAKES: Mapping[str, str] = {
    # A query that is refused.
    "service": "SERVICE would ask another machine; this graph answers only from itself, "
    "so leave the SERVICE block out",
    "hidden_service": "SERVICE can be read in this IRI; put a space after <",
    "update": "{} would change the graph, which is read only; "
    "add knowledge as a file in loaders/curated/sources",
    "select_in_every_graph": "the engine asks a SELECT within GRAPH ?{0} of all graphs at once; "
    "put GRAPH into the SELECT, which then has ?{0} in its columns, and in GROUP BY if it counts",
    "values_in_every_graph": "VALUES alone binds no ?{}; put it before GRAPH",
    "from": "nothing is fetched from the web: FROM can name only a graph that is held here, "
    "such as source:<id of a source>; {} is not",
    "deep": "nests more than {} levels deep; split the query",
    "long": "goes on for more than {} words; write many values as VALUES",
    "prefix": "the prefix {}: is not known; {}",
    "write_prefix": "write PREFIX {}: <…> before the query",
    "term": "{}:{} is no term of the vocabulary; {}",
    "place": "line {}, column {}: {}",
    # A query that cannot be read or answered.
    "no_form": "a query needs SELECT, ASK, CONSTRUCT or DESCRIBE, and this has none; {}",
    "begin": "begin with one of them",
    "relative": "{} is no whole address; write all of it, or BASE <…> before the query",
    "not_sparql": "the query is not SPARQL: {}",
    "cannot_go_on": "the query cannot go on like this here "
    "(something is missing or misspelt before)",
    "expected": "expected {} here",
    "unanswered": "the query cannot be answered: {}",
    # A parameter, and the name of a thing.
    "needed": "the {} needs {} ({}); add {}=…",
    "whole_number": "{} is a whole number, not “{}”; write digits",
    "date": "{} is a date, and {}",
    "no_thing": "there is no {} called “{}”; {}",
    "ambiguous": "“{}” can mean several things: {}; write the short name of one, such as “{}”",
    "not_in_view": "“{}” ({}) is not in this view: no source that it keeps speaks of it; "
    "ask a wider view (a later known_at)",
    "not_in_page": "what was known at {} is not in this page; "
    "ask it in Python with known_at=…, or take one of the dates of the list",
    "write_label": "write its label or its short name, such as area:dysmeli",
}


def mistake(key: str, *values: object) -> str:
    """What is said of a mistake.

    Args:
        key: Which one.
        *values: What stands in the place of each ``{}``.

    Example:
        >>> mistake("whole_number", "step", "x")
        'step is a whole number, not “x”; write digits'
    """
    return MISTAKES[key].format(*values)
