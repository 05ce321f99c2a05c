"""Join the modules of the theme's scripts into the files that browsers fetch, without comments and needless space.

They are committed like the schemas: an office builds its site without this step. The search is one file, since five
would cost readers more requests and a third more bytes, and a page could get some of one release and some of the next.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# The modules of each script; a module imports only from those before it.
MODULES: Final = {"page": ("reader", "box"), "read": ("read",), "search": ("fold", "query", "shards", "find", "search")}
SOURCES: Final = Path("theme/scripts")
SCRIPTS: Final = Path("theme/static/js")
_HEAD: Final = "// Made of theme/scripts/ by bulletin_editor.theme_script\n"
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*//.*\n|[ ]+// .*$", re.MULTILINE)
_INDENT: Final = re.compile(r"^\s+", re.MULTILINE)
_TEXT: Final = re.compile(r"""("[^"\n]*"|`[^`]*`)""")
_SPACE: Final = re.compile(r" ?([=(){}\[\];:,?<>&|!*]) ?")
_LINE: Final = re.compile(r"(?<=[;{,(\[])\n|\n(?=[}\])])")


def _bare(module: str) -> str:
    """Return a module without imports, comments and space that says nothing."""
    lines = _INDENT.sub("", _COMMENT.sub("", _IMPORT.sub("", module)))
    parts = _TEXT.split(lines)  # every other one is a text
    parts[::2] = [_LINE.sub("", _SPACE.sub(r"\1", part)) for part in parts[::2]]
    return "".join(parts)


def joined(modules: list[str]) -> str:
    """Return the script made of modules, each after those it imports; only the last one's exports stay exports.

    They keep to what this can do without reading JavaScript: no two share a name of their top level, every statement
    ends in a semicolon, no pattern holds spaces or quotation marks, no text holds white space before ``//``, and none
    goes over several lines.
    """
    *parts, last = map(_bare, modules)
    return _HEAD + "".join(re.sub(r"(?<![\w.$])export ", "", part) for part in parts) + last


def scripts_of(home: Path) -> dict[Path, str]:
    """Return the scripts that the sources of a repository make, by their paths in it."""
    read = {
        name: (home / SOURCES / f"{name}.js").read_text(encoding="utf-8") for own in MODULES.values() for name in own
    }
    return {SCRIPTS / f"{name}.js": joined([read[one] for one in own]) for name, own in MODULES.items()}


def write(home: Path) -> None:
    """Write the scripts of a repository."""
    for path, text in scripts_of(home).items():
        (home / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path.cwd())
