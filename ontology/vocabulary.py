"""Closed namespaces: a term that is not there is an error, with the nearest one named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from ontology.spelling import did_you_mean


class Vocabulary:
    """A closed namespace: it gives the terms it has and refuses all others.

    Terms are read as attributes (``NHV.Permit``) or as items, which also serve names that are
    Python keywords (``NHV["from"]``); an unknown one raises AttributeError or KeyError, and the
    message names the nearest.  ``names`` gives the local names, and is called at the first use of a
    term.

    Example:
        >>> terms = {"Permit": NamedNode("https://example.org/Permit")}
        >>> words = Vocabulary("ex", "https://example.org/", lambda: terms)
        >>> words.Permit.value, "Permitt" in words
        ('https://example.org/Permit', False)
    """

    def __init__(
        self, prefix: str, namespace: str, names: Callable[[], Mapping[str, NamedNode]]
    ) -> None:
        self.prefix = prefix
        self._namespace = namespace
        self._names = names

    def __getattr__(self, name: str) -> NamedNode:
        # Probes by Python and IPython (__deepcopy__, _repr_html_) ask for no term.
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            term = self._names()[name]
        except KeyError:
            raise AttributeError(self._unknown(name)) from None
        self.__dict__[name] = term  # found without asking the next time
        return term

    def __getitem__(self, name: str) -> NamedNode:
        try:
            return self._names()[name]
        except KeyError:
            raise KeyError(self._unknown(name)) from None

    def __contains__(self, term: object) -> bool:
        """Whether a local name, or a whole term, is in the vocabulary."""
        if isinstance(term, NamedNode):
            return term in self._names().values()
        return term in self._names()

    def __iter__(self) -> Iterator[NamedNode]:
        return iter(self._names().values())

    def __len__(self) -> int:
        return len(self._names())

    def __dir__(self) -> Iterable[str]:
        return self._names()

    def __str__(self) -> str:
        """The namespace IRI."""
        return self._namespace

    def __repr__(self) -> str:
        return f"<Vocabulary {self.prefix}: {self}>"

    def _unknown(self, name: str) -> str:
        near = did_you_mean(name, self._names())
        declared = "the terms of nhv stand in ontology/nhv.ttl, all others in ontology/terms.py"
        return f"{self.prefix} has no term '{name}'; {near} ({declared})"
