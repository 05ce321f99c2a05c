"""Put a mail together: headers, plain text, HTML and the pictures in it, the same bytes for the same issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Final

_FLOWED: Final = {"format": "flowed", "delsp": "yes"}  # RFC 3676


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture within a mail; ``id`` is what the HTML names it by (RFC 2392), ``kind`` its subtype: png, jpeg."""

    id: str
    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says. ``id`` is its Message-ID without brackets, ``address`` that of its page on the site."""

    sender: Address
    subject: str
    id: str
    date: datetime
    address: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()


def sender_of(name: str, address: str) -> Address:
    """Return a sender; raise ValueError where the address is none that every mail server takes (RFC 5321)."""
    try:
        sender = Address(display_name=name, addr_spec=address)
    except (MessageError, ValueError, LookupError) as error:
        raise ValueError(address) from error
    if not sender.domain or not address.isascii():
        raise ValueError(address)
    return sender


def message_of(mail: Mail) -> EmailMessage:
    """Return the message (RFC 5322): a plain text, and as its alternative HTML with its pictures (RFC 2046, 2387).

    Nothing in it is longer or of more bits than any server passes on. It has no To: whoever sends it knows.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.sender
    message["Subject"] = mail.subject
    message["Date"] = mail.date
    message["Message-ID"] = f"<{mail.id}>"
    message["Archived-At"] = f"<{mail.address}>"  # RFC 5064: where the mail may be read
    message.set_content(mail.text, cte="base64", params=_FLOWED)
    message.add_alternative(mail.html, subtype="html", cte="base64")
    html = next(part for part in message.iter_parts() if part.get_content_subtype() == "html")
    for one in mail.pictures:
        html.add_related(
            one.data, "image", one.kind, cid=f"<{one.id}>", filename=one.name, disposition="inline", cte="base64"
        )
    message["Content-Language"] = "zh-CN"  # only now: what begins with Content- would have gone to the first part
    # The library would invent boundaries, others each time.
    own = sha256(f"{mail.id}\0{mail.text}\0{mail.html}".encode()).hexdigest()[:24]
    parts = (part for part in message.walk() if part.get_content_maintype() == "multipart")
    for number, part in enumerate(parts, 1):
        part.set_boundary(f"=_{own}_{number}")
    return message
