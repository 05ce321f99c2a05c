"""Keep domain objects on disk from run to run: what is damaged, cut off or of another version is not there.

A shard is a file with a head and a pickle. Pickles can name any function to call, so only classes of this program, its
enumerations and moments are let in; and series, units and topics are kept by their ids, so that what is read holds
the objects of the present reference data.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from bulletin.reference import Reference, Series, Topic, Unit

_DIGEST: Final = 16  # bytes
_MAGIC: Final = b"govbulletin shard 1\n"
_OURS: Final = re.compile(r"bulletin(_[a-z]+)?(\.[a-z_]+)*")
_MOMENTS: Final = frozenset({"date", "datetime", "timedelta", "timezone"})
_KEPT_BY_ID: Final[tuple[type, ...]] = (Series, Unit, Topic)


def digest(*parts: bytes) -> bytes:
    """Return a digest of 16 bytes; where one part ends and the next begins counts."""
    found = blake2b(digest_size=_DIGEST)
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.digest()


def by_id(_kind: str, _name: str) -> object:
    """Stand in a pickle for what finds a series, unit or topic by its id; never called."""
    raise pickle.UnpicklingError


def _reduced(one: Any) -> tuple[Callable[[str, str], object], tuple[str, str]]:  # noqa: ANN401 (three classes with an id)
    return by_id, (type(one).__name__, one.id)


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the cyclic collector: what is read makes many objects that live on and no cycles worth looking for."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class _Pickler(pickle.Pickler):
    dispatch_table: Mapping[type, Callable[[Any], Any]] = dict.fromkeys(_KEPT_BY_ID, _reduced)


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, known: Mapping[tuple[str, str], object]) -> None:
        super().__init__(io.BytesIO(data))
        self._known = known

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 (the signature of the base class)
        """Return a class that a shard may hold; raise UnpicklingError for everything else."""
        if (module, name) == (__name__, by_id.__name__):
            return lambda kind, ident: self._known[kind, ident]
        if _OURS.fullmatch(module) or (module == "datetime" and name in _MOMENTS):
            found = super().find_class(module, name)
            # By where it was made: a dotted name would lead on to whatever our modules have imported.
            if isinstance(found, type) and found.__module__ == module and "." not in name:
                return found
        raise pickle.UnpicklingError(name)


class Shards:
    """The shards of one version under one folder. Any version may be asked for; only its own is answered.

    Args:
        folder: Where they stand; made when something is kept.
        version: What shaped their contents: program, settings, reference data.
        reference: Whose series, units and topics stand in what is read.
    """

    def __init__(self, folder: Path, version: bytes, reference: Reference | None = None) -> None:
        self.folder = folder
        self.version = version
        named: Iterable[Any] = () if reference is None else (*reference.series, *reference.units, *reference.topics)
        self._known = {(type(one).__name__, one.id): one for one in named}

    def path(self, name: str) -> Path:
        """Return the file of a shard."""
        return self.folder / f"{name}.bin"

    def keep(self, name: str, content: object) -> None:
        """Write a shard, so that it is there as a whole or as it was before; a full disk keeps nothing, silently."""
        buffer = io.BytesIO()
        with without_collector():
            _Pickler(buffer, protocol=5).dump(content)
        data = buffer.getvalue()
        path = self.path(name)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(b"".join((_MAGIC, digest(self.version, data), data)))
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)  # a cache that can't be kept costs time only

    def get(self, name: str) -> Any:  # noqa: ANN401 (who kept it knows)
        """Return what was kept, or None."""
        try:
            data = self.path(name).read_bytes()
        except OSError:
            return None
        start = len(_MAGIC) + _DIGEST
        body = data[start:]
        if not data.startswith(_MAGIC) or data[len(_MAGIC) : start] != digest(self.version, body):
            return None
        try:
            with without_collector():
                return _Unpickler(body, self._known).load()
        except Exception:  # noqa: BLE001 (whatever a wrong pickle makes of its classes, nothing was kept)
            return None

    def drop(self, name: str) -> None:
        """Forget a shard."""
        self.path(name).unlink(missing_ok=True)
