"""Every message is in the catalogues, in Chinese and in English, and the catalogues hold no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from bulletin_language.catalogues import LANGUAGES, OWN

ROOT: Final = Path(__file__).parent.parent
KEYWORDS: Final = {**DEFAULT_KEYWORDS, **dict.fromkeys(("N_", "complain", "say", "translate", "word"))}
PYTHON: Final = [("**.py", "python")]
HAN: Final = re.compile(r"[㐀-鿿]")
PERCENT: Final = re.compile(r"%\(\w+\)")

Forms = tuple[str, ...]  # of a message: itself, or its singular and its plural


@dataclass(frozen=True, slots=True)
class Domain:
    """The messages of one readership: where they are written, and where they are translated."""

    name: str
    packages: tuple[str, ...]
    folder: Path
    wordless: frozenset[str]  # messages whose Chinese has no Chinese characters

    def __str__(self) -> str:
        return self.name


EDITOR: Final = Domain(
    "editor",
    ("bulletin", "bulletin_build", "bulletin_editor", "bulletin_source"),
    OWN,
    frozenset({"  {note}", "{message}", "{output}"}),
)
THEME: Final = Domain(
    "theme",
    ("bulletin_portal",),
    ROOT / "theme" / "translations",
    frozenset(
        {
            ", ",
            "%(issuer)s. %(series)s[J/OL]. %(number)s",
            "%(units)s. %(title)s[J/OL]. %(series)s, %(number)s",
        }
    ),
)
DOMAINS: Final = (EDITOR, THEME)

every_catalogue = pytest.mark.parametrize(
    ("domain", "language"), [(domain, language) for domain in DOMAINS for language in LANGUAGES], ids=str
)


def forms(text: str | tuple[str, ...] | list[str] | None) -> Forms:
    """Return a message or translation as its forms."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def extracted(domain: Domain) -> Iterator[Forms]:
    """Yield the messages that the sources of a domain hold."""
    for package in domain.packages:
        for found in extract_from_dir(ROOT / "plugins" / package, PYTHON, keywords=KEYWORDS):
            yield forms(found[2])
    if domain is EDITOR:
        for one in extract_from_file("python", ROOT / "tasks.py", keywords=KEYWORDS):
            yield forms(one[1])
    else:
        with (ROOT / "theme" / "babel.cfg").open(encoding="utf-8") as mapping:
            methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]  # of Babel
        for found in extract_from_dir(ROOT / "theme", methods, options, KEYWORDS):
            yield forms(found[2])


@cache
def messages_of(domain: Domain) -> frozenset[Forms]:
    """Return the messages of a domain."""
    return frozenset(extracted(domain))


@cache
def read(path: Path) -> Catalog:
    """Read a catalogue; raise PoFileError if it is malformed."""
    with path.open("rb") as source:
        return read_po(source, abort_invalid=True)


def catalogue_of(domain: Domain, language: str) -> Catalog:
    """Return the catalogue of a domain in a language."""
    return read(domain.folder / language / "LC_MESSAGES" / f"{domain.name}.po")


def entries(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue without its header."""
    return [message for message in catalogue if message.id]


def placeholders(text: str) -> set[str]:
    """Return the names a message is filled with, as ``str.format`` and as ``%`` write them; raise ValueError."""
    braced = {f"{{{name}}}" for _, name, _, _ in Formatter().parse(text) if name is not None}
    return braced | set(PERCENT.findall(text))


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each form of the translation with the form of the message it stands for."""
    source, target = forms(message.id), forms(message.string)
    for place, text in enumerate(target):
        yield source[0 if place == 0 and len(target) > 1 else -1], text


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_sources_hold_messages(domain: Domain) -> None:
    """The extraction finds something, so that the comparisons below compare something."""
    assert len(messages_of(domain)) > 50


@every_catalogue
def test_catalogue_is_complete(domain: Domain, language: str) -> None:
    """Every message of the sources is in the catalogue."""
    held = {forms(message.id) for message in entries(catalogue_of(domain, language))}
    assert sorted(messages_of(domain) - held) == []


@every_catalogue
def test_catalogue_holds_nothing_unused(domain: Domain, language: str) -> None:
    """Every message of the catalogue is in the sources, and none is kept as obsolete."""
    catalogue = catalogue_of(domain, language)
    assert sorted({forms(message.id) for message in entries(catalogue)} - messages_of(domain)) == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_template_is_up_to_date(domain: Domain) -> None:
    """The .pot file, from which a further language would begin, holds the messages of the sources."""
    template = read(domain.folder / f"{domain.name}.pot")
    assert {forms(message.id) for message in entries(template)} == messages_of(domain)


@every_catalogue
def test_everything_is_translated(domain: Domain, language: str) -> None:
    """No translation is fuzzy, empty or without one of its plural forms."""
    catalogue = catalogue_of(domain, language)
    poor = [
        message.id
        for message in entries(catalogue)
        if message.fuzzy
        or not all(forms(message.string))
        or len(forms(message.string)) != (catalogue.num_plurals if message.pluralizable else 1)
    ]
    assert poor == []


@every_catalogue
def test_placeholders_survive_translation(domain: Domain, language: str) -> None:
    """A translation is filled with the same values as its message."""
    wrong = [
        text
        for message in entries(catalogue_of(domain, language))
        for source, text in pairs(message)
        if placeholders(text) != placeholders(source)
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_chinese_is_chinese(domain: Domain) -> None:
    """Every Chinese translation holds Chinese characters, but for the few that hold no words."""
    foreign = {
        forms(message.id)[0]
        for message in entries(catalogue_of(domain, "zh_CN"))
        if not all(HAN.search(text) for text in forms(message.string))
    }
    assert foreign == domain.wordless


def test_english_is_the_message_itself() -> None:
    """The editor's English catalogue says what the sources say."""
    other = [message.id for message in entries(catalogue_of(EDITOR, "en")) if message.string != message.id]
    assert other == []
