"""What is withheld or forbidden is found in every sort of file of an output, and then the output that stands stays."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bulletin.dates import CHINA
from bulletin.diagnostics import Diagnostic
from bulletin.kinds import Edition
from bulletin_build import output_scan, output_texts
from bulletin_build.output_evidence import evidence_of, told_by
from bulletin_build.output_scan import Evidence, scan
from bulletin_gate.editions import edition_of
from bulletin_gate.fingerprints import Source, Withheld
from bulletin_portal.loading import load
from bulletin_search.container import contained, deflated
from tests.site.office import REPOSITORY, Office
from tests.site.output import Site, tree_of
from tests.site.planted import docx, jpeg

WITHHELD = "望潮河东段堤防存在管涌险情，拟于汛前转移安置沿线群众"
MOBILE = "13812345678"
EVIDENCE = Evidence(
    lambda few: Withheld.of([Source("gazette/2004/a.md", WITHHELD)], ["会议指出，要抓好汛前准备"], among_few=few)
)


def _text(form: str) -> Callable[[str], bytes]:
    return lambda text: form.format(text).encode()


FILES: dict[str, Callable[[str], bytes]] = {
    "index.html": _text("<p>甲</p><p>{}</p>"),
    "attribute.html": _text('<meta name="description" content="{}">'),
    "comment.html": _text("<p>甲</p><!-- {} -->"),
    "script.html": lambda text: f"<script>{json.dumps({'a': text})}</script>".encode(),
    "feed.atom": lambda text: f"<summary>&lt;p&gt;{text}&lt;/p&gt;</summary>".encode(),
    "feed.rss": _text("<description><![CDATA[<p>{}</p>]]></description>"),
    "search/0.json": lambda text: json.dumps([{"t": text}]).encode(),
    "data.csv": _text("1,{},2\n"),
    "sitemap.xml": _text("<url><loc>https://a.example/{}</loc></url>"),
    "robots.txt": _text("# {}\n"),
    "_redirects": _text("/a /{} 301\n"),
    "main.css": _text("/* {} */"),
    "drawing.svg": _text('<svg xmlns="http://www.w3.org/2000/svg"><desc>{}</desc></svg>'),
    "index.html.gz": lambda text: gzip.compress(f"<p>{text}</p>".encode()),
    "search/2004/t0.bin": lambda text: contained(
        deflated(json.dumps(["01", ["甲"], [f"乙\n{text}"]], ensure_ascii=False).encode("gbk")), 7
    ),
    "search/2004/docs.bin": lambda text: contained(deflated(json.dumps({"issues": [text]}).encode()), 7),
    "attached.docx": docx,
    "picture.jpg": jpeg,
}


def _scan(folder: Path, **files: bytes) -> list[Diagnostic]:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    found = scan(folder, EVIDENCE)
    assert scan(folder, EVIDENCE, is_part=True) == found
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_withheld_text_in_every_sort_of_file(name: str, tmp_path: Path) -> None:
    """A run of a withheld text is found, with the file that says it and the file it comes from."""
    found = _scan(tmp_path, **{name: FILES[name](WITHHELD)})
    assert {(one.code, one.path.split(" ")[0]) for one in found} == {("OUT-WITHHELD", name)}
    assert {dict(one.message.args)["source"] for one in found} == {"gazette/2004/a.md"}
    assert WITHHELD[3:9] not in "".join(one.plain(str) for one in found)


@pytest.mark.parametrize("name", FILES)
def test_a_secret_in_every_sort_of_file(name: str, tmp_path: Path) -> None:
    """What the gate forbids is found wherever it stands, and the message does not print it."""
    found = _scan(tmp_path, **{name: FILES[name](f"联系电话：{MOBILE}")})
    assert {(one.code, one.path.split(" ")[0]) for one in found} == {("OUT-SECRET", name)}
    assert {dict(one.message.args)["kind"] for one in found} == {"GATE-MOBILE"}
    assert MOBILE not in "".join(one.plain(str) for one in found)


@pytest.mark.parametrize("name", FILES)
def test_a_clean_file_of_every_sort(name: str, tmp_path: Path) -> None:
    """Public words in the same files raise no alarm."""
    assert _scan(tmp_path, **{name: FILES[name]("会议指出，要抓好汛前准备，热线12345、0546-8301234")}) == []


def test_names_of_files(tmp_path: Path) -> None:
    """A file's name is looked at like a text, and a name that is a secret is told masked."""
    found = _scan(tmp_path, **{f"{WITHHELD}.txt": b"", f"list-{MOBILE}.csv": b""})
    assert [one.code for one in found] == ["OUT-SECRET", "OUT-WITHHELD"]
    assert MOBILE not in "".join(one.plain(str) for one in found)


def test_bytes_in_other_encodings(tmp_path: Path) -> None:
    """Files of unknown sorts are read in the encodings that office programs write."""
    names = ("utf-16-le", "utf-16-be", "gb18030", "utf-8")
    files = {f"{name}.bin": b"\0\1\2" + WITHHELD.encode(name) + b"\0" for name in names}
    assert sorted({one.path.split(" ")[0] for one in _scan(tmp_path, **files)}) == sorted(files)


def test_a_withheld_file_under_another_name(tmp_path: Path) -> None:
    """The bytes of a withheld file are known again, whatever the file is called now."""
    data = bytes(range(256))
    digest = "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880"
    evidence = Evidence(EVIDENCE.withheld, files={digest: "media/a.mp3"}, sizes=frozenset({256}))
    (tmp_path / "b.bin").write_bytes(data)
    assert [(one.code, one.path, one.message.args) for one in scan(tmp_path, evidence)] == [
        ("OUT-FILE", "b.bin", (("source", "media/a.mp3"),))
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("index.html.br", b"\x0b\x02\x80", id="brotli"),
        pytest.param("index.html.gz", b"\x1f\x8b", id="cut-off"),
        pytest.param("index.html.gz", b"<p>", id="no-gzip"),
        pytest.param("a.docx.gz", gzip.compress(b"PK"), id="packed-attachment"),
        pytest.param("a.docx", b"PK", id="broken-attachment"),
        pytest.param("a.pdf", b"MZ", id="no-pdf"),
    ],
)
def test_what_cannot_be_looked_into_is_not_published(name: str, data: bytes, tmp_path: Path) -> None:
    """A file that can't be looked into counts as a leak: the scan fails closed."""
    assert {one.code for one in _scan(tmp_path, **{name: data})} == {"OUT-UNREADABLE"}


def test_the_end_of_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is looked at in blocks that overlap, so memory is bounded and nothing between two blocks is missed."""
    monkeypatch.setattr(output_texts, "BLOCK", 10_000)
    for at in range(10_000 - len(WITHHELD.encode()), 10_003, 3):
        folder = tmp_path / str(at)
        folder.mkdir()
        data = b"a" * at + WITHHELD.encode() + b"a" * 5_000
        assert {one.code for one in _scan(folder, **{"a.txt": data})} == {"OUT-WITHHELD"}
        assert {one.code for one in _scan(folder, **{"a.txt": b"", "a.txt.gz": gzip.compress(data)})} == {
            "OUT-WITHHELD"
        }


def test_lines_that_every_page_has(tmp_path: Path) -> None:
    """Known lines are looked at once, which hides neither a leak among them nor one that runs over a line's end."""
    page = "<nav>\n<a>首页</a>\n</nav>\n<p>\n{}\n</p>\n"
    half = WITHHELD[:13]
    files = {f"{n}.html": page.format("会议指出").encode() for n in range(3)}
    assert _scan(tmp_path, **files) == []
    broken = page.format(f"{WITHHELD[:6]}\n{WITHHELD[6:]}").encode()
    assert {one.path for one in _scan(tmp_path, **files, **{"3.html": broken})} == {"3.html"}
    assert half not in page


def test_two_public_texts_that_meet(tmp_path: Path) -> None:
    """Where two public texts meet by chance in a short run of a withheld one, nothing was leaked."""
    withheld, public = [Source("a.md", "堤防存在管涌险情。拟于汛前转移")], ["存在管涌险情。", "拟于汛前转移"]
    evidence = Evidence(lambda few: Withheld.of(withheld, public, among_few=few))
    (tmp_path / "a.html").write_text("<p>存在管涌险情。</p>\n<p>拟于汛前转移</p>\n", encoding="utf-8")
    assert scan(tmp_path, evidence) == []
    (tmp_path / "b.html").write_text("<p>存在管涌险情。拟于汛前转移</p>\n", encoding="utf-8")
    assert [one.code for one in scan(tmp_path, evidence)] == ["OUT-WITHHELD"]


def test_names_count_where_problem_items_are_shown(tmp_path: Path) -> None:
    """A petitioner's name is a leak on the page of a problem item; elsewhere the same words are news."""
    page = "<p>信访人张建国反映，柳泊镇拖欠工程款。</p>".encode()
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "z.html").write_bytes(page)
    assert scan(tmp_path, EVIDENCE) == []
    (leak,) = scan(tmp_path, Evidence(EVIDENCE.withheld, problems=frozenset({"z.html"})))
    assert (leak.code, leak.path, dict(leak.message.args)["kind"]) == ("OUT-SECRET", "z.html", "GATE-NAME")


def test_what_may_stand(tmp_path: Path) -> None:
    """The office's own telephone and what somebody answers for pass, written however."""
    (tmp_path / "a.html").write_text("<p>联系电话：138 1234 5678</p>", encoding="utf-8")
    assert scan(tmp_path, Evidence(EVIDENCE.withheld, allowed=frozenset({MOBILE}))) == []


def test_so_many_leaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telling ends when there is enough to tell."""
    monkeypatch.setattr(output_scan, "MOST", 3)
    monkeypatch.setattr(output_scan, "_BATCH", 1)
    for n in range(9):
        (tmp_path / f"{n}.html").write_text(f"<p>{n}、{WITHHELD}</p>", encoding="utf-8")
    assert 3 <= len(scan(tmp_path, EVIDENCE)) <= 4
    assert 3 <= len(scan(tmp_path, EVIDENCE, is_part=True)) <= 4


def test_what_attachments_say(small_tree: Path, tmp_path: Path) -> None:
    """What only a withheld attachment says is withheld; what a public one says too is not."""
    public = "全区河道堤防岁修工程已经全部开工，年底前可望完成"
    for name, text in (("hidden.docx", f"{WITHHELD}。{public}"), ("shown.docx", public)):
        (small_tree / "media" / name).write_bytes(docx(text))
    for path, before, name in (
        ("key-affairs/2004/2004-11-20.md", "两所卫生院的急救药品", "hidden.docx"),
        ("gazette/2004/2004-11-19.md", "截至11月15日", "shown.docx"),
    ):
        text = (small_tree / path).read_text(encoding="utf-8")
        linked = text.replace(before, f"[附件](../../media/{name}){before}")
        (small_tree / path).write_text(linked, encoding="utf-8")
    loaded = load(small_tree)
    assert loaded.catalogue is not None
    edition, _ = edition_of(loaded.catalogue, Edition.PUBLIC)
    told = told_by(loaded, edition, datetime(2026, 1, 1, tzinfo=CHINA))
    evidence = evidence_of(small_tree, REPOSITORY / "theme", told)
    output = tmp_path / "output"
    output.mkdir()
    (output / "a.html").write_text(f"<p>{public}</p>", encoding="utf-8")
    assert scan(output, evidence) == []
    (output / "b.html").write_text(f"<p>{WITHHELD}</p>", encoding="utf-8")
    (leak,) = scan(output, evidence)
    assert (leak.code, leak.path, dict(leak.message.args)["source"]) == ("OUT-WITHHELD", "b.html", "media/hidden.docx")


@pytest.mark.parametrize(
    ("leak", "code"),
    [
        pytest.param("withheld", "OUT-WITHHELD", id="withheld-text"),
        pytest.param("secret", "OUT-SECRET", id="secret"),
        pytest.param("file", "OUT-FILE", id="withheld-file"),
        pytest.param("unreadable", "OUT-UNREADABLE", id="unreadable"),
    ],
)
def test_a_build_that_leaks_keeps_the_site(leak: str, code: str, small_office: Office, tmp_path: Path) -> None:
    """A leak, here by way of the theme, fails the build with exit code 1, names itself, and the site stands."""
    office = small_office
    output = tmp_path / "site" / "public"
    assert office.build(output).returncode == 0
    before = tree_of(output)
    static = office.root / "theme" / "static"
    if leak == "withheld":
        source = next(path for path in sorted(office.content.glob("key-affairs/*/*.md")))
        (static / "notes.txt").write_bytes(source.read_bytes())
    elif leak == "secret":
        (static / "notes.txt").write_text(f"联系电话：{MOBILE}", encoding="utf-8")
    elif leak == "file":
        (office.content / "media" / "unused.csv").write_bytes(b"a,b\n1,2\n")
        (static / "notes.csv").write_bytes(b"a,b\n1,2\n")
    else:
        (static / "notes.html.br").write_bytes(b"\x0b\x02\x80")
    done = office.build(output, "--full")
    assert done.returncode == 1
    assert f"theme/notes.{'html.br' if leak == 'unreadable' else 'csv' if leak == 'file' else 'txt'}" in done.stderr
    assert f" {code} " in done.stderr
    assert MOBILE not in done.stdout + done.stderr
    assert tree_of(output) == before
    assert [path.name for path in output.parent.iterdir() if path.is_dir()] == ["public"]
    assert office.build(tmp_path / "site" / "internal", "--edition", "internal").returncode == 0


def test_summaries_of_public_texts(office: Office, tmp_path: Path) -> None:
    """What a page says of its own public text in other words, without the marks of its notes, is no leak."""
    text = "干渠整修1,203处[^1]仍未完成的应于月底前完成。\n\n[^1]: 按长度计算。"
    plain = "干渠整修1,203处仍未完成的应于月底前完成。"
    office.change(
        "content/gazette/2005/2005-03-25.md",
        r"\Z",
        f"\n## 干渠整修\n\n```item\n单位: 柳泊镇\n主题: 农业农村\n类别: 普发信息\n```\n\n{text}\n",
    )
    office.change("content/gazette/2004/2004-09-30.md", r"\Z", f"\n{plain}\n")
    done = office.build(tmp_path / "public")
    assert done.returncode == 0, done.stderr
    built = tree_of(tmp_path / "public")
    assert any(b"description" in data for data in built.values() if plain[:12].encode() in data)


def test_the_english_interface_leaks_nothing(public: Site) -> None:
    """What the theme says in English, an editor's name behind it, is no withheld text, though sources begin so too."""
    assert "Editor:" in public.english["special-report/2004/2/"].text
