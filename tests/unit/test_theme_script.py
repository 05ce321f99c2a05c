"""The script of the search is what its modules make, and is small."""

from __future__ import annotations

import gzip
from pathlib import Path

from bulletin_editor.theme_script import MODULES, SCRIPTS, SOURCES, joined, scripts_of

_HOME = Path(__file__).parents[2]


def test_the_script_is_up_to_date() -> None:
    """What browsers fetch is made of the modules as they stand: python -m bulletin_editor.theme_script."""
    for path, text in scripts_of(_HOME).items():
        assert (_HOME / path).read_text(encoding="utf-8") == text


def test_every_module_is_in_it() -> None:
    """No module of the folder is left out."""
    assert {path.stem for path in (_HOME / SOURCES).glob("*.js")} == {name for own in MODULES.values() for name in own}


def test_joining() -> None:
    """Imports and comments go, exports but the last module's become ordinary names, texts stay as they are."""
    first = "// What it is.\nexport const a = 1; // why\n\nexport class B {\n  // how\n  c(long) { return long; }\n}\n"
    last = 'import {\n  a,\n} from "./first.js";\n\nexport const e = "http://f  =  g" + `${a} =  ${a}`;\n'
    code = 'const a=1;class B{c(e){return e}}export const e="http://f  =  g"+`${a} =  ${a}`\n'
    assert joined([first, last]).partition("\n")[2] == code


def test_scripts_are_small() -> None:
    """What searching takes is at most 12 KB as a plain web server sends it, and as our compressed copies are."""
    sent = {name: len(gzip.compress((_HOME / SCRIPTS / f"{name}.js").read_bytes(), 9)) for name in ("page", "search")}
    assert sum(sent.values()) <= 12 * 1024, sent
