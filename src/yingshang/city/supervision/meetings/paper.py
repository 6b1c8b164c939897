"""Agenda and minutes as Word files, laid out as official papers are (GB/T 9704-2012)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import chinese_day, demo_mark, issuer_name
from yingshang.city.supervision.meetings.tables import Meeting, MeetingDecision, MeetingTopic
from yingshang.city.supervision.models import Order
from yingshang.kernel.worktime import to_cst

__all__ = ["ORDER", "STATES", "agenda", "minutes"]

ORDER = {kind: place for place, kind in enumerate(MeetingTopic.Kind.values)}
NUMERALS = "一二三四五六七八九十"
STATES = {
    "present": _lazy("出席"),
    "deputy": _lazy("委派出席"),
    "leave": _lazy("请假"),
    "absent": _lazy("缺席"),
}


def _moment(at: datetime) -> str:
    return f"{chinese_day(at)} {to_cst(at):%H:%M}"


def _sheet(row: Meeting, title: str, blocks: Iterator[paper.Block], at: datetime) -> bytes:
    return paper.render(
        paper.Sheet(
            title=f"{row.number} {title}",
            author=issuer_name(row.region),
            at=at,
            footer=demo_mark(row.region),
            blocks=tuple(blocks),
        )
    )


@official  # an official paper is Chinese, whatever language the screen speaks
def agenda(row: Meeting, at: datetime) -> bytes:
    """The agenda that goes to the members."""
    return _sheet(row, _("%s议程") % row.title, _agenda(row, at), at)


def _agenda(row: Meeting, at: datetime) -> Iterator[paper.Block]:
    issuer = issuer_name(row.region)
    yield paper.Head(issuer, row.number)
    yield paper.Title(_("%s议程") % row.title)
    yield paper.Facts(
        (
            (_("时间"), _moment(row.meets_at)),
            (_("地点"), row.place),
            (_("召集人"), row.chair),
            (_("参加单位"), _names(row.members)),
            *(((_("列席单位"), _names(row.guests)),) if row.guests else ()),
        )
    )
    topics = sorted(row.topics.filter(kept=True), key=lambda one: ORDER[one.kind])
    for place, (_kind, group) in enumerate(groupby(topics, lambda one: one.kind)):
        rows = list(group)
        yield paper.Heading(f"{NUMERALS[place]}、{rows[0].get_kind_display()}")
        for no, one in enumerate(rows, 1):
            unit = _("（%s）") % accounts.unit_name(one.unit) if one.unit else ""
            yield paper.Paragraph(f"{no}. {one.title}{unit}")
            if one.detail.strip():
                yield paper.Paragraph(one.detail.strip())
    yield paper.Signature(issuer, chinese_day(at))


@official
def minutes(row: Meeting, decisions: Sequence[MeetingDecision], at: datetime) -> bytes:
    """The minutes as signed: numbered decisions, each with its unit, day and order."""
    return _sheet(row, _("%s纪要") % row.title, _minutes(row, decisions, at), at)


def _minutes(
    row: Meeting, decisions: Sequence[MeetingDecision], at: datetime
) -> Iterator[paper.Block]:
    issuer = issuer_name(row.region)
    # 纪要 carries its own mark at its head, and nobody's 签发人: that is for what goes upwards
    mark = _("%s优化营商环境联席会议纪要") % accounts.region_name(row.region)
    yield paper.Head(mark, row.number)
    yield paper.Title(_("%s纪要") % row.title)
    yield paper.Paragraph(
        _("%(when)s，%(chair)s在%(place)s召集%(title)s。会议议定事项如下。")
        % {
            "when": _moment(row.meets_at),
            "chair": row.chair,
            "place": row.place,
            "title": row.title,
        }
    )
    yield paper.Heading(_("一、议定事项"))
    refs = [one.ref for one in decisions if one.ref]
    numbers = dict(Order.objects.filter(ref__in=refs).values_list("ref", "number"))
    for one in decisions:
        yield paper.Paragraph(f"{one.no}. {one.text}{_who(one, numbers)}")
    yield paper.Heading(_("二、出席情况"))
    for state, label in STATES.items():
        named = [_named(one) for one in row.attendance if one["state"] == state]
        if named:
            yield paper.Paragraph(f"{label}：{'、'.join(named)}")
    yield paper.Signature(issuer, chinese_day(at))
    units = tuple(accounts.unit_name(unit) for unit in row.asked)
    yield paper.Colophon(units, issuer, chinese_day(at))


def _names(units: Sequence[str]) -> str:
    return "、".join(accounts.unit_name(unit) for unit in units)


def _named(one: dict[str, str]) -> str:
    unit = accounts.unit_name(one["unit"])
    return f"{unit} {one['name']}" if one["name"] else unit


def _who(one: MeetingDecision, numbers: Mapping[str, str]) -> str:
    if not one.unit or not one.due_on:
        return ""
    return _("（责任单位：%(unit)s；完成时限：%(due)s；督办单 %(ref)s）") % {
        "unit": accounts.unit_name(one.unit),
        "due": chinese_day(one.due_on),
        "ref": numbers.get(one.ref) or one.ref,
    }
