"""Waivers: what a fingerprint is bound to, which waiver lets which finding pass, and when one has expired."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gate.waivers import fingerprint, sentence
from bulletin_portal.loading import load
from tests.unit.making import shown

PAGE: Final = "pages/contact.md"
TEXT: Final = "夜间值班请拨13812345678，节假日相同。"


def page(text: str, *waivers: str) -> str:
    """Write a standing page with waivers."""
    listed = "".join(f"  - {one}\n" for one in waivers)
    return f"---\n标题: 联系我们\n{'豁免:' + chr(10) + listed if waivers else ''}---\n\n{text}\n"


def waiver(mark: str, code: str = "GATE-MOBILE") -> str:
    """Write a waiver."""
    return f"{{代码: {code}, 指纹: {mark}, 理由: 对外公布的值班手机, 批准人: 办公室分管负责人}}"


def found(tree: Path, text: str, path: str = PAGE) -> list[str]:
    """Put a page into a tree and return what is found, but for where."""
    (tree / path).write_text(text, encoding="utf-8")
    return [one.split(" ")[1] for one in shown(load(tree).diagnostics)]


def mark_of(tree: Path, text: str) -> str:
    """Return the fingerprint printed with the only finding of a page."""
    (tree / PAGE).write_text(page(text), encoding="utf-8")
    (one,) = load(tree).gate.findings
    return one.fingerprint


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("甲。乙丙。丁", 2, 3, "乙丙"),
        ("甲", 0, 1, "甲"),
        ("甲！乙\n丙；", 2, 3, "乙"),
        ("**甲** 乙_丙_", 2, 3, "甲乙丙"),
        ("甲" * 1000, 500, 501, "甲" * 801),
    ],
    ids=["middle", "whole", "line", "without-markup", "endless"],
)
def test_sentence(text: str, start: int, end: int, expected: str) -> None:
    """A sentence ends at its punctuation, at the line's end, or after four hundred signs."""
    assert sentence(text, start, end) == expected


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_fingerprint_is_short_and_steady(code: str, secret: str, context: str) -> None:
    """A fingerprint is eight hexadecimal digits, the same each time."""
    made = fingerprint(code, secret, context)
    assert made == fingerprint(code, secret, context)
    assert len(made) == 8
    assert int(made, 16) >= 0


def test_fingerprint_depends_on_everything() -> None:
    """Another code, another secret, another sentence: another fingerprint."""
    marks = {fingerprint(*one) for one in (("A", "1", "甲"), ("B", "1", "甲"), ("A", "2", "甲"), ("A", "1", "乙"))}
    assert len(marks) == 4


def test_waiver_lets_its_finding_pass(small_tree: Path) -> None:
    """A waiver with the fingerprint of a finding leaves nothing to report, and is remembered."""
    mark = mark_of(small_tree, TEXT)
    assert found(small_tree, page(TEXT, waiver(mark))) == []
    assert [one.approver for one in load(small_tree).gate.waived] == ["办公室分管负责人"]


@pytest.mark.parametrize(
    "text",
    ["夜间值班请拨13812345679，节假日相同。", "夜间值班请拨13812345678，节假日除外。"],
    ids=["secret", "sentence"],
)
def test_waiver_expires_with_its_text(small_tree: Path, text: str) -> None:
    """Where the secret or its sentence was changed, the finding is back, and the waiver is reported as expired."""
    mark = mark_of(small_tree, TEXT)
    assert sorted(found(small_tree, page(text, waiver(mark)))) == ["GATE-MOBILE", "WAIVER-UNUSED"]


def test_waiver_outlives_other_changes(small_tree: Path) -> None:
    """A sentence that is added, moved or set in bold leaves the waiver of another as it is."""
    mark = mark_of(small_tree, TEXT)
    changed = "新的一句。\n\n" + TEXT.replace("夜间", "**夜间**")
    assert found(small_tree, page(changed, waiver(mark))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("GATE-MOBILE", "GATE-ID"), ["GATE-MOBILE", "WAIVER-UNUSED"]),
        ((", 理由: 对外公布的值班手机", ""), ["FIELD-MISSING", "GATE-MOBILE"]),
        ((", 批准人: 办公室分管负责人", ""), ["FIELD-MISSING", "GATE-MOBILE"]),
    ],
    ids=["code", "no-reason", "no-approver"],
)
def test_waiver_for_something_else(small_tree: Path, change: tuple[str, str], expected: list[str]) -> None:
    """A waiver of another code, without a reason or without who approved it, lets nothing pass."""
    written = waiver(mark_of(small_tree, TEXT)).replace(*change)
    assert sorted(found(small_tree, page(TEXT, written))) == expected


def test_waiver_counts_in_its_own_file(small_tree: Path) -> None:
    """The waiver of one page doesn't let the same sentence pass on another."""
    mark = mark_of(small_tree, TEXT)
    found(small_tree, page(TEXT, waiver(mark)))
    assert found(small_tree, page(TEXT), "pages/other.md") == ["GATE-MOBILE"]


def test_waiver_of_reference_data(small_tree: Path) -> None:
    """What stands in reference data is waived in site.yaml, since its own file has no metadata."""
    units = small_tree / "data/units.yaml"
    units.write_text(units.read_text("utf-8").replace("Liubo Town", "Liubo Town 13812345678"), "utf-8")
    (one,) = load(small_tree).gate.findings
    assert one.diagnostic.path == "data/units.yaml"
    with (small_tree / "data/site.yaml").open("a", encoding="utf-8") as site:
        site.write(f"waivers:\n  - {waiver(one.fingerprint)}\n".replace("代码", "code").replace("指纹", "fingerprint"))
    text = (small_tree / "data/site.yaml").read_text("utf-8").replace("理由", "reason").replace("批准人", "approver")
    (small_tree / "data/site.yaml").write_text(text, "utf-8")
    assert shown(load(small_tree).diagnostics) == []
