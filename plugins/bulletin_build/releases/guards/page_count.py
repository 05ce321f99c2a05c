"""A release has about as many pages as the one before: a site does not lose a tenth of itself in a day.

After apache/infrastructure-pelican, whose builds once published a site that was nearly empty (INFRA-24226).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bulletin.codes import N_
from bulletin_build.releases.findings import Finding, finding
from bulletin_build.releases.folder import Folder

LEAST: Final = 90  # percent of the pages before


def check_page_count(release: Folder, served: Folder | None) -> Iterator[Finding]:
    """Yield a finding if the release has less than nine tenths of the pages of the one that is served."""
    if served is None:
        return
    count, before = len(release.pages()), len(served.pages())
    if count * 100 < before * LEAST:
        yield finding(
            ".",
            N_("{count} pages of the {before} online; find out what is missing, or, if it is right so, add --fewer"),
            count=count,
            before=before,
        )
