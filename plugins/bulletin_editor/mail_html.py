"""Make the text of an item fit for a mail: styles on the elements themselves, pictures inside the mail, no scripts.

Mail programs drop style sheets, positions and most of what is new in CSS; they keep ``style`` on elements and tables.
What is sanitised goes in (``bulletin_source.han``), and nothing but its elements, texts and known attributes comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

from bulletin_source.han import LOCAL

_SERIF: Final = "'Source Han Serif SC','Noto Serif CJK SC','Songti SC',SimSun,serif"
_HEAVY: Final = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
_TEXT: Final = f"font-family:{_SERIF};font-size:17px;line-height:1.85;color:#1f1c1a"
_CELL: Final = f"padding:5px 8px;border:1px solid #dcd6cb;font-family:{_HEAVY};font-size:14px;line-height:1.6"
# By element; those that are not named here keep what they get from the elements around them.
_STYLES: Final = {
    "p": f"margin:0 0 10px;{_TEXT};text-indent:2em",
    **{
        name: f"margin:20px 0 8px;font-family:{_HEAVY};font-size:{size}px;line-height:1.5;font-weight:bold"
        for name, size in (("h2", 19), ("h3", 18), ("h4", 17), ("h5", 17), ("h6", 17))
    },
    "ul": f"margin:0 0 10px;padding:0 0 0 2em;{_TEXT}",
    "ol": f"margin:0 0 10px;padding:0 0 0 2em;{_TEXT}",
    "li": "margin:0 0 4px",
    "blockquote": "margin:0 0 10px;padding:0 0 0 14px;border-left:3px solid #b1121b",
    "pre": "margin:0 0 10px;padding:10px;background:#faf8f4;font-size:14px;line-height:1.6;white-space:pre-wrap",
    "a": "color:#1c4a86",
    "img": "display:block;max-width:100%;height:auto;margin:0 auto;border:0",
    "figure": "margin:16px 0;text-align:center",
    "figcaption": f"margin:6px 0 0;font-family:{_HEAVY};font-size:14px;line-height:1.6;color:#5a534c;text-align:center",
    "table": "border-collapse:collapse;margin:16px auto;max-width:100%",
    "caption": f"padding:0 0 6px;font-family:{_HEAVY};font-size:14px;font-weight:bold;text-align:center",
    "th": f"{_CELL};text-align:left;background:#faf8f4;font-weight:bold",
    "td": f"{_CELL};text-align:left",
    "hr": "margin:16px 0;border:0;border-top:1px solid #dcd6cb",
    "sup": "font-size:12px;line-height:1",
    "sub": "font-size:12px;line-height:1",
    "dt": f"{_TEXT};font-weight:bold",
    "dd": f"margin:0 0 8px 2em;{_TEXT}",
}
_INSIDE: Final = f"margin:0 0 4px;{_TEXT};text-indent:0"  # a paragraph of a list or a quotation
_PLACE: Final = (
    f"margin:16px 0;padding:10px 14px;border:1px dashed #8c8479;font-family:{_HEAVY};font-size:14px;"
    "line-height:1.6;color:#5a534c"
)
_ALIGNED: Final = {"left": "left", "center": "center", "right": "right"}
_BARE: Final = frozenset({"br", "hr", "img"})
_KEPT: Final = frozenset({"start", "scope", "title", "alt"})
_NO_PARAGRAPHS: Final = frozenset({"li", "blockquote", "dd"})


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a mail: content ids of those inside it by their paths in the tree; words for those outside."""

    inside: dict[str, str] = field(default_factory=dict)
    word: str = "{text}"


class _Styler(HTMLParser):
    def __init__(self, base: str, pictures: Pictures) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.pictures = base, pictures
        self.out: list[str] = []
        self.around: list[tuple[str, str]] = []  # open elements: as they were, and as they are written
        self._silent = False

    def _absolute(self, address: str) -> str:
        return self.base + address.removeprefix(LOCAL) if address.startswith(LOCAL) else address

    def _picture(self, given: dict[str, str]) -> None:
        source, text = given.get("src", ""), given.get("alt", "")
        name = self.pictures.inside.get(source.removeprefix(LOCAL))
        if name is not None:
            self.out.append(f'<img src="cid:{escape(name)}" alt="{escape(text)}" style="{_STYLES["img"]}">')
            return
        said = escape(self.pictures.word.format(text=text))
        address = escape(self._absolute(source))
        link = f'<a href="{address}" style="{_STYLES["a"]}">{said}</a>'
        self.out.append(f'<span style="display:block;{_PLACE}">{link}</span>')

    def _style(self, tag: str, given: dict[str, str]) -> str:
        if tag == "p" and any(one in _NO_PARAGRAPHS for one, _ in self.around):
            return _INSIDE
        side = next((_ALIGNED[one] for one in given.get("class", "").split() if one in _ALIGNED), "")
        style = _STYLES.get(tag, "")
        return style.replace("text-align:left", f"text-align:{side}") if side else style

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an element with its style, a picture in its own way; links within a text lead nowhere in a mail."""
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(given)
            return
        address = given.get("href", "")
        if tag == "a" and (not address or address.startswith("#")):
            self._silent = "footnote-backref" in given.get("class", "").split()
            self.out.append("<span>")
            self.around.append((tag, "span"))
            return
        parts = [tag, *(f'{name}="{escape(given[name])}"' for name in sorted(_KEPT & given.keys()))]
        if tag == "a":
            parts.append(f'href="{escape(self._absolute(address))}"')
        style = self._style(tag, given)
        if style:
            parts.append(f'style="{style}"')
        self.out.append(f"<{' '.join(parts)}>")
        if tag not in _BARE:
            self.around.append((tag, tag))

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag not in _BARE:
            _, written = self.around.pop()
            self.out.append(f"</{written}>")
            self._silent = False

    def handle_data(self, data: str) -> None:
        """Write a text."""
        if not self._silent:
            self.out.append(escape(data, quote=False))


def styled(body: str, base: str, pictures: Pictures) -> str:
    """Return a sanitised body as HTML whose styles stand on its elements.

    Args:
        body: The HTML of an item, whose local addresses begin with ``site:``.
        base: Where the site stands, absolute, with a slash at the end.
        pictures: Which pictures the mail holds; for any other stand its words, with a link to it.
    """
    styler = _Styler(base, pictures)
    styler.feed(body)
    styler.close()
    return "".join(styler.out)
