"""What is not out yet is in no output before its time: issues that wait for their moment, and drafts of every sort."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

import bulletin_build.plugin
from bulletin.dates import parse_datetime
from bulletin.kinds import Edition
from bulletin_build.release import is_public_release
from bulletin_build.running import Order, run
from bulletin_portal.not_public import MARKER
from bulletin_portal.summary import Summary
from tests.site.office import REPOSITORY, Office
from tests.site.output import Site, tree_of

BEFORE, AT = "2005-04-10T08:59", "2005-04-10T09:00"
FILE = "gazette/2005/2005-04-08.md"
PICTURE = "media/gazette/2005/not-yet.svg"
SECRETS = ("独此一处的标题不应提前出现", "独此一处的正文不应提前出现", "独此一处的按语", "not-yet", "2005-04-08.md")
TEXT = """---
series: gazette
signed: 2005-04-08
{field}note: 独此一处的按语。
---

## 独此一处的标题不应提前出现

```item
unit: 柳泊镇
topic: 农业农村
kind: general
```

独此一处的正文不应提前出现。另见[外部网站](https://elsewhere.example/)。

![示意图](../../{picture})

## 随后的另一条信息

```item
unit: 柳泊镇
topic: 农业农村
kind: general
```

随后的另一条信息的正文。
"""


def write(office: Office, field: str = "") -> str:
    """Write an issue with a picture of its own; return its path as an editor names it."""
    (office.content / PICTURE).parent.mkdir(parents=True, exist_ok=True)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n'
    (office.content / PICTURE).write_text(drawing, encoding="utf-8")
    (office.content / FILE).parent.mkdir(exist_ok=True)
    (office.content / FILE).write_text(TEXT.format(field=field, picture=PICTURE), encoding="utf-8")
    return f"content/{FILE}"


def sign(office: Office, field: str) -> None:
    """Write and sign an issue; see that its number is given."""
    done = office.inv("sign", write(office, field))
    assert (done.returncode, done.stderr) == (0, "")


def held(office: Office) -> None:
    """Sign an issue that goes online two days later."""
    sign(office, "published: 2005-04-10 09:00\n")


def signed(office: Office) -> None:
    """Sign an issue without a moment."""
    sign(office, "")


def draft(office: Office) -> None:
    """Leave an issue unsigned."""
    write(office)


def dated_draft(office: Office) -> None:
    """Leave an issue unsigned whose moment has passed."""
    write(office, "published: 2005-04-08 09:00\n")


def build(office: Office, output: Path, edition: str, now: str, *, drafts: bool = False) -> Summary:
    """Build in this process, at a moment."""
    settings = REPOSITORY / "pelicanconf.py"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulletin_build.plugin, "workers_for", lambda _pages: 1)
        return run(Order(settings, office.content, output, Edition(edition), parse_datetime(now), drafts))


def said(files: dict[str, bytes]) -> list[str]:
    """Return which of the issue's own words, file names and media stand in an output, in names or contents."""
    whole = "\n".join(f"{path}\n{data.decode(errors='replace')}" for path, data in files.items())
    return [secret for secret in SECRETS if secret in whole]


def test_sign_takes_a_moment_that_lies_ahead(office: Office) -> None:
    """`inv sign` records a moment to come as it does one that has passed, and the check has nothing against it."""
    sign(office, "published: 2099-04-10 09:00\n")
    row = (office.content / "ledger/gazette.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert row == f"2005,6,462,regular,issued,2005-04-08,2099-04-10 09:00,{FILE},"
    done = office.inv("check", "--format", "plain")
    assert (done.returncode, FILE in done.stdout) == (0, False)


def test_public_edition_before_the_moment(office: Office, public: Site, tmp_path: Path) -> None:
    """Until its moment an issue changes not one byte of the public edition, which says how many wait."""
    office.speak_english()
    held(office)
    summary = build(office, tmp_path / "public", "public", BEFORE)
    assert tree_of(tmp_path / "public") == public.files
    assert (summary.held, summary.until, summary.drafts_out) == (1, "2005-04-10 09:00", 0)


def test_public_edition_at_the_moment(small_office: Office, tmp_path: Path) -> None:
    """At its very minute it is out, picture and all, and at no later moment does the output differ."""
    office = small_office
    held(office)
    summary = build(office, tmp_path / "at", "public", AT)
    assert (summary.held, summary.since, summary.until) == (0, "2005-04-10 09:00", "")
    files = tree_of(tmp_path / "at")
    assert set(said(files)) == set(SECRETS) - {FILE.rpartition("/")[2]}
    assert PICTURE in files
    assert "gazette/2005/1/1/index.html" in files
    build(office, tmp_path / "later", "public", "2044-01-01T00:00")
    assert tree_of(tmp_path / "later") == files


def test_internal_edition_shows_it_with_a_note(office: Office, tmp_path: Path) -> None:
    """The internal edition has the issue before its moment, says so on its pages and lists, and no longer after it."""
    held(office)
    for now, noted in ((BEFORE, True), (AT, False)):
        build(office, tmp_path / now, "internal", now)
        site = Site(tmp_path / now, "")
        for address in ("gazette/2005/6/", "gazette/2005/6/1/"):
            notes = [text for text in site.pages[address].said("p.notice") if text.startswith("定时")]
            assert ([("2005-04-10 09:00" in text) for text in notes] == [True]) is noted
        assert ("定时" in site.pages["gazette/2005/"].said(".badge")) is noted
    public, internal = (tree_of(tmp_path / now) for now in (BEFORE, AT))
    assert set(public) == set(internal)


def test_drafts_are_in_no_edition(office: Office, site: Site, edition: str, tmp_path: Path) -> None:
    """Without number or moment no issue changes one byte of either edition, however late it is."""
    office.speak_english()
    for make in (signed, draft, dated_draft):
        make(office)
        (office.content / FILE).rename(office.content / f"gazette/2005/{make.__name__.replace('_', '-')}.md")
    office.change("content/ledger/gazette.csv", FILE, "gazette/2005/signed.md")
    summary = build(office, tmp_path / "output", edition, "2044-01-01T00:00")
    assert (summary.drafts_out, summary.held) == (3, 0)
    assert said(tree_of(tmp_path / "output")) == []
    assert tree_of(tmp_path / "output") == site.files


def test_same_moment_same_bytes_and_no_moment_inside(small_office: Office, tmp_path: Path) -> None:
    """Two builds at one moment are the same bytes; the moment of a build stands nowhere in its output."""
    office = small_office
    sign(office, "published: 2099-04-10 09:00\n")
    for edition in Edition:
        for name in ("one", "two"):
            build(office, tmp_path / name / edition, edition, "2037-08-09T03:17")
        one, two = (tree_of(tmp_path / name / edition) for name in ("one", "two"))
        assert one == two
        assert [path for path, data in one.items() if b"2037" in data or b"03:17" in data] == []


# --- The commands ----------------------------------------------------------------------------------------------------


def test_build_says_what_waits_and_when_it_must_run_again(small_office: Office, tmp_path: Path) -> None:
    """The last line tells how many wait and until when; a build that stands is made again when a moment has come."""
    office = small_office
    held(office)
    first = office.build(tmp_path / "public", "--now", "2005-04-09T12:00")
    assert first.stdout.splitlines()[-1] == "not due yet: 1 issues, the next on 2005-04-10 09:00"
    again = office.build(tmp_path / "public", "--now", BEFORE)
    assert again.stdout.startswith("nothing has changed")
    assert again.stdout.splitlines()[-1] == first.stdout.splitlines()[-1]
    due = office.build(tmp_path / "public", "--now", AT)
    assert "nothing has changed" not in due.stdout
    assert "not due yet" not in due.stdout
    assert (tmp_path / "public/gazette/2005/1/index.html").is_file()
    back = office.build(tmp_path / "public", "--now", BEFORE)
    assert "nothing has changed" not in back.stdout
    assert not (tmp_path / "public/gazette/2005/1").exists()


def test_pelican_takes_the_moment_from_its_settings(office: Office, public: Site, tmp_path: Path) -> None:
    """BULLETIN_NOW says the moment to a run of Pelican by itself."""
    office.speak_english()
    held(office)
    office.change("pelicanconf.py", 'BULLETIN_NOW = ""', 'BULLETIN_NOW = "2005-04-10 08:59"')
    done = office.pelican(tmp_path / "public")
    assert done.returncode == 0, done.stderr
    assert tree_of(tmp_path / "public") == public.files


def test_due_lists_what_waits(small_office: Office) -> None:
    """`inv due` prints moment, issue and file of each issue that waits, and says so where none does."""
    office = small_office
    held(office)
    done = office.inv("due", "--now", BEFORE)
    assert (done.returncode, done.stdout) == (0, f"2005-04-10 09:00  政务普刊2005年第1期  content/{FILE}\n")
    rows = json.loads(office.inv("due", "--now", BEFORE, "--format", "json").stdout)
    assert rows == [{"moment": "2005-04-10 09:00", "issue": "政务普刊2005年第1期", "path": f"content/{FILE}"}]
    done = office.inv("due", "--now", AT)
    assert (done.returncode, done.stdout) == (0, "no issue waits for its moment; no build is due\n")
    assert json.loads(office.inv("due", "--now", AT, "--format", "json").stdout) == []


@pytest.mark.parametrize(
    "command",
    [
        ("due", "--format", "xml"),
        ("due", "--now", "tomorrow"),
        ("build", "--now", "2005-04-08"),
        ("preview", "--edition", "secret"),
    ],
    ids=" ".join,
)
def test_wrong_words(office: Office, command: tuple[str, ...]) -> None:
    """What isn't a format, moment or edition is refused in one line."""
    done = office.inv(*command)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


# --- The preview of drafts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [held, signed, draft, dated_draft], ids=lambda one: one.__name__)
def test_drafts_as_their_editors_see_them(
    small_office: Office, edition: str, tmp_path: Path, make: Callable[[Office], None]
) -> None:
    """What is not out yet is shown with its picture, marked on its pages and above every other, and is no release."""
    office = small_office
    make(office)
    build(office, tmp_path / "drafts", edition, BEFORE if make is held else AT, drafts=True)
    site = Site(tmp_path / "drafts", "")
    for one in ("gazette/2005/1/", "gazette/2005/1/1/"):
        assert site.pages[one].said("p.notice strong") == ["草稿"]
    assert [one for one in site.pages.values() if "草稿" not in one.said(".strip-internal strong")] == []
    assert PICTURE in site.files
    assert site.files[MARKER].startswith(b"drafts\n")
    assert not is_public_release(tmp_path / "drafts")
    title = site.pages["gazette/2005/1/"].one("title").text_content()
    assert ("编审中" in title) is (make in {draft, dated_draft})


def test_drafts_never_take_an_editions_place(
    office: Office, public: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Built into the folder of an edition, drafts are refused in one line, and the folder stays as it was."""
    shutil.copytree(public.root, tmp_path / "public")
    draft(office)
    with pytest.raises(SystemExit):
        build(office, tmp_path / "public", "public", AT, drafts=True)
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert tree_of(tmp_path / "public") == public.files


def test_preview_shows_drafts(office: Office, tmp_path: Path) -> None:
    """`inv preview --drafts` shows drafts, with a banner, and writes nothing to the output."""
    draft(office)
    printed = tmp_path / "printed"
    with printed.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "invoke", "preview", "--drafts", "--port", "0"],
            cwd=office.root,
            env=office.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        port = _port(process, printed)
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/gazette/2005/6/")
            text = connection.getresponse().read().decode()
            assert SECRETS[1] in text
            assert "strip-internal" in text
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert not (office.root / "output").exists()


def _port(process: subprocess.Popen[bytes], printed: Path) -> int:
    """Wait until a preview serves; return where."""
    end = monotonic() + 60
    while not (started := re.search(r"http://127\.0\.0\.1:(\d+)/", printed.read_text(encoding="utf-8"))):
        assert process.poll() is None, printed.read_text(encoding="utf-8")
        assert monotonic() < end, "waited 60 s for the preview"
        sleep(0.05)
    return int(started[1])
