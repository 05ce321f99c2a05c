"""Join the modules of the search script into the one file that browsers fetch, without comments and indentation.

The file is committed like the schemas: an office builds its site without this step. One file, since five would cost
readers more requests and a third more bytes, and a page could get some of them from before a release and some from after.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

MODULES: Final = ("fold", "query", "shards", "find", "search")  # each imports only from those before it
SOURCES: Final = Path("theme/scripts")
SCRIPT: Final = Path("theme/static/js/search.js")
_HEAD: Final = "// Made of theme/scripts/ by python -m bulletin_editor.theme_script; change it there.\n"
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*//.*\n|[ ]+// .*$", re.MULTILINE)
_INDENT: Final = re.compile(r"^\s+", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ", re.MULTILINE)


def joined(modules: list[str]) -> str:
    """Return the script made of modules, each after those it imports; only the last one's exports stay exports.

    They keep to what this can do without reading JavaScript: no two share a name of their top level, no text holds
    white space before ``//``, and none goes over several lines.
    """
    *parts, last = (_INDENT.sub("", _COMMENT.sub("", _IMPORT.sub("", module))) for module in modules)
    return _HEAD + "".join(_EXPORT.sub("", part) for part in parts) + last


def script_of(home: Path) -> str:
    """Return the script that the sources of a repository make."""
    return joined([(home / SOURCES / f"{name}.js").read_text(encoding="utf-8") for name in MODULES])


def write(home: Path) -> None:
    """Write the script of a repository."""
    (home / SCRIPT).write_text(script_of(home), encoding="utf-8")


if __name__ == "__main__":
    write(Path.cwd())
