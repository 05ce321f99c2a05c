"""The script of the search is what its modules make, and making it takes away nothing but comments and space."""

from __future__ import annotations

import re
from pathlib import Path

from bulletin_editor.theme_script import MODULES, SOURCES, joined, scripts_of

_HOME = Path(__file__).parents[2]


def test_the_script_is_up_to_date() -> None:
    """What browsers fetch is made of the modules as they stand: python -m bulletin_editor.theme_script."""
    for path, text in scripts_of(_HOME).items():
        assert (_HOME / path).read_text(encoding="utf-8") == text


def test_every_module_is_in_it() -> None:
    """No module of the folder is left out."""
    assert {path.stem for path in (_HOME / SOURCES).glob("*.js")} == {name for own in MODULES.values() for name in own}


def test_joining() -> None:
    """Imports and comments go, exports but the last module's become ordinary names, texts stay."""
    first = (
        "// What it is.\nexport const a = 1; // why\n\nexport class B {\n  // how\n  c(d) {\n    return 2;\n  }\n}\n"
    )
    last = 'import {\n  a,\n} from "./first.js";\n\nexport const e = "http://f  =  g" + `${a} = ${a}`;\n'
    code = 'const a=1;class B{c(d){return 2;}}\nexport const e="http://f  =  g" + `${a} = ${a}`;'
    assert joined([first, last]).partition("\n")[2] == code


def test_modules_keep_to_what_joining_can_do() -> None:
    """No text of the modules holds two slashes behind a space, and none goes over several lines."""
    for path in sorted((_HOME / SOURCES).glob("*.js")):
        bare = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for line in bare.splitlines():
            code, _, _ = line.partition(" // ")
            assert code.count("`") % 2 == 0, line
            assert "//" not in code, line
