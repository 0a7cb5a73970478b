"""A review of a draft: what each fact says, what is kept, and a file that nhv check takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from graph import open_graph
from graph.service.review.keeping import Answer, Answers
from graph.service.review.reviewing import Review
from graph.service.review.serving import Page
from graph.service.serve.server import Server
from loaders.curation.records import KINDS
from loaders.drafting.proposal import Proposal, known, proposal, save
from loaders.drafting.trial import curated_with, entries, parted, trial
from loaders.drafting.writing import NO_TITLE
from tests.graph.site_walk import axe_script, is_wider, violations
from tests.support import SEEDS, built_graph, seeds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator
    from playwright.sync_api import Page as Shown

# Of the seeds, one gives Region Västerbotten a permit for Vingskapula from 1 June 2026.
LETTER = """Svar från Region Västerbotten

Datum: 2026-08-15
<script>alert(1)</script>

Regionen har tillstånd för vingskapula från den 1 september 2026.
Region Skåne har tillstånd för moyamoya.
Region Västerbotten har tillstånd för systemisk amyloidos.
Kaffet är slut.
"""


TITLE = 'title_en: "Answer of Region Västerbotten"'


FILE = "svar-2026-08.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    document = tmp_path_factory.mktemp("document") / "svar.txt"
    document.write_text(LETTER, encoding="utf-8")
    return proposal(document, known(), "svar-2026-08")


@pytest.fixture
def review(made: Proposal, tmp_path: Path) -> Review:
    return Review(open_graph(built_graph()), made, tmp_path / "drafts", seeds("sos-nhv-2019"))


def again(review: Review, made: Proposal) -> Review:
    """The same review, begun anew."""
    return Review(open_graph(built_graph()), made, review.files.path.parent, review.curated)


def answers(made: Proposal, *states: str, head: str = "", **wrong: str) -> Answers:
    """Answers to the facts of the draft in turn, accepted where nothing else is said."""
    drafted, facts = entries(made)
    named = head or drafted.replace(NO_TITLE, TITLE)
    said = [*states, *["accepted"] * (len(facts) - len(states))]
    texts = [wrong.get(f"fact{at}", text) for at, text in enumerate(facts)]
    return Answers(named, tuple(map(Answer, texts, said)))


@contextmanager
def served(page: Page) -> Iterator[str]:
    """The page on a free port, for as long as the block lasts."""
    server = Server("127.0.0.1", 0, page.respond)
    running = Thread(target=server.run)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.stop()
        running.join()


def told(review: Review, about: str, lang: str = "en") -> list[str]:
    """What the page tells of the fact that names something: what it says, then the rest."""
    shown = review.shown()
    at = next(n for n, fact in enumerate(shown["facts"]) if about in fact["text"].casefold())
    said = shown["told"][at][lang]
    return [said["says"], *said["more"]]


def test_a_fact_is_told_as_a_sentence(review: Review) -> None:
    """What a fact says comes first, in the language of the page, with what its name lacks."""
    says, details, *_ = told(review, "vingskapula", "sv")
    assert says == "Tillstånd: Vingskapula – Region Västerbotten"
    assert "gäller från: 2026-09-01" in details
    assert told(review, "vingskapula")[0].startswith("Permit: ")


@pytest.mark.slow
def test_a_fact_is_told_to_be_new_or_to_have_sources(review: Review) -> None:
    """What nobody said is new; of what others said their documents are named."""
    assert "New in the graph" in told(review, "moyamoya")
    assert "New in the graph" not in told(review, "amyloidos")
    facts = [fact["en"] for fact in review.shown()["told"].values()]
    sources = {name: fact["sources"] for fact in facts for name in fact["says"].split()}
    assert (len(sources["amyloidosis"]), sources["Moyamoya"]) == (1, [])


def test_a_day_that_differs_is_told_with_its_source(review: Review) -> None:
    """A contradiction names both days, and who says the other."""
    assert (
        "Differing accounts of valid from: here 2026-09-01, 2026-06-01 by Region Västerbotten"
        in told(review, "vingskapula")
    )


def test_capitals_make_no_other_name(review: Review, made: Proposal) -> None:
    """A name that a register has in other letters is no further name; any other is one."""
    fact = "permit: VINGSKAPULA\nholder: Region Skåne\nprinted: {holder: Regionen}\nlines: 6"
    more = review.checked(answers(made, fact0=fact))["told"][0]["en"]["more"]
    names = [said for said in more if said.startswith("One more name")]
    assert names == ["One more name of Region Skåne: Regionen"]


@pytest.mark.slow
def test_a_trial_says_what_is_missing_by_fact(made: Proposal) -> None:
    """What nhv check would refuse is said of the fact that it is about, and of no other."""
    head, facts = entries(made)
    assert "title_en" in trial(made, head, facts).problems[0][1], "the title is in Swedish"
    head = head.replace(NO_TITLE, TITLE)
    assert trial(made, head, facts).problems == ()
    wrong = [*facts[:1], "permit: Vingskapul\nholder: Region Skåne\nlines: 6", *facts[1:]]
    found = trial(made, head, wrong).problems
    assert [number for number, _ in found] == [1], found
    assert "did you mean Vingskapula" in found[0][1]
    assert trial(made, head, ["permit: ["]).unreadable == (0,)
    assert trial(made, head, []).text.count("# unused lines"), "no line is forgotten"


def test_what_is_wrong_in_a_register_is_told_with_its_place(made: Proposal, tmp_path: Path) -> None:
    """A curator who mends a register during a review reads where it is wrong."""
    copy = curated_with([], tmp_path / "curated", seeds())
    with (copy / "registers" / "areas.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: Ä\n")
    found = trial(made, *entries(made), copy).problems
    assert any("registers/areas.yaml:" in said for _, said in found), found


def test_a_file_is_tried_as_if_it_were_curated(made: Proposal, tmp_path: Path) -> None:
    """--with takes a source that is not curated yet, and says so of what is none."""
    file = tmp_path / FILE
    file.write_text(made.text, encoding="utf-8")
    copy = curated_with([file], tmp_path / "curated", seeds())
    assert len(list((copy / "sources").iterdir())) == len(SEEDS) + 1
    for wrong, remedy in ((tmp_path / "no.yaml", "there is no file"), (copy, "source file")):
        with pytest.raises(ValueError, match=remedy):
            curated_with([wrong], tmp_path / "more", seeds())
    with pytest.raises(ValueError, match="is curated already"):
        curated_with([copy / "sources" / f"{SEEDS[0]}.yaml"], tmp_path / "more", seeds())


@pytest.mark.slow
def test_a_review_goes_on_with_the_file_that_nhv_draft_wrote(
    made: Proposal, tmp_path: Path
) -> None:
    """``nhv draft --out drafts/`` and then ``--review`` is one way; the file is written anew."""
    file, _ = save(made, tmp_path)
    mended = made.text.replace("moyamoya", "Moyamoya").replace(NO_TITLE, TITLE)
    mended = mended.replace("\n- permit: Moyamoya", "\n# ask them\n- permit: Moyamoya")
    file.write_text(mended, encoding="utf-8")
    review = Review(open_graph(built_graph()), made, tmp_path, seeds("sos-nhv-2019"))
    shown = review.shown()
    head, texts = shown["head"], [fact["text"] for fact in shown["facts"]]
    first, second, third = (text.replace("moyamoya", "Moyamoya") for text in entries(made)[1])
    assert texts == [f"{first}\n# ask them", second, third], "a curator's comment stays, too"
    assert {fact["state"] for fact in shown["facts"]} == {"open"}
    assert "written" in review.write(Answers(head, tuple(Answer(t, "accepted") for t in texts)))
    assert parted(file.read_text(encoding="utf-8"), FILE) == (head, texts)


def test_a_file_of_another_document_is_not_gone_on_with(made: Proposal, tmp_path: Path) -> None:
    """Lines of another document beside the file are refused before the review, with what to do."""
    _, lines = save(made, tmp_path)
    lines.write_text("Something else\n", encoding="utf-8")
    with pytest.raises(ValueError, match="another document; name another folder"):
        Review(open_graph(built_graph()), made, tmp_path)


def test_decisions_that_are_not_of_this_review_stay(review: Review, made: Proposal) -> None:
    """What is kept and cannot be read, or is of another document, is told and not overwritten."""
    review.kept(answers(made))
    file = review.files.decisions
    for wrong, remedy in (
        (("{", ""), "delete"),
        (('"facts"', '"x"'), "delete"),
        (('nt": "', 'nt": "0'), "--id"),
    ):
        kept = file.read_text(encoding="utf-8")
        file.write_text(kept.replace(*wrong), encoding="utf-8")
        with pytest.raises(ValueError, match=remedy):
            again(review, made)
        file.write_text(kept, encoding="utf-8")


@pytest.mark.slow
def test_what_is_decided_is_kept(review: Review, made: Proposal) -> None:
    """A review is taken up where it was left, before and after its file is written."""
    decided = answers(made, "dropped", "open")
    review.kept(decided)
    assert again(review, made).files.before == decided
    assert "written" in review.write(decided)
    assert again(review, made).files.before == decided


@pytest.mark.slow
def test_what_is_mended_in_the_file_stands(review: Review, made: Proposal) -> None:
    """Who edits the file between two reviews finds the edit, and every other decision."""
    review.write(answers(made, "accepted", "open"))
    file = review.files.path
    file.write_text(file.read_text(encoding="utf-8").replace("2026-09-01", "2026-09-02"), "utf-8")
    facts = again(review, made).files.before
    assert facts is not None
    states = [("2026-09-02" in fact.text, fact.state) for fact in facts.facts]
    assert sorted(states) == [(False, "accepted"), (False, "open"), (True, "open")]
    refused = review.write(answers(made))
    assert "somebody else changed" in refused["refused"]["en"]


@pytest.mark.slow
def test_the_file_is_called_by_its_id(review: Review, made: Proposal) -> None:
    """The id of the head names the file, also when it changes; no other file is overwritten."""
    head = answers(made).head
    assert not review.write(answers(made))["problems"]
    renamed = answers(made, head=head.replace("svar-2026-08", "svar-umea"))
    assert review.write(renamed)["problems"] == []
    folder = review.files.path.parent
    assert {path.name for path in folder.iterdir()} == {
        "svar-umea.yaml", "svar-umea.txt", "svar-2026-08.review.json",
    }  # fmt: skip
    (folder / "mine.yaml").write_text("mine", encoding="utf-8")
    for name, said in (("mine", "is there already"), ("../x", "no id")):
        refused = review.write(answers(made, head=head.replace("svar-2026-08", name)))
        assert said in refused["refused"]["en"]
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_a_file_passes_among_all_curated_ones(review: Review, made: Proposal) -> None:
    """What is right by itself and wrong among the others, as curated already, does not pass."""
    head = answers(made).head.replace("svar-2026-08", "sos-nhv-2019")
    told = review.write(answers(made, head=head))
    assert "written" in told
    assert ["is curated already" in said["en"] for _, said in told["problems"]] == [True]


@pytest.mark.slow
def test_a_file_that_passes_is_never_harmed(review: Review, made: Proposal) -> None:
    """What fails is written, and said to fail; but not over a file that passes the check."""
    failing = answers(made, fact0="permit: Vingskapul\nholder: Region Skåne\nlines: 6")
    told = review.write(failing)
    assert (len(told["problems"]), "written" in told) == (1, True)
    assert not review.write(answers(made))["problems"]
    good = review.files.path.read_bytes()
    refused = review.write(failing)
    assert "passes the check as it is" in refused["refused"]["en"]
    assert review.files.path.read_bytes() == good


@pytest.mark.parametrize(
    ("lines", "said"),
    [("99", "there is no line 99"), ("6-99", "there is no line 99"), ("2", "line 2 is blank")],
)
def test_lines_of_a_fact_are_there(review: Review, made: Proposal, lines: str, said: str) -> None:
    """A fact stands on lines that the document has, and that are not blank."""
    fact = f"permit: Vingskapula\nholder: Region Skåne\nlines: {lines}"
    found = review.checked(answers(made, fact0=fact))["problems"]
    assert [(at, said in told["en"]) for at, told in found] == [(0, True)], found


def test_what_is_no_yaml_is_told_in_both_languages(review: Review, made: Proposal) -> None:
    """A fact that cannot be read hides none of the others, and is not written."""
    told = review.write(answers(made, fact0="permit: ["))
    assert [at for at, _ in told["problems"]] == [0]
    assert told["problems"][0][1]["sv"].startswith("går inte att läsa")
    assert set(told["told"]) == {1, 2}, "what the others say is told"
    assert "written" not in told


# What a curator may do wrong in a form.
FAULTS = """
permit: Cystisk fibros, holder: RV, lines: 6 | permit: Vingskapul, holder: RV, lines: 6
permit: Vingskapula, lines: 6 | permit: Vingskapula, holder: RV | permit: , holder: RV, lines: 6
permit: Vingskapula, holder: RV, valid_from: 2027, valid_until: 2026, lines: 6
permit: Vingskapula, holder: RV, valid_from: 1 juli 2018, lines: x
statistic: permit-count, value: tre, lines: 6
supply: Vingskapula, supplier: RV, receiver: RV, supply_kind: underleverantor, lines: 6
permit: Svårbehandlade ätstörningar, holder: RV, scope: endast vuxna, lines: 6
permit: Svårbehandlade ätstörningar, holder: RV, scope: barn, lines: 6
"""


@pytest.mark.slow
def test_what_nhv_check_often_says_is_said_in_swedish(review: Review) -> None:
    """What is wrong with a form is said in the language of the page, with the name of its field."""
    facts = [fact.strip().replace(", ", "\n") for fact in re.split(r"[|\n]", FAULTS.strip())]
    wrong = Answers("id: x", tuple(map(Answer, facts)))
    found = [said for _, said in review.checked(wrong)["problems"]]
    assert len(found) >= len(facts)
    assert not [said for said in found if said["sv"] == said["en"]]
    assert "leverantör och mottagare är samma; rätta en av dem" in [said["sv"] for said in found]


def test_each_kind_of_fact_has_a_form(review: Review) -> None:
    """A form has the fields of its record, with names for people, and offers what they take."""
    shown = review.shown()
    kinds = shown["kinds"]
    assert set(kinds) == {"source", *KINDS}
    assert not [f for form in kinds.values() for f in form["fields"] if ":" in f["label"]["sv"]]
    supply = {field["name"]: field for field in kinds["supply"]["fields"]}
    needed = [name for name, field in supply.items() if field["needed"]]
    assert needed == ["supply", "supplier", "receiver", "supply_kind"]
    assert supply["supplier"]["label"] == {"sv": "leverantör", "en": "supplier"}
    assert ["underleverantor", "Underleverantör", "Sub-supplier"] in supply["supply_kind"]["values"]
    assert "Region Skåne" in shown["names"][supply["supplier"]["kinds"][0]]
    assert "person" not in shown["names"], "nobody is proposed"


def test_only_the_page_itself_may_write(review: Review) -> None:
    """Without the key of the address, or under another name, nothing is shown and nothing done."""
    page = Page(review)
    door = build_opener(ProxyHandler({}))
    body = json.dumps({"head": "id: x", "facts": []}).encode()
    with served(page) as url:
        assert b"page.js" in door.open(url).read()
        assert door.open(url + "cards.js").headers["Content-Type"].startswith("text/javascript")
        refused: list[tuple[str, dict[str, str], int]] = [
            ("draft", {}, 403),
            ("write", {"X-Review": "guessed"}, 403),
            ("", {"Host": "evil.example"}, 421),
            ("nothing", {"X-Review": page.key}, 404),
        ]
        for path, headers, status in refused:
            with pytest.raises(HTTPError) as error:
                door.open(Request(url + path, body if path == "write" else None, headers))
            assert error.value.code == status, path
            error.value.close()
    assert not review.files.path.parent.exists()


@pytest.fixture
def shown(review: Review, browser: Browser) -> Iterator[Shown]:
    """The page of a review in English; it asks nothing of others, and no script of it fails."""
    page = Page(review)
    wrong: list[str] = []
    with served(page) as url:
        shown = browser.new_page(viewport={"width": 1280, "height": 850})
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("request", lambda a: None if a.url.startswith(url) else wrong.append(a.url))
        shown.goto(f"{url}#{page.key}")
        shown.wait_for_selector("#list li")
        shown.click("text=English")
        yield shown
        shown.close()
    assert not wrong, wrong


def card(shown: Shown, about: str, button: str = "") -> Locator:
    """The card of the fact that names something, or a button of it."""
    found = shown.locator("#list > li", has_text=about).first
    return found.locator(f"[data-act={button}]") if button else found


def head(shown: Shown) -> None:
    """Give the head the title that it lacks."""
    field(shown.locator("#head"), "title_en").fill("Answer of Region Västerbotten")


def field(form: Locator, name: str) -> Locator:
    """What a form has for a field."""
    return form.locator(f"[data-field={name}]")


def marked(shown: Shown) -> list[str | None]:
    """The numbers of the lines that are marked."""
    return [node.get_attribute("data-line") for node in shown.locator("#lines .chosen").all()]


def focused(shown: Shown) -> list[str]:
    """What has the focus: which button it is, and what it is described by."""
    found: list[str] = shown.evaluate(
        "(({dataset, id, tagName}, said) => [dataset.act || id || tagName, said])"
        "(document.activeElement, document.activeElement.closest('li')?.textContent || '')"
    )
    return found


@pytest.mark.browser
@pytest.mark.slow
def test_a_curator_reviews_a_draft_in_the_browser(shown: Shown, review: Review) -> None:
    """Lines show what covers them; facts are accepted, edited, dropped, added; the file checks."""
    number = shown.locator("#list > li").count()
    assert shown.locator("#lines .unused").count() >= 2, "coffee and script state nothing"
    card(shown, "Moyamoya", "drop").click()
    card(shown, "Vingskapula", "edit").click()
    begins = field(shown.locator("#list"), "valid_from")
    begins.fill("2026-13-01")
    shown.click("text=Save")
    shown.wait_for_selector("#list .problem")
    assert card(shown, "Vingskapula").locator(".state").inner_text() == "accepted"
    shown.locator("#list .wrong").get_by_text("Edit").click()
    begins.fill("2026-06-01")
    begins.press("Enter")
    shown.click("[data-line='7']")
    shown.select_option("#kind", "permit")
    shown.click("#add")
    new = shown.locator("#list .chosen")
    assert field(new, "lines").input_value() == "7", "the line that was chosen"
    field(new, "permit").fill("Moyamoya")
    field(new, "holder").fill("Region Uppsala")
    field(new, "scope").fill("vuxna: inte barn")
    field(new, "state").select_option(label="Active")
    new.get_by_label("concluded: holder").check()
    head(shown)
    shown.click("#write")
    assert "1 facts are not decided on" in shown.locator("#outcome").inner_text()
    assert shown.evaluate("document.getElementById('outcome').getBoundingClientRect().top > 0")
    assert card(shown, "amyloid").get_attribute("class") == "open"
    assert "amyloid" in shown.locator("#outcome ul").inner_text(), "it says which"
    shown.click("text=Accept all that are left")
    shown.click("#write")
    shown.wait_for_selector("text=Written, and passes the check")
    assert shown.locator("#list > li").count() == number + 1
    text = review.files.path.read_text(encoding="utf-8")
    fact = text.partition("Region Uppsala")[2].partition("\n- ")[0]
    assert '  scope: "vuxna: inte barn"\n  state: active\n  inferred: [holder]\n' in fact
    assert "Region Skåne" not in text
    assert review.files.path.with_suffix(".txt").is_file()


@pytest.mark.browser
@pytest.mark.slow
def test_a_review_is_left_and_taken_up_again(shown: Shown) -> None:
    """Whoever reloads is warned while the file lacks something, and finds each decision."""
    warned: list[str] = []

    def go_on(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    shown.on("dialog", go_on)
    card(shown, "Moyamoya", "drop").click()
    card(shown, "Vingskapula", "accept").click()
    shown.reload()
    shown.wait_for_selector("text=goes on where it ended")
    assert warned == ["beforeunload"]
    states = [node.get_attribute("class") for node in shown.locator("#list > li").all()]
    assert sorted(filter(None, states)) == ["accepted", "dropped", "open"]
    assert shown.locator("#left").inner_text() == "1 of 3 left"
    head(shown)
    shown.click("#write")
    shown.click("text=Write the file without them")
    shown.wait_for_selector("text=Written, and passes the check")
    shown.reload()
    shown.wait_for_selector("#list li")
    assert warned == ["beforeunload"], "what is written needs no warning"


@pytest.mark.browser
@pytest.mark.slow
def test_the_lines_of_a_card_are_marked(shown: Shown) -> None:
    """Any part of a card marks its lines, each decision too; editing the lines moves the mark."""
    facts = {"Vingskapula": "6", "Moyamoya": "7", "amyloid": "8"}
    for about, line in facts.items():
        card(shown, about).locator(".change").first.click()
        assert marked(shown) == [line]
    card(shown, "Vingskapula", "accept").click()
    assert marked(shown) == ["7"], "that of the next fact, which the focus went to"
    card(shown, "Moyamoya", "edit").click()
    field(card(shown, "Moyamoya"), "lines").fill("6; 7")
    assert marked(shown) == ["6", "7"]
    chosen = []
    for _ in range(2):
        shown.click("[data-line='6']")
        chosen.append(shown.locator("#list > li.chosen").inner_text().split("\n")[0])
    assert len(set(chosen)) == 2, "a line with two facts leads to the one and the other"


@pytest.mark.browser
@pytest.mark.slow
def test_a_draft_is_reviewed_by_keyboard(shown: Shown) -> None:
    """A decision leads to the next fact, an edit into its text; the lines are one stop of Tab."""
    card(shown, "Vingskapula", "accept").focus()
    shown.keyboard.press("Enter")
    name, where = focused(shown)
    assert (name, "Moyamoya" in where) == ("accept", True)
    assert not card(shown, "Vingskapula", "accept").is_visible(), "what is accepted is folded"
    card(shown, "Moyamoya", "edit").focus()
    shown.keyboard.press("Enter")
    assert focused(shown)[0].startswith("field")
    with shown.expect_response("**/check"):
        shown.keyboard.press("Enter")
    name, where = focused(shown)
    assert (name, "amyloid" in where) == ("accept", True), "and the check leaves it there"
    shown.keyboard.press("Enter")
    assert focused(shown)[0] == "write", "after the last one"
    stops = shown.locator("#lines button[tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    shown.keyboard.press("Home")
    shown.keyboard.press("ArrowDown")
    assert focused(shown)[1].startswith("3"), "the second line is blank"


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_speaks_its_language(shown: Shown) -> None:
    """What was said is said in the other language, too; what nhv check has in English is marked."""
    field(shown.locator("#head"), "publisher").fill("Region Novell")
    shown.click("text=Accept all that are left")
    shown.click("#write")
    shown.wait_for_selector("#outcome .problem")
    shown.click("text=Svenska")
    assert "Att rätta: 2" in shown.locator("#outcome").inner_text()
    assert "titel på engelska: saknas" in shown.locator("#outcome").inner_text()
    assert "utgivare: inget här heter 'Region Novell'" in shown.locator("#outcome").inner_text()
    assert shown.locator("#left").inner_text() == "0 av 3 kvar"


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_is_for_everybody(shown: Shown) -> None:
    """axe finds nothing in light and dark, wide and narrow; what is narrow lies beside nothing."""
    found: list[str] = []
    shown.evaluate(axe_script())
    card(shown, "Vingskapula", "accept").click()
    card(shown, "Moyamoya", "drop").click()
    field(shown.locator("#head"), "publisher").fill("Region Novell")
    shown.click("#write")
    shown.click("text=Write the file without them")
    shown.wait_for_selector("#outcome .problem")
    card(shown, "amyloid", "edit").click()
    card(shown, "amyloid").get_by_text("More fields").click()
    for colours in ("light", "dark"):
        shown.emulate_media(color_scheme=colours)
        for width in (1280, 390):
            shown.set_viewport_size({"width": width, "height": 850})
            found += [f"{colours} {width}: {fault}" for fault in violations(shown)]
            found += violations(shown, ["target-size"])
            found += [f"{width}: is wider than its screen"] if is_wider(shown) else []
    assert not found, "\n".join(found[:8])
    assert not shown.locator("#lines").is_visible(), "folded where it would push the facts away"
    assert "systemisk amyloidos" in card(shown, "amyloid").locator("blockquote").inner_text()
