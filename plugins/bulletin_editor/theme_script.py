"""Join the modules of the theme's scripts into the files that browsers fetch, and minify them.

They are committed like the schemas: an office builds its site without this step. The search is one file, since five
would cost readers more requests and a third more bytes, and a page could get some of one release and some of the next.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import minify  # type: ignore[import-untyped]  # tdewolff-minify of requirements/dev.txt: the same bytes everywhere

# The modules of each script; a module imports only from those before it.
MODULES: Final = {
    "page": ("reader", "box"),
    "read": ("read",),
    "search": ("fold", "shards", "query", "card", "find", "nodes", "panel", "search"),
}
SOURCES: Final = Path("theme/scripts")
SCRIPTS: Final = Path("theme/static/js")
_HEAD: Final = "// Made of theme/scripts/ by bulletin_editor.theme_script\n"
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ", re.MULTILINE)


def joined(modules: list[str]) -> str:
    """Return the script made of modules, each after those it imports; only the last one's exports stay exports.

    No two may share a name of their top level, and imports and exports stand at the beginning of a line.
    """
    *parts, last = (_IMPORT.sub("", module) for module in modules)
    script = "".join([*(_EXPORT.sub("", part) for part in parts), last])
    return f"{_HEAD}{minify.string('application/javascript', script)}\n"


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
