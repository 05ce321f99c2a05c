"""The reference page of all fields, docs/fields.md: Chinese, with English names and help beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bulletin_editor.examples import EXAMPLES
from bulletin_editor.schema import chinese_word, schema_files
from bulletin_editor.words import Translate, in_language
from bulletin_source.fields import Field
from bulletin_source.tables import PROSE, TABLES, rule_of

_INTRODUCTION: Final = """\
# 字段一览

<!-- 本页由 inv schema 根据字段表生成，请勿手改。 -->

一期刊物、一条信息、一个固定页面和 `data/` 里每个文件各有哪些字段，都在这里。检查（`inv check`）、新建（`inv new`）、
编辑器用的 JSON Schema（[schema/](schema/)）和本页出自同一张表，说法一致。

- 字段名和表中列出的值，中文、英文任写一种；同一个字段只写一次。字段名后面是半角冒号和一个空格：`单位: 柳泊镇`。
- 没有列出的字段一律是错误，`inv check` 会指出是哪一行、可能想写哪一个。不填的字段，整行不写。
- 日期可写作 `2004-11-20`、`2004/11/20`、`2004年11月20日`、`二〇〇四年十一月二十日`；年份不省略。
- 值里有半角冒号加空格、`#`、方括号等符号时，整个值放在引号里。

## 在编辑器里随写随查

用 Visual Studio Code 打开本项目，装上它推荐的 YAML 扩展，`content/data/` 里的文件就会随写随查：写错的字段和值有波浪线，
鼠标停在字段上显示说明，按 Ctrl+空格列出可写的字段和值（设置在 `.vscode/settings.json`）。
其他支持 JSON Schema 的编辑器也可以用 `schema/` 里的文件。

Markdown 文件开头的信息栏和 `item` 块，这个扩展查不到，请用 `inv check`，或者开着 `inv preview` 写。
有些规则也只有 `inv check` 能查：单位、主题、刊物是否在册，标识是否重复，日期是否存在（如2月30日），
合刊期号是否由小到大，期号与台账是否一致。"""
_HEAD: Final = ("字段", "英文名", "必填", "类型与规则", "默认", "说明", "English")


def _default(field: Field, chinese: Translate) -> str:
    """Return a default: a value in the form of code, or words."""
    words = chinese(field.default) if field.default else ""
    return words if words != field.default or not words else f"`{chinese_word(field, words)}`"


def _rows(fields: tuple[Field, ...], chinese: Translate) -> Iterator[str]:
    for field in fields:
        cells = (
            f"`{field.alias}`",
            f"`{field.name}`",
            "是" if field.required else "",
            "；".join(rule.text(chinese) for rule in rule_of(field)),
            _default(field, chinese),
            chinese(field.help),
            field.help,
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(fields: tuple[Field, ...], chinese: Translate) -> str:
    head = ["| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD)]
    return "\n".join([*head, *_rows(fields, chinese)])


def _example(name: str) -> str:
    return f"````{'markdown' if name in PROSE else 'yaml'}\n{EXAMPLES[name]}````"


def _parts(chinese: Translate) -> Iterator[str]:
    yield _INTRODUCTION
    for name, table in TABLES.items():
        yield f"## {chinese(table.title)}（{name}）"
        yield f"{chinese(table.where)}。"
        yield _table(table.fields, chinese)
        for field in table.fields:
            if field.fields:
                yield f"### {chinese(table.title)}的{field.alias}（{name}.{field.name}）"
                yield _table(field.fields, chinese)
        yield "例："
        yield _example(name)


def reference_page() -> str:
    """Return the text of docs/fields.md."""
    return "\n\n".join(_parts(in_language("zh_CN"))) + "\n"


def published_fields() -> dict[str, str]:
    """Return what docs/ says of fields by path: the reference page and the schemas."""
    return {"fields.md": reference_page(), **{f"schema/{name}": text for name, text in schema_files().items()}}


def write_fields(folder: Path) -> list[Path]:
    """Write the reference page and the schemas; return their paths. Raise OSError if that is impossible."""
    paths = []
    for name, text in published_fields().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths
