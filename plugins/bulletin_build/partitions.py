"""Make a part of a site from some folders of texts alone, so that several machines need nothing of each other.

Pages of an issue show a little of others: its neighbours in the series, what it refers to, the names in the navigation.
Those few are read too, as far as they can be guessed without reading the tree. What was guessed wrong does no harm: the
digest of what a page was made from is not the one of the whole site then, and who puts parts together makes it anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from bulletin.catalogue import Catalogue
from bulletin.diagnostics import Diagnostic, has_errors, ordered
from bulletin.issues import Issue
from bulletin.kinds import Edition, Language
from bulletin.reference import Reference
from bulletin_build.engine import Writer, workers_for
from bulletin_build.nearby import Glimpse, beside, glimpse, related, series_of_text, spread
from bulletin_build.order import Order
from bulletin_build.page_digests import TemplateDigests
from bulletin_build.parts import PAGES, TEXTS, Part, PartGroup, base_of, digest_of, version_of
from bulletin_build.running import environment_of, settings_of
from bulletin_build.staging import Staging
from bulletin_build.work import group_mark
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import Standing, released, standing_of
from bulletin_numbering.ledger import Ledger, ledger_path, open_ledger, series_of
from bulletin_numbering.masthead import with_numbers
from bulletin_portal.addresses import output_path
from bulletin_portal.context import Context
from bulletin_portal.generator import frames_of, moment_of
from bulletin_portal.languages import Words, others_of, words_of
from bulletin_portal.loading import reader_of, reference_of
from bulletin_portal.pages import Group
from bulletin_portal.parse_cache import Text, read_texts
from bulletin_portal.parsing import TextReader
from bulletin_portal.rendering import Renderer, dressed
from bulletin_portal.series_pages import plan_issues
from bulletin_source.forking import share
from bulletin_source.shards import Shards, without_collector
from bulletin_source.transactions import reading
from bulletin_source.tree import Tree, walk

_TRIED: Final = 6  # texts read of each other series, to see whether the edition shows any of it


class FaultyPartError(Exception):
    """The texts of a part, or what all texts are read by, have errors, which are ``diagnostics``."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__()
        self.diagnostics = tuple(ordered(diagnostics))


class NoTextsError(Exception):
    """No issue stands in a folder that was named, which is the text of the error."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a part came to: its texts and pages."""

    texts: int
    pages: int


def issues_in(tree: Tree, folders: Sequence[str]) -> list[str]:
    """Return the issues that stand in some folders or below; raise NoTextsError for a folder without one."""
    found: set[str] = set()
    for folder in folders:
        inside = [path for path in tree.issues if path.startswith(folder.strip("/") + "/")]
        if not inside:
            raise NoTextsError(folder)
        found.update(inside)
    return sorted(found)


@dataclass(slots=True)
class _Excerpt:
    """What was read of a tree by and by, and what an edition shows of it."""

    settings: dict[str, Any]
    tree: Tree
    reference: Reference
    reader: TextReader
    now: datetime
    texts: dict[str, Text] = field(default_factory=dict)
    words: Words = field(init=False)
    ledgers: dict[str, Ledger] = field(init=False)

    def __post_init__(self) -> None:
        self.words = words_of(self.settings, self.reference.site.languages)
        self.ledgers = {one.id: Ledger(one.id, ledger_path(one.id), ()) for one in self.reference.series}
        for path in self.tree.ledgers:
            name = series_of(path)
            if name in self.ledgers:
                self.ledgers[name], _ = open_ledger(name, self.tree.read(path))

    def read(self, paths: Iterable[str], shards: Shards | None = None) -> dict[str, Text]:
        """Read some texts; return them."""
        wanted, standing = {path for path in paths if path not in self.texts}, frozenset(self.tree.pages)
        issues, pages = tuple(sorted(wanted - standing)), tuple(sorted(wanted & standing))
        found = read_texts(replace(self.tree, issues=issues, pages=pages), self.reader, shards)
        self.texts.update(found.by_path)
        if found.faults:
            raise FaultyPartError(found.faults)
        return found.by_path

    def issues(self) -> list[Issue]:
        """Return the issues that were read."""
        return [text.parsed.issue for text in self.texts.values() if text.parsed.issue is not None]

    def read_nearby(self, own: Sequence[str], seen: Glimpse) -> None:
        """Read what the pages of some issues show something of, as far as that can be guessed."""
        by_number = {
            (series, entry.number.year, entry.number.segment): entry.issue
            for series, ledger in self.ledgers.items()
            for entry in ledger.entries
            if entry.issue in self.tree.stamps
        }
        self.read([*self.tree.pages, *beside(self.tree.issues, own), *related(own, seen, by_number)])
        references = [one.target for issue in self.issues() for item in issue.items for one in item.references]
        targets = (by_number.get((one.series, one.year, one.segment)) for one in references)
        self.read(path for path in targets if path)

    def context(self) -> Context:
        """Return the context in which pages are planned, of what was read so far."""
        issues = list(with_numbers(self.issues(), self.ledgers.values(), self.reference.series))
        pages = [text.parsed.page for text in self.texts.values() if text.parsed.page is not None]
        edition = Edition(self.settings["BULLETIN_EDITION"])
        shown, _ = edition_of(released(Catalogue.of(self.reference, issues, pages, ()), edition, self.now), edition)
        standings = {issue.path: standing_of(issue, self.now) for issue in issues}
        waiting = {path: standing for path, standing in standings.items() if standing is not Standing.OUT}
        marks = {path: text.mark for path, text in self.texts.items()}
        here, others = self.words[Language.CHINESE].gettext, others_of(self.words)
        return Context(shown, edition, here, self.reader.classifier, waiting, marks, others)

    def read_for_navigation(self, seen: Glimpse) -> None:
        """Read what tells the names in the navigation: one shown text of each series, and one item on request."""
        context = self.context()
        shown = {issue.series.id for issue in context.catalogue.issues}
        others = sorted(path for path in self.tree.issues if series_of_text(path) not in shown)
        for _, group in groupby(others, series_of_text):
            for path in spread(list(group), _TRIED):
                self.read([path])
                if any(issue.path == path for issue in self.context().catalogue.issues):
                    break
        if context.edition is Edition.PUBLIC:
            for path in spread(seen.on_request, _TRIED):
                if self.context().catalogue.on_request:
                    break
                self.read([path])


def _excerpt(settings: dict[str, Any], tree: Tree) -> _Excerpt:
    faults: list[Diagnostic] = []
    reference = reference_of(tree, faults)
    if reference is None:
        raise FaultyPartError(faults)
    reader = reader_of(tree, reference, faults)
    if has_errors(faults):
        raise FaultyPartError(faults)
    return _Excerpt(settings, tree, reference, reader, moment_of(settings))


def _render(groups: Sequence[Group], renderer: Renderer, root: Path) -> None:
    workers = workers_for(sum(len(group.addresses) for group in groups))

    def share_of(worker: int) -> None:
        writer = Writer(root)
        for group in groups[worker::workers]:
            for page in group.make():
                writer.write(page.path, renderer.render(page))

    share(share_of, workers)


def _groups_made(groups: Iterable[Group], shapes: TemplateDigests, root: Path) -> Iterator[tuple[str, PartGroup]]:
    for group in groups:
        paths = map(output_path, group.addresses)
        pages = {path: digest_of((root / path).read_bytes()) for path in paths}
        yield group.name, PartGroup(group_mark(group, shapes).hex(), pages)


@without_collector()
def make_part(order: Order, folders: Sequence[str]) -> Made:
    """Make the part of some folders of the tree in the output folder, in place of the one that stands there.

    Raises:
        NoTextsError: a folder holds no issue.
        FaultyPartError: texts have errors that can be seen without the rest of the tree.
        BuildRunningError: another run makes this part.
        OSError: something can't be read or written.
    """
    settings = settings_of(order)
    environment = environment_of(settings)
    staging = Staging.begin(order.output)
    try:
        with reading(order.content):
            made = _make(settings, environment, staging, folders)
    except BaseException:
        staging.abandon()
        raise
    staging.commit()
    return made


def _make(settings: dict[str, Any], environment: Any, staging: Staging, folders: Sequence[str]) -> Made:  # noqa: ANN401
    tree, faults = walk(Path(settings["PATH"]))
    if has_errors(faults):
        raise FaultyPartError(faults)
    paths = issues_in(tree, folders)
    excerpt = _excerpt(settings, tree)
    version = version_of(tree)
    own = _read_own(excerpt, paths, version, staging)
    seen = glimpse(tree.issues, tree.read)
    excerpt.read_nearby(paths, seen)
    excerpt.read_for_navigation(seen)
    context = excerpt.context()
    frames = frames_of(context, excerpt.words)
    environment.auto_reload = False
    groups = [one for one in plan_issues(context) if one.name in own]
    _render(groups, dressed(environment, frames), staging.folder / PAGES)
    known = dict(_groups_made(groups, TemplateDigests(environment), staging.folder / PAGES))
    Part(staging.folder, base_of(version, frames, settings), known).write()
    return Made(len(own), sum(len(one.pages) for one in known.values()))


def _read_own(excerpt: _Excerpt, paths: Sequence[str], version: bytes, staging: Staging) -> dict[str, Text]:
    """Read the texts of the part, none that it held before, and keep them without the stamps of this machine."""
    if (staging.target / TEXTS).is_dir():
        shutil.copytree(staging.target / TEXTS, staging.folder / TEXTS)
    shards = Shards(staging.folder / TEXTS, version, excerpt.reference)
    own = excerpt.read(paths, shards)
    faults = [fault for text in own.values() for fault in text.parsed.faults]
    if has_errors(faults):
        raise FaultyPartError(faults)
    shutil.rmtree(staging.folder / TEXTS, ignore_errors=True)  # folders that the part no longer has
    for folder, inside in groupby(sorted(own), os.path.dirname):
        shards.keep(folder, {path: replace(own[path], stamp=None) for path in inside})
    return own
