"""目标分解: a city's target split to its counties, returned by them, and rolled up again."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.plans import events, promising
from yingshang.city.plans._history import write
from yingshang.city.plans._measured import WINDOW
from yingshang.city.plans._wording import held_sentence, number, promise_text
from yingshang.city.plans.access import editable_target, refuse_withdrawn
from yingshang.city.plans.kinds import PromiseView
from yingshang.city.plans.models import Plan, Status, Target
from yingshang.city.plans.tracking import rollup
from yingshang.city.plans.tracking._ways import sign_of, weigh
from yingshang.city.plans.tracking.access import may_direct
from yingshang.city.plans.tracking.kinds import PlaceView, Refusal, SplitView, WaitingView
from yingshang.city.plans.tracking.models import Share
from yingshang.city.plans.tracking.rollup import Part
from yingshang.city.plans.tracking.sharing import stated_parts, waiting
from yingshang.kernel.measures import Promise, Value
from yingshang.kernel.worktime import to_cst

__all__ = ["return_share", "split_of", "split_target", "splits_of"]

LARGEST = Decimal(10) ** 15


def _target(target: int) -> Target:
    rows = Target.objects.select_related("task__plan").defer("task__plan__reading")
    found = rows.filter(pk=target).first()
    if found is None:
        raise NotVisible(f"target {target}")
    return found


def _rule(target: Target) -> str:
    return rollup.rule_of(target.statistic, target.unit)


def _amount(text: str, what: str) -> Decimal:
    try:
        value = Decimal(str(text).strip().rstrip("%"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= LARGEST:
        raise Refusal("not-a-number", _("“%s”不是能用的数，没有保存。请填写数字。") % what)
    return value


def _government(place: str) -> str:
    """The unit of a county that nobody named: kept in Chinese, whatever the screen speaks."""
    with override("zh-hans"):
        return _("%s人民政府") % place


@transaction.atomic
def split_target(
    *,
    target: int,
    how: str,
    by: Actor,
    at: datetime,
    places: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Split a target to the counties of its city; answers '' or the warning that the parts don't
    add up. `how`: equal (equal parts of what adds up, the same level of what does not) or own.

    `places`: by county, (its value, the unit that answers there); all counties where equal.
    """
    row = editable_target(by, target)
    known = dict(accounts.districts(row.task.plan.region))
    chosen = dict(places or {})
    strange = sorted(set(chosen) - set(known))
    if strange:
        raise Refusal("place-unknown", _("“%s”不是本市的县区，没有分解。") % strange[0])
    if not known:
        raise Refusal("no-places", _("本市没有登记县区，不能分解目标。请先登记县区。"))
    wanted = list(chosen) or list(known)
    parts = (
        rollup.equal_parts(_rule(row), row.value, wanted)
        if how == "equal"
        else {p: _amount(chosen.get(p, ("", ""))[0], known[p]) for p in wanted}
    )
    row.shares.exclude(place__in=wanted).delete()
    for place, value in parts.items():
        unit = (chosen.get(place, ("", ""))[1] or _government(known[place]))[:80]
        Share.objects.update_or_create(
            target=row,
            place=place,
            defaults={"unit": unit, "value": value, "by_name": by.name, "at": at},
        )
    said = "；".join(f"{known[place]} {number(value)}" for place, value in parts.items())
    write(row.task.plan, events.SPLIT_TARGET, by=by, at=at, target=row, new=said)
    named = {known[place]: value for place, value in parts.items()}
    sign = _sign(row, promising.promise(target, as_of=to_cst(at).date()), to_cst(at).date())
    return rollup.adds_up(_rule(row), sign, row.value, row.unit, named)


@transaction.atomic
def return_share(
    *,
    target: int,
    place: str,
    by: Actor,
    at: datetime,
    value: str = "",
    numerator: str = "",
    denominator: str = "",
    on: date | None = None,
) -> None:
    """What a county returns: a number, or numerator and denominator where it is weighed by them.

    By somebody of the county, or of those who keep the city's plan.
    """
    row = _target(target)
    plans = Plan.objects.select_for_update().defer("reading")
    row.task.plan = plans.get(pk=row.task.plan_id)  # locked, since it counts its events
    region = row.task.plan.region
    share = Share.objects.select_for_update().filter(target=row, place=place).first()
    if share is None:
        raise NotVisible(f"share {target}/{place}")
    if not (may_direct(by, region) or by.region == place):
        raise Refusal("not-yours", _("只有该县区或市营商局可以报送这个数，没有保存。"))
    refuse_withdrawn(row.task.plan)
    top, base = _pair(row, numerator, denominator)
    if base is not None and top is not None:
        found = top / base * (100 if row.unit == "%" else 1)
    else:
        found = _amount(value, _("完成值"))
    share.returned, share.numerator, share.denominator = found, top, base
    share.returned_on, share.returned_by = on or to_cst(at).date(), by.name
    share.save()
    said = f"{accounts.region_name(place)} {number(found)}"
    write(row.task.plan, events.SHARE_RETURNED, by=by, at=at, target=row, new=said)


def _pair(row: Target, numerator: str, denominator: str) -> tuple[Decimal | None, Decimal | None]:
    if not str(numerator).strip() and not str(denominator).strip():
        if _rule(row) == "weighted":
            raise Refusal(
                "base-missing",
                _("比率和平均数按分子、分母汇总，不能只报一个百分数。请填写分子和分母。"),
            )
        return None, None
    top, base = _amount(numerator, _("分子")), _amount(denominator, _("分母"))
    if base <= 0:
        raise Refusal("base-missing", _("分母应大于零，没有保存。"))
    return top, base


def split_of(actor: Actor, target: int, *, as_of: date) -> SplitView:
    """The target's parts and what they make; measured by district where an indicator is bound."""
    row, waits = _target(target), waiting([target])
    return _view(row, promising.promise(target, as_of=as_of), as_of, waits)


def splits_of(actor: Actor, plan: int, *, as_of: date) -> list[SplitView]:
    """Every target of a plan with its parts; those that are not split yet have none."""
    rows = Target.objects.filter(task__plan=plan, gone=False, task__gone=False)
    rows = rows.exclude(status=Status.REJECTED).exclude(task__status=Status.REJECTED)
    rows = rows.select_related("task__plan").defer("task__plan__reading")
    said = {one.target.id: one for one in promising.promises(plan=plan, as_of=as_of)}
    found = list(rows.prefetch_related("shares").order_by("task__order", "order"))
    waits = waiting(row.pk for row in found)
    return [_view(row, said[row.pk], as_of, waits) for row in found if row.pk in said]


def _view(
    row: Target, promise: PromiseView, as_of: date, waits: Mapping[int, WaitingView]
) -> SplitView:
    known = dict(accounts.districts(row.task.plan.region))
    shares = list(row.shares.all())
    measured = _measured(promise, row.task.plan.region)
    parts = [_part(share, measured) for share in shares]
    rule = _rule(row)
    sign = _sign(row, promise, as_of)
    rolled = rollup.roll(rule, sign, parts)
    named = {known.get(one.place, one.place): one.value for one in shares}
    return SplitView(
        target=row.pk,
        plan=row.task.plan_id,
        metric=row.metric,
        promised=promise_text(row.comparator, row.value, row.unit, value_max=row.value_max),
        statistic=row.statistic,
        rule=rule,
        rule_label=_(rollup.RULES[rule]),
        places=tuple(
            _place(row, sign, share, part, known, as_of)
            for share, part in zip(shares, parts, strict=True)
        ),
        total=_total(rule, shares, row.unit),
        warning=rollup.adds_up(rule, sign, row.value, row.unit, named),
        rolled=f"{number(rolled.value)} {row.unit}" if rolled.value is not None else "",
        rolled_says=_rolled_says(row, sign, rule, rolled, len(parts)),
        missing=tuple(known.get(place, place) for place in (*rolled.missing, *rolled.baseless)),
        task_title=row.task.title,
        due_on=_due(row),
        waits=None if shares else waits.get(row.pk),
        stated={} if shares else stated_parts(row.task.text, row, known),
        unsplit=tuple(
            (code, name) for code, name in known.items() if code not in {s.place for s in shares}
        ),
    )


def _sign(row: Target, promise: PromiseView, as_of: date) -> str:
    """Which way is better where the plan says a plain number: a county may be ahead of it, and
    the worst of them is the one that is furthest behind. '' where nobody can tell."""
    if row.comparator != "=":
        return row.comparator
    return promise.held.comparator if promise.held else sign_of(row, as_of)


def _due(row: Target) -> date | None:
    return row.due_on or row.task.deadline


def _total(rule: str, shares: list[Share], unit: str) -> str:
    if rule != "sum" or not shares:
        return ""
    return f"{number(sum((one.value for one in shares), Decimal(0)))} {unit}"


def _measured(promise: PromiseView, region: str) -> dict[str, Part]:
    """By district, what the bound indicator measured in the promise's own period."""
    if not promise.indicator or not promise.period or promise.mark == "reported":
        return {}
    rows = indicators.spread(promise.indicator, region, period=promise.period, kind=WINDOW)
    return {
        one.district: Part(one.district, one.value, Decimal(one.denominator or 0))
        for one in rows
        if one.district and not one.unit_code and one.value is not None
    }


def _part(share: Share, measured: Mapping[str, Part]) -> Part:
    return measured.get(share.place) or Part(share.place, share.returned, share.denominator)


def _place(
    row: Target, sign: str, share: Share, part: Part, known: Mapping[str, str], as_of: date
) -> PlaceView:
    mine = Promise(sign, share.value, row.unit, None, row.baseline)
    from_cases = part.value is not None and part.value is not share.returned
    met = None if part.value is None else weigh(mine, sign, Value(part.value, row.unit)).met
    untold = not sign and part.value is not None and met is None
    source = "" if part.value is None else "measured" if from_cases else "returned"
    return PlaceView(
        place=share.place,
        name=known.get(share.place, share.place),
        unit=share.unit,
        unit_name=accounts.unit_name(share.unit),
        amount=number(share.value),
        value=f"{number(share.value)} {row.unit}",
        returned=f"{number(part.value)} {row.unit}" if part.value is not None else "",
        numerator=number(share.numerator),
        denominator=number(part.base) if part.base else "",
        returned_on=share.returned_on,
        source=source,
        met=met,
        overdue=met is not True and not untold and (_due(row) or as_of) < as_of,
    )


def _rolled_says(row: Target, sign: str, rule: str, rolled: rollup.Rolled, whole: int) -> str:
    if not whole:
        return _("还没有分解到县区。")
    if rule == "none":
        return definitions.sentences(_(rollup.RULES["none"]))
    if rolled.value is None:
        return _("还没有县区报来可以汇总的数。")
    whole_promise = Promise(sign, row.value, row.unit, row.value_max, row.baseline)
    value = Value(rolled.value, row.unit)
    held = held_sentence(weigh(whole_promise, sign, value), whole_promise, value)
    said = _("%(n)d 个县区中 %(k)d 个有数，%(how)s：%(value)s %(unit)s。") % {
        "n": whole,
        "k": len(rolled.counted),
        "how": _(rollup.RULES[rule]),
        "value": number(rolled.value),
        "unit": row.unit,
    }
    if len(rolled.counted) < whole:
        held = _("还有县区没有数，暂不能判断全市是否达到。")
    return definitions.sentences(said, held)
