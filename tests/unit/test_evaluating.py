"""Files of labelled items, whoever wrote them, and the figures over them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bulletin.kinds import Kind
from bulletin_editor.desk import RefusedError
from bulletin_editor.evaluating import evaluate_and_tell
from bulletin_editor.labelled_files import BadLine, parse_labelled, read_labelled
from bulletin_editor.measuring import evaluate, judge_all
from bulletin_problems.office import shipped_classifier

PROBLEM = {"text": "桥南菜场污水横流、臭味扑鼻，摊主多次反映，至今无人清理。", "label": "problem", "topic": "城乡建设"}
GENERAL = {"text": "区图书馆举办读书月活动，向读者赠送新书三百册。", "label": "general", "topic": "教育文体"}


def lines(*items: object) -> str:
    """Return JSON Lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def items_of(text: str) -> list[Any]:
    """Return the items of a text that has no bad line."""
    found = list(parse_labelled(text))
    assert not [one for one in found if isinstance(one, BadLine)]
    return [one[1] for one in found if not isinstance(one, BadLine)]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("problem", Kind.PROBLEM),
        (" Problem ", Kind.PROBLEM),
        ("问题", Kind.PROBLEM),
        ("问题信息", Kind.PROBLEM),
        (["problem"], Kind.PROBLEM),
        ("general", Kind.GENERAL),
        ("普发", Kind.GENERAL),
        ("普发类信息", Kind.GENERAL),
    ],
    ids=str,
)
def test_labels(given: object, kind: Kind) -> None:
    """A label is understood in both languages."""
    assert [item.kind for item in items_of(lines({"text": "甲", "label": given}))] == [kind]


@pytest.mark.parametrize(
    ("given", "truth"),
    [
        (True, True),
        (1, True),
        ("true", True),
        ("question-headed", True),
        ("是", True),
        (["past"], True),
        (False, False),
        (0, False),
        (None, False),
        ("", False),
        (" ", False),
        ("false", False),
        ("No", False),
        ("否", False),
        ("0", False),
        ([], False),
    ],
    ids=repr,
)
def test_yes_and_no(given: object, truth: object) -> None:
    """Tricky and synthetic say yes or no as a truth value, a number, or a word; tricky may name its sort."""
    (item,) = items_of(lines({**PROBLEM, "tricky": given, "synthetic": given}))
    assert (item.tricky, item.synthetic) == (truth, truth)


@pytest.mark.parametrize(
    ("fields", "topic", "second"),
    [
        ({}, "", ""),
        ({"topic": None, "topic_alt": None}, "", ""),
        ({"topic": " 民政 "}, "民政", ""),
        ({"topic": "民政", "topic_alt": "卫生健康"}, "民政", "卫生健康"),
        ({"topic": "民政", "topic_alt": ["卫生健康", "教育文体"]}, "民政", "卫生健康、教育文体"),
        ({"topic": ["民政", "卫生健康"]}, "民政", "卫生健康"),
        ({"topic": []}, "", ""),
    ],
    ids=repr,
)
def test_topics(fields: dict[str, object], topic: str, second: str) -> None:
    """Topics may be missing, empty, one or several."""
    (item,) = items_of(lines({"text": "甲", "label": "general", **fields}))
    assert (item.topic, item.topic_alt) == (topic, second)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b"\n  \n" + data.replace(b"\n", b"\n\n") + b"\n\t\n",
        lambda data: data.rstrip(),
    ],
    ids=["byte-order-mark", "crlf", "cr", "blank-lines", "no-last-newline"],
)
def test_forms_of_files(tmp_path: Path, change: Any) -> None:  # noqa: ANN401 (a change of bytes)
    """Files from any editor's program are read alike."""
    path = tmp_path / "items.jsonl"
    path.write_bytes(change(lines(PROBLEM, GENERAL).encode()))
    assert [item.text for _, item in read_labelled(str(path))] == [PROBLEM["text"], GENERAL["text"]]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", ":2:2"),
        ("text: 甲", ":2:1"),
        ("[" * 100_000, ":2"),
        ("9" * 10_000, ":2"),
        ("[]", "花括号"),
        ("null", "花括号"),
        ('"甲"', "花括号"),
        ("{}", "text"),
        ('{"text": 5, "label": "problem"}', "text"),
        ('{"text": null, "label": "problem"}', "text"),
        ('{"text": "甲"}', "“—”"),
        ('{"text": "甲", "label": "坏"}', "“坏”"),
        ('{"text": "甲", "label": ["problem", "general"]}', "“problem、general”"),
        ('{"text": "甲", "label": {"a": 1}}', "label"),
    ],
    ids=lambda value: value[:40],
)
def test_bad_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, told: str
) -> None:
    """A line that is no item is told with its place and what to do; nothing is measured."""
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "zh")
    path = tmp_path / "items.jsonl"
    path.write_text(f"{lines(PROBLEM)}{line}\n{lines(GENERAL)}", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_labelled(str(path))
    assert refused.value.args_of_message["count"] == 1
    (only,) = capsys.readouterr().err.splitlines()
    assert only.startswith(f"{path}:2")
    assert told in only


def test_all_bad_lines_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every bad line is told; of very many the first hundred, and how many there are."""
    path = tmp_path / "items.jsonl"
    path.write_text("甲\n" * 250, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_labelled(str(path))
    assert refused.value.args_of_message["count"] == 250
    assert len(capsys.readouterr().err.splitlines()) == 100


@pytest.mark.parametrize("data", [b"\xff\xfe{\x00}\x00", b"\x89PNG\r\n\x00", "甲".encode("gb18030"), b"\x00"], ids=repr)
def test_no_text(tmp_path: Path, data: bytes) -> None:
    """A file that is no UTF-8 text is refused."""
    path = tmp_path / "items.jsonl"
    path.write_bytes(data)
    with pytest.raises(RefusedError):
        read_labelled(str(path))


def test_halves_of_characters() -> None:
    """JSON may hold half a character; it is read as something that can be printed."""
    (item,) = items_of('{"text": "甲\\ud800乙", "label": "general"}\n')
    assert item.text == "甲?乙"


def test_figures() -> None:
    """Groups hold what their names say; a topic that the site doesn't know counts nowhere."""
    classifier = shipped_classifier()
    items = items_of(
        lines(
            {**PROBLEM, "tricky": "figures", "synthetic": True},
            {**PROBLEM, "label": "general", "topic": "综合"},  # a mistake, labelled wrong on purpose
            {**GENERAL, "topic": "民政", "topic_alt": ["安全生产", "教育文体"]},
            {**GENERAL, "topic": ""},
        )
    )
    judged, ms_per_item = judge_all(classifier, list(enumerate(items, 1)))
    found = evaluate(judged, classifier.topic_words.names, ms_per_item, 5)
    told: dict[str, Any] = found.as_dict()
    assert {name: told[name]["items"] for name in ("problem", "real", "synthetic", "tricky")} == {
        "problem": 4,
        "real": 3,
        "synthetic": 1,
        "tricky": 1,
    }
    assert (told["problem"]["precision"], told["problem"]["recall"], told["problem"]["f1"]) == (0.5, 1.0, 0.6667)
    assert told["problem"]["low"] <= told["problem"]["f1"] <= told["problem"]["high"]
    assert (told["tricky"]["f1"], told["real"]["f1"]) == (1.0, 0.0)
    assert told["topic"]["items"] == 2
    assert told["topic"]["macro_f1"] < told["topic"]["macro_f1_lenient"]
    assert told["deferral"]["mistakes"] == 1
    assert told["model_bytes"] == 5
    assert told["ms_per_item"] > 0


def test_json_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON form has the keys that programs ask for, with and without the mistakes; figures are the same twice."""
    path = tmp_path / "items.jsonl"
    path.write_text(lines(PROBLEM, GENERAL, {**GENERAL, "label": "problem"}), encoding="utf-8")
    told = []
    for errors in (False, True):
        evaluate_and_tell(None, str(path), "json", errors=errors)
        told.append(json.loads(capsys.readouterr().out))
    for one in told:
        assert {"f1", "precision", "recall", "low", "high", "items"} <= set(one["problem"])
        assert {"tricky", "real", "synthetic", "topic", "deferral", "ms_per_item", "model_bytes"} <= set(one)
    assert [row["line"] for row in told[1].pop("errors")["kind"]] == [3]
    for one in told:
        del one["ms_per_item"]
    assert told[0] == told[1]


@pytest.mark.parametrize("form", ["table", "json"])
def test_empty_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    """A file without items is said to be one; its figures are all 0."""
    path = tmp_path / "items.jsonl"
    path.write_bytes(b"\n")
    evaluate_and_tell(None, str(path), form, errors=True)
    told = capsys.readouterr()
    assert str(path) in told.err
    if form == "json":
        assert json.loads(told.out)["problem"]["items"] == 0


def test_mistakes_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Mistakes of kind and of topic are listed apart, by line, without what would steer a terminal."""
    path = tmp_path / "items.jsonl"
    spoiled = {**PROBLEM, "title": "\x1b[31m红", "label": "general", "topic": "民政"}
    path.write_text("\n" + lines(GENERAL, spoiled), encoding="utf-8")
    evaluate_and_tell(None, str(path), "table", errors=True)
    told = [line for line in capsys.readouterr().out.splitlines() if "红" in line]
    assert len(told) == 2
    assert not [line for line in told if "\x1b" in line or "3" not in line]
