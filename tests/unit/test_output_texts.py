"""What files have in common stands on lines of its own: values of feeds, strings of JSON, cells of tables."""

from __future__ import annotations

import pytest

from bulletin_build.output_texts import parted


@pytest.mark.parametrize(
    ("ending", "block", "lines"),
    [
        pytest.param(
            "csv", '期号,标题\n1,"道路1,200米"\n2,"他说""好"""\n',
            ["期号", "标题", "1", "道路1,200米", "2", '他说"好"'], id="cells",
        ),
        pytest.param("csv", '1,"两\n行"', ["1", "两", "行"], id="lines-of-a-cell"),
        pytest.param("csv", 'a"b,c', ['a"b', "c"], id="no-quotation"),
        pytest.param("csv", f"a,{'长' * 131_073}", [f"a,{'长' * 131_073}"], id="a-cell-too-long"),
        pytest.param("csv", "", [""], id="an-empty-table"),
        pytest.param("json", '{"a": "b,c", "d": ["e"]}', ["{", "a", "b,c", "d", ": [", "e", "]}"], id="strings"),
        pytest.param("atom", "<a><b>c</b></a>", ["<a>", "<b>c</b>", "</a>"], id="values"),
        pytest.param("html", "<a><b>c</b></a>", ["<a><b>c</b></a>"], id="pages-as-they-are"),
    ],
)  # fmt: skip
def test_lines(ending: str, block: str, lines: list[str]) -> None:
    """Each value stands on a line, and no sign of it is lost."""
    assert parted(ending, block.encode()).decode().split("\n") == lines


def test_bytes_of_a_table_that_are_no_text() -> None:
    """They stay as they are: what chance they say is looked at elsewhere."""
    assert parted("csv", b"a,\xff") == b"a\n\xff"
