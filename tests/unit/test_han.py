"""Markdown for Chinese: what bulletins write, as safe HTML; the short cut gives what the full way gives."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin_source.han import ATTRIBUTES, SCHEMES, TAGS, Converted, Converter, Run, plain_text
from bulletin_source.links import Links
from tests.unit.making import AS_IT_IS, Unchecked

CONVERTER = Converter()


def convert(body: str) -> Converted:
    """Convert a body whose links all stay."""
    return CONVERTER.convert(body, Run(AS_IT_IS, "item-1"))


def convert_in_full(body: str) -> Converted:
    """Convert a body without the short cut."""
    return CONVERTER.convert_in_full(body, Run(AS_IT_IS, "item-1"))


class Page(HTMLParser):
    """Collect the tags of a page and their attributes, as a browser reads them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.append(tag)
        self.attributes.extend((tag, name, value or "") for name, value in attrs)


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        pytest.param("第一行\n第二行", "<p>第一行第二行</p>", id="plain"),
        pytest.param("柳泊镇，\n三村", "<p>柳泊镇，三村</p>", id="comma"),
        pytest.param("他说：\n“好。”\n……", "<p>他说：“好。”……</p>", id="punctuation"),
        pytest.param("《甲》\n〔二〕", "<p>《甲》〔二〕</p>", id="brackets"),
        pytest.param("甲 \n乙", "<p>甲乙</p>", id="one-space"),
        pytest.param("𠮷\n野", "<p>𠮷野</p>", id="rare"),
        pytest.param("甲\n乙\n\n丙\n丁", "<p>甲乙</p>\n<p>丙丁</p>", id="paragraphs"),
        pytest.param("第一行\n**成因。**\n三村", "<p>第一行<strong>成因。</strong>三村</p>", id="bold"),
        pytest.param("**甲\n乙**", "<p><strong>甲乙</strong></p>", id="inside-bold"),
        pytest.param("[甲](x)\n乙", '<p><a href="x">甲</a>乙</p>', id="link"),
        pytest.param("- 甲\n  乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>", id="list"),
        pytest.param("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>", id="quotation"),
    ],
)
def test_soft_breaks_between_han_vanish(body: str, markup: str) -> None:
    """A line break between Han characters or their punctuation is no space, emphasis and links or not."""
    assert convert(body).html == markup


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        pytest.param("one\ntwo", "<p>one\ntwo</p>", id="latin"),
        pytest.param("甲\ntwo", "<p>甲\ntwo</p>", id="before-latin"),
        pytest.param("one\n乙", "<p>one\n乙</p>", id="after-latin"),
        pytest.param("2004\n年", "<p>2004\n年</p>", id="digit"),
        pytest.param("甲  \n乙", "<p>甲<br>\n乙</p>", id="hard"),
        pytest.param("甲<br>\n乙", "<p>甲<br>\n\n乙</p>", id="br"),
    ],
)
def test_breaks_that_stay(body: str, markup: str) -> None:
    """A line break beside a Latin word or a digit is a space; two spaces before it, or br, break the line."""
    assert convert(body).html == markup


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        pytest.param("- 一\n  - 二\n    - 三\n- 四", "[一[二[三]]][四]", id="two-spaces"),
        pytest.param("- 一\n   - 二\n- 三", "[一[二]][三]", id="three-spaces"),
        pytest.param("1. 一\n  - 二\n  - 三\n2. 四", "[一[二][三]][四]", id="in-numbered"),
        pytest.param("* 一\n+ 二", "[一][二]", id="other-signs"),
    ],
)
def test_nested_lists(body: str, markup: str) -> None:
    """A list nests by two spaces, as editors' programs write it."""
    text = convert(body).html
    for tag, sign in (("<li>", "["), ("</li>", "]"), ("\n", "")):
        text = text.replace(tag, sign)
    for tag in ("ul", "ol"):
        text = text.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert text == markup


def test_indented_text_is_no_code() -> None:
    """Paragraphs that begin with spaces, as in print, are paragraphs."""
    assert convert("    四个空格\n\n　　两个全角空格").html == "<p>四个空格</p>\n<p>两个全角空格</p>"


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        pytest.param("**成因有三。**三村地处洼地", "<p><strong>成因有三。</strong>三村地处洼地</p>", id="stop"),
        pytest.param("称**“零报送”**的", "<p>称<strong>“零报送”</strong>的</p>", id="quotes"),
        pytest.param("**（一）**甲", "<p><strong>（一）</strong>甲</p>", id="brackets"),
        pytest.param("**《意见》**印发", "<p><strong>《意见》</strong>印发</p>", id="title"),
        pytest.param("*强调：*甲", "<p><em>强调：</em>甲</p>", id="emphasis"),
        pytest.param("2 * 3 * 4", "<p>2 * 3 * 4</p>", id="multiplication"),
    ],
)
def test_bold_beside_chinese_punctuation(body: str, markup: str) -> None:
    """Emphasis begins and ends beside Chinese punctuation without spaces."""
    assert convert(body).html == markup


def test_table() -> None:
    """A table has classes for alignment, no styles, and scrolls by itself."""
    markup = convert("| 镇 | 数 | 率 | 注 |\n| --- | ---: | :-: | :-- |\n| 柳泊 | 6 | 9% | 无 |").html
    page = Page(markup)
    assert page.tags.count("th") == page.tags.count("td") == 4
    assert [value for tag, name, value in page.attributes if (tag, name) == ("td", "class")] == [
        "right",
        "center",
        "left",
    ]
    assert not [name for _, name, _ in page.attributes if name in {"style", "align"}]
    assert markup.startswith('<div aria-label="表格"')


def test_footnotes() -> None:
    """A footnote's ids begin with its item's, so that two items of a page may number theirs alike."""
    body = "甲[^1]乙[^注]。\n\n[^1]: 一\n[^注]: 二"
    pages = [Page(CONVERTER.convert(body, Run(AS_IT_IS, anchor)).html).attributes for anchor in ("item-1", "item-2")]
    identities = [[value for _, name, value in page if name == "id"] for page in pages]
    targets = [[value.removeprefix("#") for _, name, value in page if name == "href"] for page in pages]
    assert identities[0] == ["item-1-fnref-1", "item-1-fnref-注", "item-1-fn-1", "item-1-fn-注"]
    assert not set(identities[0]) & set(identities[1])
    assert all(set(there) == set(ids) for there, ids in zip(targets, identities, strict=True))


def test_footnotes_do_not_linger() -> None:
    """A conversion knows nothing of the one before."""
    convert("甲[^1]\n\n[^1]: 一")
    assert convert("乙[^1]").html == "<p>乙[^1]</p>"
    assert "footnote" not in convert("丙*丁*").html


def test_plain_text_has_no_footnotes() -> None:
    """The plain text holds the words a reader hears, without tags, marks of footnotes and footnotes."""
    found = convert("甲[^1]**乙** &amp; 丙\n\n- 丁\n- 戊\n\n[^1]: 己")
    assert found.text == "甲乙 & 丙 丁 戊"
    assert plain_text("<p>a &lt;b&gt;\n c</p>") == "a <b> c"


def test_figure() -> None:
    """A picture that stands alone is a figure, and its title the caption."""
    assert convert('![渠底](a.svg "图1 干渠")').html == (
        '<figure><img alt="渠底" decoding="async" loading="lazy" src="a.svg"><figcaption>图1 干渠</figcaption></figure>'
    )


def test_measured_picture() -> None:
    """A picture says how large it is, so that nothing moves when it comes."""
    assert convert("![渠底](measured.svg)").html == (
        '<figure><img alt="渠底" decoding="async" height="450" loading="lazy" src="measured.svg" width="800"></figure>'
    )


def test_figure_without_caption() -> None:
    """A figure needs no caption."""
    assert Page(convert("![渠底](a.svg)").html).tags == ["figure", "img"]


@pytest.mark.parametrize("body", ["见![渠底](a.svg)", "![渠底](a.svg)图", "![甲](a.svg) ![乙](b.svg)"])
def test_picture_in_text(body: str) -> None:
    """A picture among words or beside another is no figure."""
    assert "figure" not in Page(convert(body).html).tags


def test_pictures_without_description() -> None:
    """Pictures without a description are counted; a description of spaces is none."""
    assert convert("![](a) ![图](b) ![ ](c)").images_without_text == ("a", "c")


def test_dropped_links() -> None:
    """A link that leads nowhere loses its address and keeps its words."""
    dropped = CONVERTER.convert("[甲](x) ![乙](y)", Run(Links("a/2004/x.md", "", 1, {}, {}), "a"))
    assert dropped.html == '<p><a>甲</a> <img alt="乙" decoding="async" loading="lazy"></p>'


def test_links_are_resolved() -> None:
    """Each link and picture is asked about once, in order, with its sort."""
    asked: list[tuple[str, bool]] = []

    class Asked(Unchecked):
        def resolve(self, target: str, picture: bool) -> str:  # noqa: FBT001 (the signature of a Resolver)
            asked.append((target, picture))
            return f"site:{len(asked)}"

    markup = CONVERTER.convert("[甲](x) ![乙](y)\n\n[丙][1] <a@b.cn> <https://c.cn/>\n\n[1]: z", Run(Asked(), "a")).html
    assert asked == [("x", False), ("y", True), ("z", False), ("mailto:a@b.cn", False), ("https://c.cn/", False)]
    assert [value for _, name, value in Page(markup).attributes if name in {"href", "src"}] == [
        f"site:{n}" for n in range(1, 6)
    ]


def test_harmless_tags() -> None:
    """Of HTML only br, sub and sup mean something; all else is shown as written."""
    assert convert("H<sub>2</sub>O<br/>10<sup>6</sup> <b>x</b>").html == (
        "<p>H<sub>2</sub>O<br>\n10<sup>6</sup> &lt;b&gt;x&lt;/b&gt;</p>"
    )


def test_headings() -> None:
    """Lower headings keep their level."""
    assert convert("### 一、成因\n\n甲\n\n#### （一）\n\n乙").html == (
        "<h3>一、成因</h3>\n<p>甲</p>\n<h4>（一）</h4>\n<p>乙</p>"
    )


# Everything with a meaning in Markdown or HTML, Han characters and spaces of several sorts.
SPECIAL = "ab1中文。，“”.)(\n\n  \t+-=:;'\"$%/@{}?*_`[]<>&!#|^~\\\u3000\u00a0\u200bé"
BROAD = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\n  中文。，")
QUIET = st.characters(categories=["Lo", "Ll", "Nd", "Po", "Ps", "Zs"]) | st.sampled_from("\n\n 中文。，1.+-=:")


@given(st.text(SPECIAL, min_size=1, max_size=30) | st.text(QUIET, min_size=1) | st.text(BROAD, min_size=1))
@example("+ 一")
@example("　　正文")
@example("甲\t乙")
@example("甲\u00a0乙")
@example("2025. 甲")
@example("标题\n---")
@example("甲  \n乙")
def test_short_cut_gives_the_same(body: str) -> None:
    """Whatever text takes the short cut, the full way gives the same HTML and the same words."""
    assert convert(body) == convert_in_full(body)


CELLS = (
    """
村别 户数（户） 3,124 37.9% a/b - --- :-: 1. 甲、乙 +1 一、甲 （一）甲 “好” "x" 甲　乙
http://a.cn a:b = 表1 @a $x$ {:.x} (c) '
""".strip("\n")
    .replace("\n", " ")
    .split(" ")
)  # split() would part the wide space
PARAGRAPHS = ["12月底各村情况如下：", "第一行\n第二行", "a\nb\nc", "甲\n（乙）丙", "各村情况 如下", "图：a", '"甲"']
RULES = ["---", ":---", "---:", ":---:", "-", "--:", "-:", ":-"]
NOISE = "\\`*_[]<>&!#|^~\n \u3000\u00a0表-:.1一、（）甲a\t"


@st.composite
def with_tables(draw: st.DrawFn) -> str:
    """Return paragraphs and tables, now and then with a character more, less or other than there should be."""

    def row(of: list[str], columns: int) -> str:
        pads = st.sampled_from([" ", "", " ", "  "])
        return "|" + "".join(f"{draw(pads)}{draw(st.sampled_from(of))}{draw(pads)}|" for _ in range(columns))

    def table() -> str:
        columns, rows = draw(st.integers(1, 4)), draw(st.integers(0, 3))
        return "\n".join([row(CELLS, columns), row(RULES, columns), *(row(CELLS, columns) for _ in range(rows))])

    blocks = [table() if draw(st.booleans()) else draw(st.sampled_from(PARAGRAPHS)) for _ in range(draw(COUNT))]
    body = "\n\n".join(blocks)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(body)))
        body = body[:at] + draw(st.sampled_from(NOISE)) + body[at + draw(st.integers(0, 1)) :]
    return body


COUNT = st.integers(1, 4)
TABLE = "| 村别 | 户数 |\n| --- | ---: |\n| 甲 | 3,124 |\n| 乙 | 12% |"


@settings(max_examples=300)
@given(with_tables())
@example(TABLE)
@example(f"表1 各村情况\n\n{TABLE}")
@example(f"情况：\n{TABLE}")
@example(f"甲\n\n\n{TABLE}")
@example(f"{TABLE}\n\n{TABLE}\n乙")
@example(f"{TABLE}\n| 丙 |")
def test_short_cut_for_tables_gives_the_same(body: str) -> None:
    """So does whatever takes it with a table in it."""
    assert convert(body) == convert_in_full(body)


@pytest.mark.parametrize(
    "body",
    [
        "柳泊镇11月1日开工，比上年提前9天。",
        "第一段。\n\n第二段：“好”。\n第三行",
        f"情况如下：\n\n{TABLE}\n\n下一步，继续。",
        TABLE,
    ],
)
def test_short_cut_is_taken(body: str) -> None:
    """Plain paragraphs and tables take the short cut."""
    with patch.object(Converter, "convert_in_full") as full:
        convert(body)
    full.assert_not_called()


WORDS = r"""
** * _ __ ` ``` [ ] ( ) ![ ]( [^1] - 1. | --- === # ### \ / ~ ^ ! [a]: { } : {onclick=x} ///Footnotes 中 文。 a b
< </ > <br> <sub> </sub> <sup> <script> </script> <img <a <svg <iframe <style <math <!-- --> <![CDATA[
<https://a> <a@b.c> javascript: JaVaScRiPt: java&#10;script: vbscript: data:text/html, site: alert(1) <javascript:a> http://a
onerror= onload=alert(1) style= srcdoc= href= src= " ' = & &lt; &#x6A; &#106; &colon; &Tab;
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\n\n", "  ", "\t", '"t"', "[^1]: ", "> ", "\u3000"])
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]\n\n[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:text/html,<script>)",
    '![x" onerror="alert(1)](a.png)',
    '![x](a.png "x" onerror="alert(1)")',
    "[x](a 'x\" onclick=\"alert(1)')",
    '[x](https://a/"onmouseover=alert(1))',
    "**<svg/onload=alert(1)>**",
    "`<script>`",
    "```\n<script>alert(1)</script>\n```",
    "<sub><script>alert(1)</script></sub>",
    "<sub onclick=alert(1)>2</sub>",
    "<br onclick=alert(1)>",
    "甲{onclick=alert(1)}",
    "# 甲 {: onclick=alert(1) }",
    "| <script> |\n| --- |\n| <img onerror=x> |",
    "甲[^<script>]\n\n[^<script>]: <script>",
    '甲[^"onclick=x]\n\n[^"onclick=x]: 乙',
    "<style>*{background:url(javascript:x)}</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:x'>",
    "&lt;script&gt;",
    "\x02wzxhzdk:0\x03",
]


def is_safe(markup: str) -> bool:
    """Tell whether a page holds only known tags with known attributes, and no address that runs something."""
    page = Page(markup)
    known = all(
        name in ATTRIBUTES.get(tag, set()) | ATTRIBUTES.get("*", set()) and not name.startswith("on")
        for tag, name, _ in page.attributes
    )
    addresses = [value for _, name, value in page.attributes if name in {"href", "src"}]
    schemes = {one.partition(":")[0].strip().lower() for one in addresses if ":" in re.split(r"[/\\]", one)[0]}
    return known and set(page.tags) <= TAGS and schemes <= SCHEMES


@pytest.mark.parametrize("resolver", ["checked", "unchecked"])
@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_text(body: str, resolver: str) -> None:
    """Hostile text never becomes a script, an event handler or a running link, links checked or not."""
    resolve = Links("a/2004/x.md", body, 1, {}, {}) if resolver == "checked" else AS_IT_IS
    assert is_safe(CONVERTER.convert(body, Run(resolve, "item-1")).html)


@given(st.lists(PIECES, max_size=16).map("".join) | st.text(SPECIAL, max_size=40))
def test_any_text_is_safe(body: str) -> None:
    """Whatever the pieces, what comes out holds nothing that runs, and nothing is raised."""
    for resolve in (Links("a/2004/x.md", body, 1, {}, {}), AS_IT_IS):
        assert is_safe(CONVERTER.convert(body, Run(resolve, "item-1")).html)


def test_nothing_dangerous_is_allowed() -> None:
    """No tag or attribute that runs or frames something is on the lists."""
    assert not TAGS & {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "base", "link"}
    allowed = {name for names in ATTRIBUTES.values() for name in names}
    assert not {name for name in allowed if name.startswith("on") or name in {"style", "srcdoc", "formaction"}}
    assert {"https", "http", "mailto", "site"} == SCHEMES


DEEP = ["- " * 2_000 + "甲", "> " * 2_000 + "甲", "".join(f"{'  ' * n}- 甲\n" for n in range(600))]


@pytest.mark.parametrize("body", DEEP, ids=["lists", "quotations", "lines"])
def test_endless_nesting_is_shown_as_written(body: str) -> None:
    """Text nested deeper than can be followed raises nothing and loses no word."""
    assert "甲" in convert_in_full(body).text
