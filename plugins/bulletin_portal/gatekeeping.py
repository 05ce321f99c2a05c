"""Have every file of a tree looked through by the gate: texts as they are read, the others when all are known."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate
from typing import Any, Final, TypeVar

from bulletin.diagnostics import Diagnostic, Place, diagnose
from bulletin.issues import Issue, StandingPage
from bulletin.kinds import Disclosure
from bulletin.reference import Reference
from bulletin_gate.attachments import LARGEST
from bulletin_gate.disclosure import is_problem
from bulletin_gate.gate import Finding, Gate, Scanned
from bulletin_gate.gate_report import Report, report_of
from bulletin_gate.hits import NAME
from bulletin_gate.secrets import find_secrets
from bulletin_gate.spots import EVERYWHERE, Spot
from bulletin_gate.waivers import Waiver, waivers_of
from bulletin_gate.wording import PATH as TERMS
from bulletin_problems.office import MODEL_PATH
from bulletin_problems.word_lists import PATH as CUES
from bulletin_source.documents import decode
from bulletin_source.links import MEDIA
from bulletin_source.positions import Origin, read_yaml
from bulletin_source.records import read_record
from bulletin_source.reference_data import FOLDER
from bulletin_source.reference_fields import SITE
from bulletin_source.tree import Stamp, Tree

T = TypeVar("T")
Seen = Mapping[str, tuple[Stamp, Any]]
_SITE: Final = f"{FOLDER}/site.yaml"
_TEXTS: Final = (".md", ".yaml", ".yml", ".csv", ".txt", ".json")
# Word lists, which no page shows; the model, figures without texts, is not looked at.
_UNSHOWN: Final = frozenset({TERMS, CUES})
_Lines = frozenset[int]


def _named_lines(issue: Issue) -> _Lines:
    """Return the lines at which the parts of an issue begin where petitioners' names count; its metadata's is 0."""
    lines = frozenset(item.line for item in issue.items if is_problem(item))
    return lines | {0} if lines or issue.series.disclosure is not Disclosure.PUBLIC else lines


@dataclass(slots=True)
class Watch:
    """The gate at work on one tree."""

    tree: Tree
    gate: Gate
    scanned: list[Scanned] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    seen: Seen = field(default_factory=dict)  # what was found in other files than texts, some time before
    found: dict[str, tuple[Stamp, Any]] = field(default_factory=dict)  # what was found in them now

    @classmethod
    def of(cls, tree: Tree, reference: Reference) -> Watch:
        """Begin."""
        return cls(tree, Gate.of(reference.site))

    def _once(self, path: str, look: Callable[[], T]) -> T | None:
        """Look into a file, unless its stamp says that it is the one that was looked into before."""
        stamp = self.tree.stamps.get(path)
        stood, before = self.seen.get(path, (None, None))
        if stamp is not None and stood == stamp:
            self.found[path] = (stamp, before)
            known: T = before  # type: ignore[assignment]  # what was kept under this path is what it gave then
            return known
        try:
            result = look()
        except OSError as error:
            self.faults.append(diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror))
            return None
        if stamp is not None:
            self.found[path] = (stamp, result)
        return result

    def _keep(self, found: Scanned | None) -> None:
        if found is not None:
            self.scanned.append(found)

    def report(
        self, issues: Iterable[Issue], pages: Iterable[StandingPage], faults: Iterable[Diagnostic] = ()
    ) -> Report:
        """Look through all other files and return what was found, given what texts are and what they use.

        That an attachment can't be looked into is left out where it is among ``faults`` already.
        """
        issues, pages = list(issues), list(pages)
        problems: dict[str, _Lines] = {page.path: frozenset() for page in pages}
        users: dict[str, list[Spot]] = defaultdict(list)
        for issue in issues:
            problems[issue.path] = _named_lines(issue)
            for item in issue.items:
                for path in item.media:
                    users[path].append(Spot(issue.path, item.line))
        for page in pages:
            for path in page.media:
                users[path].append(Spot(page.path))
        self._read_others()
        texts = ((one, problems.get(one.path) if one.path.endswith(".md") else frozenset()) for one in self.scanned)
        media = self._media(users, problems, frozenset(found.path for found in faults))
        others = [*self._names(users), *media]
        report = report_of(texts, others, self._general())
        unread = frozenset((*self.tree.issues, *self.tree.pages)) - frozenset(problems)
        return replace(report, faults=(*report.faults, *self.faults), unread=unread)

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self.tree.read(path)
        except OSError as error:
            self.faults.append(diagnose("FILE-UNREADABLE", Place(path), reason=error.strerror))
            return None

    def _read_others(self) -> None:
        """Look through reference data and ledgers, which every edition may show, and texts that nothing shows."""
        known = {*self.tree.issues, *self.tree.pages, MODEL_PATH}
        for path, size in self.tree.files.items():
            if path in known or path.startswith(MEDIA) or not path.endswith(_TEXTS) or size > LARGEST:
                continue
            shown = path in self.tree.ledgers or (path.startswith(f"{FOLDER}/") and path not in _UNSHOWN)
            self._keep(self._once(path, partial(self._scanned, path, EVERYWHERE if shown else Spot(path))))

    def _scanned(self, path: str, spot: Spot) -> Scanned | None:
        return self.gate.scan_data(path, self.tree.read(path), spot)

    def _names(self, users: dict[str, list[Spot]]) -> Iterator[Finding]:
        """Yield the secrets in names of files: all names are searched at once, and most trees have none."""
        paths = list(self.tree.files)
        starts = [0, *accumulate(len(path) + 2 for path in paths)]
        for found in dict.fromkeys(bisect_right(starts, one.start) - 1 for one in find_secrets("\n\n".join(paths))):
            path = paths[found]
            yield from self.gate.check_name(path, tuple(users.get(path, ())) or (Spot(path),))

    def _media(
        self, users: dict[str, list[Spot]], problems: dict[str, _Lines], faulty: frozenset[str]
    ) -> Iterator[Finding]:
        for path, size in self.tree.files.items():
            if not path.startswith(MEDIA) and path.endswith(_TEXTS):
                continue
            spots = tuple(users.get(path, ()))
            named = any(spot.line in problems.get(spot.path, ()) for spot in spots)
            for one in self._once(path, partial(self._attached, path, size)) or ():
                code = one.diagnostic.code
                if code.startswith("FILE-") and (path in faulty or not spots):  # what no text uses may be locked
                    continue
                if code != NAME or named:
                    yield replace(one, spots=spots)

    def _attached(self, path: str, size: int) -> tuple[Finding, ...]:
        data = self.tree.read(path) if size <= LARGEST else None
        return tuple(self.gate.check_media(path, data, (EVERYWHERE,)))

    def _general(self) -> tuple[Waiver, ...]:
        """Return the waivers of data/site.yaml, for what stands in no text with metadata of its own."""
        data = self._bytes(_SITE) if _SITE in self.tree.files else None
        text = decode(_SITE, data)[0] if data is not None else None
        if text is None or not ("waivers" in text or "豁免" in text):
            return ()
        node, _ = read_yaml(text, Origin(_SITE))
        return waivers_of(None if node is None else read_record(node, SITE, []))
