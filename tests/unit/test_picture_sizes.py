"""Pictures are measured upright, offered in sizes none above their own, and scaled to the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin_gate.pieces import FileFaultError
from bulletin_gate.scaled_pictures import scaled
from bulletin_portal.picture_sizes import WIDTHS, Picture, first_at_once, pictures_in, responsive, widths_of
from bulletin_source.picture_shapes import shape_of

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path stroke-width="9" d="M0 0"/></svg>'


def _file(form: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    """Return a picture whose colours run."""
    shade = Image.linear_gradient("L").resize(size)
    out = io.BytesIO()
    Image.merge("RGB", (shade, shade.rotate(180), shade)).convert(mode).save(out, form, **options)
    return out.getvalue()


def _lying(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _file("JPEG", (40, 20), exif=exif)


def _moving(form: str) -> bytes:
    frames = [Image.new("L", (9, 9), shade) for shade in (0, 255)]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "shape"),
    [
        ("a.png", _file("PNG", (30, 20)), (30, 20)),
        ("a.JPG", _file("JPEG", (30, 20)), (30, 20)),
        ("a.webp", _file("WEBP", (30, 20)), (30, 20)),
        ("a.gif", _file("GIF", (30, 20), "P"), (30, 20)),
        ("turned.jpg", _lying(6), (20, 40)),
        ("mirrored.jpg", _lying(2), (40, 20)),
        ("moving.gif", _moving("GIF"), None),
        ("moving.png", _moving("PNG"), None),
        ("false.png", _file("JPEG", (30, 20)), None),
        ("cut.png", _file("PNG", (30, 20))[:20], None),
        ("empty.jpg", b"", None),
        ("size.svg", _SVG.format('width="800" height="450.4px"').encode(), (800, 450)),
        ("box.svg", _SVG.format('viewBox="0 0 40 30"').encode(), (40, 30)),
        ("both.svg", _SVG.format('width="100%" height="100%" viewBox="-1 -1 40 30"').encode(), (40, 30)),
        ("none.svg", _SVG.format("").encode(), None),
        ("flat.svg", _SVG.format('viewBox="0 0 40 0"').encode(), None),
        ("table.csv", b"a,b", None),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_shapes(tmp_path: Path, name: str, data: bytes, shape: tuple[int, int] | None) -> None:
    """A picture is as large as it is shown; of one that moves, is broken or tells nothing, nothing is said."""
    path = tmp_path / name
    path.write_bytes(data)
    assert shape_of(path) == shape


@given(width=st.integers(0, 20_000), height=st.integers(1, 20_000))
def test_no_copy_is_larger_than_its_original(width: int, height: int) -> None:
    """Copies grow from the first to the last, none above the picture, and every phone finds one."""
    widths = widths_of("a.jpg", width, height)
    assert list(widths) == sorted(set(widths))
    assert all(0 < one <= min(width, WIDTHS[-1]) for one in widths)
    assert bool(widths) == (0 < width <= 16_383 and height <= 16_383)


@pytest.mark.parametrize("name", ["a.svg", "a.gif", "a.avif", "a.pdf"])
def test_what_is_not_scaled(name: str) -> None:
    """A drawing has every size already; what isn't read is left as it is."""
    assert widths_of(name, 800, 600) == ()


def test_scaled_pictures() -> None:
    """A copy has the width asked for and the picture's proportions, upright, and the same bytes each time."""
    data = _file("JPEG", (1000, 500))
    made = scaled("a.jpg", data, 480)
    assert made == scaled("a.jpg", data, 480)
    assert Image.open(io.BytesIO(made)).size == (480, 240)
    assert Image.open(io.BytesIO(scaled("a.jpg", _lying(8), 10))).size == (10, 20)


def test_scaled_pictures_tell_nothing_else() -> None:
    """Place, author and time of a photograph are in none of its copies."""
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    made = scaled("a.jpg", _file("JPEG", (900, 600), exif=exif), 480)
    assert b"somebody" not in made
    assert not Image.open(io.BytesIO(made)).getexif()


def test_drawings_lose_nothing() -> None:
    """What has few colours stays as it is, to the px, and so does what can be seen through."""
    drawing = Image.new("RGBA", (60, 40), (10, 20, 30, 0))
    drawing.paste((200, 0, 0, 255), (5, 5, 30, 30))
    out = io.BytesIO()
    drawing.save(out, "PNG")
    made = Image.open(io.BytesIO(scaled("a.png", out.getvalue(), 60))).convert("RGBA")
    assert made.getpixel((10, 10)) == (200, 0, 0, 255)
    assert made.getpixel((50, 35))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_mode_is_scaled(mode: str) -> None:
    """No sort of colours is unknown."""
    form = "JPEG" if mode == "CMYK" else "PNG"
    made = scaled(f"a.{form.lower()}", _file(form, (40, 40), mode), 20)
    assert Image.open(io.BytesIO(made)).size == (20, 20)


@pytest.mark.parametrize("width", [0, -1, 41])
def test_nothing_is_made_larger(width: int) -> None:
    """A width of none, or above the picture's own, is no width."""
    with pytest.raises(ValueError, match=str(width)):
        scaled("a.png", _file("PNG", (40, 40)), width)


@pytest.mark.parametrize(("name", "code"), [("a.svg", "FILE-TYPE"), ("a.png", "FILE-BROKEN"), ("a.csv", "FILE-TYPE")])
def test_what_is_no_picture(name: str, code: str) -> None:
    """What is not a picture of dots is refused."""
    with pytest.raises(FileFaultError, match=code):
        scaled(name, b"nothing", 20)


_BODY = (
    '<figure><img alt="渠 &gt; 5米 > &quot;六&quot;" decoding="async" height="600" loading="lazy" '
    'src="site:media/a/%E6%B8%A0.jpg" width="800"><figcaption>图1 &amp; 图2</figcaption></figure>'
    '<p><img alt="远" loading="lazy" src="https://www.example.org/x.jpg"></p>'
    '<p><img alt="图" loading="lazy" src="site:media/a/b.svg" width="40" height="30">行中</p>'
)


def test_pictures_of_a_body() -> None:
    """Pictures of the tree are found with what they show, their captions and sizes; others are not the site's."""
    assert list(pictures_in(_BODY)) == [
        Picture("media/a/渠.jpg", '渠 > 5米 > "六"', "图1 & 图2", 800, 600),
        Picture("media/a/b.svg", "图", "", 40, 30),
    ]
    assert list(pictures_in("<p>没有图</p>")) == []


def test_pictures_are_offered_in_their_sizes() -> None:
    """A browser chooses among the copies, and has the original where it knows no WebP."""
    offered = responsive(_BODY, "../../")
    assert offered.count("<picture>") == 1
    assert 'srcset="../../media/a/%E6%B8%A0.jpg-480.webp 480w, ../../media/a/%E6%B8%A0.jpg-800.webp 800w"' in offered
    assert offered.replace("</picture>", "").count("<img ") == 3
    assert 'src="site:media/a/%E6%B8%A0.jpg" width="800"></picture><figcaption>' in offered


def test_the_first_picture_comes_at_once() -> None:
    """Every picture of a page waits until it is needed, but for the first."""
    assert first_at_once(_BODY).count('loading="lazy"') == 2
    assert first_at_once("<p></p>") == "<p></p>"
