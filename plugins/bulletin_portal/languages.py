"""The languages of the interface: where the pages of each begin, its own name, and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Final, NamedTuple

from bulletin.kinds import Language
from bulletin_language.catalogues import load

# Before the addresses of all pages in a language; none may begin so in another (check_addresses).
PREFIXES: Final = {Language.CHINESE: "", Language.ENGLISH: "en/"}
NAMES: Final = {Language.CHINESE: "中文", Language.ENGLISH: "English"}
_CATALOGUES: Final = {Language.CHINESE: "zh_CN", Language.ENGLISH: "en"}

Words = Mapping[Language, NullTranslations]


class Version(NamedTuple):
    """A language in which every page stands: its tag (BCP 47), where its pages begin, its name in itself."""

    language: Language
    prefix: str
    name: str


def versions(languages: Iterable[Language]) -> tuple[Version, ...]:
    """Return the languages between which readers can choose; () where there is no choice."""
    found = tuple(Version(one, PREFIXES[one], NAMES[one]) for one in languages)
    return found if len(found) > 1 else ()


def alternates(languages: Iterable[Language]) -> tuple[tuple[str, str], ...]:
    """Return what each version of a page names: tags, and where their pages begin; () where there is one version.

    Every version names every version, itself too, and ``x-default`` the one for all other readers (hreflang, as search
    engines read it).
    """
    named = [(one.language.value, one.prefix) for one in versions(languages)]
    return (*named[:1], *(("x-default", prefix) for _, prefix in named[:1]), *named[1:])


def words_of(settings: Mapping[str, Any], languages: Iterable[Language]) -> Words:
    """Return the words of the theme in some languages; raise OSError or ValueError."""
    folder = Path(settings["THEME"]) / "translations"
    return {one: load(folder, "theme", _CATALOGUES[one]) for one in languages}


def others_of(words: Words) -> dict[Language, Callable[[str], str]]:
    """Return what translates into each language but the first."""
    return {language: one.gettext for language, one in words.items() if language is not Language.CHINESE}


def in_language(address: str, language: Language) -> str:
    """Return the address of a page's twin: ``gazette/2004/10/`` in English is ``en/gazette/2004/10/``."""
    return PREFIXES[language] + address


def without_language(address: str, language: Language) -> str:
    """Return the address of a page relative to where the pages of its language begin."""
    return address[len(PREFIXES[language]) :]
