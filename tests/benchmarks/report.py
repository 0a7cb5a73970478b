"""What was found, as tables in Markdown and as a picture of growth."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.benchmarks.findings import Comparison, Growth, Mean, Measured
from tests.benchmarks.record import Piece, Record

_LIBRARIES = (
    "nhv-graph", "pyoxigraph", "oxigraph", "rdflib", "oxrdflib", "shacl", "pyshacl", "pandas",
    "polars", "networkx", "pyvis",
)  # fmt: skip

_UNKNOWN = "Nothing is known of it yet; say it in `tests/benchmarks/notes.md`."

Notes = Mapping[str, str]
"""What holds a target that was missed, by what was done."""


def machine() -> dict[str, object]:
    """The machine and the versions that figures are taken with."""
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
        "memory_gb": _memory(),
        "python": platform.python_version(),
        "versions": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def notes(text: str) -> Notes:
    r"""The notes of a file: under each heading of the second level, what is said of it.

    Args:
        text: Markdown; a heading is what a table of the results calls a thing, or its beginning.

    Example:
        >>> notes("# Notes\n\n## load\n\nThe disk.\n")
        {'load': 'The disk.'}
    """
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)[1:]
    return {name.strip(): said.strip() for name, said in zip(parts[::2], parts[1::2], strict=True)}


def as_markdown(record: Record, said: Notes) -> str:
    """A record as tables: targets, what holds those that were missed, growth, and all figures.

    Args:
        record: What was found.
        said: What holds what was missed.
    """
    judged, missed = record.judged, [one for one in record.judged if not one.met]
    lines = [
        "# Results of `make bench`",
        "",
        "Medians of turns that were taken one after the other in the same run. k = 1 is an",
        "invented graph of the real one's size. `python -m tests.benchmarks results` writes this",
        "page.",
        "",
        "## When, and with what",
        "",
        *_taken(record),
        "",
        "## Targets",
        "",
        f"{len(judged) - len(missed)} of {len(judged)} are met.",
        "",
        "| what | k | figure | target | met |",
        "| --- | ---: | ---: | ---: | --- |",
        *(_target_row(one) for one in judged if not isinstance(one, Growth)),
        *_growth_targets(record.growths),
        "",
        *_held(missed, said),
        "## Growth",
        "",
        "The processor's time grows as k to the power of the exponent, the peer's time and the",
        "answer as k to the powers beside it.",
        "",
        "| what | k | exponent | of the peer | of the answer | target | met |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
        *(_growth_row(one) for one in record.growths),
        "",
        "## Side by side",
        "",
        "Times in milliseconds.",
        "",
        "| what | k | size | ours | peer | ratio | note |",
        "| --- | ---: | ---: | ---: | --- | ---: | --- |",
        *(_row(one) for one in record.measured if isinstance(one, Comparison)),
        "",
        "## Means over the catalogue",
        "",
        "| what | k | of | ratio | note |",
        "| --- | ---: | ---: | ---: | --- |",
        *(_mean_row(one) for one in record.measured if isinstance(one, Mean)),
    ]
    return "\n".join(lines) + "\n"


def line(finding: Measured | Growth) -> str:
    """A finding in one line, to be told while the run goes on."""
    judged = {True: "", False: "  MISSED", None: ""}[finding.met]
    return f"{finding.what}: {_figure(finding)}{judged}"


def _taken(record: Record) -> Iterator[str]:
    """Each set of machine and versions, with the pieces that were taken with it."""
    groups: dict[str, list[Piece]] = {}
    for piece in record.pieces:
        groups.setdefault(_machine_line(piece), []).append(piece)
    for told, pieces in groups.items():
        yield f"- {told}:"
        by_section: dict[str, list[Piece]] = {}
        for piece in pieces:
            by_section.setdefault(piece.section, []).append(piece)
        for section, its in by_section.items():
            each = "; ".join(
                f"{'real' if not p.scale else f'k = {p.scale}'} {p.taken} ({p.mode})" for p in its
            )
            yield f"  - {section}: {each}"


def _machine_line(piece: Piece) -> str:
    facts = piece.machine
    versions = ", ".join(f"{name} {found}" for name, found in facts["versions"].items())
    return (
        f"{facts['processor']}, {facts['cores']} cores, {facts['memory_gb']} GB, "
        f"{facts['system']}, Python {facts['python']}; {versions}"
    )


def _target_row(one: Measured) -> str:
    what = f"{one.what} / {one.peer}" if one.peer else one.what
    return f"| {what} | {_scale(one.scale)} | {_figure(one)} | {_target(one)} | {_met(one)} |"


def _growth_targets(growths: Sequence[Growth]) -> Iterator[str]:
    """One row for all of a kind: how many keep within the target, and the worst."""
    groups: dict[tuple[str, float], list[Growth]] = {}
    for one in growths:
        groups.setdefault((one.what.partition(":")[0], one.target), []).append(one)
    for (group, target), its in groups.items():
        worst = max(its, key=lambda one: one.exponent)
        within = sum(one.met for one in its)
        scales = "–".join(str(k) for k in (min(worst.times), max(worst.times)))
        yield (
            f"| growth, {group}: {within} of {len(its)} within; the worst is "
            f"{worst.what.partition(': ')[2]} | {scales} | {worst.exponent:.2f} | ≤ {target:g} | "
            f"{'yes' if within == len(its) else '**no**'} |"
        )


def _held(missed: Sequence[Measured | Growth], said: Notes) -> Iterator[str]:
    if not missed:
        return
    yield from ("## What is not met, and what holds it", "")
    told: dict[str, list[str]] = {}
    for one in missed:
        held = next((text for name, text in said.items() if one.what.startswith(name)), _UNKNOWN)
        figure = f"{_where(one)}: {_figure(one)}, {_target(one)} wanted"
        told.setdefault(held, []).append(f"- **{one.what}** ({figure})")
    for held, figures in told.items():
        yield from (*figures, "", held, "")


def _growth_row(one: Growth) -> str:
    beside = ("" if e is None else f"{e:.2f}" for e in (one.peer_exponent, one.size_exponent))
    scales = ", ".join(map(str, sorted(one.times)))
    exponents = " | ".join((f"{one.exponent:.2f}", *beside))
    return f"| {one.what} | {scales} | {exponents} | {_target(one)} | {_met(one)} |"


def _row(found: Comparison) -> str:
    floor = "" if found.floor is None else f"{found.peer} {_ms(found.floor)}"
    ratio = "" if found.ratio is None else f"{found.ratio:.2f}"
    ours = "" if found.ours is None else _ms(found.ours)
    size = f"{found.size:,} {found.unit}" if found.unit else ""
    return (
        f"| {found.what} | {_scale(found.scale)} | {size} | {ours} | {floor} | {ratio} | "
        f"{found.note} |"
    )


def _mean_row(mean: Mean) -> str:
    return (
        f"| {mean.what} / {mean.peer} | {_scale(mean.scale)} | {len(mean.ratios)} | "
        f"{mean.ratio:.2f} | {mean.note} |"
    )


def _figure(one: Measured | Growth) -> str:
    match one:
        case Growth():
            peer = "" if one.peer_exponent is None else f", the peer's {one.peer_exponent:.2f}"
            return f"exponent {one.exponent:.2f}{peer}"
        case Mean():
            return f"{one.ratio:.2f}"
        case Comparison():
            if one.ours is None:
                return one.note
            ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
            return (
                ratio
                if one.target and ratio
                else f"{_ms(one.ours)} ms" + f" ({ratio})" * bool(ratio)
            )


def _target(one: Measured | Growth) -> str:
    if isinstance(one, Comparison) and one.limit is not None:
        return f"≤ {one.limit:g} s"
    if one.target is None:
        return ""
    return f"{'≥' if isinstance(one, Mean) and one.at_least else '≤'} {one.target:g}"


def _where(one: Measured | Growth) -> str:
    if isinstance(one, Growth):
        return f"k = {min(one.times)} to {max(one.times)}"
    return f"k = {one.scale}" if one.scale else "real"


def picture(record: Record, path: Path) -> None:
    """Draw how times grow with the graph, on scales of powers of ten.

    Args:
        record: What was found.
        path: Where to; the suffix decides the form.
    """
    from matplotlib.figure import Figure

    curves: dict[str, dict[int, float]] = {}
    for found in record.measured:
        if isinstance(found, Comparison) and found.scale and found.ours is not None:
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
    if axes.get_legend_handles_labels()[0]:
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


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.{1 if seconds < 0.1 else 0}f}"


def _scale(scale: int) -> str:
    return str(scale) if scale else "real"


def _met(finding: Measured | Growth) -> str:
    return {True: "yes", False: "**no**", None: ""}[finding.met]


def _memory() -> int:
    """Gigabytes of memory, rounded; 0 where the system does not say."""
    told = [found for found in _lines(Path("/proc/meminfo")) if found.startswith("MemTotal")]
    return round(int(told[0].split()[1]) / 1e6) if told else 0


def _lines(path: Path) -> Sequence[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # not everything is needed for every part
        return ""
