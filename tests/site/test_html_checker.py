"""Markup of every template as the Nu HTML checker of the W3C sees it."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest

from bulletin_portal.addresses import output_path
from tests.site.conftest import Built
from tests.site.looking import needed_tool
from tests.site.templates import edition_of, names, pages_of

pytestmark = pytest.mark.browser  # tests/system.py installs what it needs

_LIMIT: Final = 120
# Java that works for seconds compiles no better than this, and takes one core instead of two.
# It takes blocks of JSON for scripts, and files for strangers; that the policy is kept, a browser says in all tests.
_NOT_SO: Final = "violates Content Security Policy"
# What the internal edition says for privacy's sake stands in no standard.
_MEANT: Final = "“x-dns-prefetch-control”"
_JAVA: Final = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Xmx512m")


def _messages(paths: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what the checker says of files, in one run."""
    checker = needed_tool("vnu-jar")
    command = [*_JAVA, "-jar", str(checker), "--format", "json", "--exit-zero-always", "--stdout", *paths]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=_LIMIT)
    messages = json.loads(done.stdout)["messages"]
    yield from (one for one in messages if _NOT_SO not in one["message"] and _MEANT not in one["message"])


def test_no_error_and_no_warning(built: Built) -> None:
    """Pages that hold every sort of element of every template, in both languages, are valid HTML."""
    paths: dict[str, str] = {}
    for template in names():
        site = built[edition_of(template)]
        for english in (False, True):
            for address in pages_of(site, template, english=english):
                paths[str(site.root / output_path(address))] = f"{template} {address}"
    said = Counter(
        f"{re.sub(' .*', '', paths[one['url'].removeprefix('file:')])}: {one['message']}"
        for one in _messages(sorted(paths))
    )
    assert said == {}
