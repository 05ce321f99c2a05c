"""What an output may say of withheld texts is found by arrays as it is by comparing every run with every other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gate.fingerprints import LENGTH, Fingerprints, Source, Withheld
from bulletin_gate.sighting import Lookout, Sights, hashes

TEXT = "望潮河东段堤防存在管涌险情，拟于汛前转移安置沿线群众"
LINE = "".join(chr(0x4E00 + at * 7) for at in range(100))
_FEW = st.text("堤防管涌险情转移安置群众，。", min_size=0, max_size=40)
_TEXTS = st.lists(_FEW, max_size=4)


def suspects(
    stretches: list[list[str]], withheld: list[str], public: list[str], names: tuple[str, ...] = ()
) -> list[int]:
    """Return which stretches may say something withheld."""
    sources = [Source(str(n), text) for n, text in enumerate(withheld)]
    return [n for n, _ in looked_at(Withheld.of(sources, public, names), stretches).suspects]


def looked_at(withheld: Withheld, stretches: list[list[str]]) -> Sights[int]:
    """Return what is found in stretches, each given as its lines."""
    sights = Sights[int](Lookout.of(withheld))
    for n, lines in enumerate(stretches):
        sights.add(n, lines)
    sights.settle()
    return sights


@pytest.mark.parametrize("length", [LENGTH, 18])
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_equal_parts_have_equal_hashes(length: int, text: str) -> None:
    """Every part of a text has the hash that it has alone, and parts that differ have others."""
    parts = [text[at : at + length] for at in range(len(text) - length + 1)]
    assert hashes(text, length).tolist() == [int(hashes(part, length)[0]) for part in parts]
    assert len(set(hashes(text, length).tolist())) == len(set(parts))


@pytest.mark.parametrize(
    ("stretches", "found"),
    [
        pytest.param([["甲乙丙丁戊己庚辛壬癸子丑"], [TEXT[3:15]]], [1], id="a-run-in-a-line"),
        pytest.param([[TEXT[3:14]]], [], id="eleven"),
        pytest.param([["甲", *TEXT[1:25]], ["乙"]], [0], id="over-the-ends-of-lines"),
        pytest.param([["甲" * at, *TEXT] for at in range(7)], [*range(7)], id="wherever-it-begins"),
        pytest.param([[TEXT[2:8], TEXT[8:14]]], [], id="a-single-run-where-lines-meet"),
        pytest.param([[LINE]], [], id="a-public-line"),
        pytest.param([[LINE, LINE[:30]]], [], id="a-public-line-and-its-beginning"),
        pytest.param([[LINE, TEXT], [LINE, *TEXT]], [0, 1], id="behind-a-public-line"),
        pytest.param([[f"{LINE[-6:]}{TEXT[:6]}"]], [0], id="over-the-end-of-a-public-line"),
        pytest.param([[f"甲{LINE[20:60]}乙"]], [], id="a-part-of-a-public-line"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_suspects(stretches: list[list[str]], found: list[int]) -> None:
    """A stretch is suspect that holds a withheld run in a line, or two where lines meet."""
    assert suspects(stretches, [f"{LINE}\n{TEXT}"], [LINE]) == found


def test_many_stretches() -> None:
    """Which stretch it was is known where there are more than fit into one array."""
    many = [[chr(0x4E00 + n) * 60_000] for n in range(20)]
    many[13] = [f"{'甲' * 59_000}{TEXT}"]
    assert suspects(many, [TEXT], []) == [13]


@given(_TEXTS, _TEXTS, st.lists(_TEXTS, min_size=1, max_size=4))
def test_as_by_fingerprints(withheld: list[str], public: list[str], stretches: list[list[str]]) -> None:
    """Where fingerprints find a run in a line, the stretch is suspect and the fingerprints in it are the same."""
    sources = [Source(str(n), text) for n, text in enumerate(withheld)]
    prints = Fingerprints.of(sources, public)
    sights = looked_at(Withheld.of(sources, public), stretches)
    found = [n for n, _ in sights.suspects]
    assert {n for n, lines in enumerate(stretches) if any(map(prints.touch, lines))} <= set(found)
    again = sights.lookout.fingerprints_in(["".join(stretches[n]) for n in found])
    assert again.runs <= prints.runs
    for n in found:
        text = "".join(stretches[n])
        assert again.stretches_in(text) == prints.stretches_in(text)


@pytest.mark.parametrize(("times", "suspect"), [(1, False), (4, True)], ids=["short", "long"])
def test_names_and_numbers_are_no_fingerprints(times: int, suspect: bool) -> None:  # noqa: FBT001 (a column of the table)
    """A run of names and dates makes a stretch suspect where the text is long, but no fingerprint of it is taken."""
    said = times * "柳泊镇、望潮区人民政府办公室2005年4月12日"
    withheld = Withheld.of([Source("a.md", said)], [], ("柳泊镇", "望潮区人民政府办公室"))
    sights = looked_at(withheld, [[said]])
    assert sights.suspects == ([(0, [said])] if suspect else [])
    assert not sights.lookout.fingerprints_in([said]).runs
