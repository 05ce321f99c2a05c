"""The editor's commands: `inv --list` names them, `inv --help COMMAND` explains one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.tasks import Task, task

from bulletin_editor.command_line import speak
from bulletin_editor.several import OptionalFilesTask, OptionalTask, SeveralTask
from bulletin_editor.words import N_, complain, say, word

HERE = Path(__file__).parent
CONTENT = HERE / "content"
OUTPUT = HERE / "output"
CACHE = HERE / ".cache"
_ROOM = 4_000_000_000  # bytes, for all that tests write at one time

speak()


def command(
    summary: str, *, kind: type[Task[Any]] = Task, **arguments: str
) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make a task whose help is in the editor's language."""

    def make(body: Callable[..., None]) -> Callable[..., Any]:
        body.__doc__ = word(summary)
        return task(body, klass=kind, help={name: word(text) for name, text in arguments.items()})

    return make


def _content(folder: str) -> Path:
    return Path(folder).resolve() if folder else CONTENT


def _day(text: str) -> date:
    """Return a date an editor gave, or today."""
    from bulletin.dates import CHINA, parse_date

    try:
        return parse_date(text) if text else datetime.now(CHINA).date()
    except ValueError:
        complain("{value} is not a date", value=text)
        sys.exit(1)


@command(
    N_("Begin a new issue of a series."),
    series=N_("id or title of the series, for example key-affairs"),
    signed=N_("signing date, 2004-11-20; default: today"),
    track=N_("supplement or special; default: a regular issue"),
    content=N_("content tree; default: content"),
)
def new(_context: Context, series: str, signed: str = "", track: str = "regular", content: str = "") -> None:
    from bulletin.kinds import Track
    from bulletin_editor.writing import Begun, NewIssueError, new_issue
    from bulletin_portal.loading import load_reference
    from bulletin_portal.reporting import report

    if track not in tuple(Track):
        complain("{value} is no track; write supplement or special", value=track)
        sys.exit(1)
    day = _day(signed)
    reference, faults = load_reference(_content(content))
    if reference is None:
        report(faults, _content(content), sys.stderr)
        sys.exit(1)
    try:
        path = new_issue(_content(content), reference, Begun(series, day, Track(track)), word)
    except NewIssueError as error:
        complain("{message}", message=error)
        sys.exit(1)
    say("begun: {path}", path=os.path.relpath(path))


def _refusable(content: str, act: Callable[[Path], None]) -> None:
    """Carry out a command on a content tree; where it refuses, say why and leave with exit code 1."""
    from bulletin_editor.desk import RefusedError, refuse

    tree = _content(content)
    try:
        act(tree)
    except RefusedError as refused:
        refuse(refused, tree)
        sys.exit(1)


@command(
    N_("Sign issues: give them their numbers, once and for all."),
    kind=SeveralTask,
    words=N_("file of an issue; several may be named"),
    combined=N_("how many numbers each issue takes; more than one for a merged issue"),
    dry_run=N_("only show the numbers; write nothing"),
    content=N_("content tree; default: content"),
)
def sign(_context: Context, words: list[str], combined: str = "1", dry_run: bool = False, content: str = "") -> None:
    from bulletin_editor.signing import sign_and_tell

    if not (combined.isascii() and combined.isdecimal() and 1 <= int(combined) <= 12):  # noqa: PLR2004 (months)
        complain("{value} is no count of numbers; write 2 for an issue merged from two", value=combined)
        sys.exit(1)
    _refusable(content, lambda tree: sign_and_tell(tree, words, int(combined), dry_run=dry_run))


@command(
    N_("Print ledgers: numbers, totals, dates, states and what is missing; or settle one after a merge."),
    kind=OptionalTask,
    words=N_("id or title of a series; default: all"),
    year=N_("only the numbers of one year"),
    resolve=N_("settle numbers that two branches gave at the same time"),
    content=N_("content tree; default: content"),
)
def ledger(_context: Context, words: list[str], year: str = "", resolve: bool = False, content: str = "") -> None:
    from bulletin_editor.ledger_table import print_tables
    from bulletin_editor.settling import resolve_and_tell

    if len(words) > 1 or (year and not (year.isascii() and year.isdecimal())):
        complain("write: inv ledger SERIES --year 2004")
        sys.exit(1)
    name = words[0] if words else ""
    if resolve:
        _refusable(content, lambda tree: resolve_and_tell(tree, name))
    else:
        _refusable(content, lambda tree: print_tables(tree, name, int(year) if year else None))


@command(
    N_("Record a number that was never issued, and why."),
    series=N_("id or title of the series, for example key-affairs"),
    year=N_("year of the number"),
    number=N_("the number: 9, 7-8 or supplement-1"),
    reason=N_("what readers are told"),
    content=N_("content tree; default: content"),
)
def void(_context: Context, series: str, year: str, number: str, reason: str = "", content: str = "") -> None:
    from bulletin_editor.numbering import void_number

    def act(tree: Path) -> None:
        say("recorded as never issued: {label}", label=void_number(tree, series, year, number, reason).label)

    _refusable(content, act)


@command(
    N_("Withdraw an issue; its number stays used, its page becomes a notice."),
    file=N_("file of the issue"),
    reason=N_("what readers are told"),
    contact=N_("whom to ask"),
    date=N_("day of the withdrawal; default: today"),
    content=N_("content tree; default: content"),
)
def withdraw(
    _context: Context,
    file: str,
    reason: str = "",
    contact: str = "",
    date: str = "",
    content: str = "",
) -> None:
    from bulletin_editor.numbering import withdraw_issue

    def act(tree: Path) -> None:
        done = withdraw_issue(tree, file, reason, contact, _day(date))
        say("withdrawn: {label}; the field stands in {path}", label=done.label, path=file)

    _refusable(content, act)


@command(
    N_("Bring a withdrawn issue out again under its number, or say which later issue stands in for it."),
    file=N_("file of the withdrawn issue"),
    by=N_("file of the later issue that stands in for it"),
    note=N_("what was put right"),
    reason=N_("why it is withdrawn, if it is not yet"),
    date=N_("day it comes out again, or of the withdrawal; default: today"),
    content=N_("content tree; default: content"),
)
def replace(  # noqa: PLR0913, PLR0917 (each is a flag)
    _context: Context,
    file: str,
    by: str = "",
    note: str = "",
    reason: str = "",
    date: str = "",
    content: str = "",
) -> None:
    from bulletin_editor.numbering import reissue_issue, replace_issue

    def act(tree: Path) -> None:
        if by:
            done = replace_issue(tree, file, by, reason, _day(date))
            say("{label} is replaced by {path}", label=done.label, path=by)
        else:
            say("out again: {label}", label=reissue_issue(tree, file, note, _day(date)).label)

    _refusable(content, act)


@command(
    N_("Enter a back-file: issues with the numbers they were printed with."),
    kind=SeveralTask,
    words=N_("file of an issue with its number, or a table .csv with the columns number,date,total,published,note"),
    series=N_("id or title of the series a table lists"),
    content=N_("content tree; default: content"),
)
def adopt(_context: Context, words: list[str], series: str = "", content: str = "") -> None:
    from bulletin_editor.adopting import adopt_and_tell

    _refusable(content, lambda tree: adopt_and_tell(tree, words, series))


@command(
    N_("List everything wrong with the content; exit code 1 if there is an error."),
    content=N_("content tree; default: content"),
    format=N_("human, plain, json or github"),
    since=N_("only files changed since this git revision"),
)
def check(_context: Context, content: str = "", format: str = "human", since: str = "") -> None:  # noqa: A002
    import signal

    from bulletin_editor.checking import check

    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `inv check | head` ends quietly
    sys.exit(0 if check(_content(content), CACHE, format, since) else 1)


@command(
    N_("Say whether a text is a problem item, of which topic, and why."),
    kind=OptionalFilesTask,
    words=N_("file of an issue, any other file of text, or - for standard input"),
    text=N_("words to judge instead of a file"),
    format=N_("human or json"),
    content=N_("content tree; default: content"),
)
def classify(
    _context: Context,
    words: list[str],
    text: str | None = None,
    format: str = "human",  # noqa: A002
    content: str = "",
) -> None:
    import signal

    from bulletin_editor.classifying import Request, classify_and_tell

    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `inv classify … | head` ends quietly
    _refusable(content, lambda tree: classify_and_tell(tree, Request(tuple(words), text, format)))


@command(
    N_("Measure how well problem items and topics are told, on a file of labelled items."),
    file=N_(
        "file .jsonl with the fields text and label, and title, topic, topic_alt, tricky, synthetic if it has them"
    ),
    errors=N_("list the mistakes"),
    format=N_("table or json"),
    content=N_("content tree whose topics, words and model are used; default: content"),
)
def evaluate(
    _context: Context,
    file: str,
    errors: bool = False,
    format: str = "table",  # noqa: A002
    content: str = "",
) -> None:
    import signal

    from bulletin_editor.evaluating import evaluate_and_tell

    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    own = bool(content) or CONTENT.is_dir()  # without a tree, the shipped words and model
    _refusable(content, lambda tree: evaluate_and_tell(tree if own else None, file, format, errors=errors))


@command(
    N_("Make the classifier's model: from the corpus, or with this site's items as well."),
    with_content=N_("add the items that carry an editor's kind; installed only if it judges them no worse"),
    content=N_("content tree; default: content"),
)
def train(_context: Context, with_content: bool = False, content: str = "") -> None:
    from bulletin_editor.training import shipped_path, train_shipped, train_with_content

    corpus = HERE / "corpus"
    if with_content:
        _refusable(content, lambda tree: train_with_content(tree, corpus))
    else:
        _refusable(content, lambda _: train_shipped(corpus, shipped_path(HERE / "plugins")))


@command(
    N_("Decide by one key each what doubtful items are: problem items or not."),
    kind=OptionalFilesTask,
    words=N_("id or title of a series, or file of an issue; default: all"),
    list=N_("only list them; write nothing"),
    content=N_("content tree; default: content"),
)
def review(_context: Context, words: list[str], list: bool = False, content: str = "") -> None:  # noqa: A002
    from bulletin_editor.reviewing import list_doubts, review

    _refusable(content, lambda tree: (list_doubts if list else review)(tree, words))


def _moment(text: str) -> datetime:
    """Return a moment an editor gave, or the present minute."""
    from bulletin.dates import parse_datetime
    from bulletin_portal.reporting import this_minute

    try:
        return parse_datetime(text) if text else this_minute()
    except ValueError:
        complain("{value} is no moment; write 2005-04-08T16:30", value=text)
        sys.exit(1)


@command(
    N_("Propose a text in which what the check before publication found is masked."),
    kind=SeveralTask,
    words=N_("file of the content tree: an issue, a page, a table; several may be named"),
    write=N_("write the masked text"),
    content=N_("content tree; default: content"),
)
def mask(_context: Context, words: list[str], write: bool = False, content: str = "") -> None:
    from bulletin_editor.masking import mask_and_tell

    _refusable(content, lambda tree: mask_and_tell(tree, words, write=write))


@command(
    N_("Build an edition of the site."),
    edition=N_("public or internal"),
    content=N_("content tree; default: content"),
    output=N_("folder to build into; default: output/EDITION"),
    full=N_("build even if nothing has changed"),
    profile=N_("say how long each stage took"),
    now=N_("moment that decides which issues are out, 2005-04-08T16:30; default: the present minute"),
    only=N_("make only the part of these folders, key-affairs/2004,gazette/2004, to be put together by --assemble"),
    assemble=N_("take what parts hold: their folders, with commas between"),
)
def build(  # noqa: PLR0913, PLR0917 (each is a flag)
    _context: Context,
    edition: str = "public",
    content: str = "",
    output: str = "",
    full: bool = False,
    profile: bool = False,
    now: str = "",
    only: str = "",
    assemble: str = "",
) -> None:
    from bulletin.kinds import Edition
    from bulletin_build.running import Order
    from bulletin_editor.building import build

    if edition not in tuple(Edition):
        complain("{value} is no edition; write public or internal", value=edition)
        sys.exit(1)
    target = Path(output).resolve() if output else OUTPUT / edition
    order = Order(HERE / "pelicanconf.py", _content(content), target, Edition(edition), _moment(now), cache=CACHE)
    if only or assemble:
        from bulletin_editor.partitioning import part_or_whole

        part_or_whole(order, only, assemble, named=bool(output), profile=profile)
    else:
        build(order, full=full, profile=profile)


@command(
    N_("Build the public edition strictly, check it, and put it online as a release, at once or not at all."),
    to=N_("folder to publish into; web servers serve its link current"),
    rollback=N_("serve the release before the present one again; builds nothing"),
    keep=N_("how many releases to keep"),
    fewer=N_("publish though more than a tenth of the pages is gone"),
    content=N_("content tree; default: content"),
    now=N_("moment that decides which issues are out, 2005-04-08T16:30; default: the present minute"),
)
def publish(  # noqa: PLR0913, PLR0917 (each is a flag)
    _context: Context,
    to: str = "",
    rollback: bool = False,
    keep: int = 5,
    fewer: bool = False,
    content: str = "",
    now: str = "",
) -> None:
    from bulletin.kinds import Edition
    from bulletin_build.running import Order
    from bulletin_editor.publishing import Publication, publish, roll_back

    if not to:
        complain("say where to: inv publish --to FOLDER")
        sys.exit(1)
    target = Path(to).resolve()
    if rollback:
        roll_back(target)
        return
    output = OUTPUT / "release"
    order = Order(HERE / "publishconf.py", _content(content), output, Edition.PUBLIC, _moment(now), cache=CACHE)
    publish(Publication(order, target, keep, fewer))


@command(
    N_("Write a public issue as a mail, to be sent by the office."),
    issue=N_("file or address of the issue: key-affairs/2004/10"),
    to=N_("file to write; default: output/email/key-affairs-2004-10.eml"),
    content=N_("content tree; default: content"),
)
def email(_context: Context, issue: str, to: str = "", content: str = "") -> None:
    from bulletin.kinds import Edition
    from bulletin_build.running import Order
    from bulletin_editor.mailing import email as write_email

    def act(tree: Path) -> None:
        order = Order(HERE / "pelicanconf.py", tree, OUTPUT / "public", Edition.PUBLIC, cache=CACHE)
        write_email(order, issue, Path(to) if to else None, OUTPUT / "email")

    _refusable(content, act)


@command(
    N_("Say when the next build is needed: which signed issues wait for their moment."),
    format=N_("table or json"),
    now=N_("moment to count from, 2005-04-08T16:30; default: the present minute"),
    content=N_("content tree; default: content"),
)
def due(_context: Context, format: str = "table", now: str = "", content: str = "") -> None:  # noqa: A002
    from bulletin_editor.due import due_and_tell

    _refusable(content, lambda tree: due_and_tell(tree, _moment(now), format))


@command(
    N_("Say whether the content would be published now, what of it is public, and what an inspection would find."),
    format=N_("table or json"),
    now=N_("moment of publication, 2005-04-08T16:30; default: the present minute"),
    content=N_("content tree; default: content"),
)
def doctor(_context: Context, format: str = "table", now: str = "", content: str = "") -> None:  # noqa: A002
    import signal

    from bulletin_editor.doctor import doctor

    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `inv doctor | head` ends quietly
    _refusable(content, lambda tree: sys.exit(0 if doctor(tree, _moment(now), format) else 1))


@command(N_("Build the sample site and say how to look at it (this is what make site runs)."))
def site(context: Context) -> None:
    build(context)
    say("look at it: .venv/bin/inv preview, then open http://127.0.0.1:8000/")


@command(
    N_("Show the site on this machine from memory, and every change as soon as it is saved."),
    port=N_("port to serve on"),
    edition=N_("public or internal; default: public, with drafts: internal"),
    drafts=N_("show what is not out yet as well, marked as drafts"),
    content=N_("content tree; default: content"),
)
def preview(_context: Context, port: str = "8000", edition: str = "", drafts: bool = False, content: str = "") -> None:
    from bulletin.kinds import Edition
    from bulletin_build.running import Order
    from bulletin_editor.preview import preview

    if not port.isdecimal():
        complain("{value} is no port; write a number such as 8000", value=port)
        sys.exit(1)

    edition = edition or ("internal" if drafts else "public")
    if edition not in tuple(Edition):
        complain("{value} is no edition; write public or internal", value=edition)
        sys.exit(1)
    settings, output = HERE / "pelicanconf.py", OUTPUT / "preview"  # where a build would go; nothing is written there
    order = Order(settings, _content(content), output, Edition(edition), drafts=drafts, cache=CACHE)
    watched = [HERE / "theme", HERE / "plugins", settings]
    sys.exit(0 if preview(order, watched, int(port)) else 1)


@command(
    N_("Write the JSON Schemas and the reference page of all fields."),
    output=N_("folder to write to; default: docs"),
)
def schema(_context: Context, output: str = "") -> None:
    from bulletin_editor.reference_page import write_fields

    try:
        paths = write_fields(Path(output).resolve() if output else HERE / "docs")
    except OSError as error:
        complain("{path} can't be written: {reason}", path=error.filename, reason=error.strerror)
        sys.exit(1)
    for path in paths:
        say("written: {path}", path=os.path.relpath(path))


@command(N_("Check style, types and the direction of imports."))
def lint(context: Context) -> None:
    with context.cd(HERE):
        for line in ("ruff format --check .", "ruff check .", "mypy", "lint-imports"):
            context.run(f"{Path(sys.executable).parent / line}", pty=False)


@command(N_("Run everything that CI runs."), k=N_("only tests whose name matches"))
def test(context: Context, k: str = "") -> None:  # noqa: PT028 (a task, not a test)
    if not k:
        lint(context)
    binaries = Path(sys.executable).parent
    memory = Path("/dev/shm")  # noqa: S108 (tests make some 90,000 files: on a disk they would wait for it half their time)
    if "TMPDIR" not in os.environ and memory.is_dir() and shutil.disk_usage(memory).free > _ROOM:
        os.environ["TMPDIR"] = str(memory)
    # Some hundred commands begin as processes of their own: each would compile everything where nothing may be kept.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(HERE / ".cache" / "compiled")
    with context.cd(HERE):
        context.run(f"{sys.executable} tests/system.py")
        context.run(
            f"{binaries / 'pytest'} -n auto --dist worksteal --durations 30 --durations-min 5"
            + (f" -k '{k}'" if k else ""),
            pty=False,
        )


@command(
    N_("Prove inv build and inv publish at length: killed, out of disk space, read while it switches, any edit."),
    kills=N_("how often each is killed"),
    disks=N_("how often the disk is full"),
    switches=N_("how often it switches while it is read"),
    steps=N_("changes of a tree, after each of which a build is compared with one from nothing"),
)
def soak(context: Context, kills: int = 200, disks: int = 50, switches: int = 50, steps: int = 300) -> None:
    often = f"--publish-kills {kills} --build-kills {kills} --steps {steps}"
    options = f"{often} --full-disks {disks} --switches {switches}"
    proofs = " ".join(f"tests/site/test_{name}.py" for name in ("publish", "killed_builds", "incremental"))
    with context.cd(HERE):
        context.run(f"{Path(sys.executable).parent / 'pytest'} {proofs} {options}", pty=False)


@command(
    N_("Measure builds of made-up content, clean and after changes, beside other builders."),
    issues=N_("issues in the synthetic tree"),
    against=N_("hugo, pelican, eleventy, several with commas between, or nothing"),
    runs=N_("runs of each; the median counts"),
    format=N_("table or json"),
    scale=N_("measure our build at a tenth of the issues too"),
    preview=N_("measure previews instead, from edit to visible"),
    sign=N_("measure signing in a tree of that size instead"),
    search=N_("measure the index of the search instead, beside Pagefind"),
)
def bench(  # noqa: PLR0913, PLR0917 (an option each)
    _context: Context,
    issues: int = 2500,
    against: str = "hugo",
    runs: int = 5,
    format: str = "table",  # noqa: A002
    scale: bool = False,
    preview: bool = False,
    sign: bool = False,
    search: bool = False,
) -> None:
    from bench.__main__ import main

    given = ["--issues", str(issues), "--runs", str(runs), "--format", format, "--against", against]
    chosen = {"--scale": scale, "--preview": preview, "--sign": sign, "--search": search}
    sys.exit(main(given + [name for name, wanted in chosen.items() if wanted]))


@command(N_("Remove what builds and tests have written."))
def clean(_context: Context) -> None:
    for name in (
        "output",
        ".cache",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".import_linter_cache",
        ".hypothesis",
    ):
        shutil.rmtree(HERE / name, ignore_errors=True)
