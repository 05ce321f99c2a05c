"""`inv classify` and `inv evaluate`, run as an editor runs them."""

from __future__ import annotations

import json

import pytest

from tests.site.office import REPOSITORY, Office
from tests.site.output import tree_of

_TEXT = "桥南菜场污水横流、臭味扑鼻，摊主多次反映，至今无人清理。"


@pytest.mark.parametrize(("language", "told"), [("zh", "问题信息"), ("en", "problem item")])
def test_classify_says_why(office: Office, language: str, told: str) -> None:
    """`inv classify --text` prints kind, topic, reasons, sum and the words marked, in the editor's language."""
    done = office.inv("classify", "--text", _TEXT, GOVBULLETIN_LANGUAGE=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert told in done.stdout.splitlines()[0]
    assert "【" in done.stdout.splitlines()[-1]


def test_classify_every_item_of_an_issue(office: Office) -> None:
    """The items of an issue are judged one by one, with what its editor wrote beside; nothing is written."""
    before = tree_of(office.content)
    path = next(path for path in sorted(before) if path.endswith(".md") and before[path].count(b"\n## ") > 1)
    count = before[path].count(b"\n## ")
    done = office.inv("classify", f"content/{path}")
    assert done.returncode == 0, done.stderr
    assert [f"content/{path}, item {n}" in done.stdout for n in range(1, count + 1)] == [True] * count
    rows = json.loads(office.inv("classify", f"content/{path}", "--format", "json").stdout)
    assert [row["item"] for row in rows] == list(range(1, count + 1))
    assert tree_of(office.content) == before


def test_classify_refuses_an_issue_with_an_error(office: Office) -> None:
    """An issue that can't be read is told as `inv check` tells it."""
    file = office.content / "key-affairs/2005/broken.md"
    file.write_text("---\nseries: key-afairs\nsigned: 2005-04-01\n---\n\n## 甲\n\n乙。\n", encoding="utf-8")
    done = office.inv("classify", str(file))
    assert done.returncode == 1
    assert "SERIES-UNKNOWN" in done.stderr
    assert "Traceback" not in done.stderr


def test_classify_reads_what_is_written_like_an_issue_elsewhere(office: Office) -> None:
    """A draft outside of the content tree is cut into its items too, whatever its metadata says."""
    (office.root / "draft.md").write_text(f"---\nany: 1\n---\n\n## 甲\n\n{_TEXT}\n\n## 乙\n\n好。\n", encoding="utf-8")
    rows = json.loads(office.inv("classify", "draft.md", "--format", "json").stdout)
    assert [(row["title"], row["text"]) for row in rows] == [("甲", _TEXT), ("乙", "好。")]


@pytest.mark.parametrize(
    ("data", "title", "text"),
    [
        (_TEXT.encode(), "", _TEXT),
        (f"# 菜场\r\n\r\n{_TEXT}\r\n".encode(), "菜场", _TEXT),
        (b"\xef\xbb\xbf" + _TEXT.encode(), "", _TEXT),
        (b"", "", ""),
        (b"5", "", "5"),
        (b"1234567890", "", "1234567890"),
        (b"only English", "", "only English"),
        ("問題突出，ＡＢＣ１２３".encode(), "", "問題突出，ＡＢＣ１２３"),
        (b"<p>&nbsp;</p>", "", "<p>&nbsp;</p>"),
    ],
    ids=["text", "heading", "byte-order-mark", "empty", "one", "digits", "english", "traditional", "html"],
)
def test_classify_standard_input(office: Office, data: bytes, title: str, text: str) -> None:
    """Whatever comes by standard input is judged."""
    done = office.fed(data, "classify", "-", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = json.loads(done.stdout)
    assert (row["title"], row["text"]) == (title, text)


def test_classify_takes_100_000_characters(office: Office) -> None:
    """A very long text gets a short answer."""
    (office.root / "long.txt").write_text((_TEXT * 4_000)[:100_000], encoding="utf-8")
    done = office.inv("classify", "long.txt")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout) < 5_000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("classify",), "--text"),
        (("classify", "nowhere.txt"), "nowhere.txt"),
        (("classify", "content"), "content"),
        (("classify", "binary.txt"), "binary.txt"),
        (("classify", "chinese.txt"), "UTF-8"),
        (("classify", "--text", "甲", "--format", "yaml"), "human, json"),
        (("classify", "--text", "甲", "--content", "nowhere"), "nowhere"),
        (("evaluate", "nowhere.jsonl"), "nowhere.jsonl"),
        (("evaluate", "content"), "content"),
        (("evaluate", "binary.txt"), "binary.txt"),
        (("evaluate", "good.jsonl", "--format", "yaml"), "table, json"),
        (("evaluate", "good.jsonl", "--content", "nowhere"), "nowhere"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_mistakes_are_told_in_one_line(office: Office, arguments: tuple[str, ...], told: str) -> None:
    """What can't be judged or measured is refused in one line; exit code 1."""
    (office.root / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (office.root / "chinese.txt").write_bytes("道路破损，请修".encode("gb18030"))
    (office.root / "good.jsonl").write_text(json.dumps({"text": _TEXT, "label": "problem"}), encoding="utf-8")
    done = office.inv(*arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert told in done.stderr


def test_an_offices_own_lists_are_used_and_their_errors_told(office: Office) -> None:
    """Words of data/lexicon.yaml count; with an error in it or in the model, the error is told and nothing judged."""
    own = office.content / "data/lexicon.yaml"
    own.write_text("- {role: problem, group: 本单位线索, weight: 3, words: [呱呱叫]}\n", encoding="utf-8")
    done = office.inv("classify", "--text", "呱呱叫")
    assert "本单位线索" in done.stdout
    own.write_text("- {role: problem, group: 甲, words: [乙], wait: 3}\n", encoding="utf-8")
    (office.root / "good.jsonl").write_text(json.dumps({"text": _TEXT, "label": "problem"}), encoding="utf-8")
    for command in (("classify", "--text", "呱呱叫"), ("evaluate", "good.jsonl")):
        done = office.inv(*command)
        assert (done.returncode, done.stdout) == (1, "")
        assert "content/data/lexicon.yaml:1:" in done.stderr
    own.unlink()
    (office.content / "data/classifier.json").write_text("{}", encoding="utf-8")
    done = office.inv("classify", "--text", "呱呱叫")
    assert (done.returncode, done.stdout) == (1, "")
    assert "MODEL-UNREADABLE" in done.stderr


def test_evaluate_prints_figures_and_mistakes(office: Office) -> None:
    """`inv evaluate` prints figures; with --errors the mistakes; --format json what programs read."""
    items = [{"text": _TEXT, "label": "problem"}, {"text": _TEXT, "label": "general", "topic": "民政"}]
    text = "\ufeff" + "\r\n".join(json.dumps(item) for item in items)
    (office.root / "items.jsonl").write_text(text, encoding="utf-8", newline="")
    done = office.inv("evaluate", "items.jsonl", "--errors")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.667" in done.stdout
    assert "line 2: is general item, taken for problem item" in done.stdout
    assert "line 2: is 民政, given " in done.stdout
    figures = json.loads(office.inv("evaluate", "items.jsonl", "--format", "json").stdout)
    assert (figures["problem"]["f1"], figures["real"]["items"], figures["topic"]["items"]) == (0.6667, 2, 1)
    assert figures["model_bytes"] == (REPOSITORY / "plugins/bulletin_problems/shipped/model.json").stat().st_size


def test_evaluate_tells_all_bad_lines(office: Office) -> None:
    """Every bad line is told with its place; exit code 1 and no figures."""
    (office.root / "items.jsonl").write_text(
        '{"text": "甲"}\n\n{\n{"text": "甲", "label": "problem"}\n', encoding="utf-8"
    )
    done = office.inv("evaluate", "items.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    first, second, last = done.stderr.splitlines()
    assert first.startswith("items.jsonl:1:")
    assert second.startswith("items.jsonl:3:2:")
    assert "2" in last
    assert "items.jsonl" in last


def test_evaluate_without_a_content_tree(office: Office) -> None:
    """Without a content tree the shipped words, topics and model are measured."""
    office.content.rename(office.root / "elsewhere")
    (office.root / "items.jsonl").write_text(json.dumps({"text": _TEXT, "label": "problem"}), encoding="utf-8")
    done = office.inv("evaluate", "items.jsonl", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["problem"]["f1"] == 1
