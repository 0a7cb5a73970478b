"""The release as a research object: RO-Crate 1.1, a description of the folder and all its files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from graph.release.about import CC_BY, PUBLISHER, SUMMARY, TITLE, About
from graph.release.contents import File
from graph.release.provenance import Making
from ontology.terms import BASE

CRATE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
MIT = "https://spdx.org/licenses/MIT"
_SWEDEN = "http://publications.europa.eu/resource/authority/country/SWE"


def crate(said: About, made_from: Making, listed: Sequence[File]) -> bytes:
    """Describe the folder.

    Args:
        said: The release.
        made_from: What it was made from.
        listed: All files but this one and the checksums, which have those of all others.

    Returns:
        The bytes of ``ro-crate-metadata.json``.
    """
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "name": "RO-Crate metadata",
            "about": {"@id": "./"},
            "conformsTo": {"@id": PROFILE},
        },
        _root(said, listed),
        *(_file(file) for file in listed),
        *_context(said, made_from),
    ]
    # The context of RO-Crate 1.1 is older than schema.org's word for a checksum.
    context = [f"{PROFILE}/context", {"sha256": "http://schema.org/sha256"}]
    document = {"@context": context, "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _root(said: About, listed: Sequence[File]) -> dict[str, Any]:
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{TITLE[1]} {said.label}",
        "alternateName": f"{TITLE[0]} {said.label}",
        "description": SUMMARY[1],
        "identifier": said.iri.value,
        "url": {"@id": said.iri.value},
        "version": said.label,
        "datePublished": said.dated.isoformat(),
        "license": {"@id": CC_BY.value},
        "author": {"@id": PUBLISHER.value},
        "publisher": {"@id": PUBLISHER.value},
        "keywords": ", ".join(said.citation.get("keywords", ())),
        "inLanguage": ["sv", "en"],
        "temporalCoverage": f"{said.first}/{said.last}",
        "spatialCoverage": {"@id": _SWEDEN},
        "hasPart": [{"@id": file.path} for file in listed],
        "mentions": {"@id": "#build"},
    }
    if said.released is None:
        root["creativeWorkStatus"] = "Draft"
    return root


def _file(file: File) -> dict[str, Any]:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.path,
        "description": f"{file.told[1]} / {file.told[0]}",
        "encodingFormat": file.form.media,
        "contentSize": str(file.size),
        "sha256": file.sha256,
        "license": {"@id": MIT if file.path == "LICENSE" else CC_BY.value},
    }


def _context(said: About, made_from: Making) -> list[dict[str, Any]]:
    return [
        {
            "@id": PUBLISHER.value,
            "@type": "Organization",
            "name": ", ".join(said.authors),
            "url": BASE,
        },
        {
            "@id": CC_BY.value,
            "@type": "CreativeWork",
            "name": "Creative Commons Attribution 4.0 International (CC BY 4.0)",
            "description": "Share and adapt for any purpose, if you give credit.",
            "url": CC_BY.value,
        },
        {
            "@id": MIT,
            "@type": "CreativeWork",
            "name": "MIT License",
            "description": "The licence of the program code.",
            "url": MIT,
        },
        {"@id": _SWEDEN, "@type": "Place", "name": "Sweden"},
        {
            "@id": "#code",
            "@type": "SoftwareApplication",
            "name": "nhv-graph",
            "url": BASE,
            "version": made_from.code or said.version,
        },
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "Build and release; inputs with checksums are in prov.ttl",
            "instrument": {"@id": "#code"},
            "agent": {"@id": PUBLISHER.value},
            "result": {"@id": "./"},
        },
    ]
