"""Formats, and one clear error for each file that has no text to give."""

from __future__ import annotations

import importlib
import io
import zipfile

import docx
import pypdf
import pytest

from baogao.errors import BaogaoError
from baogao.read import read_bytes
from baogao.read.extract import Extracted, extract

LINES = ["二、明年工作安排", "新建学校3所。"]
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


def make_docx(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_pdf(*pages: list[str]) -> bytes:
    """Return a PDF whose text layer has these lines, one string a line of a page."""
    characters = sorted({c for page in pages for line in page for c in line})
    code = {c: n + 1 for n, c in enumerate(characters)}
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n"
        + "".join(f"<{n:04X}> <{ord(c):04X}>\n" for c, n in code.items())
        + "endbfchar endcmap end end"
    )
    streams = [
        "BT /F 12 Tf 20 TL 50 800 Td "
        + " T* ".join(f"<{''.join(f'{code[c]:04X}' for c in line)}> Tj" for line in page)
        + " ET"
        for page in pages
    ]
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for n, stream in enumerate(streams):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.4\n"
    offsets = []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


def make_scan(password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(600, 850)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def read(data: bytes, suffix: str) -> Extracted:
    return extract(data, suffix, None, "a" + suffix)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".markdown", "", ".dat"])
def test_extract_text_is_the_decoded_source(suffix: str) -> None:
    text = "\n".join(LINES)
    found = read(text.encode(), suffix)
    assert (found.text, found.encoding) == (text, "utf-8")
    assert found.format == ("md" if suffix in (".md", ".markdown") else "txt")


def test_extract_docx_paragraphs_breaks_and_tables() -> None:
    document = docx.Document()
    document.add_paragraph(LINES[0])
    document.add_paragraph(LINES[1]).add_run("\n新建医院1所。\t完。")
    document.add_table(1, 2).cell(0, 1).text = "表中的字"
    buffer = io.BytesIO()
    document.save(buffer)
    found = read(buffer.getvalue(), ".docx")
    assert found.format == "docx"
    assert [line for line in found.text.split("\n") if line] == [
        LINES[0],
        LINES[1],
        "新建医院1所。\t完。",
        "表中的字",
    ]


def test_extract_docx_under_another_name() -> None:
    assert read(make_docx(*LINES), ".txt").text == "\n".join(LINES)


def test_extract_pdf_with_a_form_feed_between_pages() -> None:
    found = read(make_pdf(LINES, ["建成公园2个。一路一桥一校。"]), ".pdf")
    assert found.format == "pdf"
    first, second = found.text.split("\f")
    assert first.split() == LINES
    assert second.strip() == "建成公园2个。一路一桥一校。"


def test_extract_html_blocks_entities_and_scripts() -> None:
    page = """<!DOCTYPE html><html><head><title>网页</title><style>p {}</style></head><body>
    <script>var a = "甲";</script><nav>首页</nav>
    <p>&emsp;&emsp;新建<b>学校</b>3所，
    建成公园。</p><!-- 注 --><div>下一段<br>又一段</div></body></html>"""
    found = read(page.encode(), ".html")
    assert found.format == "html"
    assert [line.strip() for line in found.text.split("\n")] == [
        "新建学校3所，建成公园。",
        "下一段",
        "又一段",
    ]


def test_extract_html_in_gbk_under_another_name() -> None:
    page = "<html><body><p>" + "新建学校3所，建成公园。" * 20 + "</p></body></html>"
    found = read(page.encode("gbk"), ".txt")
    assert (found.format, found.encoding) == ("html", "gb18030")
    assert found.text.startswith("新建学校")


def test_extract_html_nested_without_end() -> None:
    assert read(b"<html>" + b"<div>" * 200 + "甲".encode(), ".html").text == "甲"


@pytest.mark.parametrize(
    ("data", "suffix", "says", "todo"),
    [
        (b"", ".txt", "is empty", "give a file"),
        (b" \r\n\t ", ".txt", "is empty", "give a file"),
        ("\u3000\n".encode(), ".txt", "has no text", "give a file"),
        (b"<html><body><script>1</script></body></html>", ".html", "has no text", "give a file"),
        (make_docx(""), ".docx", "has no text", "give a file"),
        (make_scan(), ".pdf", "a scan", "OCR"),
        (make_scan("x"), ".pdf", "is encrypted", "password"),
        (make_pdf(LINES)[:300], ".pdf", "broken PDF", "save it again"),
        (b"text", ".pdf", "not a .pdf file", "save it again"),
        (OLE, ".doc", "old Word file", ".docx"),
        (OLE, ".wps", "old Word file", ".docx"),
        (OLE, ".docx", "is encrypted", "password"),
        (make_docx("甲")[:400], ".docx", "broken .docx", "save it again"),
        (b"PK\x03\x04 and nothing", ".docx", "broken .docx", "save it again"),
        (b"text", ".docx", "not a .docx file", "save it again"),
        (b"{\\rtf1 }", ".rtf", "RTF", ".docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_extract_errors_name_file_reason_and_remedy(
    data: bytes, suffix: str, says: str, todo: str
) -> None:
    with pytest.raises(BaogaoError) as error:
        read(data, suffix)
    message = str(error.value)
    assert says in message and todo in message and "a" + suffix in message
    assert "\n" not in message


def test_extract_refuses_an_archive_that_unpacks_to_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(10_000))
    # By its full name: `baogao.read` is also a function.
    module = importlib.import_module("baogao.read.extract")
    monkeypatch.setattr(module, "_MOST_BYTES", 9_000)
    with pytest.raises(BaogaoError, match="unpacks to too much"):
        read(buffer.getvalue(), ".docx")


def test_extract_pdf_gives_the_paragraphs_of_its_pages() -> None:
    body = [
        f"（{n}）去年全区新建学校三所，建成公园两个，开通公交线路十条，群众生活得到改善，"
        "今年要继续办好实事，加快旧房改造，完善养老服务体系，推进垃圾分类工作。"
        for n in "一二三四五六七八九"
    ]
    lines = [
        printed[i : i + 24]
        for printed in ("\u3000\u3000" + paragraph for paragraph in body)
        for i in range(0, len(printed), 24)
    ]
    pages = [
        ["嘉定区政府工作报告", *lines[i : i + 10], f"— {i // 10 + 1} —"]
        for i in range(0, len(lines), 10)
    ]
    report = read_bytes(make_pdf(*pages), "a.pdf")
    assert report.text.split("\n") == ["嘉定区政府工作报告", *body]
