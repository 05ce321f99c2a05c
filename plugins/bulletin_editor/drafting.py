"""Build the preview that shows drafts; run as a program by ``inv preview --drafts``, and by nothing else.

It is no option of ``inv build``, so that nobody adds drafts to an edition by a slip of the hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bulletin.kinds import Edition
from bulletin_build.running import Order
from bulletin_editor.building import build


def command(settings: Path, content: Path, output: Path, edition: str) -> list[str]:
    """Return the command that builds drafts into a folder."""
    return [sys.executable, "-m", "bulletin_editor.drafting", str(settings), str(content), str(output), edition]


def main(arguments: list[str]) -> None:
    """Build: settings file, content tree, output folder and edition are given in this order."""
    settings, content, output, edition = arguments
    build(Order(Path(settings), Path(content), Path(output), Edition(edition), drafts=True), full=True)


if __name__ == "__main__":
    main(sys.argv[1:])
