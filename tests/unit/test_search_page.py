"""The results page sends readers to an outside engine only where the office named one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin.kinds import Edition
from bulletin.reference import SearchEngine, Site
from bulletin_portal.search_page import outside_search

_SITE = Site("甲", "", "乙", "https://a.cn/", "a.cn,2004", "丙")


def test_no_engine_is_named() -> None:
    """A site that names none sends nobody away."""
    assert outside_search(_SITE, Edition.PUBLIC) == ""


@pytest.mark.parametrize("engine", SearchEngine)
def test_each_engine_searches_this_site(engine: SearchEngine) -> None:
    """Each engine is asked for what stands on this site alone, below its path if it has one."""
    site = replace(_SITE, search_engine=engine)
    assert outside_search(site, Edition.PUBLIC).endswith("=site%3Aa.cn%20")
    assert outside_search(replace(site, url="https://a.cn/b/"), Edition.PUBLIC).endswith("=site%3Aa.cn%2Fb%20")


def test_nobody_is_sent_out_of_the_internal_edition() -> None:
    """What somebody looks for in the office is nobody else's business."""
    assert outside_search(replace(_SITE, search_engine=SearchEngine.BAIDU), Edition.INTERNAL) == ""
