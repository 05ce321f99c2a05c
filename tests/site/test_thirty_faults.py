"""`inv check` on the sample content with thirty faults strewn into it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.codes import CODES
from tests.site.office import Office

MARK: Final = "⌖"  # where the diagnostic is to point; written nowhere


@dataclass(frozen=True)
class Fault:
    """What is written instead of the first match of a pattern, with MARK at its place; no MARK: the file as a whole.

    ``folder`` says which files may be spoiled; by default issues.
    """

    code: str
    pattern: str
    replacement: str
    folder: str = r"[a-z-]+/\d{4}/"
    encoding: str = "utf-8"

    def strike(self, text: str) -> str | None:
        """Return the spoiled text, or None where there is nothing to spoil."""
        found = re.search(self.pattern, text, re.MULTILINE)
        return text[: found.start()] + found.expand(self.replacement) + text[found.end() :] if found else None


_PARAGRAPH: Final = r"^(?=[\u4e00-\u9fff].{30})"
_HEADING: Final = r"^(?=## \S)"
FAULTS: Final = (
    # Reference data, ledgers, drawings and pages first: there are few of them.
    Fault("TERM-SAME", r"正: 人民政府,", "正: ⌖入民政府,", "data/terms"),
    Fault("LEDGER-HEAD", r"^year,number", "⌖number,year", "ledger/"),
    Fault("LEDGER-ROW", r"^(\d{4},)2,", r"\g<1>⌖02,", "ledger/"),
    Fault("LEDGER-CONFLICT", r"^(\d{4},3,)", r"⌖<<<<<<< HEAD\n\1", "ledger/"),
    Fault("NUM-TOTAL", r"^(\d{4},\d+,\d+)(?=,.*\n\Z)", r"⌖\g<1>9", "ledger/"),
    Fault("MEDIA-ACTIVE", r"<svg ", '<svg onload="x()" ', "media/"),
    Fault("FILE-GB18030", r"\A", "⌖", "pages/", "gb18030"),
    Fault("LINK-ISSUE", _PARAGRAPH, "见⌖[[第10期]]。", "pages/"),
    Fault("NUM-IMMUTABLE", r"^(number|期号): \d+$", r"\1: ⌖77", "special-report/"),  # the ledger of which is sound
    Fault("FIELD-DATE", r"^(signed|签发日期): (\d{4})\S+", r"\1: ⌖\2-13-01"),
    Fault("FIELD-LOOKALIKE", r"^(signed|签发日期): 2004", r"\1: ⌖2O04"),
    Fault("FIELD-MOMENT", r"^(published|发布时间): (\S+).*", r"\1: ⌖\2 25:00"),
    Fault("FIELD-NUMBER", r"^(number|期号): (\d)$", r"\1: ⌖0\2"),
    Fault("DATE-ORDER", r"^(published|发布时间): \d{4}", r"\1: ⌖2003"),
    Fault("SERIES-UNKNOWN", r"^(series|刊物): .*", r"\1: ⌖政务晚报"),
    Fault("YAML-OPEN", r"\A(---\n(?:.+\n)+)---\n", r"⌖\1"),
    Fault("YAML-DUPLICATE", r"^(signed|签发日期)(: .*\n)", r"\1\2⌖\1\2"),
    Fault("FIELD-UNKNOWN", r"^(topic|主题): ", "⌖topc: "),
    Fault("FIELD-MISSING", r"^(unit|单位): .*\n", "⌖"),
    Fault("FIELD-VALUE", r"^(kind|类别): .*", r"\1: ⌖要闻"),
    Fault("UNIT-UNKNOWN", r"^(unit|单位): [^\[\n]*$", r"\1: ⌖外星事务局"),
    Fault("TOPIC-UNKNOWN", r"^(topic|主题): .*", r"\1: ⌖渔业"),
    Fault("YAML-TAB", r"^(topic|主题): ", "⌖\t\\1: "),
    Fault("YAML-ANCHOR", r"^(topic|主题): ", r"\1: ⌖&t "),
    Fault("ITEM-OPEN", r"^(```item\n(?:.+\n)+?)```\n", r"⌖\1"),
    Fault("ITEM-STRAY", _HEADING, "⌖迷路的一行。\n\n"),
    Fault("HTML-RAW", _PARAGRAPH, "⌖<b>注意</b>"),
    Fault("LINK-BROKEN", _PARAGRAPH, "[附件](⌖../../media/nowhere.pdf)"),
    Fault("IMAGE-ALT", _PARAGRAPH, "⌖![](https://picture.example/a.png)"),
    Fault("FILE-INVISIBLE", _PARAGRAPH, "甲⌖\u200b"),
)


def _strew(content: Path) -> list[tuple[str, int, int, str]]:
    """Put each fault into a file of its own; return the diagnostics that this should give.

    A drawing counts only where an issue without faults shows it, so the issues that show drawings are left alone.
    """
    texts = {path.relative_to(content).as_posix(): path for path in sorted(content.rglob("*")) if path.is_file()}
    shows_drawing = {path for path, file in texts.items() if path.endswith(".md") and ".svg" in file.read_text("utf-8")}
    expected = []
    free = [path for path in texts if path not in shows_drawing]
    for fault in FAULTS:
        for path in free:
            spoiled = fault.strike(texts[path].read_text("utf-8")) if re.match(fault.folder, path) else None
            if spoiled is not None:
                break
        else:
            raise AssertionError(f"no file is left for {fault.code}")
        free.remove(path)
        before, mark, after = spoiled.partition(MARK)
        texts[path].write_bytes((before + after).encode(fault.encoding))
        line, column = (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1) if mark else (0, 0)
        expected.append((path, line, column, fault.code))
    return expected


def test_thirty_faults(office: Office) -> None:
    """Thirty faults of thirty kinds in thirty files are reported, these and no others, each at its place."""
    expected = _strew(office.content)
    assert len({path for path, *_ in expected}) == len({fault.code for fault in FAULTS}) == 30
    assert {fault.code for fault in FAULTS} <= set(CODES)
    done = office.inv("check", "--format", "json", "--content", "content")
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    paths = [str(one["path"]).removeprefix("content/") for one in found]
    places = [(path, one["line"], one["column"], one["code"]) for path, one in zip(paths, found, strict=True)]
    assert places == sorted(expected)
