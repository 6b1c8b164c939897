"""The door of licences: issue, show, verify, use, import, look up."""

from __future__ import annotations

from yingshang.city.licences._acts import (
    ActRow,
    ActView,
    acts_of,
    fit_to_act,
    number_of_case,
    renewed_until,
    write_acts,
)
from yingshang.city.licences._identifiers import check_character, parse
from yingshang.city.licences._issue import LicenceRow, issue, prepare, write
from yingshang.city.licences._reading import for_case, my, own, revoke, verify
from yingshang.city.licences._types import LicenceType, facts_from, type_of, types
from yingshang.city.licences._undo import UndoRow, write_undone
from yingshang.city.licences._versions import VersionView, changed_facts, versions_of
from yingshang.city.licences._views import FactLine, LicenceView, lines_of, qr_svg
from yingshang.city.licences.kinds import LicenceStatus

__all__ = [
    "ActRow",
    "ActView",
    "FactLine",
    "LicenceRow",
    "LicenceStatus",
    "LicenceType",
    "LicenceView",
    "UndoRow",
    "VersionView",
    "acts_of",
    "changed_facts",
    "check_character",
    "facts_from",
    "fit_to_act",
    "for_case",
    "issue",
    "lines_of",
    "my",
    "number_of_case",
    "own",
    "parse",
    "prepare",
    "qr_svg",
    "renewed_until",
    "revoke",
    "type_of",
    "types",
    "verify",
    "versions_of",
    "write",
    "write_acts",
    "write_undone",
]
