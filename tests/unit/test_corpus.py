"""The training corpus: its form, its balance, and that it was not grown from templates."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bulletin.kinds import Kind

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = sorted(CORPUS.glob("*.jsonl"))
TOPICS = [
    "城乡建设",
    "环境保护",
    "交通运输",
    "教育文体",
    "劳动和社会保障",
    "商贸旅游",
    "卫生健康",
    "农业农村",
    "安全生产",
    "社会治安",
    "党务政务",
    "经济管理",
    "民政",
    "科技与信息",
]
SUBTYPES = {f"p.{name}" for name in ("common", "sign", "opinion", "incident", "advice", "policy", "request")}
LENGTHS = {"longer": (280, 900)}  # characters of an item; one file holds long papers by design
RUN = 14


@cache
def items() -> tuple[dict[str, str], ...]:
    """Return all items."""
    return tuple(json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_form(path: Path) -> None:
    """Every line is an item with all fields, of the length of its file, with known values."""
    shortest, longest = LENGTHS.get(path.stem, (20, 400))
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        assert list(item) == ["title", "text", "label", "topic", "topic_alt", "subtype", "register", "tricky"], line
        assert shortest <= len(item["text"]) <= longest, line
        assert item["label"] in set(Kind)
        assert item["topic"] in TOPICS
        assert item["topic_alt"] in {"", *TOPICS} - {item["topic"]}
        assert item["subtype"] in (SUBTYPES if item["label"] == Kind.PROBLEM else {""}), line


def test_balance() -> None:
    """There are enough items, problems, tricky ones, registers and topics."""
    labels = Counter(item["label"] for item in items())
    assert len(items()) >= 1200
    assert 0.33 <= labels[Kind.PROBLEM] / len(items()) <= 0.5
    assert sum(bool(item["tricky"]) for item in items()) >= len(items()) / 3
    topics = Counter(item["topic"] for item in items())
    assert set(topics) == set(TOPICS)
    assert min(topics.values()) >= 0.8 * len(items()) / len(TOPICS)
    assert len({item["register"] for item in items()}) >= 15


def _runs(text: str) -> set[str]:
    plain = re.sub(r"\W", "", text)
    return {plain[at : at + RUN] for at in range(len(plain) - RUN + 1)}


def test_no_two_items_share_a_sentence() -> None:
    """No run of fourteen characters stands in two items: nothing was copied or grown from a template."""
    seen: dict[str, str] = {}
    for item in items():
        for run in _runs(item["title"]) | _runs(item["text"]):
            assert seen.setdefault(run, item["text"]) == item["text"], run
