"""Let nothing be worked out twice that bytes alone decide: words, model and codes are the same in build after build."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from jinja2.nodes import Template

import bulletin_build.page_digests
import bulletin_language.catalogues
import bulletin_portal.loading
import bulletin_portal.qr_codes
import bulletin_problems.office
from bulletin.diagnostics import Diagnostic
from bulletin.reference import Topic
from bulletin_gate.terms import Term
from bulletin_problems.classifier import Classifier


def remember() -> None:
    """Let catalogues, classifiers, codes of addresses and the names in templates be what they were for the same bytes.

    Where a test looks at what is kept between builds of one process, that is still worked out each time anew.
    """
    _catalogues()
    _references()
    _classifiers()
    _terms()
    bulletin_portal.qr_codes._code_of = cache(bulletin_portal.qr_codes._code_of)


def _catalogues() -> None:
    module: Any = bulletin_language.catalogues
    read: Callable[..., Catalog] = module.read_po
    write: Callable[[BytesIO, Catalog], None] = module.write_mo
    catalogues: dict[bytes, Catalog] = {}
    compiled: dict[int, bytes] = {}  # by the catalogue's id: each stays

    def read_once(source: BinaryIO, *, abort_invalid: bool) -> Catalog:
        data = source.read()
        if data not in catalogues:
            catalogues[data] = read(BytesIO(data), abort_invalid=abort_invalid)
        return catalogues[data]

    def compiled_once(target: BytesIO, catalogue: Catalog) -> None:
        if id(catalogue) not in compiled:
            made = BytesIO()
            write(made, catalogue)
            compiled[id(catalogue)] = made.getvalue()
        target.write(compiled[id(catalogue)])

    module.read_po, module.write_mo = read_once, compiled_once


def _references() -> None:
    module: Any = bulletin_build.page_digests
    find: Callable[[Template], Iterable[str | None]] = module.find_referenced_templates
    known: dict[int, tuple[Template, tuple[str | None, ...]]] = {}  # with the tree itself, or another might get its id

    def found_once(tree: Template) -> tuple[str | None, ...]:
        if id(tree) not in known:
            known[id(tree)] = tree, tuple(find(tree))
        return known[id(tree)][1]

    module.find_referenced_templates = found_once


def _classifiers() -> None:
    office: Any = bulletin_problems.office
    loading: Any = bulletin_portal.loading
    make: Callable[..., tuple[Classifier | None, list[Diagnostic]]] = loading.classifier_of
    office.from_json = cache(office.from_json)  # what can't be read raises each time anew

    @cache
    def made(
        topics: tuple[Topic, ...], names: tuple[str, ...], cues: bytes | None, model: bytes | None
    ) -> tuple[Classifier | None, tuple[Diagnostic, ...]]:
        classifier, faults = make(topics, names, cues, model)
        return classifier, tuple(faults)

    def classifier_of(
        topics: Iterable[Topic], names: Iterable[str] = (), cues: bytes | None = None, model: bytes | None = None
    ) -> tuple[Classifier | None, list[Diagnostic]]:
        classifier, faults = made(tuple(topics), tuple(names), cues, model)
        return classifier, list(faults)

    loading.classifier_of = classifier_of


def _terms() -> None:
    loading: Any = bulletin_portal.loading
    read: Callable[[bytes], tuple[tuple[Term, ...], list[Diagnostic]]] = loading.read_terms

    @cache
    def known(data: bytes) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
        terms, faults = read(data)
        return terms, tuple(faults)

    def read_terms(data: bytes) -> tuple[tuple[Term, ...], list[Diagnostic]]:
        terms, faults = known(data)
        return terms, list(faults)

    loading.read_terms = read_terms
