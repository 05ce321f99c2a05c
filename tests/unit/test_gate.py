"""The gate over a tree: what it finds in which hiding place, where exactly, and which edition that stops."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.codes import Severity
from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Edition
from bulletin_gate import gate as gate_module
from bulletin_gate.attachments import Extracted, Piece
from bulletin_gate.editions import edition_of
from bulletin_gate.gate import TYPES, UNREAD, Gate
from bulletin_gate.hits import find_hits, find_rendered
from bulletin_gate.source_text import decoded, printed, scattered
from bulletin_gate.spots import EVERYWHERE, Spot
from bulletin_portal.loading import load
from bulletin_source.links import TYPES as LINKED
from tests.unit.making import shown
from tests.unit.test_loading import replace

GAZETTE: Final = "gazette/2004/2004-11-19.md"
AFFAIRS: Final = "key-affairs/2004/2004-11-20.md"
DRAFT: Final = "gazette/2004/2004-12-03.md"
MEDIA: Final = "media/gazette/2004"
# Made up; the identity number is the example of GB 11643, the card satisfies Luhn's formula.
MOBILE: Final = "13812345678"
IDENTITY: Final = "11010519491231002X"
EMAIL: Final = "wang.jianguo@mail.example"
OPEN_ITEM: Final = "三村共2,140人至今饮用浅层井水"
HIDDEN_ITEM: Final = "两所卫生院的急救药品只够使用5天"
BODY: Final = "截至11月15日，全区冬修水利"


def a_draft(body: str, front: str = "") -> str:
    """Write an issue that nobody has signed."""
    head = f"---\nseries: gazette\nsigned: 2004-12-03\n{front}---\n"
    return f"{head}\n## 标题\n\n```item\nunit: 柳泊镇\ntopic: 农业农村\nkind: general\n```\n\n{body}\n"


def put(tree: Path, path: str, text: str | bytes) -> None:
    """Write a file of a tree."""
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).write_bytes(text.encode() if isinstance(text, str) else text)


def found(tree: Path) -> list[str]:
    """Return everything that is found in a tree, as path, place and code."""
    return shown(load(tree).diagnostics)


def only(tree: Path) -> Diagnostic:
    """Return what is found in a tree, one thing."""
    (one,) = load(tree).diagnostics
    return one


def stops(tree: Path, edition: Edition) -> list[str]:
    """Return the codes of what keeps an edition from being built."""
    loaded = load(tree)
    assert loaded.catalogue is not None
    catalogue, _ = edition_of(loaded.catalogue, edition)
    return [one.code for one in loaded.gate.obstacles(edition, catalogue)]


# Where it stands in a text

PLACES: Final = [
    pytest.param(f"电话{MOBILE}。", 1, 3, id="plain"),
    pytest.param("电话1381**2345678**。", 1, 3, id="bold"),
    pytest.param("电话**1381**_2345_678。", 1, 5, id="underlined"),
    pytest.param("电话1381*2345*678。", 1, 3, id="italic"),
    pytest.param("电话138&#49;2345678。", 1, 3, id="entity"),
    pytest.param("电话1381[2345](https://a.example/)678。", 1, 3, id="link"),
    pytest.param("电话1381[^1]2345678。\n\n[^1]: 注。", 1, 3, id="footnote-within"),
    pytest.param("电话138 1234\n5678。", 1, 3, id="line-break"),
    pytest.param(f"正文[^1]。\n\n[^1]: 电话{MOBILE}。", 3, 9, id="footnote"),
    pytest.param(f"| 甲 | 乙 |\n|---|---|\n| 丙 | {MOBILE} |", 3, 7, id="table-cell"),
    pytest.param("| 甲 | 乙 |\n|---|---|\n| 丙 | 1381**2345**678 |", 3, 7, id="table-cell-bold"),
    pytest.param(f"正文。\n\n### 小标题{MOBILE}", 3, 8, id="heading"),
    pytest.param(f"- 甲\n  - {MOBILE}", 2, 5, id="list"),
    pytest.param(f"![现场{MOBILE}](../../media/gazette/2004/canal.svg)", 1, 5, id="alternative-text"),
    pytest.param(f"[甲](https://a.example/?t={MOBILE})", 1, 26, id="target"),
    pytest.param("[甲](https://a.example/?t=%31%33%38%31%32%33%34%35%36%37%38)", 1, 26, id="target-encoded"),
    pytest.param(f"```\n{MOBILE}\n```", 2, 1, id="code"),
    pytest.param(f"> 引文{MOBILE}", 1, 5, id="quotation"),
]


@pytest.mark.parametrize(("body", "line", "column"), PLACES)
def test_place_in_a_body(small_tree: Path, body: str, line: int, column: int) -> None:
    """A secret is found once, at the line and column where it begins in the source, however it is marked up."""
    put(small_tree, DRAFT, a_draft(body))
    assert found(small_tree) == [f"{DRAFT}:{13 + line}:{column} GATE-MOBILE"]


@pytest.mark.parametrize(
    ("front", "line", "column"),
    [
        (f"note: 电话{MOBILE}\n", 4, 9),
        ('note: "电话\\x31381234\\x35678"\n', 4, 7),
        (f"note: |\n  甲\n  电话{MOBILE}\n", 6, 5),
        ("note: >\n  电话138\n  12345678\n", 5, 5),
        (f"# 记事：{MOBILE}\n", 4, 6),
    ],
    ids=["plain", "escaped", "block", "folded", "comment"],
)
def test_place_in_metadata(small_tree: Path, front: str, line: int, column: int) -> None:
    """Metadata is read as written and as YAML reads it."""
    put(small_tree, DRAFT, a_draft("正文。", front))
    assert found(small_tree) == [f"{DRAFT}:{line}:{column} GATE-MOBILE"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("## 标题", f"## 标题{MOBILE}", 6), ("unit: 柳泊镇", f"unit: 柳泊镇 # {MOBILE}", 9)],
    ids=["title", "item-block"],
)
def test_place_in_an_item(small_tree: Path, old: str, new: str, line: int) -> None:
    """Titles and item blocks are looked through."""
    put(small_tree, DRAFT, a_draft("正文。").replace(old, new))
    assert f"{DRAFT}:{line}:" in "".join(one for one in found(small_tree) if one.endswith("GATE-MOBILE"))


def test_comment_in_a_body(small_tree: Path) -> None:
    """A comment, which is refused as HTML, is looked through all the same."""
    put(small_tree, DRAFT, a_draft(f"甲<!-- {MOBILE} -->"))
    assert [one.split(" ")[1] for one in found(small_tree)] == ["HTML-RAW", "GATE-MOBILE"]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("data/units.yaml", "Liubo Town", f"Liubo Town {MOBILE}", "data/units.yaml:{line}:"),
        ("data/series.yaml", "english: Gazette", f"english: Gazette\n  summary: {MOBILE}", "data/series.yaml:8:12"),
        ("pages/about.md", "本站是", f"本站{MOBILE}是", "pages/about.md:5:3"),
        ("ledger/gazette.csv", "2004-11-19.md,", f"2004-11-19.md,{MOBILE}", "ledger/gazette.csv:3:"),
    ],
    ids=["units", "series", "page", "ledger"],
)
def test_place_elsewhere(small_tree: Path, path: str, old: str, new: str, expected: str) -> None:
    """Reference data, standing pages and ledgers are looked through, and stop the public edition."""
    replace(small_tree, path, old, new)
    line = (small_tree / path).read_text("utf-8").split(MOBILE)[0].count("\n") + 1
    assert only(small_tree).severity is Severity.ERROR
    assert found(small_tree)[0].startswith(expected.format(line=line))
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-MOBILE"]


def test_name_of_a_file(small_tree: Path) -> None:
    """A secret in the name of a file is found, and the message names the file with the secret masked."""
    put(small_tree, f"{MEDIA}/{MOBILE}.csv", "甲,乙\n")
    one = only(small_tree)
    assert one.code == "GATE-MOBILE"
    assert one.path == f"{MEDIA}/138****5678.csv"


def test_texts_of_no_sort(small_tree: Path) -> None:
    """A text that stands nowhere in particular is looked through; nothing shows it."""
    put(small_tree, "readme.txt", f"电话{MOBILE}\n")
    assert only(small_tree).severity is Severity.WARNING
    assert stops(small_tree, Edition.PUBLIC) == []


# What stops which edition


@pytest.mark.parametrize(
    ("secret", "code"),
    [(MOBILE, "GATE-MOBILE"), (IDENTITY, "GATE-ID"), (EMAIL, "GATE-EMAIL"), ("内部资料 注意保存", "GATE-INTERNAL")],
)
@pytest.mark.parametrize(
    ("path", "after", "stopped"),
    [(GAZETTE, BODY, True), (AFFAIRS, OPEN_ITEM, True), (AFFAIRS, HIDDEN_ITEM, False)],
    ids=["public", "opened", "withheld"],
)
def test_public_edition(  # noqa: PLR0917 (each is a parameter)
    small_tree: Path,
    path: str,
    after: str,
    secret: str,
    code: str,
    stopped: bool,  # noqa: FBT001 (a parameter)
) -> None:
    """What the public edition would show stops it; what is withheld stops none."""
    replace(small_tree, path, after, f"{secret}。{after}")
    assert stops(small_tree, Edition.PUBLIC) == ([code] if stopped else [])
    assert stops(small_tree, Edition.INTERNAL) == []


@pytest.mark.parametrize(
    ("path", "after"), [(GAZETTE, BODY), (AFFAIRS, HIDDEN_ITEM), ("pages/about.md", "本站是"), (DRAFT, "正文。")]
)
@pytest.mark.parametrize("mark", ["绝密★", "机密★10年", "秘密★启封", "密级：机密"])
def test_secrecy_marks(small_tree: Path, path: str, after: str, mark: str) -> None:
    """A secrecy mark anywhere stops both editions: what is secret is not on a networked machine."""
    put(small_tree, DRAFT, a_draft("正文。"))
    replace(small_tree, path, after, f"{mark}\n\n{after}")
    for edition in Edition:
        assert stops(small_tree, edition) == ["GATE-SECRECY"]
    assert only(small_tree).severity is Severity.ERROR


@pytest.mark.parametrize(
    ("path", "after", "severity"),
    [
        (GAZETTE, BODY, Severity.ERROR),
        (AFFAIRS, OPEN_ITEM, Severity.ERROR),
        (AFFAIRS, HIDDEN_ITEM, Severity.WARNING),
    ],
    ids=["public", "opened", "withheld"],
)
def test_check_reports_all(small_tree: Path, path: str, after: str, severity: Severity) -> None:
    """`inv check` reports what is withheld too, as a warning."""
    replace(small_tree, path, after, f"{MOBILE}。{after}")
    assert only(small_tree).severity is severity


def test_internal_marks_in_internal_texts(small_tree: Path) -> None:
    """An internal paper may bear the mark of one."""
    replace(small_tree, AFFAIRS, HIDDEN_ITEM, f"内部资料 注意保存。{HIDDEN_ITEM}")
    assert found(small_tree) == []


@pytest.mark.parametrize(
    ("field", "stopped"),
    [("note: 电话{}", True), ("editor: 甲{}", True), ("opened_because: 甲{}\nbasis: 第十条", False)],
    ids=["note", "editor", "reason"],
)
def test_fields_of_a_public_issue(small_tree: Path, field: str, stopped: bool) -> None:  # noqa: FBT001 (a parameter)
    """A field that readers see stops the public edition; a reason that only the office reads does not."""
    text = (small_tree / GAZETTE).read_text("utf-8").replace("editor: 信息科\n", "")
    put(small_tree, GAZETTE, text.replace("number: 2\n", f"number: 2\n{field.format(MOBILE)}\n"))
    assert stops(small_tree, Edition.PUBLIC) == (["GATE-MOBILE"] if stopped else [])


def test_withdrawn_issue(small_tree: Path) -> None:
    """The text of a withdrawn issue is gone; what its notice says counts."""
    replace(small_tree, GAZETTE, BODY, f"{MOBILE}。{BODY}")
    replace(small_tree, GAZETTE, "number: 2\n", "number: 2\nwithdrawn: {date: 2004-11-30, reason: 有误}\n")
    replace(small_tree, "ledger/gazette.csv", "434,regular,issued", "434,regular,withdrawn")
    assert stops(small_tree, Edition.PUBLIC) == []
    replace(small_tree, GAZETTE, "reason: 有误", f"reason: 有误 {MOBILE}")
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-MOBILE"]


def test_title_on_request(small_tree: Path) -> None:
    """Of an item on request readers see the title alone."""
    replace(small_tree, GAZETTE, "kind: general\n", "kind: general\ndisclosure: on-request\n")
    put(small_tree, DRAFT, a_draft("正文。"))
    replace(small_tree, GAZETTE, BODY, f"{MOBILE}。{BODY}")
    assert stops(small_tree, Edition.PUBLIC) == []
    replace(small_tree, GAZETTE, "## 冬修水利完成过半", f"## 冬修水利完成过半{MOBILE}")
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-MOBILE"]


@pytest.mark.parametrize(("kind", "expected"), [("problem", ["GATE-NAME"]), ("general", [])])
def test_names_in_problem_items(small_tree: Path, kind: str, expected: list[str]) -> None:
    """Petitioners' names count in problem items alone."""
    put(small_tree, DRAFT, a_draft("信访人李桂兰反映用水困难。").replace("kind: general", f"kind: {kind}"))
    assert [one.split(" ")[1] for one in found(small_tree)] == expected


@pytest.mark.parametrize(("kind", "expected"), [("problem", ["GATE-NAME"]), ("general", [])])
def test_names_in_front_of_problem_items(small_tree: Path, kind: str, expected: list[str]) -> None:
    """They count in the metadata of an issue that holds a problem item, too."""
    text = a_draft("正文。", "note: 信访人李桂兰反映用水困难\n").replace("kind: general", f"kind: {kind}")
    put(small_tree, DRAFT, text)
    assert [one.split(" ")[1] for one in found(small_tree)] == expected


def test_names_in_front_of_internal_series(small_tree: Path) -> None:
    """And in that of an issue of a series that is internal by default, whatever it holds."""
    put(small_tree, DRAFT, a_draft("正文。", "note: 信访人李桂兰反映用水困难\n").replace("gazette", "special-report"))
    assert "GATE-NAME" in [one.code for one in load(small_tree).diagnostics]


def test_tree_with_other_errors(small_tree: Path) -> None:
    """All problems are reported in one run: what the gate found beside what is wrong otherwise."""
    put(small_tree, DRAFT, a_draft(f"电话{MOBILE}。").replace("unit: 柳泊镇", "unit: 柳树镇"))
    loaded = load(small_tree)
    assert loaded.catalogue is None
    assert [one.code for one in loaded.diagnostics] == ["UNIT-UNKNOWN", "GATE-MOBILE"]


# What the office may say of itself


@pytest.mark.parametrize("written", ["13812345678", "138-1234-5678", "138 1234 5678", "１３８１２３４５６７８"])
@pytest.mark.parametrize("phone", ["13812345678", "0546-8331234、138 1234 5678"])
def test_own_telephone_and_email(small_tree: Path, phone: str, written: str) -> None:
    """Telephone and e-mail of data/site.yaml may stand anywhere, however they are written."""
    with (small_tree / "data/site.yaml").open("a", encoding="utf-8") as site:
        site.write(f"phone: {phone}\nemail: {EMAIL}\n")
    replace(small_tree, GAZETTE, BODY, f"来电{written}，来信{EMAIL}。{BODY}")
    assert found(small_tree) == []


def test_other_telephones(small_tree: Path) -> None:
    """Another number is none of the office's."""
    with (small_tree / "data/site.yaml").open("a", encoding="utf-8") as site:
        site.write("phone: 13812345679\n")
    replace(small_tree, GAZETTE, BODY, f"来电{MOBILE}。{BODY}")
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-MOBILE"]


# Messages


@pytest.mark.parametrize("secret", [MOBILE, IDENTITY, EMAIL, "6222021600001234562", "E12345678", "鲁E·12345"])
def test_message_keeps_the_secret(small_tree: Path, secret: str) -> None:
    """Nothing that is printed holds the secret, and all of it tells what to do."""
    put(small_tree, DRAFT, a_draft(f"护照或账户{secret}，{MOBILE}，{IDENTITY}。"))
    for one in load(small_tree).diagnostics:
        said = one.plain(str)
        assert not any(word in said for word in (secret, MOBILE, IDENTITY))
        assert "inv mask" in said
        assert dict(one.message.args)["fingerprint"] in said


# Attachments


def link(tree: Path, name: str, data: bytes, path: str = GAZETTE, after: str = BODY) -> None:
    """Add an attachment and link to it."""
    put(tree, f"{MEDIA}/{name}", data)
    replace(tree, path, after, f"见[附件](../../{MEDIA}/{name})。{after}")


def a_word_file(text: str) -> bytes:
    """Make a Word file that holds a paragraph."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>',
        )
    return out.getvalue()


def test_table_attached(small_tree: Path) -> None:
    """A table is a text: the finding tells line and column."""
    link(small_tree, "people.csv", f"姓名,电话\n王,{MOBILE}\n".encode())
    assert found(small_tree) == [f"{MEDIA}/people.csv:2:3 GATE-MOBILE"]
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-MOBILE"]


def test_word_file(small_tree: Path) -> None:
    """Of other attachments the finding names the part."""
    link(small_tree, "people.docx", a_word_file(f"电话{MOBILE}"))
    assert found(small_tree) == [f"{MEDIA}/people.docx:0:0 GATE-MOBILE"]
    quotation = dict(only(small_tree).message.args)["quotation"]
    assert quotation.partition(": ")[0]
    assert MOBILE not in quotation


def test_attachment_of_a_withheld_item(small_tree: Path) -> None:
    """What only a withheld item uses stops no public edition, unless it is secret."""
    link(small_tree, "people.csv", f"{MOBILE}\n".encode(), AFFAIRS, HIDDEN_ITEM)
    assert stops(small_tree, Edition.PUBLIC) == []
    put(small_tree, f"{MEDIA}/people.csv", "机密★10年\n")
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-SECRECY"]
    assert stops(small_tree, Edition.INTERNAL) == ["GATE-SECRECY"]


def test_attachment_of_two_items(small_tree: Path) -> None:
    """What a public and a withheld item use is public."""
    link(small_tree, "people.csv", f"{MOBILE}\n".encode(), AFFAIRS, HIDDEN_ITEM)
    link(small_tree, "people.csv", f"{MOBILE}\n".encode())
    assert stops(small_tree, Edition.PUBLIC) == ["GATE-MOBILE"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"MZ\x90\x00", ("FILE-TYPE", "FILE-BROKEN")),
        ("a.docx", b"PK\x03\x04", ("FILE-BROKEN", "FILE-TYPE")),
        ("a.xlsx", b"", ("FILE-BROKEN", "FILE-TYPE")),
        ("a.png", b"no picture", ("FILE-BROKEN", "FILE-TYPE")),
        ("a.odt", b"PK\x03\x04", ("FILE-TYPE",)),
    ],
)
def test_refused_attachments(small_tree: Path, name: str, data: bytes, code: tuple[str, ...]) -> None:
    """An attachment that can't be looked into stops the public edition that would hold it."""
    link(small_tree, name, data)
    assert only(small_tree).code in code
    assert only(small_tree).path == f"{MEDIA}/{name}"
    assert stops(small_tree, Edition.PUBLIC)
    assert stops(small_tree, Edition.INTERNAL) == []


def test_unused_attachments(small_tree: Path) -> None:
    """A file that no text uses is in no output: what can't be looked into is no matter."""
    put(small_tree, f"{MEDIA}/a.pdf", b"MZ")
    assert found(small_tree) == []


@pytest.mark.parametrize("fault", ["FILE-LOCKED", "FILE-BROKEN", "FILE-NESTED", "FILE-LARGE", "FILE-NO-TEXT"])
def test_faults_of_attachments(small_tree: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """What keeps an attachment from being read is told; only that it has no text can be waived."""
    monkeypatch.setattr(gate_module, "extract", lambda name, _data: Extracted((), fault if name == "a.pdf" else ""))
    replace(small_tree, GAZETTE, f"见[进度表](../../{MEDIA}/progress.csv)", "")
    link(small_tree, "a.pdf", b"%PDF-1.7")
    (one,) = load(small_tree).gate.findings
    assert one.diagnostic.code == fault
    written = f"waivers: [{{code: {fault}, fingerprint: {one.fingerprint}, reason: 已逐页看过, approver: 信息科}}]\n"
    replace(small_tree, GAZETTE, "number: 2\n", f"number: 2\n{written}")
    assert stops(small_tree, Edition.PUBLIC) == ([] if fault == "FILE-NO-TEXT" else [fault])


def test_waiver_of_an_attachment(small_tree: Path) -> None:
    """The waiver stands in the text that uses the file, and expires when a byte of the file changes."""
    link(small_tree, "people.csv", f"姓名,电话\n王,{MOBILE}\n".encode())
    (one,) = load(small_tree).gate.findings
    written = f"{{code: GATE-MOBILE, fingerprint: {one.fingerprint}, reason: 值班电话, approver: 信息科}}"
    replace(small_tree, GAZETTE, "number: 2\n", f"number: 2\nwaivers: [{written}]\n")
    assert found(small_tree) == []
    put(small_tree, f"{MEDIA}/people.csv", f"姓名,电话\n李,{MOBILE}\n")
    assert sorted(one.split(" ")[1] for one in found(small_tree)) == ["GATE-MOBILE", "WAIVER-UNUSED"]


def test_types_of_the_site(small_tree: Path) -> None:
    """data/site.yaml says which types the public edition may hold."""
    with (small_tree / "data/site.yaml").open("a", encoding="utf-8") as site:
        site.write("attachment_types: [svg, pdf]\n")
    assert [one.split(" ")[1] for one in found(small_tree)] == ["FILE-TYPE"]
    replace(small_tree, "data/site.yaml", "[svg, pdf]", "[svg, .CSV]")
    assert found(small_tree) == []
    replace(small_tree, "data/site.yaml", "[svg, .CSV]", "[svg, csv, exe]")
    assert found(small_tree) == ["data/site.yaml:13:30 FIELD-VALUE"]


def test_types_by_default() -> None:
    """By default a site holds what texts may link to and the program can look into, sound and film beside."""
    assert set(TYPES) == set(LINKED) - UNREAD | {"mp3", "mp4"}


def test_large_files_are_not_read(small_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is refused by its size."""
    link(small_tree, "a.pdf", b"")
    with (small_tree / f"{MEDIA}/a.pdf").open("r+b") as file:
        file.truncate(500_000_000)  # sparse
    monkeypatch.setattr(gate_module, "extract", lambda _name, data: Extracted((), "") if len(data) < 10**6 else 1 / 0)
    assert [one.split(" ")[1] for one in found(small_tree)] == ["FILE-LARGE"]


def test_pieces_are_all_looked_through() -> None:
    """Every piece of an attachment counts, each secret once."""
    site = Gate()
    with pytest.MonkeyPatch.context() as patch:
        pieces = (Piece("page 1", MOBILE), Piece("page 2", MOBILE), Piece("author", EMAIL))
        patch.setattr(gate_module, "extract", lambda _name, _data: Extracted(pieces))
        every = list(site.check_media("media/a.pdf", b"x", (EVERYWHERE,)))
    assert [dict(one.diagnostic.message.args)["quotation"].partition(":")[0] for one in every] == ["page 1", "author"]


# Views


@given(st.text(alphabet="甲乙12*_`[]()!|\\&#;<>/ \n^", max_size=60))
def test_views_stand_where_they_say(text: str) -> None:
    """Each character of a view comes from a stretch of the source, in order, and letters from their like."""
    for view in (printed(text), decoded(text)):
        if view is None:
            continue
        assert len(view.text) == len(view.starts) == len(view.ends)
        assert list(view.starts) == sorted(view.starts)
        assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))
        for sign, start, end in zip(view.text, view.starts, view.ends, strict=True):
            assert not sign.isalnum() or sign in text[start:end] or text[start:end].startswith("&")


@given(st.lists(st.sampled_from(["电话", MOBILE, "1381**2345678**", IDENTITY, "，", "\n\n", "&#49;3812345678"])))
def test_hits_do_not_overlap(parts: list[str]) -> None:
    """Hits stand in order, apart, and their edits within them."""
    text = "，".join(parts)
    hits = find_hits(text)
    assert all(one.end <= other.start for one, other in pairwise(hits))
    assert all(hit.start <= start < end <= hit.end for hit in hits for start, end, _ in hit.edits)


@pytest.mark.parametrize(
    "text", ["甲\n\n乙1381<!--\n\n-->2345678", "甲\n\n电话138**1234**5678\n\n乙", "138\\\n1234\\\n5678"]
)
def test_only_marked_paragraphs_are_read_anew(text: str) -> None:
    """What stands in paragraphs without markup is in no other view; a comment may run over paragraphs."""
    view = printed(text)
    assert view is not None
    assert ("甲" in view.text) is ("<!--" in text)
    assert [one.code for one in find_hits(text)] == ["GATE-MOBILE"]


@pytest.mark.parametrize(
    ("text", "secret", "expected"),
    [("甲1-2", "12", (1, 4)), ("1" + "*" * 50 + "2", "12", None), ("甲", "", None), ("1\n2", "12", None)],
)
def test_scattered(text: str, secret: str, expected: tuple[int, int] | None) -> None:
    """The characters of a secret are found in order, with marks between them and nothing else."""
    assert scattered(text, secret) == expected


@pytest.mark.parametrize(
    ("text", "markup", "expected"),
    [
        ("甲1381~~~2345678", "<p>甲1381<b></b>2345678</p>", [(1, 15)]),
        ("甲", f"<p>{MOBILE}</p>", [(0, 0)]),
        (f"甲{MOBILE}", f"<p>甲{MOBILE}</p>", []),
        ("甲", "<td>138123</td><td>45678</td>", []),
    ],
    ids=["found", "nowhere", "known", "cells"],
)
def test_rendered(text: str, markup: str, expected: Iterable[tuple[int, int]]) -> None:
    """What only the rendered text shows is placed where its characters stand, or at its item."""
    hits = find_rendered(text, (0, len(text)), markup, find_hits(text))
    assert [(one.start, one.end) for one in hits] == expected


def test_data_without_end() -> None:
    """A megabyte of marks is read in the time of a megabyte."""
    for sign in ("[", "](", "<!--", "**", "&#", "\\", "%3", "<a", "![^", "_a", "| "):
        text = sign * (200_000 // len(sign))
        assert Gate().hits(text) == []


def test_scan_needs_text() -> None:
    """What is no text has been reported as such."""
    assert Gate().scan("pages/a.md", b"\xff") is None
    assert Gate().scan_data("data/a.yaml", b"\xff", Spot("data/a.yaml")) is None
