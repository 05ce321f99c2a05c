"""Pages are clean HTML: one heading, a title, a language, a permanent address, nothing inline."""

from __future__ import annotations

from collections import Counter

from tests.site.output import Site, text_of
from tests.site.source import Source

_CSS_LIMIT = 30 * 1024


def test_elements_are_closed_in_order(site: Site) -> None:
    """Every element of every page is closed where it has to be, and no attribute stands twice."""
    assert {address: page.markup.faults for address, page in site.pages.items() if page.markup.faults} == {}


def test_ids_are_unique(site: Site) -> None:
    """No id stands twice on a page."""
    twice = {
        address: [one for one, n in Counter(page.markup.ids).items() if n > 1] for address, page in site.pages.items()
    }
    assert {address: ids for address, ids in twice.items() if ids} == {}


def test_labels_refer_to_ids(site: Site) -> None:
    """Whatever an ARIA attribute, a label or a popover button names is on the page."""
    names = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget")
    for address, page in site.pages.items():
        used = {ref for _, values in page.markup.elements for name in names for ref in (values.get(name) or "").split()}
        assert used <= set(page.markup.ids), address


def test_one_heading_and_a_title_that_names_page_and_site(site: Site, source: Source) -> None:
    """Each page has one h1, and a title of its own that ends with the site's name."""
    name = source.site["name"]
    for address, page in site.pages.items():
        assert len(page.select("h1")) == 1, address
        assert all(page.said("h1")), address
        (title,) = page.said("head > title")
        assert title == name if not address else title.endswith(f" - {name}"), address
        assert len(title) > len(" - ") + len(name) or not address
        assert page.select("body title") == page.select("svg title")


def test_headings_skip_no_level(site: Site) -> None:
    """Headings go down one level at a time."""
    for address, page in site.pages.items():
        levels = [int(tag[1]) for tag, _ in page.markup.elements if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        at = levels.index(1)
        steps = zip(levels[at:], levels[at + 1 :], strict=False)
        assert [(one, two) for one, two in steps if two > one + 1] == [], address


def test_language_and_encoding(site: Site) -> None:
    """Each page declares Chinese, UTF-8 before anything else, and a width that fits a phone."""
    for address, page in site.pages.items():
        assert page.text.lstrip().startswith("<!DOCTYPE html>"), address
        assert page.document.attrib["lang"].lower().startswith("zh"), address
        assert page.text.encode().index(b'<meta charset="utf-8">') < 1024, address
        assert page.select("meta[name=viewport][content*='width=device-width']"), address


def test_canonical_address(site: Site) -> None:
    """Each page names its permanent address, absolute; 404.html has none."""
    for address, page in site.pages.items():
        found = [one.attrib["href"] for one in page.select("head > link[rel=canonical]")]
        assert found == ([] if address == "404.html" else [site.url + address])


def test_nothing_inline(site: Site) -> None:
    """No page holds an inline style or script, an event attribute or a javascript: link: a CSP can be strict."""
    for address, page in site.pages.items():
        for tag, values in page.markup.elements:
            assert tag not in {"style", "base", "iframe", "object", "embed", "font", "center"}, address
            # Linked data is a block of data, which browsers don't run and a CSP lets stand.
            assert tag != "script" or values.get("src") or values == {"type": "application/ld+json"}, address
            assert not [name for name in values if name == "style" or name.startswith("on")], address
        assert not [link for link in page.markup.links if link.strip().lower().startswith(("javascript:", "data:"))]


def test_nothing_from_other_hosts(site: Site) -> None:
    """No page loads a picture, stylesheet, script or font from elsewhere."""
    for address, page in site.pages.items():
        loaded = [one.attrib["href"] for one in page.select("link[rel=stylesheet], link[rel=icon]")]
        loaded += [one.attrib["src"] for one in page.select("[src]")]
        assert [link for link in loaded if site.place_of(page, link) is None] == [], address


def test_pictures_have_descriptions(site: Site) -> None:
    """Each picture of a text says what it shows."""
    pictures = [(address, one) for address, page in site.pages.items() for one in page.select("img")]
    assert pictures
    assert [address for address, one in pictures if not one.attrib.get("alt", "").strip()] == []


def test_links_say_where_they_lead(site: Site) -> None:
    """No link is without words."""
    for address, page in site.pages.items():
        silent = [one for one in page.select("a") if not (one.text_content().strip() or one.attrib.get("aria-label"))]
        assert silent == [], address


def test_landmarks(site: Site) -> None:
    """Each page has one main part, which the first link skips to, and navigations that are told apart by name."""
    for address, page in site.pages.items():
        assert page.one("main").attrib["id"] == "main", address
        assert page.select("body a")[0].attrib["href"] == "#main", address
        names = [one.attrib.get("aria-label") or one.attrib.get("aria-labelledby") for one in page.select("nav")]
        assert all(names), address
        assert len(set(names)) == len(names), address


def test_words_are_translated_and_filled_in(site: Site) -> None:
    """No page shows a placeholder, a template's code or a Python value."""
    for address, page in site.pages.items():
        # Linked data, in the head, closes its braces as templates do.
        text = text_of(page.one("head > title")) + text_of(page.one("body"))
        assert [one for one in ("{{", "}}", "{%", "%(", "None", "Undefined", "<bound") if one in text] == [], address


def test_stylesheets_are_small(public: Site) -> None:
    """What styles a page on a screen is at most 30 KB, what does so on paper a fifth of that."""
    sizes = {path: len(data) for path, data in public.files.items() if path.endswith(".css")}
    assert sizes["theme/css/print.css"] <= _CSS_LIMIT // 5
    for address, page in public.pages.items():
        sheets = [
            public.place_of(page, one.attrib["href"])
            for one in page.select("link[rel=stylesheet]")
            if one.attrib.get("media") != "print"
        ]
        assert sum(sizes[sheet or ""] for sheet in sheets) <= _CSS_LIMIT, address
