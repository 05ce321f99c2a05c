"""Markdown for Chinese bulletins: one Python-Markdown extension, and the conversion of an item's body to safe HTML."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Final, Protocol

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from bulletin_source.characters import CONTROL
from bulletin_source.chinese_blocks import ChineseBlocksExtension
from bulletin_source.chinese_lists import STEP, ChineseListsExtension
from bulletin_source.plain_markdown import SOFT_BREAK, plain_html

_TAG: Final = re.compile(r"<[^>]*>")
_NOTES: Final = re.compile(r'<sup id="[^"]*"><a.*?</sup>|<div class="footnote">.*', re.DOTALL)
# What &#1; and its like leave behind; no XML may hold it, and so no feed. CR would be read back as a line break.
_ALIGN: Final = {"left": "left", "center": "center", "right": "right"}
LOCAL: Final = "site:"
REFERENCE: Final = "issue-ref"  # class of a link to another issue; its address begins with site:ref/

TAGS: Final = {
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "sub",
    "sup",
    "a",
    "img",
    "figure",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "div",
    "dl",
    "dt",
    "dd",
}
ATTRIBUTES: Final = {
    "a": {"href", "title", "class", "id"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "sup": {"id"},
    "li": {"id"},
    "th": {"class", "scope"},
    "td": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
}
SCHEMES: Final = {"https", "http", "mailto", LOCAL.removesuffix(":")}


class Resolver(Protocol):
    """What a conversion asks of the tree around it; each answers None after noting why it can't."""

    def resolve(self, target: str, picture: bool) -> str | None:  # noqa: FBT001 (a resolver is asked by position)
        """Return the address to write for a link's or picture's target: ``site:…`` for one in the tree."""

    def measure(self, address: str) -> tuple[int, int] | None:
        """Return width and height in px of a picture in the tree, as it is shown."""

    def describe(self, address: str) -> str | None:
        """Return type and size of a file in the tree, to be shown behind its link: ``PDF，120 KB``."""

    def refer(self, text: str) -> tuple[str, str] | None:
        """Return address (``site:ref/…``) and label of what ``[[text]]`` means."""


@dataclass(slots=True)
class Run:
    """What one conversion needs and finds."""

    tree: Resolver
    anchor: str
    images_without_text: list[str] = field(default_factory=list)


class _SoftBreaks(Treeprocessor):
    """First look at the tree, before emphasis and links are read: line breaks between Han characters vanish."""

    def run(self, root: ET.Element) -> None:
        """Rewrite the tree in place."""
        for element in root.iter():
            if element.text and "\n" in element.text:
                element.text = SOFT_BREAK.sub(r"\1", element.text)


class _Links(Treeprocessor):
    """Last look at the tree: links, pictures, footnote ids, alignment."""

    run_state: Run

    def run(self, root: ET.Element) -> None:
        """Rewrite the tree in place."""
        for element in root.iter():
            self._element(element)
        for parent in list(root.iter()):
            for position, child in enumerate(parent):
                if child.tag == "p" and len(child) == 1 and child[0].tag == "img" and not (child.text or "").strip():
                    self._figure(child)
                elif child.tag == "table":
                    parent[position] = self._scroller(child)

    def _element(self, element: ET.Element) -> None:
        match element.tag:
            case "a":
                self._link(element, "href", picture=False)
            case "img":
                self._link(element, "src", picture=True)
                if not element.get("alt", "").strip():
                    self.run_state.images_without_text.append(element.get("src", ""))
                shape = self.run_state.tree.measure(element.get("src", ""))
                if shape:  # so that nothing moves when it comes
                    element.set("width", str(shape[0]))
                    element.set("height", str(shape[1]))
                element.set("loading", "lazy")
                element.set("decoding", "async")
            case "th" | "td":
                align = element.attrib.pop("align", None)
                if align in _ALIGN:
                    element.set("class", _ALIGN[align])
            case _:
                pass
        identity = element.get("id")
        if identity is not None:
            element.set("id", f"{self.run_state.anchor}-{identity.replace(':', '-')}")

    def _link(self, element: ET.Element, name: str, *, picture: bool) -> None:
        target = element.get(name, "")
        if AMP_SUBSTITUTE in target:  # Python-Markdown hides the letters of <name@host>
            target = html.unescape(target.replace(AMP_SUBSTITUTE, "&"))
        if target.startswith(("#fn:", "#fnref")):
            element.set(name, f"#{self.run_state.anchor}-{target[1:].replace(':', '-')}")
            return
        if element.get("class") == REFERENCE:
            return
        resolved = self.run_state.tree.resolve(target, picture)
        element.attrib.pop(name, None)
        if resolved is None:
            return
        element.set(name, resolved)
        description = None if picture else self.run_state.tree.describe(resolved)
        if description:
            element.set("class", "attachment")
            element.tail = f"（{description}）{element.tail or ''}"

    @staticmethod
    def _scroller(table: ET.Element) -> ET.Element:
        """Wrap a table so that a wide one scrolls by itself and can be reached by keyboard (WCAG 2.2, 2.1.1)."""
        attributes = {"class": "table-scroll", "role": "group", "tabindex": "0", "aria-label": "表格"}
        wrapper = ET.Element("div", attributes)
        wrapper.tail, table.tail = table.tail, None
        wrapper.append(table)
        return wrapper

    @staticmethod
    def _figure(paragraph: ET.Element) -> None:
        """Make a picture that stands alone a figure; its title becomes the caption."""
        if (paragraph[0].tail or "").strip():
            return
        paragraph.tag = "figure"
        caption = paragraph[0].attrib.pop("title", None)
        if caption:
            ET.SubElement(paragraph, "figcaption").text = caption


class _References(InlineProcessor):
    """``[[政务要情 2004-10]]``: a link to another issue, or to one of its items."""

    run_state: Run

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element | str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the link, or the text as it stands where it means nothing."""
        found = self.run_state.tree.refer(m[1].strip())
        if found is None:
            return m[1], m.start(0), m.end(0)
        link = ET.Element("a", {"class": REFERENCE, "href": found[0]})
        link.text = AtomicString(found[1])
        return link, m.start(0), m.end(0)


class _BulletinExtension(Extension):
    """Raw HTML off but for br, sub and sup; indented text is no code."""

    def __init__(self, links: _Links, references: _References) -> None:
        super().__init__()
        self.links, self.references = links, references

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Python-Markdown calls)
        """Register the processors."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.parser.blockprocessors.deregister("code")
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"<br */?>", "br"), "br-tag", 90)
        for tag in ("sub", "sup"):
            md.inlinePatterns.register(SimpleTagInlineProcessor(rf"(<{tag}>)(.+?)</{tag}>", tag), f"{tag}-tag", 90)
        # Before footnotes (175) and links (160), whose brackets these look like.
        md.inlinePatterns.register(self.references, "issue-reference", 178)
        md.treeprocessors.register(_SoftBreaks(md), "bulletin-soft-breaks", 25)
        md.treeprocessors.register(self.links, "bulletin-links", 1)


@dataclass(frozen=True, slots=True)
class Converted:
    """A body as safe HTML, its plain text without footnotes, and the pictures that lack a description."""

    html: str
    text: str
    images_without_text: tuple[str, ...]


def plain_text(markup: str) -> str:
    """Return the text of sanitised HTML without tags, footnotes and their marks, white space folded."""
    return " ".join(html.unescape(_TAG.sub("", _NOTES.sub("", markup))).split())


class Converter:
    """Markdown to sanitised HTML; make one a process and use it for every body."""

    def __init__(self) -> None:
        footnotes = FootnoteExtension(BACKLINK_TITLE="回到正文注{}处", SEPARATOR=":")
        self._links = _Links()
        self._references = _References(r"\[\[([^\[\]\n]{1,60})\]\]")
        self._markdown = Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                footnotes,
                ChineseBlocksExtension(),
                ChineseListsExtension(),
                _BulletinExtension(self._links, self._references),
            ],
            tab_length=STEP,
            output_format="html",
        )

    def convert(self, body: str, run: Run) -> Converted:
        """Convert one body. Plain paragraphs and tables take a short cut whose output is the same."""
        return self.plain(body) or self.convert_in_full(body, run)

    @staticmethod
    def plain(body: str) -> Converted | None:
        """Return what becomes of a body of plain paragraphs and tables; None for any other."""
        found = plain_html(body)
        return None if found is None else Converted(*found, ())

    def convert_in_full(self, body: str, run: Run) -> Converted:
        """Convert by Python-Markdown and sanitise by nh3; raise RecursionError for lists hundreds of levels deep."""
        self._links.run_state = self._references.run_state = run
        self._markdown.reset()
        self._markdown.parser.state.clear()  # after a RecursionError something is left in it
        try:
            dirty = self._markdown.convert(body)
        except RecursionError:  # hundreds of lists in lists: nothing an editor means, and nothing to lose
            dirty = f"<pre>{html.escape(body)}</pre>"
        clean = nh3.clean(
            dirty,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel=None,
            generic_attribute_prefixes=set(),
        )
        clean = CONTROL.sub("\ufffd", clean)  # to leave nothing would let java&#1;script: grow together
        return Converted(clean, plain_text(clean), tuple(run.images_without_text))
