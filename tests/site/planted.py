"""Content trees with made-up secrets planted in every place where one may hide."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pypdf
from PIL import Image
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_OPEN = "公开理由: {reason}\n公开依据: 《政府信息公开条例》第十九条\n"
_REASON: Final = "事关公众利益，情况需要公众知晓。"
_MAIN = {
    "docx": ("wordprocessingml.document", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet", "xl/workbook.xml"),
}
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

# What is planted, by a name of its own: the code that finds it and a sentence that holds it. No number is anybody's.
SECRETS: Final[Mapping[str, tuple[str, str]]] = {
    "secrecy": ("GATE-SECRECY", "机密★10年"),
    "work-secret": ("GATE-WORK-SECRET", "工作秘密"),
    "internal": ("GATE-INTERNAL", "内部资料 注意保存"),
    "copy": ("GATE-COPY", "份号：000123"),
    "id": ("GATE-ID", "号码11010519491231002X"),
    "old-id": ("GATE-ID", "身份证号370502491231002"),
    "mobile": ("GATE-MOBILE", "手机13812345678"),
    "phone": ("GATE-PHONE", "联系人张建国，电话0546-8301234"),
    "card": ("GATE-CARD", "卡号6222021001116245702"),
    "passport": ("GATE-PASSPORT", "护照号E12345678"),
    "plate": ("GATE-PLATE", "车牌号鲁E·12345"),
    "address": ("GATE-ADDRESS", "家住柳泊小区3号楼2单元501室"),
    "birth": ("GATE-BIRTH", "张建国，1949年12月31日出生"),
    "email": ("GATE-EMAIL", "邮箱zhangjianguo1949@qq.com"),
    "name": ("GATE-NAME", "信访人张建国"),
}


def _zip(sort: str, parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    kind, main = _MAIN[sort]
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in {"[Content_Types].xml": types, main: "<main/>", **parts}.items():
            archive.writestr(name, part)
    return file.getvalue()


def docx(text: str, **parts: str) -> bytes:
    """Return a Word document with a paragraph for each line, and further parts."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return _zip("docx", {"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>", **parts})


def _comment(text: str) -> bytes:
    part = f"<w:comments {_WORD}><w:comment><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
    return docx("进度表", **{"word/comments.xml": part})


def _properties(text: str) -> bytes:
    part = f'<cp:coreProperties xmlns:cp="urn:cp"><cp:keywords>{text}</cp:keywords></cp:coreProperties>'
    return docx("进度表", **{"docProps/core.xml": part})


def _tracked(text: str) -> bytes:
    body = f"<w:p><w:del><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>"
    return _zip("docx", {"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"})


def _hidden_sheet(text: str) -> bytes:
    sheets = '<sheet name="进度" sheetId="1" r:id="r1"/><sheet name="名单" sheetId="2" state="hidden" r:id="r2"/>'
    cell = f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'
    return _zip(
        "xlsx",
        {
            "xl/workbook.xml": f'<workbook {_SHEET} xmlns:r="urn:r"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships {_LINKS}>"
            '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_SHEET}><sheetData/></worksheet>",
            "xl/worksheets/sheet2.xml": f"<worksheet {_SHEET}><sheetData>{cell}</sheetData></worksheet>",
        },
    )


def _pdf(text: str, keywords: str = "") -> bytes:
    """Return a page with a text; its font maps every letter to itself (ToUnicode), so that Chinese can be read."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    codes = text.encode("utf-16-be").hex()
    pairs = "\n".join(f"<{ord(one):04x}> <{ord(one):04x}>" for one in dict.fromkeys(text))
    cmap = DecodedStreamObject()
    cmap.set_data(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(dict.fromkeys(text))} beginbfchar\n{pairs}\nendbfchar endcmap end end".encode()
    )
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Song"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/ToUnicode"): writer._add_object(cmap),
        }
    )
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 10 100 Td <{codes}> Tj ET".encode())
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)
    if keywords:
        writer.add_metadata({"/Keywords": keywords})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def jpeg(text: str) -> bytes:
    """Return a picture whose EXIF comment is the text."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x9C9C] = text.encode("utf-16-le")
    Image.new("RGB", (2, 2)).save(file, "JPEG", exif=exif)
    return file.getvalue()


FILES: Final[Mapping[str, tuple[str, Callable[[str], bytes]]]] = {
    "docx-body": ("docx", docx),
    "docx-comment": ("docx", _comment),
    "docx-properties": ("docx", _properties),
    "docx-tracked-change": ("docx", _tracked),
    "xlsx-hidden-sheet": ("xlsx", _hidden_sheet),
    "pdf-text": ("pdf", _pdf),
    "pdf-metadata": ("pdf", lambda text: _pdf("进度表", text)),
    "exif": ("jpg", jpeg),
}
TEXTS: Final[Mapping[str, str]] = {
    "body": "工程进展顺利，{}，请核实。",
    "table-cell": "| 项目 | 内容 |\n|---|---|\n| 备注 | {} |",
    "footnote": "工程进展顺利[^1]。\n\n[^1]: {}",
    "heading": "### {}\n\n工程进展顺利。",
    "alternative-text": "![{}](../../media/gazette/2004/canal.svg)",
    "link-target": "[详见](<https://a.example/?q={}>)",
}
METADATA: Final = ("item-block", "file-name", "old-version")
KEPT_OUT: Final = ("embargoed", "draft", "withheld-item", "withdrawn", "internal-issue")
PLACES: Final = (*TEXTS, *FILES, *METADATA, *KEPT_OUT)


def path_of(number: int) -> str:
    """Return the file of the issue that holds the n-th secret."""
    return f"gazette/2004/2004-12-{number + 1:02}.md"


def _item(body: str, reason: str = _REASON, disclosure: str = "主动公开") -> str:
    fields = f"单位: 柳泊镇\n主题: 农业农村\n类别: 问题信息\n状态: 待解决\n公开属性: {disclosure}\n"
    opened = _OPEN.format(reason=reason) if disclosure == "主动公开" else ""
    return f"## 干渠整修进度\n\n```item\n{fields}{opened}```\n\n{body}\n"


def _issue(place: str, number: int, text: str, media: str) -> str:
    """Return the source of an issue with a text in a place."""
    body, reason, extra, published = "工程进展顺利。", _REASON, "", f"2004-12-{number + 1:02} 09:00"
    if place in TEXTS:
        body = TEXTS[place].format(text)
    elif place == "item-block":
        reason = text
    elif media:
        body = f"[进度表](../../{media})" if not media.endswith("jpg") else f"![现场](../../{media})"
    elif place == "old-version":
        extra = (
            f"更正:\n  - {{更正日期: 2004-12-30, 程度: 重大, 条目: 1, 原文: '{text}', 改为: 已核实, 说明: 数字有误}}\n"
        )
    else:
        body = f"工程进展顺利，{text}，请核实。"
    published = "2099-01-01 09:00" if place == "embargoed" else published
    if place == "withdrawn":
        extra = "撤回: {撤回日期: 2004-12-30, 原因: 内容有误}\n"
    if place == "internal-issue":
        extra = "公开属性: 不予公开\n"
    numbered = "" if place == "draft" else f"发布时间: {published}\n期号: {number + 3}\n"
    front = f"---\n刊物: 政务普刊\n签发日期: 2004-12-{number + 1:02}\n{numbered}{extra}---\n\n"
    if place == "withheld-item":
        return front + _item("工程进展顺利。") + "\n" + _item(body, disclosure="不予公开").replace("进度", "情况")
    return front + _item(body, reason)


def plant(root: Path, place: str, secrets: Mapping[str, tuple[str, str]] = SECRETS) -> dict[str, str]:
    """Plant secrets in one sort of place of a copy of the small tree, each in an issue of its own.

    Returns:
        The names of the secrets by the file that a finding would name.
    """
    found: dict[str, str] = {}
    lines = []
    for number, (name, (_, text)) in enumerate(secrets.items()):
        media = ""
        if place in FILES:
            ending, make = FILES[place]
            media = f"media/gazette/2004/planted-{name}.{ending}"
            (root / media).write_bytes(make(text))
        elif place == "file-name":
            media = f"media/gazette/2004/{text}.csv"
            (root / media).write_text("甲,乙\n1,2\n", encoding="utf-8")
        (root / path_of(number)).write_text(_issue(place, number, text, media), encoding="utf-8")
        found[media or path_of(number)] = name
        state = "withdrawn" if place == "withdrawn" else "issued"
        published = "2099-01-01" if place == "embargoed" else f"2004-12-{number + 1:02}"
        signed = f"2004-12-{number + 1:02}"
        lines.append(
            f"2004,{number + 3},{number + 435},regular,{state},{signed},{published} 09:00,{path_of(number)},\n"
        )
    if place != "draft":
        with (root / "ledger/gazette.csv").open("a", encoding="utf-8") as ledger:
            ledger.writelines(lines)
    return found
