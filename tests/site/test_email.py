"""`inv email`: a public issue as a mail that programs show and servers take, and nothing that is not public."""

from __future__ import annotations

import email.policy
import io
import re
import socketserver
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import lxml.html
import pytest
from PIL import Image
from playwright.sync_api import Browser

from bulletin.dates import CHINA
from bulletin.kinds import Edition
from bulletin_build.order import Order
from bulletin_editor.desk import RefusedError
from bulletin_editor.mailing import email as write_email
from bulletin_editor.words import in_language
from tests.site.office import REPOSITORY, Office

ISSUE = "gazette/2004/2004-11-19.md"
URL = "https://zwxx.example/"
SENDER = "email: zwxx@zwxx.example\n"


@dataclass
class Desk:
    """A small content tree and the mails made of it."""

    content: Path
    folder: Path

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file."""
        file = self.content / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str = "gazette/2004/2", target: Path | None = None) -> None:
        """Make a mail."""
        order = Order(REPOSITORY / "pelicanconf.py", self.content, self.folder / "public", Edition.PUBLIC)
        write_email(order, name, target, self.folder / "email")

    def mail(self, name: str = "gazette/2004/2") -> EmailMessage:
        """Make a mail and return it as a program reads it."""
        self.write(name, self.folder / "mail.eml")
        return read(self.folder / "mail.eml")


def read(path: Path) -> EmailMessage:
    """Return a mail as a program reads it."""
    message = message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def parts(message: EmailMessage) -> tuple[str, str]:
    """Return the plain text and the HTML of a mail."""
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


@pytest.fixture
def desk(small_tree: Path, tmp_path: Path) -> Desk:
    """Return a small tree whose office has an address."""
    with (small_tree / "data/site.yaml").open("a", encoding="utf-8") as site:
        site.write(SENDER)
    return Desk(small_tree, tmp_path)


def add_picture(desk: Desk) -> bytes:
    """Put a photograph that says where it was taken into the issue; return its bytes."""
    picture = Image.new("RGB", (600, 400), (180, 20, 20))
    exif = Image.Exif()
    exif[0x010E] = "渠底"
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    (desk.content / "media/gazette/2004/site.jpg").write_bytes(data.getvalue())
    desk.change(ISSUE, "各段进度见", "![照片：衬砌](../../media/gazette/2004/site.jpg)\n\n各段进度见")
    return data.getvalue()


def test_heads(desk: Desk) -> None:
    """A mail is from the office, of the moment of publication, has its own id, and names series and number."""
    message = desk.mail()
    assert message["Subject"] == "政务普刊2004年第2期：冬修水利完成过半"
    assert message["From"].addresses[0].display_name == "望潮区人民政府办公室"
    assert message["From"].addresses[0].addr_spec == "zwxx@zwxx.example"
    assert message["Date"].datetime == datetime(2004, 11, 19, 9, 5, tzinfo=CHINA)
    assert message["Message-ID"] == "<gazette.2004.2.20041119T0905@zwxx.example>"
    assert message["Archived-At"] == f"<{URL}gazette/2004/2/>"
    assert message["To"] is None


def test_every_server_takes_it(desk: Desk) -> None:
    """RFC 5321: seven bits, lines of CR LF, none of more than 998 bytes; headers as short as readers like them."""
    add_picture(desk)
    desk.write(target=desk.folder / "mail.eml")
    data = (desk.folder / "mail.eml").read_bytes()
    assert max(data) < 128
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 78


def test_texts(desk: Desk) -> None:
    """Plain text and HTML say the same, with absolute addresses; a drawing and a table are links."""
    text, html = parts(desk.mail())
    page = lxml.html.document_fromstring(html)
    for said in ("政务普刊", "2004年第2期", "冬修水利完成过半", "区水利局", "截至11月15日", "按投资额计算"):
        assert said in text
        assert said in page.text_content()
    for address in (
        f"{URL}gazette/2004/2/",
        f"{URL}media/gazette/2004/canal.svg",
        f"{URL}media/gazette/2004/progress.csv",
    ):
        assert address in text
        assert address in html
    assert all(link.startswith(("https://", "cid:")) for _, _, link, _ in page.iterlinks())


def test_mail_programs_understand_it(desk: Desk) -> None:
    """Nothing that they drop: no scripts, style sheets, classes, forms or films; the plain text says how it flows."""
    message = desk.mail()
    _, html = parts(message)
    page = lxml.html.document_fromstring(html)
    assert page.cssselect("script, style, link, form, iframe, video, audio, svg, [class], [id], [onclick]") == []
    assert not re.search(r"position:|display:(?:flex|grid)|var\(", html)
    text = message.get_body(("plain",))
    assert text is not None
    assert dict(text["Content-Type"].params) == {"charset": "utf-8", "format": "flowed", "delsp": "yes"}


def test_pictures_come_along(desk: Desk) -> None:
    """A photograph is in the mail and shown from there, without what its file says beside its pixels."""
    original = add_picture(desk)
    message = desk.mail()
    _, html = parts(message)
    (picture,) = [part for part in message.walk() if part.get_content_maintype() == "image"]
    data = picture.get_content()
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html
    assert picture.get_content_disposition() == "inline"
    assert b"Exif" in original
    assert b"Exif" not in data
    assert Image.open(io.BytesIO(data)).size == (600, 400)
    related = next(part for part in message.walk() if part.get_content_type() == "multipart/related")
    assert [part.get_content_type() for part in related.iter_parts()] == ["text/html", "image/jpeg"]


def test_a_mail_with_many_pictures_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would make the mail too large is linked to."""
    monkeypatch.setattr("bulletin_editor.mailing._Album.__init__.__defaults__", (10,))
    add_picture(desk)
    message = desk.mail()
    assert f'href="{URL}media/gazette/2004/site.jpg"' in parts(message)[1]
    assert [part for part in message.walk() if part.get_content_maintype() == "image"] == []


def test_the_same_bytes(desk: Desk) -> None:
    """Two mails of one issue are the same, so the second is no fault; another one is never written over."""
    target = desk.folder / "mail.eml"
    desk.write(target=target)
    before = target.read_bytes()
    desk.write(ISSUE, target)
    assert target.read_bytes() == before
    desk.change(ISSUE, "54%", "55%")
    with pytest.raises(RefusedError, match="is there already"):
        desk.write(target=target)
    assert target.read_bytes() == before


def test_a_major_correction_is_another_mail(desk: Desk) -> None:
    """A corrected issue says so at its head, and its mail is no double of the first: later, with an id of its own."""
    note = "corrections:\n  - {date: 2004-12-01, level: major, item: 1, note: 比例更正。}\n"
    desk.change(ISSUE, "editor: 信息科\n", f"editor: 信息科\n{note}")
    message = desk.mail()
    assert message["Message-ID"] == "<gazette.2004.2.20041201T0000@zwxx.example>"
    assert message["Date"].datetime == datetime(2004, 12, 1, tzinfo=CHINA)
    assert all("比例更正。" in text for text in parts(message))


@pytest.mark.parametrize(
    "name",
    [
        "gazette/2004/2",
        "/gazette/2004/2/",
        f"{URL}gazette/2004/2/",
        ISSUE,
    ],
)
def test_ways_to_name_an_issue(desk: Desk, name: str) -> None:
    """By its address in any form, or by its file as the content tree has it; without --to it gets a name of its own."""
    desk.write(name)
    assert [one.name for one in (desk.folder / "email").iterdir()] == ["gazette-2004-2.eml"]


def _draft(desk: Desk) -> None:
    (desk.content / "gazette/2005").mkdir()
    text = (desk.content / ISSUE).read_text(encoding="utf-8")
    head, body = text.split("number: 2\n")
    head = head.replace("2004-11-19", "2005-01-14").replace("published: 2005-01-14 09:05\n", "")
    (desk.content / "gazette/2005/draft.md").write_text(head + body, encoding="utf-8")


def _held(desk: Desk) -> None:
    desk.change(ISSUE, "published: 2004-11-19", "published: 2999-11-19")
    desk.change("ledger/gazette.csv", "2004-11-19 09:05", "2999-11-19 09:05")


def _signed(desk: Desk) -> None:
    desk.change(ISSUE, "published: 2004-11-19 09:05\n", "")
    desk.change("ledger/gazette.csv", "2004-11-19 09:05", "")


def _withheld(desk: Desk) -> None:
    desk.change(ISSUE, "editor: 信息科\n", "editor: 信息科\ndisclosure: internal\n")


def _withdrawn(desk: Desk) -> None:
    desk.change(ISSUE, "editor: 信息科\n", "editor: 信息科\nwithdrawn: {date: 2004-12-01, reason: 数字有误。}\n")
    desk.change("ledger/gazette.csv", "434,regular,issued", "434,regular,withdrawn")


def _anonymous(desk: Desk) -> None:
    desk.change("data/site.yaml", SENDER, "")


def _taken(desk: Desk) -> None:
    (desk.folder / "email").write_text("", encoding="utf-8")


def _nothing(_desk: Desk) -> None:
    return


REFUSALS = {
    "unknown": (_nothing, "gazette/2004/9", "there is no issue gazette/2004/9; .* Did you mean gazette/2004/"),
    "like none": (_nothing, "合刊", r"Did you mean key-affairs/2004/1, gazette/2004/2, gazette/2004/1\?"),
    "an item": (_nothing, "gazette/2004/1/2", "there is no issue gazette/2004/1/2"),
    "no issue's file": (_nothing, "data/site.yaml", "there is no issue data/site.yaml"),
    "draft": (_draft, "gazette/2005/draft.md", "gazette/2005/draft.md is a draft"),
    "signed": (_signed, ISSUE, "has no moment of publication yet"),
    "held": (_held, "gazette/2004/2", "goes online on 2999-11-19 09:05"),
    "withheld": (_withheld, "gazette/2004/2", "is withheld from the public edition"),
    "withdrawn": (_withdrawn, "gazette/2004/2", "was withdrawn on 2004-12-01"),
    "no sender": (_anonymous, "gazette/2004/2", "— can't be the sender of a mail"),
    "no folder": (_taken, "gazette/2004/2", "email can't be written"),
}


@pytest.mark.parametrize(("trouble", "name", "said"), REFUSALS.values(), ids=REFUSALS)
def test_refusals(desk: Desk, trouble: Callable[[Desk], None], name: str, said: str) -> None:
    """What can't be sent is refused in words that say why, in both languages, and nothing is written."""
    trouble(desk)
    with pytest.raises(RefusedError) as refused:
        desk.write(name)
    error = refused.value
    assert re.search(said, error.message.format(**error.args_of_message))
    assert in_language("zh_CN")(error.message) != error.message
    assert list(desk.folder.rglob("*.eml")) == []


def test_only_what_is_public(desk: Desk) -> None:
    """Of an issue with items that are not public, the mail has the others, and no trace of what is left out."""
    desk.change("gazette/2004/2004-11-05.md", "topic: 城乡建设\n", "topic: 城乡建设\ndisclosure: internal\n")
    text, html = parts(desk.mail("gazette/2004/1"))
    for part in (text, html):
        assert "柳泊镇冬修水利提前开工" in part
        assert "三村联片供水" not in part
        assert "2,140" not in part


def test_a_leak_is_no_mail(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail itself is looked through for what is withheld, whatever let it in."""
    desk.change("gazette/2004/2004-11-05.md", "topic: 城乡建设\n", "topic: 城乡建设\ndisclosure: internal\n")
    leak = "联片供水工程10月30日通水，管道长9公里，受益2,140人。"
    monkeypatch.setattr("bulletin_editor.mailing.styled", lambda *_: leak)
    with pytest.raises(RefusedError) as refused:
        desk.write("gazette/2004/1")
    assert {one.code for one in refused.value.diagnostics} == {"OUT-WITHHELD"}
    assert list(desk.folder.rglob("*.eml")) == []


def test_content_with_an_error_makes_no_mail(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """What stops a build of the public edition stops a mail."""
    desk.change(ISSUE, "冬修水利完成过半", "冬修水利完成过半，联系人身份证号11010519491231002X")
    with pytest.raises(SystemExit):
        desk.write()
    assert ISSUE in capsys.readouterr().err
    assert list(desk.folder.rglob("*.eml")) == []


def test_the_command(office: Office) -> None:
    """The command writes where it says, in the editor's language, and refuses with exit code 1."""
    done = office.inv("email", "key-affairs/2004/10", GOVBULLETIN_LANGUAGE="en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "written: output/email/key-affairs-2004-10.eml"
    assert read(office.root / "output/email/key-affairs-2004-10.eml")["Subject"].startswith("政务要情2004年第10期：")
    done = office.inv("email", "nowhere/2004/1", "--to", "a.eml")
    assert done.returncode == 1
    assert done.stderr.startswith("there is no issue nowhere/2004/1")
    assert not (office.root / "a.eml").exists()


@dataclass
class Post:
    """A mail server on this machine: what it was given."""

    port: int = 0
    given: list[tuple[str, list[str], bytes]] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    post: Post

    def handle(self) -> None:
        """Speak as much of RFC 5321 as a sender needs."""
        self._say("220 post")
        sender, readers = "", list[str]()
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"MAIL":
                sender, readers = line.decode().split("<")[1].split(">")[0], []
            elif word == b"RCPT":
                readers.append(line.decode().split("<")[1].split(">")[0])
            elif word == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.post.given.append((sender, readers, b"".join(one.removeprefix(b".") for one in lines)))
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post() -> Iterator[Post]:
    """Run a mail server."""
    post = Post()
    handler = type("Handler", (_Talk,), {"post": post})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        post.port = server.server_address[1]
        yield post
        server.shutdown()
        thread.join()


def test_sending_as_documented(desk: Desk, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program in docs/publishing.md sends the mail to each reader by himself, byte for byte but for its To:."""
    text = (REPOSITORY / "docs/publishing.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"(?m)^ {4}import smtplib\n(?: {4}.*\n|\n)+", text)
    desk.write(target=desk.folder / "issue.eml")
    (desk.folder / "readers.txt").write_text("a@readers.example\nb@readers.example\n", encoding="utf-8")
    monkeypatch.chdir(desk.folder)
    exec(re.sub(r"(?m)^ {4}", "", program).replace('"127.0.0.1", 25', f'"127.0.0.1", {post.port}'), {})  # noqa: S102 (what is documented)
    assert [(sender, readers) for sender, readers, _ in post.given] == [
        ("zwxx@zwxx.example", ["a@readers.example"]),
        ("zwxx@zwxx.example", ["b@readers.example"]),
    ]
    sent = message_from_bytes(post.given[0][2], policy=email.policy.default)
    assert isinstance(sent, EmailMessage)
    assert sent["To"] == "a@readers.example"
    assert sent["Subject"] == read(desk.folder / "issue.eml")["Subject"]
    assert parts(sent) == parts(read(desk.folder / "issue.eml"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 700])
def test_how_it_looks(desk: Desk, browser: Browser, width: int) -> None:
    """On a phone and in a window nothing is cut off, text is large enough and as wide as can be read."""
    add_picture(desk)
    _, html = parts(desk.mail())
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    sizes = page.eval_on_selector_all("p, td, a", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 13
    paragraph = page.locator("p", has_text="截至11月15日").bounding_box()
    assert paragraph is not None
    assert 0.75 * min(width, 660) <= paragraph["width"] <= 660
    page.close()
