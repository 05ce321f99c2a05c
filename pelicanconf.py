"""Pelican settings of the site; everything an office edits stands in content/data/, not here."""

from pathlib import Path

_HERE = Path(__file__).parent

PATH = str(_HERE / "content")
OUTPUT_PATH = str(_HERE / "output" / "public")
THEME = str(_HERE / "theme")
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
SITENAME = "Govbulletin"
SITEURL = ""

# What runs. An explicit list keeps installed strangers out; our packages are importable by name (pyproject.toml).
PLUGINS = ["bulletin_portal.plugin", "bulletin_feeds.plugin", "bulletin_search.plugin", "bulletin_build.plugin"]
PLUGIN_PATHS: list[str] = []

# Govbulletin's own settings.
BULLETIN_EDITION = "public"  # or "internal"
BULLETIN_NOW = ""  # moment that decides which issues are out, "2005-04-08 16:30"; empty: the minute a build starts
BULLETIN_CACHE = str(_HERE / ".cache")  # what was read and made before, to be deleted at any time; "": none
BULLETIN_STRICT = False  # True: warnings stop the build too

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": __import__("jinja2").StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
}

# The plan writes every page, feed and media file; Pelican's own machinery for them stays idle.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
READERS = {"html": None, "htm": None, "rst": None, "md": None}
DIRECT_TEMPLATES: list[str] = []
TEMPLATE_PAGES: dict[str, str] = {}
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
CACHE_CONTENT = False
DELETE_OUTPUT_DIRECTORY = False
OUTPUT_SOURCES = False
