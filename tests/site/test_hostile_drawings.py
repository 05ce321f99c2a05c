"""Hostile drawings are refused in every shape that is known, and plain ones pass."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bulletin_source.checks import check_drawings
from bulletin_source.tree import Tree

_SVG = 'xmlns="http://www.w3.org/2000/svg"'
_HTML = "http://www.w3.org/1999/xhtml"
_ACTIVE = {
    "script": "<script>alert(1)</script>",
    "script-cdata": "<script><![CDATA[alert(1)]]></script>",
    "script-href": '<script href="data:,alert(1)"/>',
    "script-prefix": '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    "script-chinese-prefix": '<甲:script xmlns:甲="http://www.w3.org/2000/svg">alert(1)</甲:script>',
    "onload": '<g onload="alert(1)"/>',
    "onbegin": '<animateTransform attributeName="transform" onbegin="alert(1)"/>',
    "link-javascript": '<a href="javascript:alert(1)"><path/></a>',
    "link-references": '<a href="&#106;avascript&#58;alert(1)"><path/></a>',
    "xlink": '<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"/>',
    "xlink-other-prefix": '<a xmlns:甲="http://www.w3.org/1999/xlink" 甲:href=" javascript:alert(1)"/>',
    "link-outside": '<a href="https://evil.example/"><path/></a>',
    "foreign-object": f'<foreignObject><p xmlns="{_HTML}">x</p></foreignObject>',
    "iframe": f'<h:iframe xmlns:h="{_HTML}" srcdoc="x"/>',
    "meta-refresh": f'<h:meta xmlns:h="{_HTML}" http-equiv="refresh" content="0;url=https://evil.example/"/>',
    "html-by-reference": '<h:meta xmlns:h="http://www.w3.org/1999/&#120;html" http-equiv="refresh" content="0"/>',
    "mathml": '<m:mi xmlns:m="http://www.w3.org/1998/Math/MathML">x</m:mi>',
    "animate": '<a><animate attributeName="href" values="javascript:alert(1)"/></a>',
    "set": '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
    "use-outside": '<use href="https://evil.example/x.svg#a"/>',
    "use-beside": '<use href="other.svg#a"/>',
    "use-data": '<use href="data:image/svg+xml;base64,PHN2Zy8+#x"/>',
    "use-data-reference": '<use href="data:image/&#115;vg+xml;base64,PHN2Zy8+#x"/>',
    "image-outside": '<image href="//evil.example/x.png"/>',
    "fe-image": '<filter><feImage href="https://evil.example/x.png"/></filter>',
    "base": '<g xml:base="https://evil.example/"/>',
    "import": "<style>@import 'https://evil.example/x.css';</style>",
    "import-escaped": "<style>@\\69mport 'https://evil.example/x.css';</style>",
    "import-in-pieces": "<style>@im<!-- -->port <![CDATA['https://evil.example/x.css';]]></style>",
    "import-reference": "<style>&#64;&#105;mport 'https://evil.example/x.css';</style>",
    "url": "<style>path{fill:url(https://evil.example/x)}</style>",
    "url-beside": "<style>path{fill:url( 'other.svg#x' )}</style>",
    "url-escaped": "<style>path{cursor:u\\72 l(\\68ttps://evil.example/x),auto}</style>",
    "url-attribute": '<path fill="url(&#104;ttps://evil.example/x)"/>',
    "url-style": "<path style=\"fill:url('//evil.example/x')\"/>",
    "image-set": "<style>path{cursor:image-set('https://evil.example/x' 1x)}</style>",
    "font": "<style>@font-face{font-family:x;src:url(//evil.example/x.woff)}</style>",
    "not-closed": "<g>",
}
_WHOLE = {
    "entity": f'<!DOCTYPE svg [<!ENTITY x "alert(1)">]><svg {_SVG}><text>&x;</text></svg>'.encode(),
    "entity-outside": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg {_SVG}>&x;</svg>'.encode(),
    "entity-parameter": f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://evil.example/"> %x;]><svg {_SVG}/>'.encode(),
    "default-attribute": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg {_SVG}/>'.encode(),
    "internal-subset": f"<!DOCTYPE svg [<!ELEMENT svg ANY>]><svg {_SVG}/>".encode(),
    "stylesheet": f'<?xml-stylesheet href="https://evil.example/x.xsl" type="text/xsl"?><svg {_SVG}/>'.encode(),
    "utf-16": f"<svg {_SVG}><script/></svg>".encode("utf-16"),
    "utf-16-be": b"\xfe\xff" + f"<svg {_SVG} onload='alert(1)'/>".encode("utf-16-be"),
    "utf-16-references": f'<svg {_SVG}><a href="&#106;avascript:alert(1)"/></svg>'.encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>+ADw-svg onload+AD0-alert(1)+AD4-',
    "iso-2022-jp": f'<?xml version="1.0" encoding="iso-2022-jp"?><svg {_SVG}><scr\x1b(Bipt/></svg>'.encode(),
    "ebcdic": b'<?xml version="1.0" encoding="cp037"?>' + f"<svg {_SVG}/>".encode("cp037"),
    "gzip": gzip.compress(f"<svg {_SVG}><script/></svg>".encode()),
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "html-as-root": f'<html xmlns="{_HTML}"><form><button formaction="javascript:alert(1)"/></form></html>'.encode(),
    "html-srcset": f'<html xmlns="{_HTML}"><body><img srcset="https://evil.example/x.png"/></body></html>'.encode(),
    "not-xml": b"GIF89a",
    "empty": b"",
} | {name: f"<svg {_SVG}>{content}</svg>".encode() for name, content in _ACTIVE.items()}
_PLAIN = {
    "shapes": f'<svg {_SVG} viewBox="0 0 4 3"><path d="M0 2h4"/><text x="1">甲&#x4e59;&amp;</text></svg>',
    "declared": f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- by a program -->\n<svg {_SVG}/>',
    "doctype": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    f"<svg {_SVG}/>",
    "within": f'<svg {_SVG} xmlns:x="http://www.w3.org/1999/xlink"><use x:href="#a"/><path fill="url(#b)"/></svg>',
    "style": f"<svg {_SVG}><style><![CDATA[.a{{font-family:'\\5B8B\\4F53';fill:url('#b')}}]]></style></svg>",
    "font": f"<svg {_SVG}><style>@font-face{{src:url(data:font/woff2;base64,AAAA)}}</style></svg>",
    "picture": f'<svg {_SVG}><image href="data:image/png;base64,AAAA"/></svg>',
    "inkscape": f'<svg {_SVG} xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:export-filename="D:\\a.png"/>',
}


def _drawing(root: Path, data: bytes) -> list[str]:
    """Return the codes of what is wrong with a drawing."""
    (root / "a.svg").write_bytes(data)
    return [one.code for one in check_drawings(Tree(root, (), (), (), {"a.svg": len(data)}), ["a.svg"])]


@pytest.mark.parametrize("data", _WHOLE.values(), ids=_WHOLE)
def test_active_drawings_are_refused(tmp_path: Path, data: bytes) -> None:
    """A drawing that would run, fetch or hide something when it is opened is refused, however it is written."""
    assert _drawing(tmp_path, data) == ["MEDIA-ACTIVE"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("drawing", _PLAIN.values(), ids=_PLAIN)
def test_plain_drawings_pass(tmp_path: Path, drawing: str, encoding: str) -> None:
    """What drawing programs write passes."""
    assert _drawing(tmp_path, drawing.encode(encoding)) == []
