"""What every government website must say of itself, and whether an office has written it down.

《政府网站发展指引》（国办发〔2017〕47号）, annex 网页设计规范, asks for the site's name, domain and identification
code on each page; supervision looks for these in the footer: 主办单位, 联系方式, 网站标识码, ICP备案号, 公安备案号,
党政机关标识, 我为政府网站找错 (domain notes 4.2, 4.3). Name, domain and organiser are required fields of site.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.reference import Site
from bulletin_source.reference_data import FOLDER
from bulletin_source.reference_fields import SITE

SITE_PATH: Final = f"{FOLDER}/site.yaml"
MANDATORY: Final = ("id_code", "icp", "police_record", "mark_url", "errors_url")
CONTACT: Final = ("address", "phone", "email")  # one of which is enough (联系方式)
_NAMES: Final = {field.name: f"{field.alias} {field.name}" for field in SITE}


def missing_of(site: Site) -> tuple[str, ...]:
    """Return what a site lacks, each as ``网站标识码 id_code``; of the ways to reach the office one is enough."""
    missing = [_NAMES[name] for name in MANDATORY if not getattr(site, name)]
    if not any(getattr(site, name) for name in CONTACT):
        missing.append(" / ".join(_NAMES[name] for name in CONTACT))
    return tuple(missing)


def check_conventions(site: Site) -> Iterator[Diagnostic]:
    """Yield one diagnostic that names everything a public edition of the site would lack, or nothing."""
    missing = missing_of(site)
    if missing:
        yield diagnose("SITE-MISSING", Place(SITE_PATH), fields=", ".join(missing))
