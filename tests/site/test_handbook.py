"""The editors' handbook (docs/editors/): every block of code in it is run.

The first word after the fence is for highlighting, the second says what a block is:

    sh run            commands, one a line, run in a copy of the working folder; `make site` and `inv preview` end by
                      themselves here, and every line of the page shares the copy (messages.md: every code its own)
    X good WHERE      goes into a copy of the content, in which `inv check` then finds nothing
    X good body TAGS  likewise, and the page then holds these elements
    X bad WHERE       goes into a copy of the content, in which `inv check` then finds what the next block prints
    X and WHERE       belongs to the good or bad block before it
    text prints       what the block before it makes the program print
    text message      a message that can't be caused here (UNCAUSED says why), compared with the catalogue
    X write PATH      the file as the reader should now have it
    yaml head PATH    the metadata of that file, as the reader should now have it
    diff edit PATH    lines to be replaced in that file
    csv append PATH   lines to be added to that file

WHERE is `front`, `item` or `body` (that part of a short draft), `issue` (the whole draft), a path in the content (the
whole file), or +path (lines added to it). `…` stands for any text, alone on a line for any lines.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bulletin.codes import CODES
from bulletin.diagnostics import Place, diagnose
from bulletin_editor.words import in_language
from bulletin_portal.loading import Loaded, load
from bulletin_source.fields import Field
from bulletin_source.tables import TABLES
from tests.site.office import REPOSITORY, TIMEOUT, Office
from tests.site.output import tree_of

HANDBOOK: Final = REPOSITORY / "docs" / "editors"
PAGES: Final = sorted(path.name for path in HANDBOOK.glob("*.md"))
UNCAUSED: Final = {
    "FILE-UNREADABLE": "tests may run as root, who can read every file",
    **dict.fromkeys(
        ("FILE-LOCKED", "FILE-BROKEN", "FILE-NESTED", "FILE-LARGE", "FILE-NO-TEXT"), "no text is such a file"
    ),
}
DRAFT: Final = "gazette/2005/2005-04-08.md"
UNDOING: Final = "练习完了"  # the heading of first-issue.md below which the exercise is undone

_EXAMPLES: Final = {"good", "bad"}
_STEPS: Final = {"run", "write", "head", "edit", "append"}
_KINDS: Final = {*_EXAMPLES, *_STEPS, "and", "prints", "message"}
_FENCE: Final = re.compile(r"^(`{3,})(.*)\n((?:.*\n)*?)\1$", re.MULTILINE)
_HEADING: Final = re.compile(r"^#+ (.*)$", re.MULTILINE)
_LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)\s]+)\)")
_PARTS: Final = {"front": "刊物: 政务普刊\n签发日期: 2005-04-08\n", "item": "单位: 柳泊镇\n", "body": "正文。\n"}
_WHOLE: Final = "---\n{front}---\n\n## 标题\n\n```item\n{item}```\n\n{body}"


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, the words behind its fence, its text, and what follows prints."""

    page: str
    line: int
    heading: str
    words: tuple[str, ...]
    text: str
    printed: list[str] = field(default_factory=list)
    others: list[Block] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def kind(self) -> str:
        """Return what sort of block it is."""
        return self.words[1] if len(self.words) > 1 else ""

    @property
    def where(self) -> str:
        """Return the part or file the block goes to."""
        return self.words[2] if len(self.words) > 2 else ""


def _prose(text: str) -> str:
    """Return a page with its blocks blanked, each line where it was."""
    return _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)


def _blocks(page: str) -> Iterator[Block]:
    text = (HANDBOOK / page).read_text(encoding="utf-8")
    prose = _prose(text)
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        above = "\n".join(prose.split("\n")[:line])
        headings = _HEADING.findall(above)
        yield Block(page, line, headings[-1] if headings else "", tuple(found[2].split()), found[3])


@cache
def _joined(page: str) -> list[Block]:
    """Return the blocks that do something, with those that belong to them and with what they print."""
    joined: list[Block] = []
    for block in _blocks(page):
        if block.kind == "prints":
            joined[-1].printed.append(block.text)
        elif block.kind == "and":
            joined[-1].others.append(block)
        else:
            joined.append(block)
    return joined


HANDBOOK_BLOCKS: Final = [block for page in PAGES for block in _joined(page)]


def _matches(shown: str, text: str) -> bool:
    lines = [re.escape(line.rstrip()).replace("…", ".*") + "\n" for line in shown.splitlines()]
    pattern = "".join(r"(?:.*\n)*" if line == ".*\n" else line for line in lines)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in text.splitlines())) is not None


def _put(block: Block, content: Path) -> None:
    """Put a good or bad block into a content tree."""
    if block.where == "issue":
        path, text = DRAFT, block.text
    elif block.where in _PARTS:
        path, text = DRAFT, _WHOLE.format_map({**_PARTS, block.where: block.text})
    else:
        path, text = block.where.removeprefix("+"), block.text
    file = content / path
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if block.where.startswith("+") else ""
    file.write_text(before + text, encoding="utf-8")


def _printed(loaded: Loaded) -> str:
    """Return what `inv check --format plain` prints of a tree, but for its last line."""
    chinese = in_language("zh_CN")
    return "".join(found.plain(chinese, "content/") + "\n" for found in loaded.diagnostics)


def _preview(office: Office, environment: dict[str, str], shown: str) -> str:
    """Start a preview on a free port, wait until it has printed what is shown, and end it."""
    log = office.root / "preview.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "invoke", "preview", "--port", "0"],
            cwd=office.root,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            end = time.monotonic() + TIMEOUT
            while True:
                printed = re.sub(r"(?<=127\.0\.0\.1:)\d+", "8000", log.read_text(encoding="utf-8"))
                if _matches(shown, printed) or process.poll() is not None or time.monotonic() > end:
                    return printed
                time.sleep(0.05)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _run(office: Office, block: Block) -> str:
    """Run the commands of a block as the reader would and return what they print."""
    environment = office.environment(GOVBULLETIN_LANGUAGE="zh")
    office.put_inv()
    if block.text == ".venv/bin/inv preview\n":
        return _preview(office, environment, "".join(block.printed))
    commands = block.text.replace("make site\n", ".venv/bin/inv site\n")  # as the Makefile does, once .venv stands
    done = subprocess.run(
        ["bash", "-c", commands],
        cwd=office.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )
    return done.stdout


def _edit(text: str, change: str) -> str:
    lines = change.splitlines(keepends=True)
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert (old[0], new[0], text.count(old[1:])) == ("-", "+", 1), change
        text = text.replace(old[1:], new[1:])
    return text


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, but for those whose name begins with a dot."""
    files = (path for path in folder.rglob("[!.]*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _follow(office: Office, blocks: Iterable[Block]) -> None:
    """Do what blocks say, one after the other, and compare what is printed."""
    for block in blocks:
        file = office.root / block.where
        match block.kind:
            case "run":
                printed = _run(office, block)
                for shown in block.printed:
                    assert _matches(shown, printed), f"{block} prints\n{printed}"
            case "write":
                file.write_text(block.text, encoding="utf-8")
            case "head":
                body = file.read_text(encoding="utf-8").split("---\n", 2)[2]
                file.write_text(f"---\n{block.text}---\n{body}", encoding="utf-8")
            case "edit":
                file.write_text(_edit(file.read_text(encoding="utf-8"), block.text), encoding="utf-8")
            case "append":
                file.write_text(file.read_text(encoding="utf-8") + block.text, encoding="utf-8")
            case _:
                pass


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    for one in fields:
        yield one.alias
        yield from _fields(one.fields)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_known_kind(page: str) -> None:
    """A block that no test would run is a fault of the handbook, and so is one that is fenced in another way."""
    assert [str(block) for block in _blocks(page) if block.kind not in _KINDS] == []
    prose = _prose((HANDBOOK / page).read_text(encoding="utf-8"))
    assert re.findall(r"^\s*(?:```|~~~).*|^ {4}.*", prose, re.MULTILINE) == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """What a page links to is there, and so is the heading that an address names behind #."""
    for target in _LINK.findall(_prose((HANDBOOK / page).read_text(encoding="utf-8"))):
        path, _, fragment = target.partition("#")
        file = HANDBOOK / path if path else HANDBOOK / page
        assert file.exists(), target
        if fragment:
            heads = {
                re.sub(r"[^\w\- ]", "", one).replace(" ", "-").lower()
                for one in _HEADING.findall(file.read_text(encoding="utf-8"))
            }
            assert fragment in heads, target


@pytest.fixture(scope="module")
def common(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a tree for all examples, so that what they leave alone is read once."""
    root = tmp_path_factory.mktemp("handbook")
    shutil.copytree(content, root / "content")
    return root


@pytest.fixture(scope="module")
def whole(content: Path) -> dict[str, bytes]:
    """Return the files of the sample content."""
    return tree_of(content)


@pytest.fixture
def tree(common: Path, whole: dict[str, bytes]) -> Iterator[Path]:
    """Return the sample content, to be changed by one example and then put right."""
    tree = common / "content"
    yield tree
    for path, data in tree_of(tree).items():
        if path not in whole:
            (tree / path).unlink()
        elif data != whole[path]:
            (tree / path).write_bytes(whole[path])
    assert tree_of(tree) == whole


@pytest.mark.parametrize("block", [one for one in HANDBOOK_BLOCKS if one.kind in _EXAMPLES], ids=str)
def test_examples_are_judged_as_the_page_says(block: Block, tree: Path, common: Path) -> None:
    """A good example passes `inv check`; a bad one gives the message that is shown, and no other."""
    for one in (block, *block.others):
        _put(one, tree)
    shown = "".join(block.printed)
    assert bool(shown) == (block.kind == "bad"), f"{block} shows {shown!r}"
    loaded = load(tree, common / "cache")
    found = _printed(loaded)
    assert _matches(shown, found), found
    for tag in block.words[3:]:
        assert loaded.catalogue is not None
        bodies = [item.body for issue in loaded.catalogue.issues if issue.path == DRAFT for item in issue.items]
        assert re.search(rf"<{tag}[ >]", "".join(bodies)), f"{block} has no {tag}"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_its_entry(code: str) -> None:
    """messages.md has a heading for every code, below which an example causes it and no other."""
    heads = _HEADING.findall((HANDBOOK / "messages.md").read_text(encoding="utf-8"))
    assert len([head for head in heads if head.split()[0] == code]) == 1
    blocks = [one for one in _joined("messages.md") if one.heading.split()[0] == code]
    kind = "message" if code in UNCAUSED else "prints"
    shown = [one.text for one in blocks if one.kind == "message"] + [text for one in blocks for text in one.printed]
    assert any(one.kind == kind or one.printed for one in blocks), f"no example of {code}"
    codes = set(re.findall(r"(?m)^\S+ ([A-Z]+(?:-[A-Z0-9]+)+) ", "".join(shown)))
    assert codes == {code}


@pytest.mark.parametrize("block", [one for one in HANDBOOK_BLOCKS if one.kind == "message"], ids=str)
def test_messages_without_a_cause_are_the_program_s(block: Block) -> None:
    """A message that can't be caused here is the catalogue's, whatever its arguments."""
    path, code = block.text.split()[:2]
    assert code in UNCAUSED
    arguments = dict.fromkeys(re.findall(r"\{(\w+)\}", CODES[code].message + CODES[code].hint), "某某")
    printed = diagnose(code, Place(path), **arguments).plain(in_language("zh_CN"))
    assert _matches(block.text, printed), printed


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {"first-issue.md", "messages.md"}])
def test_commands_of_a_page_print_what_it_shows(page: str, office: Office) -> None:
    """The commands of a page, in the order written, print what the page shows; README.md runs them in new processes."""
    _follow(office.by_itself() if page == "README.md" else office, _joined(page))


@pytest.mark.parametrize(
    "heading", sorted({one.heading for one in HANDBOOK_BLOCKS if one.page == "messages.md" and one.kind == "run"})
)
def test_commands_of_an_entry_print_what_it_shows(heading: str, office: Office) -> None:
    """The commands of an entry in messages.md print what the entry shows."""
    _follow(office, (one for one in _joined("messages.md") if one.heading == heading))


def test_a_first_issue_by_the_book(office: Office) -> None:
    """Who follows first-issue.md has a new issue in the public edition, its problem item left out, and can undo it."""
    committed = "git init -q && git add content && git -c user.name=a -c user.email=a@b.example commit -qm content"
    subprocess.run(["bash", "-c", committed], cwd=office.root, check=True)
    before = _files(office.content)
    blocks = _joined("first-issue.md")
    _follow(office, (block for block in blocks if block.heading != UNDOING))
    assert _files(office.content).keys() - before.keys() == {DRAFT}
    assert _printed(load(office.content)) == ""
    done = office.inv("build", "--full", "--output", "built")
    assert done.returncode == 0, done.stderr
    page = (office.root / "built/gazette/2005/6/index.html").read_text(encoding="utf-8")
    titles = re.findall(r"(?m)^## (.*)$", (office.content / DRAFT).read_text(encoding="utf-8"))
    assert [title in page for title in titles] == [True, False]
    _follow(office, (block for block in blocks if block.heading == UNDOING))
    assert _files(office.content) == before


def test_every_field_is_explained() -> None:
    """fields.md explains every field of every table, by its Chinese name at the beginning of a row."""
    text = (HANDBOOK / "fields.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))
    assert {name for table in TABLES.values() for name in _fields(table.fields)} <= explained
