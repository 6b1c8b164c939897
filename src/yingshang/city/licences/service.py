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
from yingshang.city.licences._credential import (
    check_statement,
    credential,
    jwks,
    statement,
    type_metadata,
)
from yingshang.city.licences._identifiers import check_character, parse
from yingshang.city.licences._import import (
    BatchView,
    CellFault,
    SheetFaults,
    batches,
    import_licences,
    importable,
    sheet_template,
)
from yingshang.city.licences._issue import LicenceRow, issue, prepare, write
from yingshang.city.licences._lookup import (
    Found,
    StaffLook,
    look_up,
    looks_at,
    reveal,
    seen_by,
)
from yingshang.city.licences._paper import own_file
from yingshang.city.licences._reading import for_case, my, own, revoke, verify
from yingshang.city.licences._show import (
    MINUTES,
    LookView,
    Offer,
    ShowingView,
    look,
    offer,
    show,
    showing,
    showings,
    withdraw_showing,
)
from yingshang.city.licences._trust import (
    StandIn,
    TrustRow,
    TrustView,
    stand_in,
    trust_of,
    usable,
    write_trust,
)
from yingshang.city.licences._types import LicenceType, facts_from, type_of, types
from yingshang.city.licences._undo import UndoRow, write_undone
from yingshang.city.licences._versions import VersionView, changed_facts, versions_of
from yingshang.city.licences._views import FactLine, LicenceView, lines_of, qr_svg
from yingshang.city.licences.kinds import LicenceStatus

__all__ = [
    "MINUTES",
    "ActRow",
    "ActView",
    "BatchView",
    "CellFault",
    "FactLine",
    "Found",
    "LicenceRow",
    "LicenceStatus",
    "LicenceType",
    "LicenceView",
    "LookView",
    "Offer",
    "SheetFaults",
    "ShowingView",
    "StaffLook",
    "StandIn",
    "TrustRow",
    "TrustView",
    "UndoRow",
    "VersionView",
    "acts_of",
    "batches",
    "changed_facts",
    "check_character",
    "check_statement",
    "credential",
    "facts_from",
    "fit_to_act",
    "for_case",
    "import_licences",
    "importable",
    "issue",
    "jwks",
    "lines_of",
    "look",
    "look_up",
    "looks_at",
    "my",
    "number_of_case",
    "offer",
    "own",
    "own_file",
    "parse",
    "prepare",
    "qr_svg",
    "renewed_until",
    "reveal",
    "revoke",
    "seen_by",
    "sheet_template",
    "show",
    "showing",
    "showings",
    "stand_in",
    "statement",
    "trust_of",
    "type_metadata",
    "type_of",
    "types",
    "usable",
    "verify",
    "versions_of",
    "withdraw_showing",
    "write",
    "write_acts",
    "write_trust",
    "write_undone",
]
