"""`inv review`, run as an editor runs it: keys from a pipe and from a terminal, and what they leave in the files."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from bulletin.kinds import Kind
from bulletin_editor.classifiers import opened_classifier
from bulletin_editor.keys import END, read_key
from bulletin_editor.reviewing import doubts_of, review
from bulletin_portal.loading import load
from bulletin_problems.doubts import STRONG
from tests.site.office import TIMEOUT, Office
from tests.site.output import tree_of

DRAFT: Final = "gazette/2005/2005-04-08.md"
FILE: Final = f"content/{DRAFT}"
UNKNOWN: Final = ("ΔΔΔ", "ΨΨΨ")
WAIT: Final = 30  # seconds for a text to be shown
PROMPT: Final = "s skip   q quit"


@dataclass(frozen=True)
class Texts:
    """Titles and texts as the classifier judges them: three it is not sure of, and one it is sure is general."""

    doubtful: list[tuple[str, str]]
    general: tuple[str, str]


@pytest.fixture(scope="session")
def texts(content: Path) -> Texts:
    """Ask the classifier for texts, whatever model is shipped: beginnings of the items of the sample."""
    classifier, catalogue = opened_classifier(content), load(content).catalogue
    assert catalogue is not None
    doubtful: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    for issue in catalogue.issues:
        for item in issue.items:
            sentences = re.findall(r"[^。\n]+。", item.text)
            for n in range(1, len(sentences)):
                text = "".join(sentences[:n])
                judgement = classifier.classify(item.title, text).judgement
                if judgement.unsure and judgement.known:
                    doubtful.append((item.title, text))
                    break
                if judgement.score <= -STRONG:
                    general.append((item.title, text))
                    break
            if len(doubtful) >= 3 and general:
                return Texts(doubtful[:3], general[0])
    raise AssertionError(doubtful)


BLOCKS: Final = (
    "```item\n# 甲\n单位：柳泊镇\n主题：农业农村  # 乙\n```",
    "~~~item\n单位: '柳泊镇' # 丙\n公开属性: 主动公开\n公开理由: 需要公众知晓。\n公开依据: 条例第十九条\n~~~",
    "```item\nunit: 柳泊镇\n```",
)


def item(block: str, title: str, text: str) -> str:
    """Write an item."""
    return f"## {title}\n\n{block}\n\n{text}\n"


def put(office: Office, *items: str, ending: str = "\n") -> Path:
    """Write a draft of these items."""
    front = "---\n刊物: 政务普刊\n签发日期: 2005-04-08\n发布时间: 2005-04-08 16:00\n---\n"
    file = office.content / DRAFT
    file.write_bytes("\n".join([front, *items]).replace("\n", ending).encode())
    return file


@pytest.fixture
def draft(office: Office, texts: Texts) -> Path:
    """Write a draft with three items that nobody has labelled and the classifier is not sure of."""
    return put(office, *(item(block, *text) for block, text in zip(BLOCKS, texts.doubtful, strict=True)))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVBULLETIN_LANGUAGE", "en")


def git(office: Office, *arguments: str) -> str:
    """Run git in the office."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "core.autocrlf=false")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=office.root, capture_output=True, check=True, encoding="utf-8"
    ).stdout


def fed(office: Office, keys: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `inv review` with letters from a pipe, one a line."""
    return office.fed("".join(f"{key}\n" for key in keys).encode(), "review", *words)


def kinds(office: Office) -> dict[str, Kind | None]:
    """Return the kind that an editor named for each item of the draft."""
    catalogue = load(office.content).catalogue
    assert catalogue is not None
    items = [one for issue in catalogue.issues if issue.path == DRAFT for one in issue.items]
    return {one.title: one.kind if one.kind_by_editor else None for one in items}


def tally(printed: str) -> list[int]:
    """Return how many items were written, kept, skipped and left, as the last line says."""
    return [int(number) for number in re.findall(r"\d+", printed.splitlines()[-1])]


# --- Keys from a pipe ------------------------------------------------------------------------------------------------


def test_only_the_kind_is_written(office: Office, draft: Path) -> None:
    """Confirm, change, skip: git sees one new line each in the file, and in no other file."""
    git(office, "init", "-q")
    git(office, "add", "content")
    git(office, "commit", "-qm", "content")
    queue = doubts_of(office.content, [DRAFT])
    done = fed(office, "ycs", FILE)
    assert (done.returncode, done.stderr, tally(done.stdout)) == (0, "", [2, 0, 1, 0])
    assert git(office, "diff", "--numstat").split() == ["2", "0", FILE]
    added = sorted(
        re.findall(r"(?m)^\+(?!\+)(.*?[：:]) *(?:problem|general|问题信息|普发信息)$", git(office, "diff", "-U0"))
    )
    names = ("类别：", "类别:", "kind:")  # as the fields of each block are written
    assert added == sorted(names[doubt.item.n - 1] for doubt in queue[:2])
    said = kinds(office)
    assert said[queue[0].item.title] is queue[0].said.judgement.kind
    assert said[queue[1].item.title] not in {None, queue[1].said.judgement.kind}
    assert said[queue[2].item.title] is None


def test_a_second_review_lists_only_what_was_skipped(office: Office, draft: Path) -> None:
    """What was decided is decided; what was skipped comes again."""
    (*_, skipped) = doubts_of(office.content, [DRAFT])
    fed(office, "yys", FILE)
    listed = fed(office, "", "--list", FILE)
    assert listed.returncode == 0
    first, last = listed.stdout.splitlines()
    line = next(doubt.item.line for doubt in doubts_of(office.content, [DRAFT]))
    assert first.startswith(f"{FILE}:{line}:1 undecided: perhaps ")
    assert first.endswith(skipped.item.title)
    assert last == "undecided: 1, contradicted: 0"


def test_windows_files_stay_windows_files(office: Office, texts: Texts) -> None:
    """Line ends and byte-order mark stay."""
    file = put(office, item(BLOCKS[0], *texts.doubtful[0]), ending="\r\n")
    before = b"\xef\xbb\xbf" + file.read_bytes()
    file.write_bytes(before)
    assert tally(fed(office, "y", FILE).stdout) == [1, 0, 0, 0]
    (line,) = set(file.read_bytes().split(b"\n")) - set(before.split(b"\n"))
    assert line.endswith(b"\r")
    assert file.read_bytes().replace(line + b"\n", b"") == before


def test_the_public_edition_before_and_after(office: Office, draft: Path, texts: Texts) -> None:
    """An undecided item stays internal; one that an editor calls general comes into the public edition."""
    titles = [title for title, _ in texts.doubtful]
    draft.write_text(draft.read_text(encoding="utf-8").replace("公开属性: 主动公开\n", ""), encoding="utf-8")
    general = {
        doubt.item.title: doubt.said.judgement.kind is Kind.GENERAL for doubt in doubts_of(office.content, [DRAFT])
    }
    assert office.inv("sign", FILE).returncode == 0
    pages = office.root / "built"
    keys = {titles[0]: "yc", titles[1]: "cy", titles[2]: "ss"}  # general, problem, undecided
    assert office.build(pages, "--full").returncode == 0
    assert not (pages / "gazette/2005/6/index.html").exists()
    answers = "".join(keys[title][0 if is_general else 1] for title, is_general in general.items())
    assert tally(fed(office, answers, FILE).stdout) == [2, 0, 1, 0]
    assert office.build(pages, "--full").returncode == 0
    page = (pages / "gazette/2005/6/index.html").read_text(encoding="utf-8")
    assert [title in page for title in titles] == [True, False, False]


@pytest.mark.parametrize("keys", ["q", "", "x", "完"])
def test_the_end(office: Office, draft: Path, keys: str) -> None:
    """The end of the pipe ends the review, as q does; another letter is no answer. Nothing is written."""
    before = tree_of(office.content)
    done = fed(office, keys, FILE)
    assert (done.returncode, done.stderr, tally(done.stdout)) == (0, "", [0, 0, 0, 3])
    assert ("press y, c, s or q" in done.stdout) == (keys == "x")
    assert tree_of(office.content) == before


@pytest.mark.parametrize("keys", ["YSs", "ｙｓＳ", "是跳s"])
def test_other_ways_to_write_the_letters(office: Office, draft: Path, keys: str) -> None:
    """Capitals, full-width letters and the Chinese words do too: who types Chinese need not switch."""
    assert tally(fed(office, keys, FILE).stdout) == [1, 0, 2, 0]


def test_what_is_shown(office: Office, draft: Path) -> None:
    """Each item has its place, title, kind, confidence, reasons, and the text with the words marked."""
    (first, *_) = doubts_of(office.content, [DRAFT])
    done = fed(office, "q", FILE)
    shown = done.stdout.splitlines()
    assert shown[1:3] == [f"item 1 of 3: {FILE}:{first.item.line}:1", first.item.title]
    for part in ("confidence", "in the text", "【", "points: start", PROMPT):
        assert part in done.stdout


def test_an_item_of_which_nothing_is_known(office: Office) -> None:
    """Where the program knows no word it shows the text and says so."""
    put(office, item(BLOCKS[0], *UNKNOWN))
    assert "undecided: the program knows hardly a word of it  ΔΔΔ" in fed(office, "", "--list", FILE).stdout
    done = fed(office, "c", FILE)
    assert "ΨΨΨ" in done.stdout
    assert kinds(office) == {"ΔΔΔ": Kind.PROBLEM}


def test_contradicted_labels(office: Office, texts: Texts) -> None:
    """A label that the model strongly contradicts is asked about: kept as it is, or changed in its place."""
    labelled = BLOCKS[2].replace("镇\n", "镇\nkind: 'problem' # 丁\n")
    file = put(office, item(labelled, *texts.general), item(BLOCKS[0], *texts.doubtful[0]))
    before = file.read_bytes()
    listed = fed(office, "", "--list", FILE).stdout.splitlines()
    assert [" undecided: " in line for line in listed[:-1]] == [True, False]
    assert " contradicted: its editor says problem item, the program general item (confidence 9" in listed[1]
    assert tally(fed(office, "sy", FILE).stdout) == [0, 1, 1, 0]
    assert file.read_bytes() == before
    assert tally(fed(office, "sc", FILE).stdout) == [1, 0, 1, 0]
    assert file.read_bytes() == before.replace(b"'problem'", b"'general'")


def test_a_status_is_a_label(office: Office, texts: Texts) -> None:
    """Confirming writes the kind that the status stands for; changing warns of the status that is left."""
    block = BLOCKS[0].replace("\n```", "\n状态：待解决\n```")
    file = put(office, item(block, *texts.general))
    before = file.read_text(encoding="utf-8")
    assert tally(fed(office, "y", FILE).stdout) == [1, 0, 0, 0]
    assert "  # 乙\n类别：问题信息\n状态" in file.read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    done = fed(office, "c", FILE)
    assert "  # 乙\n类别：普发信息\n状态" in file.read_text(encoding="utf-8")
    assert re.match(rf"{FILE}:\d+:\d+ ITEM-STATUS ", done.stderr)


def test_an_empty_queue(office: Office, texts: Texts) -> None:
    """Where nothing is doubtful the command says so."""
    put(office, item(BLOCKS[0], *texts.general))
    for words in ([FILE], ["--list", FILE]):
        done = fed(office, "", *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing to review.\n", "")


def test_which_issues(office: Office, draft: Path) -> None:
    """Everything, a series by id or title, or files; the draft of a colleague that is not finished stops nobody."""
    unfinished = office.content / "gazette/2005/2005-04-22.md"
    unfinished.write_text("---\n刊物: 政务普刊\n---\n", encoding="utf-8")
    for words in ([], ["gazette"], ["政务普刊"]):
        done = fed(office, "", "--list", *words)
        assert done.returncode == 0
        assert done.stdout.count(f"{FILE}:") == 3
        assert done.stderr == "left out, as it has errors (inv check): content/gazette/2005/2005-04-22.md\n"
    assert FILE not in fed(office, "", "--list", "key-affairs").stdout
    assert fed(office, "", "--list", FILE, "content/gazette/2005/2005-03-25.md").stdout.count(f"{FILE}:") == 3
    for word in ("content/gazette/2005/2005-04-22.md", "gazete", "content/none.md"):
        refused = fed(office, "", word)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "Traceback" not in refused.stderr


# --- Files that change meanwhile -------------------------------------------------------------------------------------


def answers(*letters: str | Callable[[], None]) -> Callable[[], str]:
    """Return what answers with these letters; functions are called before the next."""
    left = iter(letters)

    def key() -> str:
        for one in left:
            if isinstance(one, str):
                return one
            one()
        return END

    return key


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n\n", "\n\n补。", 9),
        lambda text: text.replace("柳泊镇", "盐坨镇"),
        lambda text: text.replace("单位", "类别: 普发信息\n单位").replace("unit", "kind: general\nunit"),
        lambda text: text.replace("## ", "## 新"),
        lambda text: text[: text.index("## ")] + "## 空\n",
        lambda text: text[:0],
    ],
    ids=["text", "unit", "labelled", "title", "gone", "emptied"],
)
def test_a_file_that_changed_meanwhile(
    office: Office, draft: Path, change: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An item that is no longer the one the editor has read is refused, and the file is left as it is."""
    changed = change(draft.read_text(encoding="utf-8"))

    def act() -> None:
        draft.write_text(changed, encoding="utf-8")

    review(office.content, [DRAFT], answers(act, "y", "y", "y"))
    printed = capsys.readouterr()
    assert draft.read_text(encoding="utf-8") == changed
    assert tally(printed.out) == [0, 0, 0, 3]
    assert len(printed.err.splitlines()) >= 3
    assert DRAFT in printed.err


def test_another_item_that_changed_meanwhile(office: Office, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a colleague changes elsewhere in the file stays, and the kind is written beside it."""

    def change() -> None:
        text = draft.read_text(encoding="utf-8")
        draft.write_text(text.replace("16:00", "16:30"), encoding="utf-8")

    review(office.content, [DRAFT], answers(change, "y", "s", "q"))
    assert tally(capsys.readouterr().out) == [1, 0, 1, 1]
    assert "16:30" in draft.read_text(encoding="utf-8")


def test_a_form_that_no_program_can_write(office: Office, texts: Texts, capsys: pytest.CaptureFixture[str]) -> None:
    """The editor is told what to write, and the file stays."""
    file = put(office, item("```item\n{unit: 柳泊镇}\n```", *texts.doubtful[0]))
    before = file.read_bytes()
    review(office.content, [DRAFT], answers("y"))
    assert re.search(r"write it yourself into item 1: 类别: (?:问题|普发)信息\n", capsys.readouterr().err)
    assert file.read_bytes() == before


# --- A terminal ------------------------------------------------------------------------------------------------------


@dataclass
class Terminal:
    """A terminal with a review running in it."""

    process: subprocess.Popen[bytes]
    master: int
    shown: str = ""
    seen: int = 0

    def until(self, text: str) -> None:
        """Wait until a text is shown, behind what was waited for before."""
        end = time.monotonic() + WAIT
        while (at := self.shown.find(text, self.seen)) < 0:
            assert time.monotonic() < end, self.shown
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self.master, 4096).decode("utf-8", "replace")
                except OSError as error:  # Linux says so when the last process has left
                    raise AssertionError(self.shown) from error
        self.seen = at + len(text)

    def press(self, key: str) -> None:
        """Press a key, once the process waits for it: what comes before is thrown away."""
        time.sleep(0.3)
        os.write(self.master, key.encode())


@contextmanager
def terminal(office: Office, *words: str) -> Iterator[Terminal]:
    """Run `inv review` in a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "invoke", "review", *words],
        cwd=office.root,
        env=office.environment(),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)


def test_single_keys(office: Office, draft: Path) -> None:
    """One key each, no Enter; arrow keys and what was typed too early are no answers."""
    with terminal(office, FILE) as screen:
        screen.until(PROMPT)
        screen.press("\x1b[C")
        screen.until("press y, c, s or q")
        screen.press("yy")  # the second was pressed before anybody could have read the next item
        screen.until("written: ")
        screen.until(PROMPT)
        screen.press("s")
        screen.until("skipped")
        screen.until(PROMPT)
        screen.press("q")
        screen.until("written: 1, kept: 0, skipped: 1, left: 1")
        assert screen.process.wait(TIMEOUT) == 0
    assert sum(kind is not None for kind in kinds(office).values()) == 1


def test_ctrl_c_leaves_what_was_written(office: Office, draft: Path) -> None:
    """Ctrl-C ends the review as q does."""
    with terminal(office, FILE) as screen:
        screen.until(PROMPT)
        screen.press("y")
        screen.until("written: ")
        screen.until(PROMPT)
        time.sleep(0.3)
        screen.process.send_signal(signal.SIGINT)
        screen.until("written: 1, kept: 0, skipped: 0, left: 2")
        assert screen.process.wait(TIMEOUT) == 0
        assert "Traceback" not in screen.shown
    assert sum(kind is not None for kind in kinds(office).values()) == 1


@pytest.mark.parametrize(
    ("typed", "key"),
    [("", END), ("\n", " "), (" Y\n", "y"), ("ｃ\n", "c"), ("是\n", "是"), ("\x1b[C\n", " "), ("\x04", END)],
)
def test_letters(typed: str, key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A line's first letter counts, in lower case and half-width."""
    file = tmp_path / "keys"
    file.write_text(typed, encoding="utf-8")
    with file.open(encoding="utf-8") as source:
        monkeypatch.setattr(sys, "stdin", source)
        assert read_key() == key
