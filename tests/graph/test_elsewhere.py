"""Three analyses done again in R and in LibreOffice, from the files that a user exports."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from graph import KnowledgeGraph, Overlay, open_graph
from tests.graph.test_formats import converted, wanted
from tests.support import national_graph, need

pytestmark = pytest.mark.slow

DAY = "2026-06-30"
HOSPITAL = "nhv:HospitalLevel"


@cache
def national() -> KnowledgeGraph:
    """The graph of all curated files: in the seeds hardly any area is shared."""
    return open_graph(national_graph())


def permits_by_hospital(kg: KnowledgeGraph) -> dict[str, int]:
    """The permits in force at each hospital on a day, as the graph answers."""
    answer = kg.ask("permits-by-hospital", as_of=DAY)
    hospitals = {*kg.table("hospitals")["label_sv"]}
    known = answer[answer["hospital"].isin(hospitals) & (answer["in_force"] > 0)]
    return dict(zip(known["hospital"], known["in_force"], strict=True))


def dependence(kg: KnowledgeGraph) -> dict[str, int]:
    """With how many shared areas each region is tied to others: its strength in a network."""
    strengths = kg.network("co-holders", as_of=DAY).degree(weight="weight")
    return {str(node): int(strength) for node, strength in strengths}


def per_million(kg: KnowledgeGraph) -> dict[str, float]:
    """The permits per million inhabitants of each region, of numbers that are made up."""
    answer = joined(kg).ask("permits-by-region", as_of=DAY, ids=True).dropna(subset="population")
    return dict(zip(answer["region_id"], answer["in_force_per_100000"] * 10, strict=True))


@cache
def people() -> pd.DataFrame:
    """Made-up inhabitants of three regions."""
    regions = ["region:region-skane", "region:region-stockholm", "region:region-uppsala"]
    return pd.DataFrame({"region": regions, "year": 2025, "population": [1000, 2500, 400]})


@cache
def joined(kg: KnowledgeGraph) -> KnowledgeGraph:
    """The graph with these inhabitants."""
    return kg.at(overlay=Overlay(people(), name="people"))


def held(kg: KnowledgeGraph) -> pd.DataFrame:
    """What is held where under NHV, with a row for each of its periods."""
    areas = kg.table("held_areas").explode(["period"])
    areas = areas.explode("level")
    periods = kg.table("periods")[["id", "counts_as", "first_day", "last_day"]].explode("counts_as")
    return areas.merge(periods, left_on="period", right_on="id", suffixes=("", "_period"))


R = r"""
told <- function(what, names, numbers) cat(paste(what, names, numbers, "", sep = ";"), sep = "\n")
held <- read.csv("held.csv")
held <- held[held$level == "nhv:HospitalLevel" & held$held_under == "programme:nhv" &
             held$counts_as == "nhv:InForce", ]
held <- held[(held$first_day == "" | held$first_day <= "2026-06-30") &
             (held$last_day == "" | held$last_day >= "2026-06-30"), ]
n <- tapply(held$id, held$held_by_sv, function(x) length(unique(x)))
told("hospital", names(n), n)
edges <- read.csv("co.csv")
ends <- data.frame(node = c(edges$source, edges$target), weight = rep(edges$weight, 2))
sums <- aggregate(weight ~ node, ends, sum)
told("dependence", sums$node, sums$weight)
both <- merge(read.csv2("regions.csv", fileEncoding = "UTF-8-BOM"),
              read.csv("people.csv"), by.x = "region_id", by.y = "region")
told("million", both$region_id, both$in_force / both$population * 1e6)
"""


def test_three_analyses_in_r(tmp_path: Path) -> None:
    """Permits by hospital, dependence of regions and permits per million are the graph's."""
    kg, program = national(), need("Rscript")
    kg.export(tmp_path / "held.csv", held(kg))
    kg.export(tmp_path / "co.csv", kg.network("co-holders", as_of=DAY))
    answer = kg.ask("permits-by-region", as_of=DAY, ids=True)
    kg.export(tmp_path / "regions.csv", answer, excel=True)
    kg.export(tmp_path / "people.csv", people())
    said = subprocess.run(
        [program, "-e", R], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout
    found: dict[str, dict[str, float]] = {"hospital": {}, "dependence": {}, "million": {}}
    for what, name, number in re.findall("(.*?);(.*?);(.*?);", said):
        found[what.strip()][name] = float(number)
    assert len(found["hospital"]) > 5
    assert found["hospital"] == permits_by_hospital(kg)
    assert found["dependence"] == dependence(kg)
    assert found["million"] == pytest.approx(per_million(kg))


@pytest.mark.trust
def test_three_analyses_in_a_spreadsheet(tmp_path: Path) -> None:
    """Formulas on the sheets that we write give the same figures in LibreOffice."""
    kg, program = national(), wanted("soffice")
    answer = joined(kg).ask("permits-by-region", as_of=DAY, ids=True)
    edges = pd.read_csv(kg.export(tmp_path / "co.csv", kg.network("co-holders", as_of=DAY)))
    analyses: list[tuple[Path, str, Mapping[str, float]]] = [
        (kg.export(tmp_path / "held.xlsx", held(kg)),
         ("SUMPRODUCT(({held_by_sv}=$A{row})*({level}=\"nhv:HospitalLevel\")"
         "*({held_under}=\"programme:nhv\")*({counts_as}=\"nhv:InForce\")"
         "*((({first_day}=\"\")+({first_day}<=DATE(2026,6,30)))>0)"
         "*((({last_day}=\"\")+({last_day}>=DATE(2026,6,30)))>0))"),
         permits_by_hospital(kg)),
        (kg.export(tmp_path / "co.xlsx", edges),
         "SUMIF({source},$A{row},{weight})+SUMIF({target},$A{row},{weight})",
         dependence(kg)),
        (kg.export(tmp_path / "regions.xlsx", answer),
         "SUMIF({region_id},$A{row},{in_force})/SUMIF({region_id},$A{row},{population})*1000000",
         per_million(kg)),
    ]  # fmt: skip
    asked = [with_formula(file, formula, right) for file, formula, right in analyses]
    converted(program, tmp_path / "solved", "xlsx", *asked)
    for file, (_, _, right) in zip(asked, analyses, strict=True):
        assert right
        assert solved(tmp_path / "solved" / file.name) == pytest.approx(right)


def with_formula(file: Path, formula: str, names: Iterable[str]) -> Path:
    """The file with a sheet more, of a formula for each name; ``{column}`` is one of the data."""
    book = openpyxl.load_workbook(file)
    data = book["data"]
    letters = {str(c.value): get_column_letter(n) for n, c in enumerate(next(data.iter_rows()), 1)}
    places = {name: f"data!${at}$2:${at}${data.max_row}" for name, at in letters.items()}
    sheet = book.create_sheet("analysis")
    for row, name in enumerate(names, 1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, f"={formula.format(row=row, **places)}")
    asked = file.with_name(f"asked-{file.name}")
    book.save(asked)
    return asked


def solved(file: Path) -> dict[str, float]:
    """What the formula gives for each name."""
    rows = openpyxl.load_workbook(file, data_only=True)["analysis"].iter_rows()
    return {str(name.value): float(str(value.value)) for name, value in rows}
