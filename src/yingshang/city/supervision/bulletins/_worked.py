"""Sections on supervision itself: orders, the ladder, overdue cases."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words
from yingshang.city.supervision import queries
from yingshang.city.supervision._subjects import ERRAND_WORDS, Subject, overdue_cases
from yingshang.city.supervision.bulletins._asked import Asked
from yingshang.city.supervision.bulletins._past import due_then, ended, open_then, stood
from yingshang.city.supervision.bulletins._words import among, cut, listed, sentence
from yingshang.city.supervision.bulletins.kinds import Line, Section, Table
from yingshang.city.supervision.kinds import ENDED, OrderView
from yingshang.city.supervision.ladder import queries as ladder

__all__ = ["orders_section", "overdue_section", "rungs_section"]


def orders_section(asked: Asked) -> Section:
    """Orders given and closed in the span, in hand now, overdue, without a unit."""
    found = queries.orders(asked.actor, region=asked.region, at=asked.at)
    found = [one for one in found if one.opened_at <= asked.at]
    if asked.past:
        found = due_then(found, asked.at)
    running = [one for one in found if not ended(one, asked.at)]
    given = sum(asked.since <= one.opened_at < asked.until for one in found)
    closed = sum(_closed_in(one, asked) for one in found)
    late = [one for one in running if one.late_on(asked.day)]
    homeless = sum(not one.row.unit for one in running)
    told = (
        asked.figure("orders.new", _("新发督办单"), given, _("件"), "orders", head=True, flow=True),
        asked.figure("orders.closed", _("销号督办单"), closed, _("件"), "orders", flow=True),
        asked.figure("orders.open", _("在办督办单"), len(running), _("件"), "orders", head=True),
        asked.figure("orders.late", _("逾期督办单"), len(late), _("件"), "orders", head=True),
        asked.figure("orders.homeless", _("待指定承办单位"), homeless, _("件"), "orders"),
    )
    moved = _("%(when)s新发督办单%(new)d件，销号%(closed)d件") % {
        "when": asked.when,
        "new": given,
        "closed": closed,
    }
    still = _("%s没有新发督办单（新交办的事项），也没有销号") % asked.when
    lines = (
        sentence(moved if given or closed else still),
        sentence(
            _("在办督办单%d件") % len(running),
            among(((_("已逾期"), len(late)), (_("待指定承办单位"), homeless)), _("件")),
        )
        if running
        else _("没有在办的督办单。"),
        sentence(_("督办单逾期的单位：%s") % cut(_units(late))) if late else "",
    )
    return Section(
        "orders",
        _("督办情况"),
        tuple(filter(None, lines)),
        told,
        tuple(one for one in (_per_unit(found, asked), _open_orders(running, asked)) if one.rows),
    )


def _closed_in(one: OrderView, asked: Asked) -> bool:
    """Over within the span."""
    over = one.over_at
    done = one.row.state in ENDED and one.row.decided_at is not None
    return done and over is not None and asked.since <= over < asked.until


def _units(found: list[OrderView]) -> list[str]:
    return sorted({one.row.unit_name for one in found if one.row.unit})


def _per_unit(found: list[OrderView], asked: Asked) -> Table:
    """Fewest overdue first, then most closed."""
    counts: dict[str, Counter[str]] = {}
    for one in found:
        if one.row.unit:
            mine = counts.setdefault(one.row.unit, Counter())
            over = ended(one, asked.at)
            mine["open"] += not over
            mine["closed"] += over and one.row.state == "closed"  # what was withdrawn is not
            mine["late"] += not over and one.late_on(asked.day)
    order = sorted(counts, key=lambda code: (counts[code]["late"], -counts[code]["closed"], code))
    return Table(
        "orders.units",
        _("各单位督办单"),
        (_("单位"), _("在办"), _("其中逾期"), _("已销号")),
        tuple(
            Line(
                (
                    accounts.unit_name(code),
                    counts[code]["open"],
                    counts[code]["late"],
                    counts[code]["closed"],
                ),
                "unit",
                code,
            )
            for code in order
        ),
        (0.52, 0.16, 0.16, 0.16),
        shown=20,
    )


def _open_orders(running: list[OrderView], asked: Asked) -> Table:
    rows = sorted(running, key=lambda one: (one.due_on, one.number))
    return Table(
        "orders.rows",
        _("在办督办单"),
        (_("编号"), _("事项"), _("承办单位"), _("期限"), _("状态")),
        tuple(
            Line(
                (
                    one.number,
                    one.warning.title,
                    one.row.unit_name or _("待指定"),
                    day_words(one.due_on),
                    _("已逾期") if one.late_on(asked.day) else _state(one),
                ),
                "order",
                one.ref,
            )
            for one in rows
        ),
        (0.22, 0.30, 0.21, 0.14, 0.13),
    )


def _state(one: OrderView) -> str:
    """As it stands; of one that has ended since, that it was in hand."""
    return _("办理中") if one.row.state in ENDED else one.state_label


def rungs_section(asked: Asked) -> Section:
    """What stands on the ladder, and what was taken in the span."""
    found = ladder.escalations(asked.actor, at=asked.at)
    standing = [one for one in found if stood(one, asked.at)]
    taken = [one for one in found if one.taken_at and asked.since <= one.taken_at < asked.until]
    # what goes to another body is owed by that body, not by the unit
    asked_for = [o for o in standing if not (o.addressee or o.rests)]
    late = [o for o in asked_for if o.due_on and o.due_on < asked.day]
    calendar, days = definitions.calendar(asked.region), dict.fromkeys((o.id for o in standing), 0)
    days |= {o.id: calendar.count_workdays(o.due_on, asked.day) for o in late if o.due_on}
    names = Counter(one.document for one in sorted(taken, key=lambda one: one.level))
    told = (
        asked.figure("rungs.taken", _("新采取督办措施"), len(taken), _("次"), "rungs", flow=True),
        asked.figure("rungs.standing", _("生效中的督办措施"), len(standing), _("项"), "rungs"),
        asked.figure("rungs.late", _("逾期未答复"), len(late), _("项"), "rungs"),
    )
    lines = (
        sentence(
            _("%(when)s对在办的督办单和方案任务采取督办措施%(n)d次")
            % {"when": asked.when, "n": len(taken)},
            among(names.items(), _("次")),
            _("措施不计入新发督办单"),
        )
        if taken
        else _("%s没有新采取的督办措施。") % asked.when,
        sentence(
            _("生效中的措施%d项") % len(standing), among(((_("逾期未答复"), len(late)),), _("项"))
        )
        if standing
        else "",
    )
    table = Table(
        "rungs.rows",
        _("生效中的督办措施"),
        (_("措施"), _("事项"), _("单位"), _("应答复"), _("逾期工作日")),
        tuple(
            Line(
                (
                    one.name,
                    one.subject,
                    one.unit_name,
                    day_words(one.due_on) if one.due_on else "",
                    days[one.id],
                ),
                "order",
                one.ref,
            )
            for one in sorted(standing, key=lambda one: (-one.level, -days[one.id], one.ref))
        ),
        (0.14, 0.36, 0.22, 0.15, 0.13),
    )
    tables = (table,) if table.rows else ()
    return Section("rungs", _("督办阶梯"), tuple(filter(None, lines)), told, tables)


def overdue_section(asked: Asked) -> Section:
    """Open cases past their promised limit, per unit, the most first; errands in a line apart."""
    rows = open_then(asked.region, asked.at) if asked.past else None
    late = sorted(overdue_cases(asked.region, asked.at, rows), key=_most)
    found = [one for one in late if not one.facts["errands"]]
    total = sum(one.facts["overdue"] for one in found)
    apart = sum(one.facts["overdue"] for one in late if one.facts["errands"])
    told = (
        asked.figure("overdue.cases", _("超期未办结办件"), total, _("件"), "cases", head=True),
        asked.figure("overdue.units", _("涉及单位"), len(found), _("个"), "cases"),
        asked.figure("overdue.errands", _("超期未办结诉求、整改事项"), apart, _("件"), "cases"),
    )
    if not found:
        lines: tuple[str, ...] = (_("没有超过承诺时限仍未办结的办件。"),)
    else:
        longest = max(found, key=lambda one: one.facts["longest"])
        lines = (
            _("全市超过承诺时限仍未办结的办件%(n)d件，涉及%(units)d个单位。")
            % {"n": total, "units": len(found)},
            _("最长的已超期%(days)d天，在%(unit)s。")
            % {"days": longest.facts["longest"], "unit": longest.name},
        )
    if apart:
        lines += (_apart(late, total + apart),)
    table = Table(
        "overdue.units",
        _("超期未办结办件"),
        (_("单位"), _("超期未办结（件）"), _("最长已超期（天）")),
        tuple(
            Line((one.name, one.facts["overdue"], one.facts["longest"]), "overdue", one.unit)
            for one in found
        ),
        (0.5, 0.25, 0.25),
    )
    tables = (table,) if table.rows else ()
    note = _("来源：办件实测，截至%s。") % asked.moment
    return Section("overdue", _("超期办件"), lines, told, tables, note)


def _apart(late: list[Subject], total: int) -> str:
    """What of the errands is late, each kind by its number, and what both add up to."""
    families = Counter(dict.fromkeys(ERRAND_WORDS, 0))
    for one in late:
        families.update(one.facts["families"])
    kinds = listed(f"{ERRAND_WORDS[code]}{n}{_('件')}" for code, n in families.items() if n)
    return _("另有%(kinds)s超期未办结，不计入办件；连同办件共%(all)d件。") % {
        "kinds": kinds,
        "all": total,
    }


def _most(one: Any) -> tuple[int, str]:
    return (-one.facts["overdue"], one.name)
