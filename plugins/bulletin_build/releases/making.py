"""Make a release of a finished output, check it, and serve it; or serve the one before again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bulletin.codes import N_
from bulletin_build.releases.compressing import Copier, compress
from bulletin_build.releases.filling import Comparison, check_names, compare, fill
from bulletin_build.releases.findings import Objection, PublishError, RefusedError
from bulletin_build.releases.folder import Folder, check_sorts
from bulletin_build.releases.guards.feed_identity import check_feed_identity
from bulletin_build.releases.guards.feeds import check_feeds
from bulletin_build.releases.guards.links import check_links
from bulletin_build.releases.guards.page_count import check_page_count
from bulletin_build.releases.guards.public import check_public
from bulletin_build.releases.guards.sitemap import check_sitemap
from bulletin_build.releases.manifest import Manifest, differences
from bulletin_build.releases.store import Store

# A guard looks at a release that is ready but for its precompressed copies, and at the one that is served.
Guard = Callable[[Folder, Folder | None], Iterable[Objection]]
GUARDS: Final[tuple[Guard, ...]] = (
    check_public,
    check_page_count,
    check_links,
    check_feeds,
    check_feed_identity,
    check_sitemap,
)
KEPT: Final = 5  # releases


@dataclass(frozen=True, slots=True)
class Terms:
    """How to make a release: the guards it has to pass, how many releases to keep, on how many cores."""

    guards: Sequence[Guard] = GUARDS
    keep: int = KEPT
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Made:
    """What a command did: the release served now and the one before, its files, and what went.

    ``shared`` originals stand on the disk once for this release and the one before. With ``switched`` False the
    release that was served stays so, since the output says the same.
    """

    number: int
    before: int | None
    switched: bool
    files: int = 0
    pages: int = 0
    size: int = 0
    shared: int = 0
    removed: tuple[int, ...] = ()


def make(store: Store, output: Path, terms: Terms) -> Made:
    """Make a release of an output and serve it; call inside ``store.held()``.

    Args:
        store: Where to.
        output: A finished public output, which nobody writes to meanwhile.
        terms: How.

    Raises:
        RefusedError: Guards object; what was served is served still.
        PublishError, OSError, CopyError, ChildProcessError: It can't be done; likewise.
    """
    number = store.served()
    served = Folder.at(store.folder(number)) if number is not None and store.folder(number).is_dir() else None
    source = Folder.at(output)
    unfit = [*check_sorts(source), *check_names(source)]
    if unfit:
        raise RefusedError(unfit)
    compared = compare(source, served)
    if number is not None and served is not None and compared.nothing_new:
        return Made(number, store.before(number), switched=False, removed=tuple(store.prune(terms.keep)))
    try:
        return _serve(store, source, served, compared, terms)
    except BaseException:
        with suppress(OSError, PublishError):  # the next command clears away what can't be now
            store.recover()
        raise


def _serve(store: Store, source: Folder, served: Folder | None, compared: Comparison, terms: Terms) -> Made:
    before = store.served()
    shared = fill(store.disk, source, served, compared, store.fresh)
    release = Folder.at(store.fresh)
    objections = [one for guard in terms.guards for one in guard(release, served)]
    if objections:
        raise RefusedError(objections)
    known = store.manifest(before) if before is not None else None
    copier = Copier(store.disk, release, compared.same, served.root if served else None, known.files if known else None)
    compress(copier, terms.workers)
    manifest = Manifest.of(Folder.at(store.fresh), store.next_number(), before)
    store.serve(manifest)
    removed = tuple(store.prune(terms.keep))
    return Made(
        manifest.number,
        before,
        switched=True,
        files=len(manifest.files),
        pages=manifest.pages,
        size=manifest.size,
        shared=shared,
        removed=removed,
    )


def go_back(store: Store) -> Made:
    """Serve the release before the one that is served; call inside ``store.held()``.

    Raises:
        RefusedError: It is not as it was made, or not public.
        PublishError: There is none. OSError.
    """
    number = store.served()
    if number is None:
        raise PublishError(N_("nothing was published into {folder} yet"), folder=store.root)
    before = store.before(number)
    if before is None:
        raise PublishError(N_("there is no release before release {number}; publish a new one"), number=number)
    release = Folder.at(store.folder(before))
    manifest = store.manifest(before)
    if manifest is None:
        raise PublishError(N_("release {number} has no manifest to be believed; publish a new one"), number=before)
    objections = [*differences(manifest, release), *check_public(release, None)]
    if objections:
        raise RefusedError(objections)
    store.switch(before)
    return Made(before, number, switched=True, files=len(manifest.files), pages=manifest.pages, size=manifest.size)
