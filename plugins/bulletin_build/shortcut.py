"""Know what a changed text changes without planning the whole site: the way from an editor's save to the page.

It is taken where only texts of issues changed since the output was made, and in them only what no other page shows:
the words of an item behind its beginning. Whatever else changed, or might have, is left to the plan of the whole. What
comes out is the same, since the same functions make it, from the issue itself and those whose pages it touches.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bulletin.catalogue import Catalogue
from bulletin.diagnostics import Diagnostic
from bulletin.issues import Issue
from bulletin.kinds import Edition, Language
from bulletin.reference import Reference
from bulletin_build.made import Made
from bulletin_build.output_evidence import Told
from bulletin_build.page_digests import TemplateDigests
from bulletin_build.rewording import all_shown, is_questioned, reworded, told_alike
from bulletin_build.work import Work, group_mark, made_documents, made_group, same_document, with_mark
from bulletin_gate.editions import edition_of
from bulletin_gate.embargo import Standing, released, standing_of
from bulletin_portal.context import Context
from bulletin_portal.generator import moment_of
from bulletin_portal.languages import others_of, words_of
from bulletin_portal.loading import reader_of, reference_of, text_shards, version_of
from bulletin_portal.pages import Document, Group, Plan
from bulletin_portal.parse_cache import Text, read_again
from bulletin_portal.parsing import TextReader
from bulletin_portal.rendering import Frame
from bulletin_portal.reporting import report
from bulletin_portal.series_pages import group_of
from bulletin_portal.signals import plan_made
from bulletin_source.shards import Shards
from bulletin_source.transactions import reading
from bulletin_source.tree import Stamp, Tree, is_settled, walk

MOST: Final = 20  # texts; with more, the whole is planned about as fast


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What has to be made, known without a plan of the whole: pages of some issues and documents with their texts."""

    frames: tuple[Frame, ...]
    context: Context
    items: frozenset[tuple[str, int]]  # those whose words changed: the paths of their issues, and their numbers
    groups: tuple[Group, ...]
    documents: tuple[Document, ...]
    stamps: Mapping[str, Stamp | None]
    before: Made
    read: Catalogue  # all that was read of the tree

    def told(self, now: datetime) -> Told:
        """Return what was read and what the edition may say of it."""
        return Told(self.read, self.context.catalogue, now, self.before.tree.allowed)

    def work(self, shapes: TemplateDigests) -> Work:
        """Return the work."""
        before = self.before
        groups = dict(before.groups) | {
            group.name: made_group(group, self.context.marks, group_mark(group, shapes)) for group in self.groups
        }
        own = made_documents(self.documents)
        made = replace(
            before,
            tree=replace(before.tree, stamps=self.stamps),
            groups=groups,
            documents=dict(before.documents) | own,
        )
        documents = (one for one in self.documents if self._shows_change(one))
        changed = (one for one in documents if not same_document(before.documents.get(one.path), own[one.path]))
        return Work((), self.groups, tuple(changed), (), (), made, before)

    def _shows_change(self, document: Document) -> bool:
        """Say whether a document may hold words that changed, and not only others of their issue."""
        shows = document.shows
        return shows is None or any(shows(path, n) for path, n in self.items)


def changed_texts(stamps: Mapping[str, Stamp], before: Made) -> list[str] | None:
    """Return the texts that may have changed, by the stamps of all files; None where more than texts of issues did."""
    known = before.tree.stamps
    if known.keys() != stamps.keys():
        return None
    changed = [path for path, stamp in stamps.items() if known[path] != stamp]
    return changed if len(changed) <= MOST and before.groups.keys() >= set(changed) else None


def _numbered(text: Text, before: Made) -> Issue | None:
    issue = text.parsed.issue
    if issue is None:
        return None
    known = before.groups.get(issue.path)
    if known is None:  # nothing of it has a page any more, and the feeds that take it back say no total
        return issue
    return replace(issue, total=known.total, notes=known.notes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is needed to read some texts of a tree again."""

    tree: Tree
    reference: Reference
    reader: TextReader
    shards: Shards

    @classmethod
    def of(cls, tree: Tree, before: Made, cache: Path) -> _Desk | None:
        """Return the desk of a tree whose reference data are those that the output was made from; else None."""
        faults: list[Diagnostic] = []
        reference = reference_of(tree, faults)
        if reference is None or version_of(tree) != before.tree.version:
            return None
        shards = text_shards(tree.root, before.tree.version, reference, cache)
        reader = reader_of(tree, reference, faults)
        return None if shards is None or faults else cls(tree, reference, reader, shards)

    def texts(self, paths: Iterable[str]) -> dict[str, tuple[Text, Text]] | None:
        """Return texts as they were kept and as they are; None if one can't be read without a fault."""
        return read_again(self.tree, self.reader, self.shards, paths)


def shortcut_of(settings: Mapping[str, Any], before: Made | None) -> Shortcut | None:
    """Return the shortcut from what stands to what the settings ask for; None where there is none.

    ``before`` has the base that a run with these settings has, if nothing but texts changed.
    """
    cache = settings.get("BULLETIN_CACHE", "")
    if (
        before is None
        or not cache
        or settings.get("BULLETIN_DRAFTS")
        or not before.tree.window.holds(moment_of(settings))
    ):
        return None
    root, began = Path(settings["PATH"]), time.time_ns()
    with reading(root):
        tree, faults = walk(root)
        changed = None if faults else changed_texts(tree.stamps, before)
        if not changed:
            return None
        return _shortcut(settings, before, tree, changed, began)


def _words_alone(desk: _Desk, changed: list[str], before: Made, edition: Edition) -> dict[str, frozenset[int]] | None:
    """Return the issues in which words changed that only their own pages show, with the numbers of their items.

    None if anything else changed.
    """
    found: dict[str, frozenset[int]] = {}
    texts = desk.texts(changed)
    if texts is None or any(one.path in texts for one in before.tree.reported):
        return None
    for path, (kept, now) in texts.items():
        issue = now.parsed.issue
        # Between what stands and now, another build, or one that failed, may have read and kept another text.
        known = before.groups[path].text == kept.mark
        if issue is None or not known or not told_alike(kept, now) or not all_shown(issue, edition):
            return None
        if edition is Edition.INTERNAL and is_questioned(desk.reader, kept, now):
            return None
        found[path] = reworded(kept, issue)
    return found


def _around(paths: Iterable[str], documents: Iterable[str], before: Made) -> dict[str, None]:
    """Return the issues that pages of some issues, and some documents, are made from."""
    needed = dict.fromkeys(paths)
    for path in list(needed):
        needed |= dict.fromkeys(before.groups[path].others)
    for document in documents:
        needed |= dict.fromkeys(before.documents[document].texts)
    for path in list(needed):  # by their numbers in the edition
        needed |= dict.fromkeys(before.groups[path].named if path in before.groups else ())
    return needed


def _shortcut(settings: Mapping[str, Any], before: Made, tree: Tree, changed: list[str], began: int) -> Shortcut | None:
    desk = _Desk.of(tree, before, Path(settings["BULLETIN_CACHE"]))
    paths = _words_alone(desk, changed, before, Edition(settings["BULLETIN_EDITION"])) if desk else None
    if desk is None or paths is None:
        return None
    items = frozenset((path, n) for path, numbers in paths.items() for n in numbers)
    wanted = [path for path, document in before.documents.items() if not paths.keys().isdisjoint(document.texts)]
    needed = _around(paths, wanted, before)
    around = desk.texts(needed) if before.tree.stamps.keys() >= needed.keys() else None
    if around is None:
        return None
    issues = (issue for _, text in around.values() if (issue := _numbered(text, before)))
    read = Catalogue.of(desk.reference, issues, (), ())
    context = _context(settings, read, {path: text.mark for path, (_, text) in around.items()})
    shown = {issue.path: issue for issue in context.catalogue.issues}
    groups = []
    for path in paths:
        previous, following = (shown.get(one) if one else None for one in before.groups[path].beside)
        groups.append(group_of(context, shown[path], previous, following))
    documents = _documents(settings, context, wanted, before)
    if documents is None:
        return None
    report(before.tree.reported, tree.root, sys.stderr)
    stamps = {path: stamp if is_settled(stamp, began) else None for path, stamp in tree.stamps.items()}
    frames = frames_before(settings, before, desk.reference)
    return Shortcut(frames, context, items, tuple(groups), documents, stamps, before, read)


def _context(settings: Mapping[str, Any], read: Catalogue, marks: Mapping[str, bytes]) -> Context:
    """Return the context in which a few issues are planned, as they are within the whole."""
    edition, now = Edition(settings["BULLETIN_EDITION"]), moment_of(settings)
    catalogue, _ = edition_of(released(read, edition, now), edition)
    waiting = {one.path: said for one in read.issues if (said := standing_of(one, now)) is not Standing.OUT}
    words = words_of(settings, read.reference.site.languages)
    here = words[Language.CHINESE].gettext
    return Context(catalogue, edition, here, standings=waiting, marks=marks, others=others_of(words))


def _documents(
    settings: Mapping[str, Any], context: Context, wanted: Collection[str], before: Made
) -> tuple[Document, ...] | None:
    """Return the documents that hold changed texts; None where there would be others than there were."""
    plan = Plan()
    version = before.tree.version
    plan_made.send(
        None,
        plan=plan,
        context=context,
        settings=settings,
        version=version,
        wanted=frozenset(wanted),
        standing=before.documents.keys(),
    )
    by_path = {one.path: one for one in plan.documents}
    if not (by_path.keys() >= set(wanted) and before.documents.keys() >= by_path.keys()):
        return None
    return tuple(with_mark(by_path[path]) for path in wanted)


def frames_before(settings: Mapping[str, Any], before: Made, reference: Reference) -> tuple[Frame, ...]:
    """Return the frames of an output that stands, one a language."""
    site, edition = reference.site, Edition(settings["BULLETIN_EDITION"])
    words = words_of(settings, site.languages)
    return tuple(
        Frame(site, edition, language, words[language], *navigation)
        for language, navigation in zip(site.languages, before.tree.navigation, strict=True)
    )
