"""`inv email`: write a public issue as a mail, to be sent by whatever the office sends mails with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from email.headerregistry import Address
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from jinja2 import Environment
from markupsafe import Markup

from bulletin.dates import minute
from bulletin.issues import Issue
from bulletin.reference import Site
from bulletin_build.order import Order
from bulletin_build.output_evidence import evidence_of, told_by
from bulletin_build.output_scan import scan
from bulletin_build.running import environment_of, settings_of
from bulletin_editor.desk import RefusedError
from bulletin_editor.mail_html import Pictures, styled
from bulletin_editor.mail_message import Mail, Picture, message_of, sender_of
from bulletin_editor.mail_text import flowed, paragraphs_of
from bulletin_editor.words import N_, in_language, say
from bulletin_feeds.moments import updated_at
from bulletin_gate.embargo import Standing, standing_of
from bulletin_gate.pictures import cleaned
from bulletin_portal.addresses import issue_address
from bulletin_portal.generator import Planned, planned_of
from bulletin_portal.rendering import prepare

# Pictures that every mail program shows; drawings (SVG) are shown by hardly any.
_SHOWN: Final = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif"}
_SUGGESTED: Final = 3
MOST: Final = 8_000_000  # bytes of pictures in a mail: many servers take no mail of 10 MB and more, with a third on top


def email(order: Order, name: str, target: Path | None, folder: Path) -> None:
    """Write an issue as a mail and say where.

    Args:
        order: The public edition that the issue has to stand in; nothing is built.
        name: The issue's file, as seen from here or from the content tree, or its address.
        target: The file to write; None: one in ``folder`` that is named after the issue.
        folder: Where mails go that were given no file.

    Raises:
        RefusedError: There is no such issue, it is not public, or the file is there already; nothing was written.
        SystemExit: The content has an error or holds what may not be published; it was said what.
    """
    settings = settings_of(order)
    environment = environment_of(settings)
    planned = planned_of(settings)
    issue = _public_issue(planned, _named(planned, order.content, name))
    mail = _mail(order, planned, environment, issue)
    _check_leaks(order, planned, mail)
    path = target or folder / f"{issue_address(issue).rstrip('/').replace('/', '-')}.eml"
    size = _write(path, message_of(mail).as_bytes())
    say("written: {path}", path=os.path.relpath(path))
    say("{subject}; {size} KB, pictures in it: {count}", subject=mail.subject, size=size, count=len(mail.pictures))


def _named(planned: Planned, content: Path, name: str) -> Issue:
    """Return the issue that an editor names by its file or its address, public or not."""
    whole = planned.loaded.catalogue
    issues = whole.issues if whole else ()
    address = name.strip().removeprefix(planned.context.reference.site.url).strip("/") + "/"
    places = {os.path.relpath(os.path.realpath(one), os.path.realpath(content)) for one in (Path(name), content / name)}
    for issue in issues:
        if PurePosixPath(issue.path).as_posix() in places:
            return issue
        if issue.number is not None and issue_address(issue) == address:
            return issue
    known = [issue_address(issue).rstrip("/") for issue in issues if issue.number is not None]
    near = get_close_matches(address.rstrip("/"), known, n=_SUGGESTED, cutoff=0.5)
    raise RefusedError(
        message=N_("there is no issue {name}; write its file or its address. Did you mean {suggestion}?"),
        name=name,
        suggestion=", ".join(near or known[: -_SUGGESTED - 1 : -1]),  # the newest are what mails are made of
    )


def _public_issue(planned: Planned, named: Issue) -> Issue:
    """Return an issue as the public edition shows it; raise RefusedError where it does not, with the reason."""
    match standing_of(named, planned.moment):
        case Standing.DRAFT:
            raise RefusedError(message=N_("{path} is a draft: it has no number yet; sign it first"), path=named.path)
        case Standing.SIGNED:
            raise RefusedError(
                message=N_("{path} was signed, but has no moment of publication yet; write it, publish, then send"),
                path=named.path,
            )
        case Standing.HELD if named.published:
            raise RefusedError(
                message=N_("{path} goes online on {moment}; no mail is made of it before"),
                path=named.path,
                moment=minute(named.published),
            )
    shown = next((one for one in planned.catalogue.issues if one.path == named.path), None)
    if shown is None:
        raise RefusedError(
            message=N_(
                "{path} is withheld from the public edition, so no mail is made of it; the internal edition says why"
            ),
            path=named.path,
        )
    if shown.withdrawal:
        raise RefusedError(
            message=N_("{path} was withdrawn on {day}; no mail is made of it"),
            path=named.path,
            day=shown.withdrawal.withdrawn,
        )
    return shown


def _sender(site: Site) -> Address:
    try:
        return sender_of(site.organiser, site.email)
    except ValueError:
        raise RefusedError(
            message=N_("{value} can't be the sender of a mail; write the office's address into data/site.yaml (email)"),
            value=site.email or "—",
        ) from None


@dataclass(slots=True)
class _Album:
    """The pictures of a mail, taken in as long as there is room."""

    content: Path
    host: str
    taken: dict[str, Picture]
    room: int = MOST

    def take(self, path: str) -> None:
        """Take in a picture, of which the public gets no more than its pixels."""
        name = PurePosixPath(path).name
        kind = _SHOWN.get(name.rpartition(".")[2].lower())
        if kind is None or path in self.taken:
            return
        data = cleaned(name, (self.content / path).read_bytes())
        if len(data) <= self.room:
            self.room -= len(data)
            number = len(self.taken) + 1
            self.taken[path] = Picture(f"picture-{number}@{self.host}", name, kind, data)


def _mail(order: Order, planned: Planned, environment: Environment, issue: Issue) -> Mail:
    context, site = planned.context, planned.context.reference.site
    sender, host = _sender(site), site.feed_authority.partition(",")[0]
    view = context.cards.issue_view(issue, None, None)
    album = _Album(order.content, host, {})
    for item in issue.items:
        for path in item.media:
            album.take(path)
    subject = f"{view.card.series.name}{view.card.number_label}：{view.card.title}"
    prepare(environment, planned.frames[0])
    translate = in_language("zh_CN")  # of the mail, not the editor's
    pictures = Pictures({path: one.id for path, one in album.taken.items()}, translate("Picture, on the site: {text}"))
    shown = {"issue": view, "subject": subject, "home": site.url}
    bodies = [Markup(styled(item.body, site.url, pictures)) for item in view.items]  # noqa: S704 (escaped there)
    html = environment.get_template("email.html").render(shown, texts=bodies)
    word = translate("[Picture: {text}] {address}")
    texts = [paragraphs_of(item.body, site.url, word) for item in view.items]
    text = environment.get_template("email.txt").render(shown, texts=texts)
    changed = updated_at(issue)
    place = issue_address(issue).rstrip("/").replace("/", ".")
    return Mail(
        sender,
        subject,
        f"{place}.{changed:%Y%m%dT%H%M}@{host}",
        changed,
        site.url + view.card.address,
        flowed(text.split("\n")),
        html,
        tuple(album.taken.values()),
    )


def _check_leaks(order: Order, planned: Planned, mail: Mail) -> None:
    """Look through a mail as through the finished public edition; raise RefusedError with what is withheld in it."""
    told = told_by(planned.loaded, planned.catalogue, planned.moment)
    html = mail.html
    for one in mail.pictures:
        html = html.replace(f"cid:{one.id}", "")  # reads as an e-mail address, which would be one leaked
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "mail.html").write_text(html, encoding="utf-8")
        (folder / "mail.txt").write_text(f"{mail.subject}\n{mail.text}", encoding="utf-8")
        leaks = scan(folder, evidence_of(order.content, order.settings.parent / "theme", told))
    if leaks:
        raise RefusedError(*leaks)


def _write(path: Path, data: bytes) -> int:
    """Write a mail and return its size in kilobytes; raise RefusedError where another thing is there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.read_bytes() if path.exists() else None
        if there is None:
            with path.open("xb") as file:
                file.write(data)
        elif there != data:
            raise RefusedError(
                message=N_("{path} is there already and says something else; move it away, or name another file: --to"),
                path=path,
            )
    except OSError as error:
        raise RefusedError(
            message=N_("{path} can't be written: {reason}"), path=error.filename or path, reason=error.strerror or error
        ) from None
    return -(-len(data) // 1000)
