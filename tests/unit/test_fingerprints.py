"""A withheld text is known again by any twelve of its characters, however they are wrapped; public texts are not."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gate.fingerprints import LENGTH, Fingerprints, Source
from bulletin_gate.unwrapping import folded, readings

TEXT = "望潮河东段堤防存在管涌险情，拟于汛前转移安置沿线群众"
RUN = TEXT[3 : 3 + LENGTH]
PRINTS = Fingerprints.of([Source("a.md", TEXT)], [])
_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=LENGTH, max_size=60)


def found(text: str, prints: Fingerprints = PRINTS) -> list[str]:
    """Return the withheld runs in every reading of a text."""
    return [run.text for reading in readings(text) for run in prints.found_in(folded(reading))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RUN, id="bare"),
        pytest.param(f"甲{RUN[:5]}\n　 {RUN[5:]}乙", id="line-wrap"),
        pytest.param(f"<p>{RUN[:5]}<b>{RUN[5:8]}</b><!-- 注 -->{RUN[8:]}</p>", id="inline-markup"),
        pytest.param(f"<tr><td>{RUN[:6]}</td>\n<td>{RUN[6:]}</td></tr>", id="cells"),
        pytest.param("".join(f"&#{ord(one)};" for one in RUN), id="entities"),
        pytest.param("".join(f"&#x{ord(one):x};" for one in RUN), id="hexadecimal-entities"),
        pytest.param(f"&lt;p&gt;{RUN[:6]}&lt;br&gt;{RUN[6:]}&lt;/p&gt;", id="page-escaped-in-a-feed"),
        pytest.param("".join(f"&amp;#{ord(one)};" for one in RUN), id="escaped-twice"),
        pytest.param(f'<img alt="{RUN}" src="x.png">', id="attribute"),
        pytest.param(f'<a href="/?q={quote(RUN)}">甲</a>', id="percent-encoded"),
        pytest.param(f"<!-- {RUN} -->", id="comment"),
        pytest.param(f"<!-- {RUN}", id="comment-without-end"),
        pytest.param(f"<summary><![CDATA[{RUN[:6]}]]><![CDATA[{RUN[6:]}]]></summary>", id="cdata"),
        pytest.param("<script>var a='" + "".join(f"\\u{ord(one):04x}" for one in RUN) + "'</script>", id="script"),
        pytest.param('{"t":"' + "".join(f"\\u{{{ord(one):x}}}" for one in RUN) + '"}', id="braced-escapes"),
        pytest.param("".join(f"\\x{byte:02x}" for byte in RUN.encode()), id="byte-escapes"),
        pytest.param(f"data:text/plain;base64,{base64.b64encode(RUN.encode()).decode()}", id="data-address"),
        pytest.param("\u200b".join(RUN), id="zero-width"),
        pytest.param("\u00ad".join(RUN), id="soft-hyphens"),
        pytest.param(RUN.replace("水", "⽔").replace("人", "⼈"), id="radicals"),
    ],
)
def test_a_run_is_found_in_every_wrapping(text: str) -> None:
    """Twelve characters of a withheld text are found however a page, feed, script or address wraps them."""
    assert RUN in "".join(found(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RUN[:-1], id="eleven"),
        pytest.param(RUN[::-1], id="reversed"),
        pytest.param(f"{RUN[:6]}，{RUN[6:]}", id="another-sign-between"),
        pytest.param("", id="nothing"),
    ],
)
def test_less_is_not_found(text: str) -> None:
    """Eleven characters, and twelve that do not stand in a row, are no fingerprint."""
    assert found(text) == []


def test_what_is_public_anyway_is_no_secret() -> None:
    """A run that a public text holds is not told; the withheld text around it still is."""
    prints = Fingerprints.of([Source("a.md", TEXT)], [f"<p>会议指出{TEXT[:14]}。</p>"])
    assert found(TEXT[:14], prints) == []
    assert found(TEXT[:15], prints) == [TEXT[3:15]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2005年4月12日 2005年5月", id="dates"),
        pytest.param("1,234.5 6,789.0 12.5%", id="numbers"),
        pytest.param("《政务普刊》2004年第10期", id="series-and-number"),
        pytest.param("柳泊镇、望潮区人民政府办公室", id="names"),
        pytest.param("../政务普刊/2004/10/3/index.html", id="address"),
    ],
)
def test_names_and_numbers_tell_nothing(text: str) -> None:
    """Runs made of dates, numbers and names that everybody knows would be found on every page, and are no secret."""
    names = ["政务普刊", "柳泊镇", "望潮区人民政府办公室", "index.html"]
    prints = Fingerprints.of([Source("a.md", text)], [], names)
    assert found(text, prints) == []
    assert found(f"{text}险情严重", Fingerprints.of([Source("a.md", f"{text}险情严重")], [], names))


def test_each_leak_names_its_source_and_is_masked() -> None:
    """What is found says which file it comes from, and quotes four characters of it at most."""
    other = "某厂锅炉爆炸事故原因调查尚未结束暂不对外公布"
    prints = Fingerprints.of([Source("a.md", TEXT), Source("b.md", other)], [])
    (run,) = prints.found_in(f"甲{other}乙")
    assert (run.path, run.text) == ("b.md", other)
    assert run.quotation == "某厂＊＊＊＊公布"


def test_two_leaks_in_one_text() -> None:
    """Runs apart are told apart, runs that overlap as one."""
    assert found(f"{TEXT[:13]}甲乙丙{TEXT[13:]}") == [TEXT[:13], TEXT[13:]]


@given(_HAN, st.data())
def test_any_run_of_any_text(text: str, data: st.DataObject) -> None:
    """Whatever twelve characters of a text of letters are taken, they are found, whatever stands around them."""
    at = data.draw(st.integers(0, len(text) - LENGTH))
    prints = Fingerprints.of([Source("a.md", text)], [])
    assert found(f"<p>ab<i>{text[at : at + LENGTH]}</i>cd</p>", prints)


def test_lines_that_stood_before() -> None:
    """A line that two withheld texts have is known in both, and what runs from it to the next line in either."""
    line = "".join(chr(0x4E00 + at * 7) for at in range(100))
    prints = Fingerprints.of([Source("a.md", f"甲\n{line}\n{TEXT}"), Source("b.md", f"{TEXT}\n{line}\n甲乙")], [])
    for run in (f"{line[-6:]}{TEXT[:6]}", f"{TEXT[-6:]}{line[:6]}", line[40:60], f"{line[-10:]}甲乙"):
        assert found(run, prints) == [run]


@given(_HAN, _HAN)
def test_a_public_text_never_alarms(withheld: str, public: str) -> None:
    """A text that is public holds no fingerprint, whatever is withheld."""
    prints = Fingerprints.of([Source("a.md", f"{withheld}{public}{withheld}")], [public])
    assert found(public, prints) == []


def test_long_texts() -> None:
    """The end of a text longer than what is looked at in one go is found like its beginning."""
    filling = "".join(chr(0x4E00 + at * 7 % 20_000) for at in range(70_000))
    assert found(f"{filling}{RUN}") == [RUN]
    assert Fingerprints.of([Source("a.md", filling)], []).found_in(filling[65_530:65_545])
