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


class ReviewStep(StrEnum):
    """The three readings before publication (三审): by the editor, the head of the section, the director in charge."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"


class Language(StrEnum):
    """The languages a site's interface is given in, by their tags (BCP 47); what issues say is Chinese in each."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


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


class CueRole(StrEnum):
    """What a cue word does to the clause it stands in (domain notes 2.5)."""

    PROBLEM = "problem"  # speaks for a problem item
    GENERAL = "general"  # speaks for a general item
    REMEDY = "remedy"  # takes the force of the matter it deals with: 解决, 整治
    NEGATION = "negation"  # says of what follows that it isn't so: 未发生
    ABSENT = "absent"  # says so of what stands before: 一例未见
    NOUN = "noun"  # a fixed name that only looks like a problem: 困难群众
    WANT = "want"  # a remedy behind it is still to come: 亟待
    CONTRAST = "contrast"  # what follows counts again: 但, 仍
    PAST = "past"  # tells of former times: 过去
    TURN = "turn"  # from here on things are better: 如今
    ADVICE = "advice"  # good words behind it are wishes: 建议
    FRAME = "frame"  # a genre in which problems are imagined or regulated: 演练, 第一条
    BAD = "bad"  # an indicator that should fall: 投诉量
    GOOD = "good"  # an indicator that should rise: 收入
    UP = "up"
    DOWN = "down"
    IGNORED = "ignored"  # counts for nothing: an office takes a shipped word out
