"""One table of fields: the reader, the schemas, the template and the reference page say the same."""

from __future__ import annotations

import json
import re
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len

from bulletin.diagnostics import Diagnostic
from bulletin.index_numbers import DEFAULT
from bulletin_editor.reference_page import published_fields, write_fields
from bulletin_editor.schema import schemas
from bulletin_editor.words import Translate, in_language
from bulletin_editor.writing import draft
from bulletin_source import fields as tables_of_fields
from bulletin_source.documents import split_front
from bulletin_source.fields import ISSUE, ITEM, Field
from bulletin_source.positions import Mapping, Origin, Sequence, read_yaml
from bulletin_source.reader import Names, read_issue, read_page
from bulletin_source.reference_data import FILES, read_reference
from bulletin_source.reference_fields import SERIES, SITE
from bulletin_source.tables import PROSE, TABLES, rule_of
from tests.unit.field_values import all_fields, passes_schema, probes, verdicts
from tests.unit.making import codes

ROOT: Final = Path(__file__).parents[2]
ISSUE_PATH: Final = "key-affairs/2004/2004-11-20.md"

every_table = pytest.mark.parametrize("name", list(TABLES))
published = cache(published_fields)


def rows_of(name: str) -> dict[str, list[str]]:
    """Return the rows of a table on the reference page by the full names of their fields."""
    page = published()["fields.md"]
    part = page.partition(f"（{name}）\n")[2].partition("\n## ")[0]
    rows: dict[str, list[str]] = {}
    prefix = ""
    for line in part.splitlines():
        if line.startswith("### "):
            prefix = line.rpartition("（")[2].removesuffix("）").removeprefix(f"{name}.") + "."
        elif line.startswith("| `"):
            cells = [cell.strip(" `") for cell in line.strip("| ").split(" | ")]
            rows[prefix + cells[1]] = cells
    return rows


@every_table
def test_reader_schema_page_and_template_agree(name: str) -> None:
    """What the table says of a field, the reader, the schema, the reference page and `inv new` say too."""
    table = TABLES[name]
    assert [probe for probe in probes(table.fields, good=True) if verdicts(name, probe[1]) != (True, True)] == []
    assert [probe for probe in probes(table.fields, good=False) if verdicts(name, probe[1]) != (False, False)] == []
    chinese, rows = in_language("zh_CN"), rows_of(name)
    defined = schemas()[name]["$defs"]
    assert isinstance(defined, dict)
    every = dict(all_fields(table.fields))
    assert set(rows) == set(every) == set(defined)
    for full, field in every.items():
        alias, english, required, rule, default, told, told_in_english = rows[full]
        assert (alias, english, required) == (field.alias, field.name, "是" if field.required else "")
        assert rule == "；".join(one.text(chinese) for one in rule_of(field))
        assert bool(default) == bool(field.default)
        assert (told, told_in_english) == (chinese(field.help), field.help)
        assert defined[full]["description"] == told
        assert rule.split("；")[0] in defined[full]["markdownDescription"]
        assert told_in_english in defined[full]["markdownDescription"]
    if name in {"issue", "item"}:
        assert template_keys(name) <= {field.alias for field in table.fields}
        assert template_keys(name) >= {field.alias for field in table.fields if field.required}


def template_keys(name: str) -> set[str]:
    """Return the names of the fields that `inv new` writes, those it only offers included."""
    front, _, block = (
        draft("政务要情", date(2004, 11, 20), in_language("zh_CN")).removeprefix("---\n").partition("---\n")
    )
    text = front if name == "issue" else block.partition("```item\n")[2].partition("```")[0]
    return set(re.findall(r"^(?:# )?(\w+):", text, re.MULTILINE))


@pytest.mark.parametrize("path", list(published()))
def test_committed_files_are_up_to_date(path: str) -> None:
    """What docs/ says of fields is what `inv schema` writes."""
    assert (ROOT / "docs" / path).read_bytes().decode() == published()[path]


def test_no_schema_is_left_over() -> None:
    """docs/schema holds a schema of every table and nothing else."""
    assert {path.name for path in (ROOT / "docs" / "schema").iterdir()} == {f"{name}.json" for name in TABLES}


def test_written_files(tmp_path: Path) -> None:
    """Schemas and page are written to the folder named, and again over what stands there."""
    for _ in range(2):
        paths = write_fields(tmp_path / "docs")
        assert {path.relative_to(tmp_path / "docs").as_posix() for path in paths} == set(published())
        assert all(path.read_bytes().decode() == published()[path.relative_to(tmp_path / "docs").as_posix()]
                   for path in paths)  # fmt: skip


def test_every_table_is_published() -> None:
    """No table of fields is missing among those that are published, and every data file has one."""
    published = [table.fields for table in TABLES.values()]
    nested = [field.fields for table in published for _, field in all_fields(table)]
    named = [one for one in vars(tables_of_fields).values() if isinstance(one, tuple) and isinstance(one[0], Field)]
    assert [one for one in named if one not in published and one not in nested] == []
    assert {f"{name}.yaml" for name in TABLES if name not in PROSE} >= set(FILES)


def test_fields_that_need_another_name_it() -> None:
    """A field's needs are fields of the same table."""
    for table in TABLES.values():
        names = {field.name for field in table.fields}
        assert {field.needs for field in table.fields} <= names | {""}


def test_settings_of_visual_studio_code() -> None:
    """The committed settings give every data file its schema and recommend the extension that uses it."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    expected = {f"docs/schema/{name}.json": f"content/data/{name}.yaml" for name in TABLES if name not in PROSE}
    assert settings["yaml.schemas"] == expected
    assert (settings["files.encoding"], settings["files.eol"]) == ("utf8", "\n")
    extensions = json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]


@cache
def examples() -> dict[str, str]:
    """Return the examples of the reference page by the table they belong to."""
    page = published()["fields.md"]
    found = re.findall(r"^````(?:markdown|yaml)\n(.*?)^````$", page, re.MULTILINE | re.DOTALL)
    return dict(zip(TABLES, found, strict=True))


def names_of_examples() -> Names:
    """Return the reference data of the examples."""
    files = {f"{name}.yaml": text.encode() for name, text in examples().items() if name not in PROSE}
    reference, faults = read_reference({**dict.fromkeys(FILES), **files})
    assert faults == []
    assert reference is not None
    return Names.of(reference, {})


def example_issue(front: str = "", items: str = "") -> tuple[object, list[Diagnostic]]:
    """Read the issue of the examples, with other front matter or other items."""
    text = examples()["issue"]
    end = text.index("---\n", 4) + 4
    return read_issue(ISSUE_PATH, ((front or text[:end]) + (items or text[end:])).encode(), names_of_examples())


def test_examples_pass() -> None:
    """Every example of the reference page passes `inv check`."""
    names = names_of_examples()
    assert example_issue()[1] == []
    assert example_issue(items=f"\n{examples()['item']}")[1] == []
    assert read_page("pages/about.md", examples()["page"].encode(), names)[1] == []


@every_table
def test_examples_pass_their_schema(name: str) -> None:
    """Every example of the reference page passes its schema and is written in Chinese."""
    text = examples()[name]
    if name == "item":
        block = text.partition("```item\n")[2].partition("```")[0]
        root = read_yaml(block, Origin("x"))[0]
    elif name in PROSE:
        document = split_front("x.md", text)[0]
        assert document is not None
        root = document.front
    else:
        root = read_yaml(text, Origin("x"))[0]
    for node in root.items if isinstance(root, Sequence) else (root,):
        assert isinstance(node, Mapping)
        assert passes_schema(name, node)
        assert not any(key.value.isascii() for key, _ in node.fields)


def test_defaults_are_what_the_reader_takes() -> None:
    """A default of the table is what counts where the field is absent."""
    front = "---\n刊物: 政务要情\n签发日期: 2004-11-20\n---\n"
    issue, faults = example_issue(front)
    assert faults == []
    files = {f"{name}.yaml": text.encode() for name, text in examples().items() if name not in PROSE}
    lean = "- {id: key-affairs, titles: [{name: 政务要情}], issuer: 办公室, disclosure: internal}"
    reference, faults = read_reference({**files, "series.yaml": lean.encode()})
    assert faults == []
    assert reference is not None
    (series,) = reference.series
    taken = {
        "track": getattr(issue, "track", None),
        "sample": str(reference.site.sample).lower(),
        "restart": series.runs[0].restart,
        "year_basis": series.year_basis,
        "number": series.counting,
        "numeral": series.style.numeral,
        "separator": series.style.separator,
        "combined_total": series.combined_total,
        "mark_last": str(series.mark_last).lower(),
        "addressees_public": str(series.addressees_public).lower(),
        "problem_disclosure": series.problem_disclosure,
        "counts_public": str(reference.site.counts_public).lower(),
        "index_number": DEFAULT,
        "languages": ", ".join(reference.site.languages),
    }
    chinese = in_language("zh_CN")
    values = {
        field.name: field.default
        for field in (*ISSUE, *ITEM, *SITE, *SERIES)
        if field.default and not is_worded(field.default, chinese)
    }
    assert taken == values


def is_worded(default: str, translate: Translate) -> bool:
    """Tell whether a default is words rather than a value."""
    return not isinstance(default, Enum) and translate(default) != default


def test_template_lacks_only_what_an_editor_knows() -> None:
    """A new issue as `inv new` writes it has no fault but the fields to fill in, each named as it stands there."""
    text = draft("政务要情", date(2004, 11, 20), in_language("zh_CN"))
    issue, faults = read_issue(ISSUE_PATH, text.encode(), names_of_examples())
    assert issue is None
    assert codes(faults) == ["FIELD-EMPTY"] * len(faults)
    front = text.partition("---\n\n")[0].splitlines()[1:]
    assert len({cell_len(line.rpartition("# ")[0]) for line in front}) == 1  # comments stand below each other
    assert [dict(found.message.args)["name"] for found in faults] == ["单位", "主题", "类别"]
