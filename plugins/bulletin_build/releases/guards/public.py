"""A release is the public edition, and nothing that editors alone may see."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_build.release import NotPublicError, refuse_unless_public
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder


def check_public(release: Folder, _served: Folder | None) -> Iterator[Finding]:
    """Yield why the release is not public, if it is not."""
    try:
        refuse_unless_public(release.root)
    except NotPublicError as error:
        arguments = {**error.args_of_message, "folder": "."}
        yield finding(str(arguments.get("name", ".")), error.message, **arguments)
