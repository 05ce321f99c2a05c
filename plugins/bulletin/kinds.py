"""The closed vocabularies of the domain: kinds, statuses, disclosure, editions, states and tracks."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an item mainly does: inform at large (普发信息) or report a problem (问题信息)."""

    GENERAL = "general"
    PROBLEM = "problem"


class Status(StrEnum):
    """How far the matter of a problem item has come, as known when the item was written."""

    OPEN = "open"
    HANDLING = "handling"
    RESOLVED = "resolved"


class Subtype(StrEnum):
    """What sort of problem an item reports (domain notes 2.2)."""

    COMMON = "common"
    SIGN = "sign"
    OPINION = "opinion"
    INCIDENT = "incident"
    ADVICE = "advice"
    POLICY = "policy"
    REQUEST = "request"


class Disclosure(StrEnum):
    """公开属性, the three values of 《政府信息公开条例》 articles 13-16."""

    PUBLIC = "public"
    ON_REQUEST = "on-request"
    INTERNAL = "internal"

    @property
    def strictness(self) -> int:
        """Return 0 for public, 1 for on request, 2 for internal."""
        return (Disclosure.PUBLIC, Disclosure.ON_REQUEST, Disclosure.INTERNAL).index(self)


class Edition(StrEnum):
    """The two outputs of one content tree: for the internet and for the office network."""

    PUBLIC = "public"
    INTERNAL = "internal"


class State(StrEnum):
    """What became of a number (domain notes 6.2, Slot)."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOID = "void"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"  # printed before the ledger was kept, and entered afterwards


class Track(StrEnum):
    """The sequence a number belongs to; supplements (增刊) and specials (专刊) have their own (rule N7)."""

    REGULAR = "regular"
    SUPPLEMENT = "supplement"
    SPECIAL = "special"


class Level(StrEnum):
    """Whether a correction changes what readers were told (major, 重大) or only its form (minor, 一般)."""

    MINOR = "minor"
    MAJOR = "major"
