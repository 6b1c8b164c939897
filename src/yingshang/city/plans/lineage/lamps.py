"""What an earlier edition promised, said beside the lamp; a changed number waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yingshang.city.plans._wording import promise_text
from yingshang.city.plans.lineage.models import TargetLink
from yingshang.city.plans.models import Status

__all__ = ["Earlier", "before"]


@dataclass(frozen=True)
class Earlier:
    """The same promise one edition ago."""

    edition: int
    now: int
    promised: str
    changed: bool
    waits: bool

    @property
    def note(self) -> str:
        """第2版；第1版承诺 ≤ 3 工作日"""
        words = {"now": self.now, "was": self.edition, "said": self.promised}
        if self.changed:
            return _("第%(now)d版；第%(was)d版承诺为 %(said)s") % words
        return _("第%(now)d版；与第%(was)d版相同") % words

    @property
    def sentence(self) -> str:
        return _(
            "新一版改动了这个目标（第%(was)d版为 %(said)s），尚待人工复核；复核前不判断是否兑现。"
        ) % {"was": self.edition, "said": self.promised}


_SAID = ("comparator", "value", "unit", "value_max")


def before(targets: Iterable[int]) -> dict[int, Earlier]:
    """Target → what it was in the edition before; one query."""
    rows = (
        TargetLink.objects.filter(
            heir__in=list(targets), task__undone_at=None, task__link__undone_at=None
        )
        .select_related("origin__task__plan", "heir__task__plan")
        .only(
            "same", "settled_at", "heir__task__plan__edition", "origin__task__plan__edition",
            "origin__status", *(f"origin__{name}" for name in _SAID),
        )
    )  # fmt: skip
    return {
        row.heir_id: Earlier(
            edition=row.origin.task.plan.edition,
            now=row.heir.task.plan.edition,
            promised=promise_text(
                row.origin.comparator,
                row.origin.value,
                row.origin.unit,
                value_max=row.origin.value_max,
            ),
            changed=not row.same,
            waits=not row.same and row.settled_at is None and row.origin.status != Status.REJECTED,
        )
        for row in rows
    }
