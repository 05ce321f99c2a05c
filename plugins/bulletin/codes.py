"""The table of diagnostic codes: severity, message and hint of each; English message ids, translated by catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """An error stops the build; a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says."""

    message: str
    hint: str
    severity: Severity = Severity.ERROR


def N_(msgid: str) -> str:  # noqa: N802 (the conventional name of gettext's no-op marker)
    """Mark a message for extraction without translating it here."""
    return msgid


GATE_CURE: Final = N_(
    "mask it: inv mask {path}, or in the program that made the attachment; a waiver bears the fingerprint {fingerprint}"
)

GATE_MARK: Final = N_(
    "what bears this mark is not published: take it out; if it is no mark, a waiver bears the fingerprint {fingerprint}"
)

CODES: Final[dict[str, Code]] = {
    # The tree and its files
    "TREE-EMPTY": Code(N_("no issue found in {folder}"), N_("write one with: inv new SERIES")),
    "TREE-MISSING": Code(N_("{what} is missing"), N_("restore it, or name the right folder with --content")),
    "FILE-LINK": Code(
        N_("a symbolic link that leads out of the content tree"), N_("replace it by the file itself, or remove it")
    ),
    "FILE-UTF8": Code(N_("the file is not UTF-8 text (byte {byte})"), N_("save it again with the encoding UTF-8")),
    "FILE-GB18030": Code(
        N_("the file is written in the Chinese encoding GB18030 (GBK), not in UTF-8"),
        N_("open it with that encoding and save it again as UTF-8"),
    ),
    "FILE-INVISIBLE": Code(
        N_("an invisible character ({character})"), N_("delete it; it came with text copied from elsewhere")
    ),
    "FILE-CONTROL": Code(
        N_("a control character ({character}) in the text"), N_("delete it; it can't be seen or printed")
    ),
    "FILE-CONFLICT": Code(
        N_("a merge conflict is left in the file"),
        N_("keep one of the two versions and delete the lines <<<<<<<, =======, >>>>>>>"),
    ),
    "FILE-NAME": Code(
        N_("the file name may hold only lower-case letters, digits, - and _"),
        N_("rename it, for example after the signing date: 2004-11-20.md"),
    ),
    "FILE-PLACE": Code(
        N_("the issue belongs in the folder {expected}"), N_("move the file there, or correct series or signing date")
    ),
    "FILE-UNREADABLE": Code(N_("the file can't be read: {reason}"), N_("check its permissions")),
    # YAML
    "YAML-NONE": Code(
        N_("the file does not begin with a block of metadata"),
        N_("begin the file with a line ---, the fields, and a line ---"),
    ),
    "YAML-OPEN": Code(N_("the block of metadata is not closed"), N_("add a line --- after the last field")),
    "YAML-SYNTAX": Code(
        N_("the metadata can't be understood: {reason}"),
        N_("write one field a line as name: value, and put a value that holds a colon or # between quotation marks"),
    ),
    "YAML-TAB": Code(N_("a tab in the metadata"), N_("indent with spaces")),
    "YAML-SHAPE": Code(N_("{expected} expected here"), N_("write it as the field reference shows")),
    "YAML-DUPLICATE": Code(N_("the field {name} stands here a second time"), N_("delete one of the two")),
    "YAML-ANCHOR": Code(
        N_("anchors, aliases and tags (& * !) are not used here"), N_("put the value between quotation marks")
    ),
    # Fields
    "FIELD-UNKNOWN": Code(N_("there is no field {name}"), N_("did you mean {suggestion}?")),
    "FIELD-MISSING": Code(N_("the field {name} is missing"), N_("add a line {name}: …")),
    "FIELD-EMPTY": Code(N_("the field {name} is empty"), N_("fill it in, or delete the line")),
    "FIELD-VALUE": Code(N_("{value} is not a value of {name}"), N_("write one of: {choices}")),
    "FIELD-LOOKALIKE": Code(
        N_("{value} holds a letter or sign that only looks like a digit"), N_("type it again: {suggestion}")
    ),
    "FIELD-COMMENT": Code(
        N_("what stands behind # is a comment and not part of {name}"),
        N_("put the value between quotation marks if # belongs to it, else leave two spaces before #"),
        Severity.WARNING,
    ),
    "FIELD-DATE": Code(N_("{value} is not a date"), N_("write year, month and day: 2004-11-20")),
    "FIELD-MOMENT": Code(N_("{value} is not a date and time"), N_("write day and minute: 2004-11-20 09:30")),
    "FIELD-MONTH": Code(N_("{value} is not a month"), N_("write year and month: 2004-11")),
    "FIELD-NUMBER": Code(
        N_("{value} is not a number of an issue"), N_("write 10, or 7-8 for a merged issue, without leading zeros")
    ),
    "FIELD-INTEGER": Code(N_("{value} is not a whole number"), N_("write digits only")),
    "FIELD-ID": Code(N_("{value} can't be an id"), N_("use lower-case letters, digits and -, beginning with a letter")),
    "FIELD-URL": Code(
        N_("{value} is not an absolute address"), N_("write it as https://host/path/, with a slash at the end")
    ),
    "FIELD-FORM": Code(N_("{value} does not have the form of {name}"), N_("write it in the form {like}")),
    "FIELD-REFERENCE": Code(
        N_("{value} is not a reference to an item"), N_("write series/year/number/n, for example key-affairs/2004/1/1")
    ),
    "FIELD-ADDRESS": Code(
        N_("{value} is not an address within the site"), N_("write it without the site's name: gazette/2004/10/")
    ),
    "FIELD-ISSUE": Code(
        N_("{value} is not a reference to an issue"), N_("write series/year/number, for example key-affairs/2004/1")
    ),
    "DATE-ORDER": Code(
        N_("published ({published}) is before signed ({signed})"),
        N_("an issue goes online on the day it is signed or later; correct one of the two"),
    ),
    "ID-DUPLICATE": Code(N_("{value} stands twice in this list"), N_("ids and names are unique; change or delete one")),
    "TITLE-PERIOD": Code(
        N_("the titles of {value} leave days uncovered or covered twice"),
        N_("let each title begin on the day after the one before it ended"),
    ),
    "SITE-MISSING": Code(
        N_("the public edition lacks what every government website shows: {fields}"),
        N_("fill it in; docs/government-conventions.md says what each is"),
    ),
    "INDEX-FORMAT": Code(
        N_("by {value}, two issues or items could get one index number"),
        N_("name each of {{series}}, {{year}}, {{number}} and {{item}} once, with a sign between two parts: {default}"),
    ),
    "SERIES-VOLUME": Code(
        N_("the volumes of {value} are not clear"),
        N_("where numbers go by volume, each entry of numbering names its volume; elsewhere none does"),
    ),
    "SERIES-TIME": Code(
        N_("an entry of {value} is not in order of time"), N_("let each begin after the one before it has ended")
    ),
    "SITE-HUB": Code(
        N_("{value} can't be the address of a hub"),
        N_("write it as https://hub.example/; without encryption anybody could announce what he likes"),
    ),
    # References
    "SERIES-UNKNOWN": Code(
        N_("there is no series {value}"), N_("did you mean {suggestion}? Series stand in data/series.yaml")
    ),
    "SERIES-AMBIGUOUS": Code(N_("several series are called {value}"), N_("write the id of one: {choices}")),
    "UNIT-UNKNOWN": Code(
        N_("there is no unit {value}"), N_("did you mean {suggestion}? Units stand in data/units.yaml")
    ),
    "UNIT-FORMER": Code(
        N_("“{value}” is a former name of {name}; it ended on {until}, before the issue was signed"),
        N_("write the present name"),
        Severity.WARNING,
    ),
    "TOPIC-UNKNOWN": Code(
        N_("there is no topic {value}"), N_("did you mean {suggestion}? Topics stand in data/topics.yaml")
    ),
    "REF-UNKNOWN": Code(N_("there is no item {value}"), N_("check series, year, number and the item's position")),
    "REF-ORDER": Code(
        N_("the item {value} is not older than this one"), N_("follows names the earlier report on the same matter")
    ),
    "LINK-BROKEN": Code(N_("the link to {target} leads nowhere"), N_("check the path; it is relative to this file")),
    "LINK-OUT": Code(
        N_("the link to {target} leads out of the content tree"), N_("put the file under media/ and link to it there")
    ),
    "LINK-ISSUE": Code(
        N_("[[{value}]] is not a reference to an issue"),
        N_("write [[政务要情 2004-10]], or [[政务要情 2004-10/2]] for its second item"),
    ),
    "MOVED-TARGET": Code(N_("no page stands at {value}"), N_("write where the page stands now: gazette/2004/10/")),
    "MOVED-TAKEN": Code(
        N_("a page stands at {value}, or another entry leads on from it"),
        N_("delete the entry; nothing has moved from there"),
    ),
    "MEDIA-TYPE": Code(N_("files of the type {type} are not published"), N_("use one of: {choices}")),
    "MEDIA-ACTIVE": Code(
        N_("the drawing holds active or outside content ({what})"),
        N_("export it again as plain SVG, without scripts and links"),
    ),
    # Items
    "HEADING-EMPTY": Code(N_("a heading without text"), N_("write the item's title after ##")),
    "ITEM-NONE": Code(N_("the issue holds no item"), N_("write a heading ## and the item's text below it")),
    "ITEM-EMPTY": Code(N_("the item “{title}” has no text"), N_("write its text below the heading")),
    "ITEM-STRAY": Code(
        N_("text before the first heading belongs to no item"), N_("move it below a heading ##, or into the field note")
    ),
    "ITEM-BLOCK": Code(
        N_("an item block that does not stand directly below a heading ##"), N_("move it there; one block an item")
    ),
    "ITEM-OPEN": Code(N_("the item block is not closed"), N_("add a line ``` after its last field")),
    "ITEM-STATUS": Code(
        N_("{name} belongs to problem items only"), N_("delete the line, or set kind: problem"), Severity.WARNING
    ),
    "DISC-REASON": Code(
        N_("opened, though {default} by default, without saying why"),
        N_("write opened_because and basis beside it, or delete the disclosure"),
    ),
    "DISC-DATE": Code(
        N_("an item can't be opened or closed on {value}: that is not after {after}"),
        N_("write the day after publication on which it happened; without one, delete the line"),
    ),
    "REVIEW-ORDER": Code(
        N_("the review {value} stands below {other} but doesn't come after it"),
        N_("write first, second and final in this order, each once, with dates that don't go back"),
    ),
    "REVIEW-LATE": Code(
        N_("a review on {value}, after publication on {published}"),
        N_("reviews come before publication; correct one of the two dates"),
    ),
    "HTML-RAW": Code(N_("raw HTML <{tag}> is not allowed"), N_("write Markdown; put code between ` signs")),
    "LINK-SCHEME": Code(
        N_("links of the kind {scheme} are not allowed"), N_("use https:, mailto: or a path in the content tree")
    ),
    "IMAGE-ALT": Code(
        N_("a picture without a description"), N_("write what it shows between the brackets: ![description](path)")
    ),
    "LIST-INDENT": Code(
        N_("this item of a list is set one space deeper than the one above, and stands on the same level"),
        N_("indent a level below by two spaces; set items of one level under one another"),
        Severity.WARNING,
    ),
    "LIST-BLANK": Code(
        N_("the line begins with “{value}”, but is the rest of the paragraph above and no item of a list"),
        N_("put a blank line above a list, or end the line above it with a colon; else put a \\ before the sign"),
        Severity.WARNING,
    ),
    "LIST-MARK": Code(
        N_("the lines begin with “{value}” like a list, but run together into one paragraph"),
        N_("write “- ” with a space before each item; or put a blank line between the lines"),
        Severity.WARNING,
    ),
    # Wording
    "TERM-WRONG": Code(
        N_("“{wrong}” should be “{right}”: {reason} ({source})"),
        N_("correct it; where it is right, add it with the words around it to allow in data/terms.yaml"),
    ),
    "TERM-SAME": Code(N_("“{value}” is the wrong and the right form at once"), N_("correct one of the two")),
    "TERM-ALLOW": Code(
        N_("“{value}” does not hold “{wrong}”, so it allows nothing"),
        N_("write the wrong form with the words around it that make it right"),
    ),
    # Problem items
    "CUE-GAP": Code(
        N_("“{value}” has … in a place where it says nothing"),
        N_("write … once, between two words: 解决…难题"),
    ),
    "CUE-CLAUSE": Code(
        N_("“{value}” can never be found: a word stands within one clause"),
        N_("write each word by itself, half-width commas between them: [one, another]"),
    ),
    "CUE-WEIGHT": Code(N_("{value} is no weight"), N_("write 1 (weak), 2 (clear) or 3 (strong)")),
    "MODEL-UNREADABLE": Code(
        N_("this is no model that the program can read"),
        N_("make it again by inv train --with-content, or delete the file to use the shipped model"),
    ),
    # Numbers
    "NUM-DUP": Code(
        N_("{label} is claimed by {other} too"),
        N_("one of the two needs another number; the ledger says which was signed"),
    ),
    "NUM-UNKNOWN": Code(
        N_("{label} is not in the ledger {ledger}"),
        N_("sign the issue: inv sign {path}; a draft has no number"),
    ),
    "NUM-IMMUTABLE": Code(
        N_("the ledger gave this issue {expected}, the file says {label}"),
        N_("a number never changes; restore {expected}"),
    ),
    "NUM-LOST": Code(
        N_("the ledger knows {label}, but its file {issue} is missing"),
        N_("restore the file from git; what may no longer be read is withdrawn, not deleted"),
    ),
    "NUM-MOVED": Code(
        N_("the ledger knows {label} as {issue}, which is now {other}"),
        N_("give the file its old name again; the ledger names a file for good"),
    ),
    "NUM-GAP": Code(
        N_("{label} is skipped without an explanation"),
        N_("record it as never issued: inv void SERIES YEAR NUMBER --reason …"),
    ),
    "NUM-MISSING": Code(
        N_("{count} numbers of the back-file are not recorded, the first {label}"),
        N_("add them by inv adopt if they turn up; void those that never came out"),
        Severity.WARNING,
    ),
    "NUM-TOTAL": Code(
        N_("{label} has the total {total}, {expected} expected"),
        N_("totals are consecutive; restore the ledger's line"),
    ),
    "NUM-ORDER": Code(
        N_("{label} was signed on {signed}, before the one ahead of it, of {before}"),
        N_("correct the date; an issue written up late says so in the file: mark: 补编"),
    ),
    "NUM-YEAR": Code(
        N_("{label} was signed on {signed}, in another year"), N_("correct the year or the date in the ledger")
    ),
    "NUM-WITHDRAWN": Code(
        N_("the ledger says {label} is withdrawn, the file does not"),
        N_("restore the field withdrawn; to bring the issue out again: inv replace {path}"),
    ),
    "NUM-STANDS": Code(
        N_("the file says {label} is withdrawn, the ledger does not"),
        N_("withdraw it by: inv withdraw {path} --reason …"),
    ),
    "NUM-SIGNED": Code(
        N_("the ledger says {label} was signed on {expected}, the file says {value}"),
        N_("restore the date; it never changes"),
    ),
    "NUM-DATE": Code(
        N_("the ledger says {label} went online at {expected}, the file says {value}"),
        N_("restore the moment; it never changes"),
    ),
    "NUM-PUBLISHED": Code(
        N_("{label} goes online at {value}, which the ledger does not know yet"), N_("record it: inv sign {path}")
    ),
    "NUM-FREQ": Code(
        N_("{label} is one more than the {expected} issues expected in {year}"),
        N_("check that the number is right; if so, nothing is to be done"),
        Severity.WARNING,
    ),
    "NUM-REOPEN": Code(
        N_("{label} is signed although the next year has begun"),
        N_("if it belongs to {year}, nothing is to be done"),
        Severity.WARNING,
    ),
    "NUM-TAKEN": Code(
        N_("{label} is {state} and can't become void"),
        N_("a number that came out is withdrawn instead: inv withdraw FILE"),
    ),
    "NUM-REPLACES": Code(
        N_("{value} is no withdrawn issue"),
        N_("withdraw it first: inv withdraw FILE --reason …, or correct the reference"),
    ),
    "SERIES-CLOSED": Code(
        N_("{label} is signed on {signed}, but the series rests since {since}"),
        N_("correct the date, or say in data/series.yaml when the pause ended"),
    ),
    "SIGN-LATE": Code(
        N_("{label} was passed over; numbers are given in order"),
        N_("leave the number out to get the next one; an old issue is entered by inv adopt"),
    ),
    "SIGN-DONE": Code(
        N_("{path} was signed already, as {label}"), N_("nothing was changed; a number is given once and for all")
    ),
    "SIGN-NONE": Code(N_("{path} is in no ledger"), N_("sign it first: inv sign {path}")),
    "SIGN-STATE": Code(N_("{path} is {state} in the ledger; this can't be done to it"), N_("see: inv ledger")),
    "ADOPT-NUMBER": Code(
        N_("“{value}” can't be read as the number of an issue"),
        N_("write it as printed: 2004年第10期（总第442期）, 第7-8期, 10"),
    ),
    "ADOPT-YEAR": Code(N_("no year for {value}"), N_("give the signing date, or write the year with the number")),
    "ADOPT-HEAD": Code(
        N_("the first line of the table is not understood: {value}"),
        N_("name the columns number,date,total,published,note; only number is needed"),
    ),
    # The gate
    "GATE-SECRECY": Code(
        N_("a secrecy mark: {quotation}"),
        N_("take it off every networked machine; if it is no mark, a waiver bears the fingerprint {fingerprint}"),
    ),
    "GATE-WORK-SECRET": Code(N_("a mark of work secrets: {quotation}"), GATE_MARK),
    "GATE-INTERNAL": Code(N_("a mark of internal papers: {quotation}"), GATE_MARK),
    "GATE-COPY": Code(N_("a copy number: {quotation}"), GATE_MARK),
    "GATE-ID": Code(N_("an identity number: {quotation}"), GATE_CURE),
    "GATE-MOBILE": Code(N_("a mobile number: {quotation}"), GATE_CURE),
    "GATE-PHONE": Code(N_("a telephone number beside a name: {quotation}"), GATE_CURE),
    "GATE-CARD": Code(N_("the number of a bank card: {quotation}"), GATE_CURE),
    "GATE-PASSPORT": Code(N_("the number of a passport: {quotation}"), GATE_CURE),
    "GATE-PLATE": Code(N_("a number plate: {quotation}"), GATE_CURE),
    "GATE-ADDRESS": Code(N_("an address down to the room: {quotation}"), GATE_CURE),
    "GATE-BIRTH": Code(N_("a birth date beside a name: {quotation}"), GATE_CURE),
    "GATE-EMAIL": Code(N_("an e-mail address: {quotation}"), GATE_CURE),
    "GATE-NAME": Code(N_("the name of a person concerned: {quotation}"), GATE_CURE),
    "FILE-TYPE": Code(
        N_("what is in this file ({type}) can't be looked through, so it can't be published"),
        N_("save it as one of: {choices}"),
    ),
    "FILE-LOCKED": Code(
        N_("the file is protected by a password, so it can't be published"), N_("save it without a password")
    ),
    "FILE-BROKEN": Code(
        N_("the file is damaged or not of the type its name says, so it can't be published"),
        N_("open it in the program that made it and save it anew"),
    ),
    "FILE-NESTED": Code(
        N_("the file holds other files, so it can't be published"),
        N_("take the embedded files out and save it; attach them by themselves if readers need them"),
    ),
    "FILE-LARGE": Code(
        N_("the file is too large to be looked through, so it can't be published"),
        N_("make it smaller than {most} MB, and a picture smaller than fifty million pixels"),
    ),
    "FILE-NO-TEXT": Code(
        N_("the file holds pictures of pages and no text, so it can't be looked through"),
        N_(
            "make it from the text instead of by a scanner; if somebody has read every page, "
            "a waiver bears the fingerprint {fingerprint}"
        ),
    ),
    "WAIVER-UNUSED": Code(
        N_("nothing is found here any more that the waiver {waiver} is for"),
        N_("delete it; where the text was changed, the new finding needs an approval of its own"),
        Severity.WARNING,
    ),
    # The finished output of the public edition
    "OUT-WITHHELD": Code(
        N_("a text of {source}, which is withheld, would be published: {quotation}"),
        N_("find out which page, template or file says it and take it out; the site that stands was left as it is"),
    ),
    "OUT-FILE": Code(
        N_("the file {source}, which no public text shows, would be published"),
        N_("take it out of the theme or wherever it was copied to; the site that stands was left as it is"),
    ),
    "OUT-SECRET": Code(
        N_("what may not be public would be published ({kind}, from {source}): {quotation}"),
        N_("mask it where it comes from; inv check and inv mask help; the site that stands was left as it is"),
    ),
    "OUT-UNREADABLE": Code(
        N_("a file to be published can't be looked into ({reason})"),
        N_("leave it out, or publish it in a form that can be looked into"),
    ),
    # Ledgers
    "LEDGER-ROW": Code(
        N_("{value} is not a value of {column}"),
        N_("a line of the ledger is year,number,total,track,state,signed,published,issue,note; restore it from git"),
    ),
    "LEDGER-COLUMNS": Code(
        N_("the line has {found} values, {expected} expected"),
        N_("a line of the ledger is year,number,total,track,state,signed,published,issue,note; restore it from git"),
    ),
    "LEDGER-EMPTY": Code(
        N_("{column} is empty, which a number that is {state} can't have"), N_("restore the line from git")
    ),
    "LEDGER-FULL": Code(N_("a number that is {state} has no {column}"), N_("restore the line from git")),
    "LEDGER-TORN": Code(
        N_("the last line breaks off"),
        N_("restore it from git, or delete the broken line and sign the issue again: inv sign FILE"),
    ),
    "LEDGER-CRLF": Code(
        N_("the lines end in the Windows way (CRLF)"),
        N_("restore the file from git, or save it with line ends LF; Excel changes more than that"),
    ),
    "LEDGER-CONFLICT": Code(
        N_("a merge conflict: two branches gave numbers at the same time"), N_("settle it by: inv ledger --resolve")
    ),
    "LEDGER-HEAD": Code(N_("the ledger's first line is not {expected}"), N_("restore it; no column is added or moved")),
    "LEDGER-ORDER": Code(
        N_("the line of {label} stands behind a higher number"), N_("restore the order of lines from git")
    ),
    "LEDGER-TWICE": Code(
        N_("{issue} has a second line, the first is line {other}"),
        N_("an issue has one number; restore the ledger from git"),
    ),
    "LEDGER-CHANGED": Code(
        N_("{label}: git has {expected} as {column} (commit {commit}), the ledger says {value}"),
        N_("restore the line from git; a number that was given never changes"),
    ),
    "LEDGER-LOST": Code(
        N_("the line of {label} is gone; git has it in commit {commit}"),
        N_("restore the line from git; a number that was not used is recorded by inv void"),
    ),
    "LEDGER-SERIES": Code(
        N_("there is no series {value} for this ledger"), N_("the ledger's file name is the series' id")
    ),
}
