"""Read PDF files: in a process with limits, since files can be made that keep any reader busy or eat all memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from bulletin_gate.pieces import FileFaultError, Piece

_PACKAGES: Final = Path(__file__).parent.parent
_PATIENCE: Final = 600  # seconds: only where the system knows no limits; the process ends itself long before


def read_pdf(data: bytes) -> list[Piece]:
    """Return the texts of pages, notes, fields, outline, information, XMP, scripts, and of earlier states of the file.

    Raises:
        FileFaultError: FILE-TYPE for what is no PDF, FILE-LOCKED, FILE-NESTED for a file attached within, FILE-NO-TEXT
            where no page has text, FILE-LARGE where the limits of pdf_reader are reached, FILE-BROKEN.
    """
    if not data.startswith(b"%PDF-"):
        raise FileFaultError("FILE-TYPE" if data else "FILE-BROKEN")
    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    try:
        # -P: or the folder one stands in would come first, and a module of it could be taken for a library's.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "bulletin_gate.pdf_reader"],
            input=data,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileFaultError("FILE-LARGE") from error
    if done.returncode:
        raise FileFaultError("FILE-LARGE")  # killed at a limit, without an answer
    pieces, fault = json.loads(done.stdout)
    if fault:
        raise FileFaultError(fault)
    return [Piece(where, text) for where, text in pieces]
