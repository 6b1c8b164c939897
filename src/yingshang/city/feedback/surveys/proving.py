"""The proof of a draw is verified once and kept by the digest of what it was verified against.

A record that was changed since has another digest: it is verified again whenever it is looked at,
until somebody's verification is kept for what it now says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yingshang.city.accounts.kinds import Actor
from yingshang.city.audit import service as audit
from yingshang.city.feedback.surveys.results import digest_of
from yingshang.city.feedback.surveys.tables import Survey
from yingshang.kernel.draw import verify

__all__ = [
    "Proved",
    "check_proofs",
    "keep_proof",
    "prove_again",
    "proved",
    "record_digest",
]


@dataclass(frozen=True)
class Proved:
    """``at``: when it was verified; None = just now, nothing of it is kept. ``changed``: it had
    been verified before and is no longer what it was."""

    faults: tuple[str, ...]
    at: datetime | None
    changed: bool


def record_digest(row: Survey) -> str:
    """Of all that the verification reads: proof, list, commitment."""
    return digest_of(
        {"proof": row.proof, "population": row.population, "commitment": row.commitment}
    )


def proved(row: Survey) -> Proved | None:
    """As kept where the record is still the same, else verified now; None before the draw."""
    if not row.proof:
        return None
    if row.checked and row.checked == record_digest(row):
        return Proved(tuple(row.check_faults), row.checked_at, changed=False)
    return Proved(_faults(row), None, changed=bool(row.checked))


def _faults(row: Survey) -> tuple[str, ...]:
    return verify(row.proof, row.population, row.commitment)


def keep_proof(row: Survey, at: datetime) -> None:
    """Verify, and keep what was found with the digest of the record."""
    row.checked, row.checked_at = record_digest(row), at
    row.check_faults = list(_faults(row))
    row.save(update_fields=["checked", "checked_at", "check_faults"])


def check_proofs(*, at: datetime) -> int:
    """Verify what was drawn and never verified; how many."""
    waiting = Survey.objects.filter(checked="", drawn_at__isnull=False).values_list("pk", flat=True)
    for number in waiting:
        with transaction.atomic():
            keep_proof(Survey.objects.select_for_update().get(pk=number), at)
    return len(waiting)


def prove_again(row: Survey, *, by: Actor, at: datetime) -> tuple[str, ...]:
    """By hand: what is wrong with it now, kept from here on; that somebody did so is on record."""
    before = row.checked
    keep_proof(row, at)
    audit.record(
        by=by, at=at, action="survey.verify", obj=f"survey/{row.pk}",
        detail={"digest": row.checked, "before": before, "faults": len(row.check_faults)},
    )  # fmt: skip
    return tuple(row.check_faults)
