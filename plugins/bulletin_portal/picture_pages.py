"""Plan the index of pictures: a page for each year with all that its items show, and a page of the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from bulletin.catalogue import Entry
from bulletin_portal import addresses
from bulletin_portal.context import Context, neighbours
from bulletin_portal.pages import Page
from bulletin_portal.picture_sizes import Picture, pictures_in
from bulletin_portal.tallies import by_year
from bulletin_portal.views import Link

NEWEST: Final = 12  # pictures on the page of the years


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture as the index shows it: small, with its words, and with the item and issue that it stands in."""

    source: str  # its file, percent-encoded
    description: str
    caption: str
    width: int
    height: int
    widths: tuple[int, ...]
    item: Link
    issue: Link
    signed: date


@dataclass(frozen=True, slots=True)
class PictureYear:
    """A year as a link to its pictures, and how many it has."""

    address: str
    name: str
    pictures: int


def _card(context: Context, entry: Entry, picture: Picture) -> PictureCard:
    issue, item = entry.issue, entry.item
    return PictureCard(
        quote(picture.path),
        picture.description,
        picture.caption,
        picture.width,
        picture.height,
        picture.widths,
        Link(addresses.item_address(issue, item), item.title),
        context.cards.link(issue),
        issue.signed,
    )


def _illustrated(context: Context) -> list[Entry]:
    """Return the items that link to files of the tree, newest issue first."""
    return [entry for entry in context.shelves.newest if entry.item.media and "<img " in entry.item.body]


def _cards(context: Context, entries: Sequence[Entry]) -> tuple[PictureCard, ...]:
    """Return the cards of all pictures, each once an item."""
    found = ((entry, picture) for entry in entries for picture in dict.fromkeys(pictures_in(entry.item.body)))
    return tuple(_card(context, entry, picture) for entry, picture in found)


def picture_links(context: Context) -> tuple[Link, ...]:
    """Return the link to the index, if the edition shows a picture."""
    has_some = any(True for entry in _illustrated(context) for _ in pictures_in(entry.item.body))
    return (Link(addresses.PICTURES, context.translate("Pictures")),) if has_some else ()


def plan_pictures(context: Context) -> Iterator[Page]:
    """Yield /pictures/ and a page for each year that has pictures; nothing where there is none."""
    years = {year: cards for year, own in by_year(_illustrated(context)).items() if (cards := _cards(context, own))}
    if not years:
        return
    name = context.translate("Pictures")
    counts = tuple(
        PictureYear(addresses.year_address(addresses.PICTURES, year), str(year), len(cards))
        for year, cards in years.items()
    )
    newest = tuple(card for cards in years.values() for card in cards)[:NEWEST]
    sentence = context.site_sentence(name)
    inputs = {"years": counts, "pictures": newest}
    yield Page(addresses.PICTURES, "pictures.html", name, "pictures", inputs, sentence, context.crumbs())
    for count, (year, cards) in zip(counts, years.items(), strict=True):
        older, newer = neighbours(
            list(years), year, lambda one: Link(addresses.year_address(addresses.PICTURES, one), str(one))
        )
        title = f"{name} · {context.year(year)}"
        yield Page(
            count.address,
            "pictures_year.html",
            title,
            "pictures",
            {"year": year, "years": counts, "pictures": cards, "older": older, "newer": newer},
            context.site_sentence(title),
            context.crumbs(Link(addresses.PICTURES, name)),
            year=year,
        )
