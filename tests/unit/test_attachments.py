"""Attachments: whatever is readable in them is read, and what can't be read is refused within limits."""

from __future__ import annotations

import contextlib
import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from bulletin_gate import pdf_reader
from bulletin_gate.attachments import LARGEST, SORTS, Extracted, extract
from bulletin_gate.packages import MOST_PARTS
from bulletin_gate.pieces import Budget, FileFaultError, Piece, decoded
from bulletin_gate.radicals import RADICALS

SECRET = "13800138000"  # noqa: S105 (a made-up telephone number)
MAIN = {
    "docx": ("wordprocessingml.document", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": ("presentationml.presentation", "ppt/presentation.xml"),
}
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAW = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def office(sort: str, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a document of the sort with the parts."""
    kind, main = MAIN[sort]
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    return packed({"[Content_Types].xml": types, main: "<main/>", **parts})


def docx(body: str, **more: str | bytes) -> bytes:
    """Return a Word document with the body and further parts, whose names have `__` for `/` and `_x` for `.x…`."""
    return office(
        "docx", {"word/document.xml": f"<w:document {WORD} {DRAW}><w:body>{body}</w:body></w:document>", **more}
    )


def run(text: str, element: str = "t") -> str:
    """Return a run of Word's."""
    return f"<w:r><w:{element}>{text}</w:{element}></w:r>"


def word_part(root: str, text: str = SECRET) -> str:
    """Return a part of Word's with one paragraph."""
    return f"<w:{root} {WORD}><w:p>{run(text)}</w:p></w:{root}>"


def properties(element: str, text: str = SECRET) -> str:
    """Return properties with one element."""
    return f'<cp:coreProperties xmlns:cp="urn:cp"><cp:{element}>{text}</cp:{element}></cp:coreProperties>'


def relations(target: str) -> str:
    """Return relations with one outer target."""
    return f'<Relationships {RELATIONS}><Relationship Id="r1" Target="{target}" TargetMode="External"/></Relationships>'


def xlsx(rows: str, strings: str = "", workbook: str = "", **more: str | bytes) -> bytes:
    """Return an Excel workbook with one sheet."""
    return office(
        "xlsx",
        {
            "xl/workbook.xml": f'<workbook {SHEET} xmlns:r="urn:r">{workbook}</workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {SHEET}>{strings}</sst>",
            **more,
        },
    )


HIDDEN_SHEET = """<sheets><sheet name="公开" sheetId="1" r:id="r1"/>
<sheet name="名单" sheetId="2" state="{state}" r:id="r2"/></sheets>"""
SHEET_RELATIONS = f"""<Relationships {RELATIONS}><Relationship Id="r1" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"""


def hidden_sheet(state: str) -> bytes:
    """Return a workbook whose second sheet is hidden and holds the secret."""
    return xlsx(
        "",
        workbook=HIDDEN_SHEET.format(state=state),
        **{
            "xl/_rels/workbook.xml.rels": SHEET_RELATIONS,
            "xl/worksheets/sheet2.xml": (
                f'<worksheet {SHEET}><sheetData><row><c t="inlineStr"><is><t>{SECRET}</t></is></c></row>'
                "</sheetData></worksheet>"
            ),
        },
    )


def cell(value: str, attributes: str = "") -> str:
    """Return a row with one cell."""
    return f"<row><c {attributes}><v>{value}</v></c></row>"


def photo() -> bytes:
    """Return a picture whose EXIF holds the secret."""
    exif = Image.Exif()
    exif[0x013B] = SECRET
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def scan() -> bytes:
    """Return a TIFF picture whose artist is the secret."""
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "TIFF", tiffinfo={0x013B: SECRET})
    return out.getvalue()


def slide(text: str) -> str:
    """Return a slide with one paragraph."""
    return f'<p:sld xmlns:p="urn:p" {DRAW} show="0"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'


SPLIT = "".join(run(one) for one in ("138", "0013", "8000"))
TEXT_BOX = f"<w:r><w:pict><w:txbxContent><w:p>{run('旁注')}</w:p></w:txbxContent></w:pict></w:r>"

OFFICE: dict[str, tuple[str, bytes, str]] = {
    "body": ("docx", docx(f"<w:p>{run(SECRET)}</w:p>"), "word/document.xml"),
    "body in pieces": ("docx", docx(f"<w:p>{SPLIT}</w:p>"), "word/document.xml"),
    "around a text box": ("docx", docx(f"<w:p>{run('13800')}{TEXT_BOX}{run('138000')}</w:p>"), "word/document.xml"),
    "table cell": (
        "docx",
        docx(f"<w:tbl><w:tr><w:tc><w:p>{run(SECRET)}</w:p></w:tc></w:tr></w:tbl>"),
        "word/document.xml",
    ),
    "hidden": (
        "docx",
        docx(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r></w:p>"),
        "word/document.xml",
    ),
    "text box": ("docx", docx(f"<w:p>{TEXT_BOX.replace('旁注', SECRET)}</w:p>"), "word/document.xml"),
    "insertion": ("docx", docx(f"<w:p><w:ins>{run(SECRET)}</w:ins></w:p>"), "word/document.xml"),
    "deletion": ("docx", docx(f"<w:p><w:del>{run(SECRET, 'delText')}</w:del></w:p>"), "word/document.xml"),
    "before the change": (
        "docx",
        docx(
            f"<w:p>{run('138')}<w:del>{run('00138', 'delText')}</w:del><w:ins>{run('****')}</w:ins>{run('000')}</w:p>"
        ),
        "word/document.xml -ins",
    ),
    "after the change": (
        "docx",
        docx(f"<w:p>{run('138')}<w:del>{run('1', 'delText')}</w:del><w:ins>{run('00138')}</w:ins>{run('000')}</w:p>"),
        "word/document.xml -del",
    ),
    "alternative text": (
        "docx",
        docx(f'<w:p><w:drawing><a:docPr descr="{SECRET}"/></w:drawing></w:p>'),
        "word/document.xml @descr",
    ),
    "word art": ("docx", docx(f'<w:p><w:textpath string="{SECRET}"/></w:p>'), "word/document.xml @string"),
    "author": ("docx", docx(f'<w:p><w:ins w:author="{SECRET}"/></w:p>'), "word/document.xml @author"),
    "field code": (
        "docx",
        docx(f"<w:p>{run('HYPERLINK tel:1380', 'instrText')}{run('0138000', 'instrText')}</w:p>"),
        "word/document.xml instrText",
    ),
    "comment": ("docx", docx("", **{"word/comments.xml": word_part("comments")}), "word/comments.xml"),
    "header": ("docx", docx("", **{"word/header1.xml": word_part("hdr")}), "word/header1.xml"),
    "footer": ("docx", docx("", **{"word/footer1.xml": word_part("ftr")}), "word/footer1.xml"),
    "footnote": ("docx", docx("", **{"word/footnotes.xml": word_part("footnotes")}), "word/footnotes.xml"),
    "endnote": ("docx", docx("", **{"word/endnotes.xml": word_part("endnotes")}), "word/endnotes.xml"),
    "core property": ("docx", docx("", **{"docProps/core.xml": properties("creator")}), "docProps/core.xml creator"),
    "app property": ("docx", docx("", **{"docProps/app.xml": properties("Company")}), "docProps/app.xml Company"),
    "custom property": (
        "docx",
        docx("", **{"docProps/custom.xml": properties("lpwstr")}),
        "docProps/custom.xml lpwstr",
    ),
    "link": (
        "docx",
        docx("", **{"word/_rels/document.xml.rels": relations(f"tel:{SECRET}")}),
        "word/_rels/document.xml.rels @Target",
    ),
    "escaped link": (
        "docx",
        docx("", **{"word/_rels/document.xml.rels": relations("tel:138%30%30138000")}),
        "word/_rels/document.xml.rels @Target",
    ),
    "custom part": ("docx", docx("", **{"customXml/item1.xml": f'<a b="{SECRET}"/>'}), "customXml/item1.xml @b"),
    "XML comment": ("docx", docx(f"<!-- {SECRET} -->"), "word/document.xml comment"),
    "part's name": ("docx", docx("", **{f"word/{SECRET}.xml": "<a/>"}), "ZIP"),
    "imported page": ("docx", docx("", **{"word/afchunk.htm": f"<p>{SECRET}"}), "word/afchunk.htm"),
    "photo": ("docx", docx("", **{"word/media/image1.jpg": photo()}), "word/media/image1.jpg EXIF Artist"),
    "old picture": (
        "docx",
        docx("", **{"word/media/image1.tiff": scan()}),
        "word/media/image1.tiff EXIF Artist",
    ),
    "old drawing": (
        "docx",
        docx("", **{"word/media/image1.emf": b"\1\0" + SECRET.encode("utf-16-le")}),
        "word/media/image1.emf",
    ),
    "embedded workbook": (
        "docx",
        docx("", **{"word/embeddings/sheet.xlsx": xlsx(cell(SECRET))}),
        "word/embeddings/sheet.xlsx xl/worksheets/sheet1.xml",
    ),
    "numeric cell": ("xlsx", xlsx(cell(SECRET)), "xl/worksheets/sheet1.xml"),
    "exponent": ("xlsx", xlsx(cell("1.3800138E10")), "xl/worksheets/sheet1.xml"),
    "cached value": ("xlsx", xlsx(f'<row><c t="str"><f>A1</f><v>{SECRET}</v></c></row>'), "xl/worksheets/sheet1.xml"),
    "formula": ("xlsx", xlsx(f'<row><c><f>"{SECRET}"</f></c></row>'), "xl/worksheets/sheet1.xml f"),
    "shared string": (
        "xlsx",
        xlsx(cell("0", 't="s"'), f"<si><r><t>138</t></r><r><t>{SECRET[3:]}</t></r></si>"),
        "xl/worksheets/sheet1.xml",
    ),
    "string no cell uses": ("xlsx", xlsx("", f"<si><t>{SECRET}</t></si>"), "xl/sharedStrings.xml"),
    "hidden sheet": ("xlsx", hidden_sheet("hidden"), "名单"),
    "very hidden sheet": ("xlsx", hidden_sheet("veryHidden"), "名单"),
    "sheet's title": ("xlsx", xlsx("", workbook=f'<sheets><sheet name="{SECRET}"/></sheets>'), "xl/workbook.xml @name"),
    "defined name": ("xlsx", xlsx("", workbook=f"<definedName>{SECRET}</definedName>"), "xl/workbook.xml definedName"),
    "sheet's comment": (
        "xlsx",
        xlsx(
            "",
            **{"xl/comments1.xml": f"<a {SHEET}><comment><text><r><t>{SECRET}</t></r></text></comment></a>"},
        ),
        "xl/comments1.xml",
    ),
    "threaded comment": (
        "xlsx",
        xlsx("", **{"xl/threadedComments/t1.xml": f"<c><text>{SECRET}</text></c>"}),
        "xl/threadedComments/t1.xml",
    ),
    "pivot": ("xlsx", xlsx("", **{"xl/pivotCache/p1.xml": f'<s v="{SECRET}"/>'}), "xl/pivotCache/p1.xml @v"),
    "header of a sheet": ("xlsx", xlsx(f"<oddHeader>{SECRET}</oddHeader>"), "xl/worksheets/sheet1.xml oddHeader"),
    "slide": ("pptx", office("pptx", {"ppt/slides/slide1.xml": slide(SECRET)}), "ppt/slides/slide1.xml"),
    "notes": ("pptx", office("pptx", {"ppt/notesSlides/n1.xml": slide(SECRET)}), "ppt/notesSlides/n1.xml"),
    "slide's comment": (
        "pptx",
        office("pptx", {"ppt/comments/c1.xml": f"<cm><text>{SECRET}</text></cm>"}),
        "ppt/comments/c1.xml",
    ),
}


@pytest.mark.parametrize(("sort", "data", "where"), OFFICE.values(), ids=OFFICE)
def test_office_text_is_found_wherever_it_hides(sort: str, data: bytes, where: str) -> None:
    """Every hiding place of an Office document is read, and named."""
    found = extract(f"list.{sort}", data)
    assert not found.fault
    assert where in {piece.where for piece in found.pieces if SECRET in piece.text}


def test_a_row_of_a_table_is_one_line() -> None:
    """A name and its number in the next cell stay together."""
    row = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("某某", "电话", "8331234"))
    found = extract("a.docx", docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))
    assert "某某\t电话\t8331234" in {piece.text for piece in found.pieces}


@pytest.mark.parametrize(
    ("style", "value", "shown"),
    [("1", "18264", "1950年1月1日"), ("2", "18264", "1950年1月1日"), ("0", "18264", "18264"), ("3", "1.50", "1.5")],
    ids=["built in", "custom", "general", "quoted letters"],
)
def test_a_day_in_a_cell_is_read_as_a_day(style: str, value: str, shown: str) -> None:
    """Excel keeps days as numbers; a birthday must not hide in one."""
    styles = f"""<styleSheet {SHEET}><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m"/>
      <numFmt numFmtId="177" formatCode="0.0&quot;day&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
      <xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>"""
    found = extract("a.xlsx", xlsx(cell(value, f's="{style}"'), **{"xl/styles.xml": styles}))
    assert Piece("xl/worksheets/sheet1.xml", shown) in found.pieces


def test_measures_and_identities_are_no_text() -> None:
    """What programs write for themselves gives no false alarm."""
    body = """<w:p w14:paraId="13800138" xmlns:w14="urn:w" w:rsidR="00138001"><w:r><w:drawing>
      <a:posOffset>13800138000</a:posOffset><a:ext uri="{13800138-0013-8001-3800-138001380013}" cx="1380013800"/>
      </w:drawing></w:r></w:p>"""
    found = extract("a.docx", docx(body))
    assert [piece for piece in found.pieces if "138001" in piece.text] == []


# PDF
def pdf(change: Callable[[pypdf.PdfWriter], None] = lambda _: None, text: str = "Cotton prices") -> bytes:
    """Return a PDF with one page of text, after a change."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(400, 400)
    add_text(writer, page, text)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def add_text(writer: pypdf.PdfWriter, page: pypdf.PageObject, text: str) -> None:
    """Write a line on a page."""
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 10 300 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)


def annotated(values: Mapping[str, str]) -> Callable[[pypdf.PdfWriter], None]:
    """Return a change that adds a note."""

    def change(writer: pypdf.PdfWriter) -> None:
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/Text")})
        note.update({NameObject(key): TextStringObject(value) for key, value in values.items()})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def with_object(value: object) -> Callable[[pypdf.PdfWriter], None]:
    """Return a change that puts something into the catalogue."""

    def change(writer: pypdf.PdfWriter) -> None:
        writer.root_object[NameObject("/Extra")] = writer._add_object(value)  # type: ignore[arg-type]

    return change


def stream(data: bytes, values: Mapping[str, str]) -> DecodedStreamObject:
    """Return a stream of PDF."""
    one = DecodedStreamObject()
    one.set_data(data)
    one.update({NameObject(key): NameObject(value) for key, value in values.items()})
    return one


def marked(writer: pypdf.PdfWriter) -> None:
    """Say beside a page's text what it stands for."""
    page = writer.pages[0]
    page[NameObject("/Contents")] = writer._add_object(
        stream(f"/Span <</ActualText ({SECRET})>> BDC BT /F1 12 Tf 10 300 Td (Cotton) Tj ET EMC".encode(), {})
    )


def outlined(writer: pypdf.PdfWriter) -> None:
    """Add a heading to the outline."""
    writer.add_outline_item(title=SECRET, page_number=0)


def attached(writer: pypdf.PdfWriter) -> None:
    """Attach a file."""
    writer.add_attachment("a.txt", b"a")


def hidden_form(writer: pypdf.PdfWriter) -> None:
    """Add a form that no page shows."""
    form = stream(f"BT /F1 12 Tf ({SECRET}) Tj ET".encode(), {"/Type": "/XObject", "/Subtype": "/Form"})
    form[NameObject("/Resources")] = writer.pages[0]["/Resources"]
    with_object(form)(writer)


def revised() -> bytes:
    """Return a PDF whose page was replaced by a change at its end."""
    data = pdf(text=SECRET)
    out = io.BytesIO()
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    add_text(writer, writer.pages[0], "Cotton prices")
    writer.write(out)
    return out.getvalue()


PDF: dict[str, tuple[bytes, str]] = {
    "text": (pdf(text=SECRET), "page 1"),
    "metadata": (pdf(lambda one: one.add_metadata({"/Author": SECRET})), "/Author"),
    "XMP": (pdf(with_object(stream(f"<x><creator>{SECRET}</creator></x>".encode(), {"/Type": "/Metadata"}))), "XMP"),
    "note": (pdf(annotated({"/Contents": SECRET})), "/Contents"),
    "form field": (pdf(annotated({"/V": SECRET})), "/V"),
    "outline": (pdf(outlined), "/Title"),
    "script": (pdf(annotated({"/JS": f"alert({SECRET})"})), "/JS"),
    "link": (pdf(annotated({"/URI": f"tel:{SECRET}"})), "/URI"),
    "actual text": (pdf(marked), "page 1 /ActualText"),
    "form not shown": (pdf(hidden_form), "form"),
    "long script": (
        pdf(with_object(DictionaryObject({NameObject("/XFA"): ArrayObject([stream(SECRET.encode(), {})])}))),
        "/XFA",
    ),
    "photo": (
        pdf(with_object(stream(photo(), {"/Subtype": "/Image", "/Filter": "/DCTDecode"}))),
        "picture EXIF Artist",
    ),
    "earlier state": (revised(), "revision 1 page 1"),
}


@pytest.mark.parametrize(("data", "where"), PDF.values(), ids=PDF)
def test_pdf_text_is_found_wherever_it_hides(data: bytes, where: str) -> None:
    """Every hiding place of a PDF is read, and named."""
    found = extract("list.pdf", data)
    assert not found.fault
    assert where in {piece.where for piece in found.pieces if SECRET in piece.text}


def test_chinese_in_an_old_producers_encoding_is_read() -> None:
    """Some write GB18030 where PDF's own encoding should be."""
    value = DictionaryObject({NameObject("/Author"): ByteStringObject("内部资料".encode("gb18030"))})
    found = extract("list.pdf", pdf(with_object(value)))
    assert "内部资料" in "".join(piece.text for piece in found.pieces)


def locked_pdf() -> bytes:
    """Return a PDF with a password."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned(writer: pypdf.PdfWriter) -> None:
    """Take the text away and leave a picture."""
    page = writer.pages[0]
    page[NameObject("/Contents")] = writer._add_object(stream(b"q /I Do Q", {}))


def cyclic(writer: pypdf.PdfWriter) -> None:
    """Make a page tree its own child."""
    pages = writer.root_object["/Pages"].get_object()
    assert isinstance(pages, DictionaryObject)
    pages[NameObject("/Kids")] = ArrayObject([writer.root_object.raw_get("/Pages")])
    pages[NameObject("/Count")] = NumberObject(2)


def deep_pdf() -> bytes:
    """Return a PDF with arrays within arrays."""
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 20_000 + b"]" * 20_000)


def made_locked(data: bytes) -> bytes:
    """Set the sign of a password on every part of an archive."""
    out = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            out[at + place] |= 1
            at = out.find(sign, at + 4)
    return bytes(out)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
PLAIN = docx(f"<w:p>{run('棉花')}</w:p>")
EMBEDDED = docx("", **{"word/embeddings/a.docx": PLAIN})


def repeated(writer: pypdf.PdfWriter) -> None:
    """Let many objects lead to one long script."""
    script = writer._add_object(stream(b"0" * 20_000_000, {}))
    for number in range(4):
        writer._add_object(DictionaryObject({NameObject("/JS"): script, NameObject("/N"): NumberObject(number)}))


def bomb(size: int) -> bytes:
    """Return a document with a part that is much larger unpacked."""
    return docx("", **{"word/media/a.txt": b"0" * size})


REFUSED: dict[str, tuple[str, bytes, str]] = {
    **{f"old {ending}": (f"a.{ending}", OLE, "FILE-TYPE") for ending in ("doc", "xls", "ppt", "wps", "et", "dps")},
    **{
        ending: (f"a.{ending}", PLAIN, "FILE-TYPE")
        for ending in ("zip", "rar", "7z", "exe", "docm", "xlsm", "dotx", "odt")
    },
    "no ending": ("a", PLAIN, "FILE-TYPE"),
    "program called docx": ("a.docx", b"MZ\x90\0" + b"\0" * 90, "FILE-TYPE"),
    "old format called docx": ("a.docx", OLE, "FILE-TYPE"),
    "workbook called docx": ("a.docx", xlsx(""), "FILE-TYPE"),
    "archive called docx": ("a.docx", packed({"a.txt": "a"}), "FILE-TYPE"),
    "text called pdf": ("a.pdf", b"Cotton", "FILE-TYPE"),
    "pdf called txt": ("a.txt", pdf(), "FILE-TYPE"),
    "program called csv": ("a.csv", b"MZ\x90\0\3", "FILE-TYPE"),
    "archive called csv": ("a.csv", PLAIN, "FILE-TYPE"),
    "macros": ("a.docx", docx("", **{"word/vbaProject.bin": b"macro"}), "FILE-TYPE"),
    "film": ("a.pptx", office("pptx", {"ppt/media/a.mp4": b"film"}), "FILE-TYPE"),
    "unknown picture": ("a.docx", docx("", **{"word/media/a.bmp": b"film"}), "FILE-TYPE"),
    "password": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "FILE-LOCKED"),
    "parts with a password": ("a.docx", made_locked(PLAIN), "FILE-LOCKED"),
    "pdf with a password": ("a.pdf", locked_pdf(), "FILE-LOCKED"),
    "empty docx": ("a.docx", b"", "FILE-BROKEN"),
    "empty pdf": ("a.pdf", b"", "FILE-BROKEN"),
    "cut docx": ("a.docx", PLAIN[:-40], "FILE-BROKEN"),
    "docx with a changed byte": ("a.docx", PLAIN[:60] + bytes([PLAIN[60] ^ 0xFF]) + PLAIN[61:], "FILE-BROKEN"),
    "something before": ("a.docx", b"PK" + PLAIN, "FILE-BROKEN"),
    "something behind": ("a.docx", PLAIN + b"more", "FILE-BROKEN"),
    "no XML": ("a.docx", docx("<w:p>"), "FILE-BROKEN"),
    "entities": ("a.docx", docx("", **{"word/a.xml": DOCTYPE + "<a>&c;</a>"}), "FILE-BROKEN"),
    "quadratic blow-up": ("a.docx", docx("", **{"word/a.xml": f"{DOCTYPE}<a>{'&c;' * 100_000}</a>"}), "FILE-BROKEN"),
    "deep XML": ("a.docx", docx("", **{"word/a.xml": "<a>" * 50_000 + "</a>" * 50_000}), "FILE-BROKEN"),
    "string that is not there": ("a.xlsx", xlsx(cell("7", 't="s"')), "FILE-BROKEN"),
    "cut pdf": ("a.pdf", pdf()[:200], "FILE-BROKEN"),
    "archive behind a pdf": ("a.pdf", pdf() + packed({"a": b"0" * 5_000}, zipfile.ZIP_STORED), "FILE-BROKEN"),
    "archive within": ("a.docx", docx("", **{"word/media/a.png": packed({"a": "a"})}), "FILE-NESTED"),
    "object within": ("a.docx", docx("", **{"word/embeddings/oleObject1.bin": OLE}), "FILE-NESTED"),
    "document in a document in a document": ("a.docx", docx("", **{"word/embeddings/b.docx": EMBEDDED}), "FILE-NESTED"),
    "file in a pdf": ("a.pdf", pdf(attached), "FILE-NESTED"),
    "pdf of pictures": ("a.pdf", pdf(scanned), "FILE-NO-TEXT"),
    "cyclic pages": ("a.pdf", pdf(cyclic), "FILE-BROKEN"),
    "deep pdf": ("a.pdf", deep_pdf(), "FILE-BROKEN"),
}


@pytest.mark.parametrize(("name", "data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, code: str) -> None:
    """A file that can't be read as a whole is refused with a code that says why."""
    assert extract(name, data) == Extracted((), code)


HEAVY: dict[str, tuple[str, Callable[[], bytes]]] = {
    "large": ("a.txt", lambda: b"0" * (LARGEST + 1)),
    "zip bomb": ("a.docx", lambda: docx("", **{"word/media/a.txt": b"0" * 101_000_000})),
    "many bombs": ("a.docx", lambda: docx("", **{f"word/media/{n}.txt": b"0" * 70_000_000 for n in range(3)})),
    "bomb within": ("a.docx", lambda: docx("", **{f"word/embeddings/{n}.docx": bomb(70_000_000) for n in range(3)})),
    "many parts": ("a.docx", lambda: packed({f"{n}.xml": "" for n in range(MOST_PARTS + 1)})),
    "many elements": ("a.docx", lambda: docx("", **{"word/a.xml": "<a>" + "<b/>" * 5_000_001 + "</a>"})),
    "one string in all cells": (
        "a.xlsx",
        lambda: xlsx("<row>" + '<c t="s"><v>0</v></c>' * 600 + "</row>", f"<si><t>{'0' * 100_000}</t></si>"),
    ),
    "one text again and again": ("a.pdf", lambda: pdf(repeated)),
}


@pytest.mark.parametrize(("name", "made"), HEAVY.values(), ids=HEAVY)
def test_what_costs_too_much_is_refused(name: str, made: Callable[[], bytes]) -> None:
    """A file is given up at a limit, whatever it claims."""
    assert extract(name, made()).fault == "FILE-LARGE"


def test_part_of_two_names_is_refused() -> None:
    """Which of two parts of one name is shown, programs don't agree on."""
    out = io.BytesIO(PLAIN)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert extract("a.docx", out.getvalue()).fault == "FILE-BROKEN"


def test_a_million_parts_are_not_looked_at() -> None:
    """The size of an archive's directory is read before the directory."""
    end = b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff" + (60_000_000).to_bytes(4, "little") + b"\0" * 6
    assert extract("a.docx", b"PK\x03\x04" + b"\0" * 30 + end).fault == "FILE-LARGE"


def test_pdf_limits_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects and pages are counted before they are read."""
    for limit in ("MOST_OBJECTS", "MOST_PAGES"):
        with monkeypatch.context() as patch:
            patch.setattr(pdf_reader, limit, 0)
            with pytest.raises(FileFaultError, match="FILE-LARGE"):
                pdf_reader.read(pdf(), Budget())


def test_a_million_objects_are_refused() -> None:
    """A PDF that claims to hold more objects than anyone needs is not read."""
    body = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    start = len(body)
    rows = b"0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n" + b"0000000054 00000 n \n" * 999_997
    tail = b"trailer\n<</Size 1000000/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    assert extract("a.pdf", body + b"xref\n0 1000000\n" + rows + tail).fault == "FILE-LARGE"


def test_a_process_at_its_limit_is_an_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the reader is killed, the file is too large."""
    reader = tmp_path / "python"
    reader.write_text("#!/bin/sh\ncat >/dev/null\nkill -9 $$\n", "utf-8")
    reader.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(reader))
    assert extract("a.pdf", pdf()).fault == "FILE-LARGE"


def test_the_reader_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory and processor time are bounded before anything is read."""
    import resource  # noqa: PLC0415 (the rest of this file runs without it)

    seen: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", seen.__setitem__)
    pdf_reader._limit()
    assert seen[resource.RLIMIT_AS] == (pdf_reader.MEMORY, pdf_reader.MEMORY)
    assert seen[resource.RLIMIT_CPU] == (pdf_reader.SECONDS, pdf_reader.SECONDS)


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "A.TXT"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding(name: str, encoding: str) -> None:
    """Tables from Chinese Excel are GB18030, others UTF-8 or UTF-16."""
    assert extract(name, f"电话,{SECRET}\n".encode(encoding)) == Extracted((Piece("", f"电话,{SECRET}\n"),))


def test_radicals_are_read_as_the_signs_they_look_like() -> None:
    """A browser's PDF says 信访⼈ with a radical, which no rule would know."""
    assert extract("a.txt", "信访⼈、⼈⺠、⻔、⽉、⻓、⻢".encode()).pieces[0].text == "信访人、人民、门、月、长、马"


def test_no_radical_is_left_and_lengths_stay() -> None:
    """Each is replaced by one sign that is none."""
    for radical, sign in RADICALS.items():
        assert "RADICAL" in unicodedata.name(chr(radical))
        assert unicodedata.name(sign).startswith("CJK UNIFIED IDEOGRAPH")


def test_reading_twice_gives_the_same() -> None:
    """What is found, and its order, depend on the file only."""
    data = docx("", **{"word/comments.xml": word_part("comments"), "docProps/core.xml": properties("creator")})
    assert extract("a.docx", data) == extract("a.docx", data)
    assert extract("a.pdf", PDF["note"][0]) == extract("a.pdf", PDF["note"][0])


@pytest.mark.parametrize("name", sorted({f"a.{one}" for one in SORTS} - {"a.pdf"}))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_bytes_have_an_answer(name: str, data: bytes) -> None:
    """No file raises."""
    assert isinstance(extract(name, data), Extracted)


@settings(deadline=None, max_examples=200)
@given(at=st.integers(0, len(EMBEDDED) - 1), byte=st.integers(0, 255))
def test_a_document_with_any_byte_changed_has_an_answer(at: int, byte: int) -> None:
    """Damage is a fault, never an exception."""
    assert isinstance(extract("a.docx", EMBEDDED[:at] + bytes([byte]) + EMBEDDED[at + 1 :]), Extracted)


@settings(deadline=None, max_examples=100)
@given(at=st.integers(0, len(PDF["note"][0]) - 1), byte=st.integers(0, 255))
def test_a_pdf_with_any_byte_changed_has_an_answer(at: int, byte: int) -> None:
    """Damage makes the reader refuse, in its own process or here."""
    data = PDF["note"][0]
    with contextlib.suppress(Exception):  # main() makes a fault of whatever is raised
        assert all(piece.text for piece in pdf_reader.read(data[:at] + bytes([byte]) + data[at + 1 :], Budget()))


@given(st.text())
def test_text_is_decoded_as_it_was_written(text: str) -> None:
    """UTF-8 is never taken for anything else."""
    if not text.startswith("\ufeff"):
        assert decoded(text.encode("utf-8", "ignore")) == text.encode("utf-8", "ignore").decode()
