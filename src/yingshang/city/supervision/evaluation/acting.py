"""Opening an evaluation, giving evidence, ruling on it, an order for a weak leaf."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words, official
from yingshang.city.indicators import service as indicators
from yingshang.city.notify import service as notify
from yingshang.city.supervision._subjects import ground
from yingshang.city.supervision.access import may_order
from yingshang.city.supervision.evaluation.kinds import CheckRow
from yingshang.city.supervision.evaluation.tables import Evaluation, EvidenceFile, EvidencePiece
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.ordering import Ground
from yingshang.kernel.worktime import to_cst

__all__ = [
    "accept_evidence",
    "close_evaluation",
    "give_evidence",
    "ground_of",
    "open_evaluation",
    "require_keeper",
    "return_evidence",
    "rules_of",
]

MOST_FILES = 10
RULE = "self-check"
State = EvidencePiece.State


def rules_of(region: str, on: date) -> dict[str, Any]:
    """The declared pieces and risks; Refusal where none are loaded."""
    found = definitions.edition("evaluation", RULE, region=region, on=on)
    if found is None:
        raise Refusal("no-rules", _("还没有装载迎评自查的口径，请系统管理员装载 data/base。"))
    return found.body


def require_keeper(by: Actor, region: str) -> None:
    """Refuse unless the actor prepares evaluations of the city."""
    if not may_order(by, region):
        raise Refusal("not-keeper", _("迎评材料由本市督办人员或营商局办理，没有办成。"))


@official
@transaction.atomic
def open_evaluation(*, tree: str, title: str, due_on: date, by: Actor, at: datetime) -> int:
    """Ask every unit for the pieces of the leaves whose indicators it owns; the bureau gives those
    of leaves that nothing feeds."""
    require_keeper(by, by.region)
    today = to_cst(at).date()
    if due_on <= today:
        raise Refusal("due-past", _("交齐日期应在今天之后；请另选日期。"))
    found = indicators.tree(tree, by.region, as_of=today)
    rules = rules_of(by.region, today)
    row = Evaluation(
        region=by.region, tree=tree, title=title.strip()[:200] or found.name, due_on=due_on,
        opened_by=by.id, opened_name=by.name, opened_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal(
            "open-already", _("这个评价体系已经在准备，不用再建；办结那一次以后才能新建。")
        ) from None
    units = {one.code for one in accounts.units(by.region)}
    office = next(
        (one.code for one in accounts.units(by.region) if one.role == "bureau"), by.unit or ""
    )
    pieces = []
    for node in found.nodes:
        for child in node.children:
            leaf = f"{node.code}/{child.code}"
            owner = f"{by.region}-{child.leaves[0].definition.owner}" if child.leaves else office
            unit = owner if owner in units else office
            wanted = rules.get("leaves", {}).get(leaf, rules["pieces"])
            pieces += [
                EvidencePiece(
                    evaluation=row, leaf=leaf, code=one["code"], name=one["name"], unit=unit,
                    due_on=due_on,
                )
                for one in wanted
            ]  # fmt: skip
    EvidencePiece.objects.bulk_create(pieces, batch_size=400)
    asked: dict[str, int] = {}
    for one in pieces:
        asked[one.unit] = asked.get(one.unit, 0) + 1
    for unit, number in sorted(asked.items()):
        notify.send(
            to=f"unit:{unit}", topic="evaluation", at=at, key=f"evaluation-{row.pk}",
            title=_("%(title)s：请在 %(due)s 前交 %(n)d 份材料")
            % {"title": row.title, "due": day_words(due_on), "n": number},
            link=f"/desk/evaluations/{row.pk}/",
        )  # fmt: skip
    audit.record(
        by=by, at=at, action="evaluation.open", obj=f"evaluation/{row.pk}",
        detail={"tree": tree, "pieces": len(pieces)},
    )  # fmt: skip
    return row.pk


def _piece(actor: Actor, piece: int) -> EvidencePiece:
    """The piece, locked, where the actor's unit owes it or the actor oversees the city."""
    rows = EvidencePiece.objects.select_for_update(of=("self",)).select_related("evaluation")
    row = rows.filter(pk=piece, evaluation__region=actor.region).first()
    if row is None or not (actor.oversees or (actor.unit and row.unit == actor.unit)):
        raise NotVisible(f"evidence {piece}")
    if row.evaluation.closed_at is not None:
        raise Refusal("closed", _("这次评价已经办结，材料不再变动。"))
    return row


def _record(row: EvidencePiece, action: str, by: Actor, at: datetime, **detail: Any) -> None:
    audit.record(
        by=by, at=at, action=f"evidence.{action}", obj=f"evidence/{row.pk}",
        detail={"leaf": row.leaf, "piece": row.name, **detail},
    )  # fmt: skip


@official
def give_evidence(
    *, piece: int, files: Sequence[tuple[str, bytes]], by: Actor, at: datetime, words: str = ""
) -> None:
    """Hand a piece in; again before it is accepted, the new files count and the old are kept."""
    if not files:
        raise Refusal("files-missing", _("请选择要交的文件，至少一份。"))
    if len(files) > MOST_FILES:
        raise Refusal("files-many", _("一次最多交 %d 份文件；请合并后再交。") % MOST_FILES)
    kept = cases.keep_files([cases.Upload(*one) for one in files])
    with transaction.atomic():
        row = _piece(by, piece)
        if row.state == State.ACCEPTED:
            raise Refusal("accepted", _("%s已经审定这份材料，不用再交。") % row.ruled_name)
        EvidenceFile.objects.bulk_create(
            EvidenceFile(
                piece=row, name=one.name, sha256=one.sha256, mime=one.mime, size=one.size,
                words=words.strip()[:1000], by=by.id, by_name=by.name, at=at,
            )
            for one in kept
        )  # fmt: skip
        row.state, row.reason = State.GIVEN, ""
        row.save(update_fields=["state", "reason"])
        _record(row, "give", by, at, files=[one.sha256 for one in kept])


@official
@transaction.atomic
def accept_evidence(*, piece: int, by: Actor, at: datetime) -> None:
    """The bureau takes it into the folder; who gave it does not rule on it."""
    row = _to_rule(piece, by)
    row.state, row.ruled_name, row.ruled_at = State.ACCEPTED, by.name, at
    row.save(update_fields=["state", "ruled_name", "ruled_at"])
    _record(row, "accept", by, at)


@official
@transaction.atomic
def return_evidence(*, piece: int, reason: str, by: Actor, at: datetime) -> None:
    """To be completed, and why."""
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明退回的原因，让单位知道要补什么。"))
    row = _to_rule(piece, by)
    row.state, row.reason = State.RETURNED, reason.strip()[:1000]
    row.ruled_name, row.ruled_at = by.name, at
    row.save(update_fields=["state", "reason", "ruled_name", "ruled_at"])
    _record(row, "return", by, at, why=row.reason)
    notify.send(
        to=f"unit:{row.unit}", topic="evaluation", at=at, key=f"evidence-{row.pk}-{at:%y%m%d%H%M}",
        title=_("材料被退回：%s") % row.name, body=row.reason[:300],
        link=f"/desk/evaluations/{row.evaluation_id}/",
    )  # fmt: skip


def _to_rule(piece: int, by: Actor) -> EvidencePiece:
    row = _piece(by, piece)
    require_keeper(by, row.evaluation.region)
    last = row.files.last()
    if row.state != State.GIVEN or last is None:
        raise Refusal(
            "nothing-given", _("这份材料现在没有待审定的文件（%s）。") % row.get_state_display()
        )
    if last.by == by.id:
        raise Refusal("own-evidence", _("自己交的材料不能自己审定，请转请另一位审定。"))
    return row


def ground_of(row: Evaluation, check: CheckRow) -> Ground:
    said = [check.why, *(f"{name}：{value}" for _code, name, value in check.values[:8])]
    lacking = [one.name for one in check.pieces if one.state != State.ACCEPTED]
    if lacking:
        said.append(_("未审定的材料：%s") % "、".join(lacking))
    return Ground(
        rule=RULE,
        kind="self-check",
        key=f"{row.pk}-{check.leaf}",
        title=_("%(title)s自查：%(node)s·%(name)s")
        % {"title": row.title, "node": check.node, "name": check.name},
        sentence="；".join(said) + "。",
        detail={"evaluation": str(row.pk), "leaf": check.leaf},
        items=(ground("evaluation", row.pk, row.title),),
    )


@transaction.atomic
def close_evaluation(*, evaluation: int, by: Actor, at: datetime) -> None:
    """No more changes; what is there stays to be read and exported."""
    row = Evaluation.objects.select_for_update().filter(pk=evaluation, region=by.region).first()
    if row is None:
        raise NotVisible(f"evaluation {evaluation}")
    require_keeper(by, row.region)
    if row.closed_at is None:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        audit.record(by=by, at=at, action="evaluation.close", obj=f"evaluation/{row.pk}", detail={})
