"""Pictures: what they say besides their pixels is read, and taken out without touching the pixels."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from bulletin_gate import pictures
from bulletin_gate.pictures import cleaned, extract_picture
from bulletin_gate.pieces import Extracted, FileFaultError

SECRET = "13800138000"  # noqa: S105 (a made-up telephone number)
ARTIST, ORIENTATION, USER_COMMENT, GPS, LATITUDE, WINDOWS_TITLE = 0x013B, 0x0112, 0x9286, 0x8825, 2, 0x9C9B
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator xmlns:dc="urn:dc">{SECRET}</dc:creator></x:xmpmeta>'.encode()
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(width: int = 16, height: int = 8) -> Image.Image:
    """Return a picture in which no two corners are alike."""
    one = Image.new("RGB", (width, height), (200, 30, 30))
    one.paste((30, 30, 200), (0, 0, width // 2, height // 2))
    one.paste((30, 200, 30), (width // 2, 0, width, height // 2))
    return one


def saved(kind: str, **options: object) -> bytes:
    """Return the picture in a format."""
    out = io.BytesIO()
    picture().save(out, kind, **options)
    return out.getvalue()


def exif(values: Mapping[int, object]) -> bytes:
    """Return an EXIF block."""
    one = Image.Exif()
    for tag, value in values.items():
        one[tag] = value
    return one.tobytes()


def with_place() -> bytes:
    """Return an EXIF block that tells where a picture was taken."""
    one = Image.Exif()
    one.get_ifd(GPS)[LATITUDE] = (37.0, 26.0, 13.8)
    return one.tobytes()


def segment(marker: int, payload: bytes) -> bytes:
    """Return a JPEG with a further segment."""
    data = saved("JPEG")
    return data[:2] + bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2) + payload + data[2:]


def iptc(field: int, text: bytes) -> bytes:
    """Return Photoshop's block with one of IPTC's fields."""
    one = b"\x1c\x02" + bytes([field]) + len(text).to_bytes(2) + text
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(one).to_bytes(4) + one


def chunk(kind: bytes, payload: bytes) -> bytes:
    """Return a PNG with a further chunk."""
    data = saved("PNG")
    check = zlib.crc32(kind + payload).to_bytes(4)
    return data[:33] + len(payload).to_bytes(4) + kind + payload + check + data[33:]


def png_texts() -> PngImagePlugin.PngInfo:
    """Return a text of each sort PNG has."""
    one = PngImagePlugin.PngInfo()
    one.add_text("Author", SECRET)
    return one


def packed_text() -> bytes:
    """Return a PNG with a packed text."""
    one = PngImagePlugin.PngInfo()
    one.add_itxt("Description", SECRET, "zh", "说明", zip=True)
    return saved("PNG", pnginfo=one)


def gif_block(label: int, payload: bytes) -> bytes:
    """Return a GIF with a further extension."""
    data = saved("GIF")
    start = 13 + (3 << ((data[10] & 7) + 1))
    return data[:start] + bytes([0x21, label, len(payload)]) + payload + b"\0" + data[start:]


def riff(kind: bytes, payload: bytes) -> bytes:
    """Return a WebP with a further chunk."""
    data = saved("WEBP", lossless=True)
    more = kind + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) % 2)
    return b"RIFF" + (len(data) - 8 + len(more)).to_bytes(4, "little") + data[8:] + more


SAID: dict[str, tuple[str, bytes, str]] = {
    "jpeg EXIF": ("jpg", saved("JPEG", exif=exif({ARTIST: SECRET})), "EXIF Artist"),
    "jpeg comment": ("jpg", saved("JPEG", comment=SECRET.encode()), "comment"),
    "jpeg XMP": ("jpg", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), "XMP"),
    "jpeg long XMP": ("jpg", segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + XMP), "XMP"),
    "jpeg IPTC": ("jpg", segment(0xED, iptc(80, SECRET.encode())), "IPTC 2:80"),
    "jpeg other segment": ("jpg", segment(0xEB, b"JP\0" + SECRET.encode()), "other"),
    "jpeg profile": ("jpg", saved("JPEG", icc_profile=ICC + SECRET.encode()), "ICC"),
    "jpeg end": ("jpg", saved("JPEG") + SECRET.encode(), "end"),
    "jpeg windows": ("jpg", saved("JPEG", exif=exif({WINDOWS_TITLE: SECRET.encode("utf-16-le")})), "EXIF XPTitle"),
    "jpeg remark": ("jpg", saved("JPEG", exif=exif({0x010E: SECRET})), "EXIF ImageDescription"),
    "png text": ("png", saved("PNG", pnginfo=png_texts()), "text"),
    "png packed text": ("png", packed_text(), "text"),
    "png old packed text": ("png", chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET.encode())), "text"),
    "png XMP": ("png", chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP), "XMP"),
    "png EXIF": ("png", saved("PNG", exif=exif({ARTIST: SECRET})), "EXIF Artist"),
    "png unknown": ("png", chunk(b"prVt", SECRET.encode()), "other"),
    "png profile": ("png", saved("PNG", icc_profile=ICC + SECRET.encode()), "ICC"),
    "png end": ("png", saved("PNG") + SECRET.encode(), "end"),
    "gif comment": ("gif", gif_block(0xFE, SECRET.encode()), "comment"),
    "gif XMP": ("gif", gif_block(0xFF, b"XMP DataXMP" + SECRET.encode()), "XMP"),
    "gif end": ("gif", saved("GIF") + SECRET.encode(), "end"),
    "webp EXIF": ("webp", saved("WEBP", exif=exif({ARTIST: SECRET})), "EXIF Artist"),
    "webp XMP": ("webp", saved("WEBP", xmp=XMP), "XMP"),
    "webp unknown": ("webp", riff(b"ABCD", SECRET.encode()), "other"),
    "webp end": ("webp", saved("WEBP") + SECRET.encode(), "end"),
}


@pytest.mark.parametrize(("ending", "data", "where"), SAID.values(), ids=SAID)
def test_what_a_picture_says_is_found_and_taken_out(ending: str, data: bytes, where: str) -> None:
    """Each hiding place is read; afterwards nothing is left, and the pixels are the same."""
    name = f"a.{ending}"
    found = extract_picture(name, data)
    assert not found.fault
    assert where in {piece.where for piece in found.pieces if SECRET in piece.text}
    clean = cleaned(name, data)
    if where != "ICC":  # a profile is needed for the colours
        assert SECRET.encode() not in clean
        assert extract_picture(name, clean) == Extracted(())
    assert pixels(clean) == pixels(data)


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    """Return a picture's size and pixels."""
    one = Image.open(io.BytesIO(data)).convert("RGBA")
    return one.size, one.tobytes()


@pytest.mark.parametrize("text", ["内部资料", "某某摄"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_in_exif_is_read(text: str, encoding: str) -> None:
    """EXIF's text should be ASCII, and Chinese programs write otherwise."""
    written = text.encode(encoding)
    data = saved("JPEG", exif=exif({ARTIST: "x" * len(written)})).replace(b"x" * len(written), written)
    assert text in {piece.text for piece in extract_picture("a.jpg", data).pieces}


@pytest.mark.parametrize("prefix", [b"ASCII\0\0\0", b"\0" * 8], ids=["ascii", "undefined"])
def test_a_remark_of_the_photographer_is_read(prefix: bytes) -> None:
    """The comment's encoding stands before it."""
    one = Image.Exif()
    one.get_ifd(0x8769)[USER_COMMENT] = prefix + SECRET.encode()
    found = extract_picture("a.jpg", saved("JPEG", exif=one.tobytes()))
    assert SECRET in {piece.text for piece in found.pieces if piece.where == "EXIF UserComment"}


def test_a_place_is_read_and_taken_out() -> None:
    """Where a picture was taken is not published."""
    data = saved("JPEG", exif=with_place())
    assert "EXIF GPSLatitude" in {piece.where for piece in extract_picture("a.jpg", data).pieces}
    assert b"Exif" not in cleaned("a.jpg", data)


def test_a_thumbnail_goes() -> None:
    """It may show what was cut from the picture."""
    small = saved("JPEG")
    data = segment(0xE0, b"JFXX\0\x10" + small)
    assert small[2:] not in cleaned("a.jpg", data)[2:-2]
    jfif = bytearray(saved("JPEG"))
    jfif[4:6] = (16 + 3).to_bytes(2)
    jfif[18:20] = b"\1\1"
    jfif[20:20] = b"\1\2\3"
    assert cleaned("a.jpg", bytes(jfif)) == cleaned("a.jpg", saved("JPEG"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stays_turned(kind: str, orientation: int) -> None:
    """How the camera was held is applied before it is forgotten."""
    name = f"a.{kind.lower()}"
    data = saved(kind, exif=exif({ORIENTATION: orientation}), **({} if kind == "PNG" else {"quality": 100}))
    clean = Image.open(io.BytesIO(cleaned(name, data)))
    expected = picture()
    turns = {
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_270,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_90,),
    }
    for turn in turns.get(orientation, ()):
        expected = expected.transpose(turn)
    assert clean.size == expected.size
    for corner in ((1, 1), (clean.width - 2, 1), (1, clean.height - 2)):
        shown, wanted = clean.convert("RGB").getpixel(corner), expected.getpixel(corner)
        assert isinstance(shown, tuple)
        assert isinstance(wanted, tuple)
        assert all(abs(one - other) < 60 for one, other in zip(shown, wanted, strict=True))
    assert extract_picture(name, cleaned(name, data)).pieces == ()


def test_a_camera_s_second_picture_goes() -> None:
    """Telephones write further pictures behind the first, which is turned all the same."""
    data = saved("MPO", save_all=True, append_images=[picture()], exif=exif({ORIENTATION: 6}))
    clean = Image.open(io.BytesIO(cleaned("a.jpg", data)))
    assert (clean.format, clean.size) == ("JPEG", (8, 16))


def test_transparency_stays() -> None:
    """Also that of a picture with a palette that is turned."""
    out = io.BytesIO()
    picture().quantize(4).save(out, "PNG", transparency=0, exif=exif({ORIENTATION: 3}))
    assert Image.open(io.BytesIO(cleaned("a.png", out.getvalue()))).info["transparency"] == 0


def test_colours_stay() -> None:
    """A profile is kept, also in a picture that is turned."""
    for orientation in (1, 6):
        data = saved("JPEG", icc_profile=ICC, exif=exif({ORIENTATION: orientation}))
        assert Image.open(io.BytesIO(cleaned("a.jpg", data))).info["icc_profile"] == ICC


def test_an_animation_stays() -> None:
    """Frames, their times and repetition are what a GIF or a WebP shows."""
    for kind in ("GIF", "WEBP", "PNG"):
        data = saved(kind, save_all=True, append_images=[picture().rotate(180)], duration=200, loop=3)
        clean = Image.open(io.BytesIO(cleaned(f"a.{kind.lower()}", data)))
        assert getattr(clean, "n_frames", 1) == 2
        assert clean.info.get("loop") == 3


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"restart_marker_blocks": 1}], ids=str)
def test_every_jpeg_is_kept_as_it_is(options: dict[str, object]) -> None:
    """Without metadata, nothing is changed."""
    data = saved("JPEG", **options)
    assert cleaned("a.jpeg", data) == data


@pytest.mark.parametrize(("ending", "kind"), [("png", "PNG"), ("gif", "GIF"), ("webp", "WEBP")])
def test_a_clean_picture_is_kept_as_it_is(ending: str, kind: str) -> None:
    """Without metadata, nothing is changed."""
    data = saved(kind)
    assert cleaned(f"a.{ending}", data) == data


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that claims a size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = saved("PNG")
    return data[:8] + b"\0\0\0\rIHDR" + head + zlib.crc32(b"IHDR" + head).to_bytes(4) + data[33:]


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "png called jpg": ("a.jpg", saved("PNG"), "FILE-TYPE"),
    "program called png": ("a.png", b"MZ\x90\0", "FILE-TYPE"),
    "page called svg": ("a.svg", b"<html/>", "FILE-TYPE"),
    "unknown": ("a.bmp", saved("BMP"), "FILE-TYPE"),
    "no ending": ("a", saved("PNG"), "FILE-TYPE"),
    "empty": ("a.png", b"", "FILE-BROKEN"),
    "cut jpeg": ("a.jpg", saved("JPEG")[:-20], "FILE-BROKEN"),
    "cut png": ("a.png", saved("PNG")[:-20], "FILE-BROKEN"),
    "cut gif": ("a.gif", saved("GIF")[:-4], "FILE-BROKEN"),
    "cut webp": ("a.webp", saved("WEBP")[:-4], "FILE-BROKEN"),
    "no svg": ("a.svg", b"<svg", "FILE-BROKEN"),
    "entities": ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "FILE-BROKEN"),
    "deep svg": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 9_000 + b"</g>" * 9_000 + b"</svg>",
        "FILE-BROKEN",
    ),
    "data in an svg": ("a.svg", b'<svg><image href="data:text/html,a"/></svg>', "FILE-NESTED"),
    "data in a style": ("a.svg", b"<svg><style>a{b:url(data:image/png;base64,a)}</style></svg>", "FILE-NESTED"),
    "data in an attribute": ("a.svg", b'<svg><a style="b:url(data:image/png;base64,a)"/></svg>', "FILE-NESTED"),
    "broken picture in an svg": ("a.svg", b'<svg><image href="data:image/png;base64,A"/></svg>', "FILE-BROKEN"),
    "bomb": ("a.png", png_of(100_000, 100_000), "FILE-LARGE"),
    "packed text": ("a.png", chunk(b"zTXt", b"a\0\0" + zlib.compress(b"0" * 5_000_000)), "FILE-LARGE"),
    "packed profile": ("a.png", chunk(b"iCCP", b"a\0\0" + zlib.compress(b"0" * 5_000_000)), "FILE-LARGE"),
}


@pytest.mark.parametrize(("name", "data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_is_refused(name: str, data: bytes, code: str) -> None:
    """Reading gives the fault, and cleaning raises it."""
    assert extract_picture(name, data) == Extracted((), code)
    if code != "FILE-NESTED" or "href" in data.decode("latin-1"):
        with pytest.raises(FileFaultError, match=code):
            cleaned(name, data)


def test_a_large_file_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is enough."""
    monkeypatch.setattr(pictures, "LARGEST", 10)
    assert extract_picture("a.png", saved("PNG")).fault == "FILE-LARGE"


def drawing(inside: str, attributes: str = "") -> bytes:
    """Return a drawing."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {attributes}>{inside}</svg>\n".encode()


PHOTO = base64.b64encode(saved("JPEG", exif=exif({ARTIST: SECRET}))).decode()

DRAWN: dict[str, tuple[bytes, str, bool]] = {
    "text": (drawing(f"<text>{SECRET}</text>"), "text", True),
    "text in pieces": (drawing(f"<text><tspan>138</tspan><tspan x='1'>{SECRET[3:]}</tspan></text>"), "text", True),
    "title": (drawing(f"<title>{SECRET}</title>"), "title", True),
    "label": (drawing("", f'aria-label="{SECRET}"'), "@aria-label", True),
    "comment": (drawing(f"<!-- {SECRET} -->"), "comment", False),
    "metadata": (drawing(f"<metadata><a>{SECRET}</a></metadata>"), "a", False),
    "editor's note": (drawing(f'<n:view xmlns:n="urn:n" docname="{SECRET}"/>'), "@docname", False),
    "editor's attribute": (drawing("", f'xmlns:n="urn:n" n:docname="{SECRET}"'), "@docname", False),
    "data attribute": (drawing("", f'data-x="{SECRET}"'), "@data-x", False),
    "instruction": (drawing(f"<?n {SECRET}?>"), "?n", False),
    "script": (drawing(f"<script>{SECRET}</script>"), "script", False),
    "photo": (drawing(f'<image xlink:href="data:image/jpeg;base64,{PHOTO}"/>'), "EXIF Artist", False),
}


@pytest.mark.parametrize(("data", "where", "shown"), DRAWN.values(), ids=DRAWN)
def test_a_drawing_is_read_and_cleaned(*, data: bytes, where: str, shown: bool) -> None:
    """Everything is found; what does not show is taken out, and the rest stays."""
    found = extract_picture("a.svg", data)
    assert not found.fault
    assert where in {piece.where for piece in found.pieces if SECRET in piece.text}
    clean = cleaned("a.svg", data)
    left = extract_picture("a.svg", clean)
    assert any(SECRET in piece.text for piece in left.pieces) == shown
    assert cleaned("a.svg", clean) == clean


def test_a_drawing_stays_a_drawing() -> None:
    """Prefixes, references and spaces mean afterwards what they meant before."""
    data = b"""<?xml version="1.0" encoding="utf-8"?>
<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink" onload="a()">
<s:text xml:space="preserve"> a &lt; b &amp; "c" </s:text><s:use l:href="#a&quot;"/></s:svg>"""
    assert cleaned("a.svg", data) == (
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink">\n'
        b"""<s:text xml:space="preserve"> a &lt; b &amp; "c" </s:text><s:use l:href='#a"'></s:use></s:svg>\n"""
    )


MADE: Mapping[str, Callable[[], bytes]] = {
    "jpg": lambda: saved("JPEG", exif=exif({ARTIST: SECRET, ORIENTATION: 6}), comment=b"a"),
    "png": lambda: saved("PNG", pnginfo=png_texts()),
    "gif": lambda: gif_block(0xFE, b"a"),
    "webp": lambda: saved("WEBP", exif=exif({ARTIST: SECRET})),
    "svg": lambda: drawing(f"<metadata>{SECRET}</metadata><text>a</text>"),
}


@pytest.mark.parametrize("ending", MADE)
def test_cleaning_is_deterministic(ending: str) -> None:
    """The same bytes give the same bytes."""
    name, data = f"a.{ending}", MADE[ending]()
    assert cleaned(name, data) == cleaned(name, data)


@pytest.mark.parametrize("ending", MADE)
@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_picture_with_any_byte_changed_has_an_answer(ending: str, data: st.DataObject) -> None:
    """Damage is a fault, never another exception; what can still be read can be cleaned."""
    whole = MADE[ending]()
    at = data.draw(st.integers(0, len(whole) - 1))
    hurt = whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :]
    found = extract_picture(f"a.{ending}", hurt)
    if found.fault:
        with pytest.raises(FileFaultError):
            cleaned(f"a.{ending}", hurt)
    else:
        assert extract_picture(f"a.{ending}", cleaned(f"a.{ending}", hurt)).fault == ""
