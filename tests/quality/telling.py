"""What the checks of the ontology found, in words: the counts first, then each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from ontology.terms import curie
from tests.quality.catalogue import SEVERITIES, Severity
from tests.quality.checking import Finding, Report

_SEVERITIES: dict[str, dict[Severity, str]] = {
    "en": {"ERROR": "error", "WARN": "warning", "INFO": "remark"},
    "sv": {"ERROR": "fel", "WARN": "varning", "INFO": "anmärkning"},
}
_WORDS = {
    "en": {
        "checks": "{checks} checks of {statements} statements: {findings}",
        "clean": "nothing found",
        "family": "{name}: {checks} checks, {clean} clean, {findings}",
        "findings": "findings: {count}",
        "why": "Why",
        "fix": "Do",
    },
    "sv": {
        "checks": "{checks} kontroller av {statements} utsagor: {findings}",
        "clean": "inget funnet",
        "family": "{name}: {checks} kontroller, {clean} utan anmärkning, {findings}",
        "findings": "fynd: {count}",
        "why": "Varför",
        "fix": "Gör så",
    },
}


def told(report: Report, lang: str = "sv") -> str:
    """Put a report into words.

    Args:
        report: What the checks found.
        lang: ``sv`` or ``en``.

    Returns:
        Lines: how many checks of each catalogue ran and found nothing; then, check by check and
        the worst first, what is wrong, why it matters, what to do, and where.

    Example:
        >>> from tests.quality.checking import check_parts
        >>> told(check_parts({}), "en").splitlines()[0]
        '80 checks of 0 statements: error: 4'
    """
    return "\n".join([*_summary(report, lang), *_details(report, lang)])


def _summary(report: Report, lang: str) -> Iterator[str]:
    words, counts = _WORDS[lang], report.counts
    found = Counter(finding.check.severity for finding in report.findings)
    by_severity = ", ".join(
        f"{_SEVERITIES[lang][severity]}: {found[severity]}"
        for severity in SEVERITIES
        if found[severity]
    )
    yield words["checks"].format(
        checks=len(report.checks),
        statements=report.statements,
        findings=by_severity or words["clean"],
    )
    families = sorted({check.catalogue for check in report.checks})
    for family in families:
        names = [check.name for check in report.checks if check.catalogue == family]
        count = sum(counts[name] for name in names)
        yield "  " + words["family"].format(
            name=family,
            checks=len(names),
            clean=sum(not counts[name] for name in names),
            findings=words["findings"].format(count=count) if count else words["clean"],
        )


def _details(report: Report, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    ranked = sorted(report.findings, key=lambda found: SEVERITIES.index(found.check.severity))
    for check, findings in groupby(ranked, key=lambda found: found.check):
        texts = check.texts[lang]
        yield ""
        yield f"{_SEVERITIES[lang][check.severity]} {check.name} ({check.catalogue} {check.id})"
        yield f"  {texts.problem}."
        yield f"  {words['why']}: {texts.why}"
        yield f"  {words['fix']}: {texts.fix}."
        yield from (f"  - {_line(finding)}" for finding in findings)


def _line(finding: Finding) -> str:
    parts = (curie(finding.entity), curie(finding.property), finding.value)
    return " ".join(part for part in parts if part)
