"""Every table of fields by name: what it describes and where that stands; and the rule of a field, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bulletin.codes import N_
from bulletin.diagnostics import Message
from bulletin_source.fields import ISSUE, ITEM, PAGE, Field, Type
from bulletin_source.reference_fields import CUE, MOVED, SERIES, SITE, TERM, TOPIC, UNIT


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of record: its fields, what it is, where it stands, and whether a list of such records stands there."""

    fields: tuple[Field, ...]
    title: str
    where: str
    many: bool = False


# Reference data is named as its file in data/ is.
TABLES: Final[dict[str, Table]] = {
    "issue": Table(ISSUE, N_("issue"), N_("between the two lines --- at the top of SERIES/YEAR/NAME.md")),
    "item": Table(ITEM, N_("item"), N_("in the ```item block directly below a ## heading of an issue")),
    "page": Table(PAGE, N_("standing page"), N_("between the two lines --- at the top of pages/NAME.md")),
    "site": Table(SITE, N_("site"), N_("in data/site.yaml")),
    "series": Table(SERIES, N_("series"), N_("in data/series.yaml, a list"), many=True),
    "units": Table(UNIT, N_("units"), N_("in data/units.yaml, a list"), many=True),
    "topics": Table(TOPIC, N_("topics"), N_("in data/topics.yaml, a list"), many=True),
    "redirects": Table(MOVED, N_("moved pages"), N_("in data/redirects.yaml, a list"), many=True),
    "lexicon": Table(CUE, N_("cue words"), N_("in data/lexicon.yaml, a list"), many=True),
    "terms": Table(TERM, N_("wrong words"), N_("in data/terms.yaml, a list"), many=True),
}

PROSE: Final = frozenset({"issue", "item", "page"})  # in Markdown files; the others are files of their own

_RULES: Final[dict[Type, str]] = {
    Type.TEXT: N_("text"),
    Type.TEXTS: N_("a text, or a list: [one, another]"),
    Type.PHRASES: N_("a text, or a list: [one, another]; punctuation counts"),
    Type.DATE: N_("a date: 2004-11-20, 2004/11/20, 2004年11月20日 or 二〇〇四年十一月二十日"),
    Type.MOMENT: N_("day and minute: 2004-11-20 09:30"),
    Type.MONTH: N_("a month: 2004-11, 2004年11月 or 二〇〇四年十一月"),
    Type.SPAN: N_("a number without leading zeros: 10, 7-8 for a merged issue, 12+1 for one merged across years"),
    Type.INTEGER: N_("a whole number of at most nine digits"),
    Type.FLAG: N_("true or false, 是 or 否"),
    Type.CHOICE: N_("one of: {choices}"),
    Type.ID: N_("at most 40 lower-case letters, digits and -, beginning with a letter"),
    Type.URL: N_("an absolute address with a slash at the end: https://host/path/"),
    Type.ADDRESS: N_("an address within the site, without its name: gazette/2004/10/"),
    Type.REFERENCE: N_("series/year/number/n, for example key-affairs/2004/1/1"),
    Type.ISSUE: N_("series/year/number, for example key-affairs/2004/1"),
    Type.FORM: N_("of the form {like}"),
    Type.RECORD: N_("fields of its own, see below"),
    Type.RECORDS: N_("a list; each entry has fields of its own, see below"),
}


def spellings(field: Field) -> str:
    """Return the values of a choice with all their spellings: ``minor = 一般; major = 重大``."""
    values = dict.fromkeys(value for _, value in field.choices)
    return "; ".join(" = ".join(word for word, meant in field.choices if meant is value) for value in values)


def rule_of(field: Field) -> tuple[Message, ...]:
    """Return what a field's value must be: what its type says, and what the table adds."""
    args = (("choices", spellings(field)),) if field.choices else (("like", field.like),) if field.like else ()
    of_type = Message(_RULES[field.type], args)
    return (of_type, Message(field.rule)) if field.rule else (of_type,)
