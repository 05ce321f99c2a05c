"""Templates by short cuts: for every value, message, call and page of the sample what Jinja alone writes."""

from __future__ import annotations

from datetime import date
from gettext import NullTranslations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context as JinjaContext
from markupsafe import Markup, escape

from bulletin.kinds import Edition, Kind, Language
from bulletin_feeds.plugin import add_feeds
from bulletin_gate.editions import edition_of
from bulletin_portal.context import Context
from bulletin_portal.generator import frame_of
from bulletin_portal.languages import words_of
from bulletin_portal.loading import load
from bulletin_portal.plan import make_plan
from bulletin_portal.quickening import filled, in_full, on_one_line, quick_escape, quicken, remembered
from bulletin_portal.rendering import Frame, Renderer, prepare
from bulletin_portal.views import Link

REPOSITORY = Path(__file__).parents[2]

TEXTS = st.text(st.sampled_from("ab政务&<>'\"%(){} \n") | st.characters(), max_size=12)
VALUES = TEXTS | TEXTS.map(Markup) | st.integers() | st.none() | st.floats(allow_nan=False) | st.sampled_from(Kind)
PIECES = st.sampled_from(["%(one)s", "%(two)s", "%%", "%(one)d", "%(one)r", "%", "%s", "<b>", "第", "期"]) | TEXTS


class Spoken:
    """Something that says itself how it is to stand in HTML."""

    def __html__(self) -> str:
        """Return the HTML."""
        return "<i>so & so</i>"


@given(VALUES | st.just(Spoken()) | st.dates())
def test_escaping(value: object) -> None:
    """A value is escaped as markupsafe does."""
    assert str(quick_escape(value)) == str(escape(value))


def result(of: object, *args: object) -> object:
    """Return what a function returns, or the type of what it raises."""
    try:
        return of(*args)  # type: ignore[operator]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        return type(error)


@given(st.lists(PIECES, max_size=6).map("".join), st.dictionaries(st.sampled_from(["one", "two"]), VALUES))
def test_filling_in(message: str, variables: dict[str, object]) -> None:
    """A message is filled in as Markup does, whatever a translator wrote and a template gave."""
    found = result(filled, message, variables)
    assert found == result(lambda: Markup(message) % variables)  # noqa: S704 (what is compared)
    assert isinstance(found, Markup | type)


class Doubled(NullTranslations):
    """Translations that show what was asked."""

    def gettext(self, message: str) -> str:
        """Return the message in brackets."""
        return f"<{message}>"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form a number asks for, in brackets."""
        return f"<{msgid1 if n == 1 else msgid2}>"


TEMPLATES = {
    "parts": """
{% macro one(a, b="&", c=none) %}[{{ a }}|{{ b }}|{{ c }}|{{ _("said %(x)s", x=a) }}]{% endmacro %}
{% macro inner() %}{{ caller("<") }}{% endmacro %}
{% macro greedy() %}{{ varargs|join(",") }}{{ kwargs['z'] }}{% endmacro %}
{% set again = remembered(one) %}
{% set word = _("Home") %}
""",
}

SNIPPETS = [
    pytest.param("{{ text }}{{ markup }}{{ number }}{{ none }}{{ day }}", id="values"),
    pytest.param("{{ link.name }}{{ link.address|upper }}{{ (link or none).name }}", id="attributes"),
    pytest.param("{{ table.key }}{{ table['key'] }}{{ table.items()|list }}", id="entry-of-a-mapping"),
    pytest.param("{{ link.nothing is defined }}{{ link.name is defined }}{{ x is undefined }}", id="defined"),
    pytest.param("{{ (link.nothing or 1) is defined }}", id="undefined-within"),
    pytest.param("{{ link.nothing|default('no') }}", id="default"),
    pytest.param("{{ link.nothing }}", id="no-such-attribute"),
    pytest.param("{{ nothing.at.all }}", id="no-such-name"),
    pytest.param("{{ link.nothing.more }}", id="no-such-attribute-further-on"),
    pytest.param("{% for a in many if a.name %}{{ loop.index }}{{ loop.last }}{{ a.name }}{% endfor %}", id="loop"),
    pytest.param("{% for a in many %}{{ one(a.name, b=loop.index) }}{% endfor %}", id="macro-in-a-loop"),
    pytest.param("{{ one(text) }}{{ one(a=markup, c=text) }}{{ word }}", id="macro"),
    pytest.param("{{ one() }}", id="macro-without-its-argument"),
    pytest.param("{{ one(1, 2, 3, 4) }}", id="macro-with-too-many"),
    pytest.param("{{ one(1, d=4) }}", id="macro-with-a-wrong-name"),
    pytest.param("{% call(x) inner() %}{{ x }}{{ text }}{% endcall %}", id="caller"),
    pytest.param("{{ greedy(1, text, z=markup) }}", id="arguments-as-they-come"),
    pytest.param("{{ again(text, '<') }}{{ again(text, '<') }}{{ again(link.name, text) }}", id="remembered"),
    pytest.param("{{ _('said') }}{{ _('%(x)s', x=text) }}{{ _('100%%') }}{{ _('%(x)s', x=markup) }}", id="words"),
    pytest.param("{{ _('%(x)s') }}", id="words-without-their-variable"),
    pytest.param("{{ _('%(x)s', x=nothing) }}", id="words-with-no-such-name"),
    pytest.param("{{ ngettext('%(num)s a', '%(num)s b', 1) }}{{ ngettext('a', '%(num)s', number) }}", id="count"),
    pytest.param("{{ ngettext('a %(x)s', '%(num)s %(x)s', number, x=text) }}", id="count-with-more"),
    pytest.param("{{ ngettext('a', '%(num)s %(x)s', number, num='many', x=text) }}", id="count-named"),
    pytest.param("{% trans x=text %}so {{ x }}{% pluralize %}all {{ x }}{% endtrans %}", id="trans"),
    pytest.param("{% trans %}100% & so{% endtrans %}{{ gettext('<') }}", id="trans-alone"),
    pytest.param("{% set a %}<{{ text }}>{% endset %}{{ a }}{{ a ~ text }}{{ text ~ '<' }}", id="set"),
    pytest.param("{{ text.endswith('x') }}{{ ','.join(words) }}{{ words|join(markup) }}", id="methods"),
    pytest.param("{{ many|map(attribute='name')|join }}{{ many|sum(attribute='address'|length) }}", id="filters"),
    pytest.param("{% set ns = namespace(a=1) %}{% set ns.a = text %}{{ ns.a }}", id="namespace"),
    pytest.param("{% with a = link %}{{ a.name }}{% endwith %}{{ dict(class='<').class }}", id="keyword"),
    pytest.param("{% autoescape false %}{{ text }}{% endautoescape %}", id="no-escaping"),
    pytest.param("{{ text.__class__.__name__ }}", id="double-underscore"),
]


def an_environment(templates: dict[str, str]) -> Environment:
    """Return the environment of the site over some templates, by Jinja alone."""
    env = Environment(
        loader=FileSystemLoader(REPOSITORY / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.globals.update(remembered=lambda macro: lambda *given: on_one_line(macro(*given)))
    env.filters.update(on_one_line=on_one_line)
    env.install_gettext_translations(Doubled(), newstyle=True)  # type: ignore[attr-defined]
    env.globals.update({name: env.from_string(text).module for name, text in templates.items()})
    return env


INPUTS = {
    "text": "<政务> & 'x'",
    "markup": Markup("<b>"),
    "number": 7,
    "day": date(2004, 11, 20),
    "link": Link("a/", "<name>"),
    "many": [Link("a/", "<name>"), Link("", ""), Link("b/", "政")],
    "words": ["a", "<"],
    "table": {"key": "<value>"},
}


def rendered(env: Environment, snippet: str) -> str | type[Exception]:
    """Return what a snippet becomes, or the type of what it raises."""
    env.globals.update(vars(env.from_string(TEMPLATES["parts"]).module))
    try:
        return env.from_string(snippet).render(INPUTS)
    except Exception as error:  # noqa: BLE001 (whatever it is, it has to be the same)
        return type(error)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_templates(snippet: str) -> None:
    """A template becomes what Jinja makes of it; where a name is no attribute, it does so by the long way."""
    plain, quick = an_environment({}), an_environment({})
    quicken(quick, Doubled())
    expected, found = rendered(plain, snippet), rendered(quick, snippet)
    if found is AttributeError:
        found = rendered(in_full(quick), snippet)
    assert found == expected


def test_a_macro_is_remembered() -> None:
    """A remembered macro is not run again for arguments it has met."""
    met: list[object] = []

    def said(*args: object) -> str:
        met.append(args)
        return str(args)

    macro = remembered(said)
    assert [macro(1, "a"), macro(1, "a"), macro(2, "a")] == ["(1, 'a')", "(1, 'a')", "(2, 'a')"]
    assert met == [(1, "a"), (2, "a")]


def test_what_is_remembered_stands_on_one_line() -> None:
    """Ends of lines are spaces there, but for the last, which parts it from what follows."""
    assert remembered(Markup)("<ul>\n<li>1</li>\n</ul>\n") == "<ul> <li>1</li> </ul>\n"


def test_a_wrong_name_is_told_as_jinja_does(tmp_path: Path) -> None:
    """A template that asks for what is not there raises Jinja's error, which names it."""
    (tmp_path / "404.html").write_text("{{ page.nothing }}", encoding="utf-8")
    env = Environment(
        loader=FileSystemLoader(tmp_path), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    loaded = load(REPOSITORY / "tests" / "samples" / "small")
    assert loaded.catalogue is not None
    context = Context(loaded.catalogue, Edition.PUBLIC, str)
    prepare(env, frame_of(context, Language.CHINESE, NullTranslations()))
    page = next(page for page in make_plan(context).pages if page.template == "404.html")
    with pytest.raises(UndefinedError, match="has no attribute 'nothing'"):
        Renderer(env.get_template, context.reference.site).render(page)


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("language", list(Language))
def test_the_pages_of_the_sample(edition: Edition, language: Language) -> None:
    """Every page of the sample site has the same bytes with the short cuts and without."""
    loaded = load(REPOSITORY / "content")
    assert loaded.catalogue is not None
    translations = words_of({"THEME": REPOSITORY / "theme"}, [language])[language]
    catalogue, _ = edition_of(loaded.catalogue, edition)
    context = Context(catalogue, edition, translations.gettext, loaded.classifier)
    frame = frame_of(context, language, translations)
    quick, plain = (Renderer(_prepared(frame, quick=one).get_template, frame.site) for one in (True, False))
    plan = make_plan(context)
    add_feeds(None, plan=plan, context=context, settings={"PATH": REPOSITORY / "content"})
    pages = [*plan.pages, *(page for group in plan.groups for page in group.make())]
    assert len(pages) == len(list(plan.listed()))
    for page in pages:
        assert quick.render(page) == plain.render(page), page.address


def _prepared(frame: Frame, *, quick: bool) -> Environment:
    env = an_environment({})
    own = dict(env.globals)
    prepare(env, frame)
    if not quick:
        env.context_class, env.code_generator_class = JinjaContext, CodeGenerator
        env.globals.update({name: own[name] for name in ("_", "remembered")})
        env.install_gettext_translations(frame.translations, newstyle=True)  # type: ignore[attr-defined]
    return env
