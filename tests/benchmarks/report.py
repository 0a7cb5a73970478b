"""What a run found, as JSON, as a table in Markdown and as a picture of growth."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.measure import FLOOR, OURS, Comparison, Finding, Growth, Mean

_LIBRARIES = (
    "nhv-graph", "pyoxigraph", "oxigraph", "rdflib", "oxrdflib", "shacl", "pyshacl", "pandas",
    "polars", "networkx", "pyvis",
)  # fmt: skip


_Kind = TypeVar("_Kind", Comparison, Mean, Growth)


@dataclass
class Report:
    """All findings of a run, in the order in which they were made."""

    mode: str
    findings: list[Finding] = field(default_factory=list)

    def of(self, kind: type[_Kind]) -> Iterator[_Kind]:
        """The findings of one kind."""
        return (finding for finding in self.findings if isinstance(finding, kind))

    def missed(self) -> list[Finding]:
        """The findings whose target was not met."""
        return [finding for finding in self.findings if finding.met is False]


def machine() -> dict[str, object]:
    """The machine and the versions that figures were taken with."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in _lines(Path("/proc/cpuinfo"))
            if line.startswith("model name")
        ),
        platform.processor() or "unknown",
    )
    return {
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "processor": cpu,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def as_json(report: Report) -> str:
    """A run as JSON: machine, then every finding with every time that was taken, in seconds."""
    return (
        json.dumps(
            {
                "mode": report.mode,
                "machine": machine(),
                "findings": [_plain(finding) for finding in report.findings],
            },
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )


def as_markdown(report: Report) -> str:
    """A run as tables: side by side, means, growth, and what missed its target."""
    facts = machine()
    versions = facts["versions"]
    assert isinstance(versions, Mapping)
    lines = [
        f"Mode: {report.mode}. {facts['processor']}, {facts['cores']} cores, "
        f"{facts['system']}, Python {facts['python']}; "
        + ", ".join(f"{name} {found}" for name, found in versions.items())
        + ".",
        "",
        "Medians of turns taken one after the other in the same run; times in milliseconds.",
        "",
        "## Side by side",
        "",
        "| what | k | ours | peer | ratio | target | met |",
        "| --- | ---: | ---: | --- | ---: | ---: | --- |",
    ]
    for found in report.of(Comparison):
        lines.append(_row(found))
    lines += ["", "## Means over the catalogue", "", "| what | k | of | ratio | target | met |",
              "| --- | ---: | ---: | ---: | ---: | --- |"]  # fmt: skip
    for mean in report.of(Mean):
        sign = "≥" if mean.at_least else "≤"
        lines.append(
            f"| {mean.what} / {mean.peer} | {_scale(mean.scale)} | {len(mean.ratios)} | "
            f"{mean.ratio:.2f} | {sign} {mean.target:g} | {_met(mean)} |"
        )
    lines += [
        "",
        "## Growth",
        "",
        "Time grows as k to the power of the exponent.",
        "",
        "| what | k | exponent | target | met |",
        "| --- | --- | ---: | ---: | --- |",
    ]
    for one in report.of(Growth):
        scales = ", ".join(map(str, sorted(one.times)))
        target = "" if one.target is None else f"≤ {one.target:g}"
        lines.append(f"| {one.what} | {scales} | {one.exponent:.2f} | {target} | {_met(one)} |")
    missed = report.missed()
    lines += ["", f"{len(missed)} of {sum(f.met is not None for f in report.findings)} targets "
              "were missed." if missed else "Every target was met."]  # fmt: skip
    return "\n".join(lines) + "\n"


def picture(report: Report, path: Path) -> None:
    """Draw how times grow with the graph, on scales of powers of ten.

    Args:
        report: The run.
        path: Where to; the suffix decides the form.
    """
    from matplotlib.figure import Figure

    curves: dict[str, dict[int, float]] = {}
    for found in report.of(Comparison):
        if found.scale:
            curves.setdefault(found.what, {})[found.scale] = found.ours
    grown = {what: times for what, times in curves.items() if len(times) > 1}
    figure = Figure(figsize=(9, 6), layout="constrained")
    axes = figure.subplots()
    for what, times in sorted(grown.items()):
        scales = sorted(times)
        group = what.partition(":")[0]
        colour = _COLOURS.get(group, "#5b6672")
        axes.plot(scales, [times[k] for k in scales], color=colour, alpha=0.6, marker="o", ms=3)
    for group, colour in _COLOURS.items():
        if any(what.partition(":")[0] == group for what in grown):
            axes.plot([], [], color=colour, label=group)
    ends = sorted({k for times in grown.values() for k in times})
    if ends:
        axes.plot(ends, [1e-3 * k for k in ends], color="#9aa5b1", ls="--", label="linear")
    axes.set(xscale="log", yscale="log", xlabel="k (1 is the real size)", ylabel="seconds")
    axes.grid(visible=True, which="major", color="#e3e7eb")
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


# Colour-blind safe (Okabe and Ito); what a curve is called before its colon.
_COLOURS = {
    "load": "#d55e00",
    "open": "#cc79a7",
    "question": "#0072b2",
    "network": "#009e73",
    "checks": "#e69f00",
}


def _row(found: Comparison) -> str:
    floor = "" if found.floor is None else f"{found.peer} {_ms(found.floor)}"
    ratio = "" if found.ratio is None else f"{found.ratio:.2f}"
    target = "" if found.target is None else f"≤ {found.target:g}"
    if found.limit is not None:
        target = f"≤ {found.limit:g} s"
    what = f"{found.what} ({found.note})" if found.note else found.what
    return (
        f"| {what} | {_scale(found.scale)} | {_ms(found.ours)} | {floor} | {ratio} | "
        f"{target} | {_met(found)} |"
    )


def _plain(finding: Finding) -> dict[str, object]:
    """A finding as what JSON can hold."""
    match finding:
        case Comparison():
            return {
                "kind": "comparison",
                "what": finding.what,
                "k": finding.scale,
                "ours_s": list(finding.seconds[OURS]),
                "peer": finding.peer,
                "peer_s": list(finding.seconds.get(FLOOR, ())),
                "ratio": finding.ratio,
                "target": finding.target,
                "limit_s": finding.limit,
                "met": finding.met,
                "note": finding.note,
            }
        case Mean():
            return {
                "kind": "mean",
                "what": finding.what,
                "k": finding.scale,
                "peer": finding.peer,
                "ratios": dict(finding.ratios),
                "ratio": finding.ratio,
                "target": finding.target,
                "met": finding.met,
            }
        case Growth():
            return {
                "kind": "growth",
                "what": finding.what,
                "medians_s": {str(k): seconds for k, seconds in finding.times.items()},
                "exponent": finding.exponent,
                "target": finding.target,
                "met": finding.met,
            }


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.{1 if seconds < 0.1 else 0}f}"


def _scale(scale: int) -> str:
    return str(scale) if scale else "real"


def _met(finding: Finding) -> str:
    return {True: "yes", False: "**no**", None: ""}[finding.met]


def _lines(path: Path) -> Sequence[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()


def _version(name: str) -> str:
    try:
        return version(name)
    except ImportError:  # PackageNotFoundError: not everything is needed for every part
        return ""
