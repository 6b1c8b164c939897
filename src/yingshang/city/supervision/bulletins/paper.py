"""A bulletin as Word (GB/T 9704) and as a spreadsheet: one content, both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.adapters import paper, sheets
from yingshang.city.accounts import service as accounts
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import chinese_day, demo_mark, issuer_name
from yingshang.city.supervision.bulletins._declared import BulletinKind
from yingshang.city.supervision.bulletins._words import plain
from yingshang.city.supervision.bulletins.kinds import Cell, Chart, Content, Figure, Section, Table

__all__ = ["Issue", "book", "chart_of", "pdf", "picture", "word"]

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Issue:
    """What stands on a paper beside its content. ``number`` '' = a draft."""

    number: str
    at: datetime
    corrects: str = ""
    reason: str = ""


@official  # an official paper is Chinese, whatever language the screen speaks
def word(kind: BulletinKind, content: Content, issue: Issue) -> bytes:
    """The issue as a Word file."""
    return paper.render(_sheet(kind, content, issue))


@official
def pdf(kind: BulletinKind, content: Content, issue: Issue) -> bytes:
    """The same pages as a PDF file."""
    return paper.portable(_sheet(kind, content, issue))


def picture(chart: Chart) -> bytes:
    """One chart as PNG."""
    return paper.chart_png(chart_of(chart))


def chart_of(chart: Chart) -> paper.Chart:
    return paper.Chart(chart.title, chart.points, chart.unit, chart.level, chart.kind)


def _sheet(kind: BulletinKind, content: Content, issue: Issue) -> paper.Sheet:
    issuer = issuer_name(content.region)
    return paper.Sheet(
        title=f"{kind.name} {issue.number}".strip(),
        author=issuer,
        at=issue.at,
        footer=demo_mark(content.region),
        blocks=tuple(_blocks(kind, content, issue, issuer)),
    )


def _blocks(
    kind: BulletinKind, content: Content, issue: Issue, issuer: str
) -> Iterator[paper.Block]:
    yield paper.Head(
        kind.name,
        issue.number or _("草稿，未编号"),
        left=issuer,
        right=chinese_day(issue.at),
        red=kind.red_head,
    )
    city = accounts.region_name(content.region)
    yield paper.Title(f"{city}{kind.title}（{definitions.period_words(content.period)}）")
    if issue.corrects:
        yield paper.Paragraph(
            _("本期更正%(issue)s，更正原因：%(reason)s。")
            % {"issue": issue.corrects, "reason": issue.reason.rstrip("。")}
        )
    parts = list(content.sections)
    for place, section in enumerate(parts):
        yield paper.Heading(f"{NUMERALS[place]}、{section.title}")
        yield from _section(section)
    if content.before:
        yield paper.Heading(f"{NUMERALS[len(parts)]}、{_('与%s比较') % content.before}")
        yield from _changes(content)
    yield paper.Note(_fine(content))
    yield paper.Signature(issuer, chinese_day(issue.at))
    if kind.copies and issue.number:
        yield paper.Colophon(kind.copies, issuer, chinese_day(issue.at))


def _section(section: Section) -> Iterator[paper.Block]:
    for text in section.sentences:
        yield paper.Paragraph(text)
    for chart in section.charts:
        yield chart_of(chart)
    for place, table in enumerate(section.tables):
        sign = NUMERALS[place] if place < len(NUMERALS) else str(place + 1)
        yield paper.Heading(f"（{sign}）{table.title}", level=2)
        yield _grid(table)
        left = len(table.rows) - table.shown
        if left > 0:
            yield paper.Note(_("另有%d行见同期电子表格。") % left)
        if table.note:
            yield paper.Note(table.note)
    if section.note:
        yield paper.Note(section.note)


def _grid(table: Table) -> paper.Grid:
    rows = tuple(tuple(_said(cell) for cell in row.cells) for row in table.rows[: table.shown])
    return paper.Grid(table.header, rows, table.widths)


def _said(cell: Cell) -> str:
    if cell is None:
        return "—"
    return cell if isinstance(cell, str) else plain(cell, 2)


def _changes(content: Content) -> Iterator[paper.Block]:
    if not content.changes:
        yield paper.Paragraph(_("各项数字没有变化。"))
        return
    yield paper.Grid(
        (_("项目"), _("上期"), _("本期"), _("增减")),
        tuple(
            (
                f"{one.label}（{one.unit}）",
                plain_text(one.before),
                plain_text(one.after),
                one.difference,
            )
            for one in content.changes
        ),
        (0.46, 0.18, 0.18, 0.18),
    )


def plain_text(number: str) -> str:
    """A stored number as it is read: without idle zeros."""
    return plain(float(number)) if "." in number else number


def _fine(content: Content) -> str:
    """Where the numbers are from, as of when, and their fingerprint."""
    text = _(
        "本期数字由平台从业务数据生成，截至%(at)s；每个数字的来源见同期电子表格。"
        "数据指纹 %(print)s。"
    ) % {
        "at": content.as_of,
        "print": content.digest[:16],
    }
    mark = demo_mark(content.region)
    return f"{text}（{mark}）" if mark else text


@official
def book(kind: BulletinKind, content: Content, issue: Issue) -> bytes:
    """The same figures as tables, numbers as numbers, no text a formula."""
    return sheets.table_book(_sheets(kind, content, issue))


def _sheets(kind: BulletinKind, content: Content, issue: Issue) -> Iterator[sheets.Table]:
    yield _about(kind, content, issue)
    yield sheets.Table(
        _("主要数字"),
        (
            _("类别"),
            _("项目"),
            _("数值"),
            _("单位"),
            _("截至"),
            _("来源"),
            _("说明"),
            _("查询"),
            _("校验值"),
        ),
        [
            _guarded(
                (
                    section.title,
                    one.label,
                    one.number,
                    one.unit,
                    one.as_of,
                    _from(one),
                    one.why,
                    one.query,
                    one.proof,
                )
            )
            for section in content.sections
            for one in section.figures
        ],
    )
    if content.before:
        yield sheets.Table(
            _("与上期比较"),
            (_("项目"), _("单位"), content.before, _("本期"), _("增减")),
            [
                _guarded((one.label, one.unit, float(one.before), float(one.after), one.difference))
                for one in content.changes
            ],
        )
    names: set[str] = set()
    for section in content.sections:
        for table in section.tables:
            yield sheets.Table(
                _unique(table.title, names),
                (*table.header, _("来源")),
                [_guarded((*row.cells, source(row.source, row.ref))) for row in table.rows],
            )


def _about(kind: BulletinKind, content: Content, issue: Issue) -> sheets.Table:
    rows: list[tuple[Cell, ...]] = [
        (_("名称"), kind.name),
        (_("地区"), accounts.region_name(content.region)),
        (_("期号"), issue.number or _("草稿，未编号")),
        (_("期间"), definitions.period_words(content.period)),
        (_("截至"), content.as_of),
        (_("数据指纹（sha256）"), content.digest),
    ]
    if issue.corrects:
        rows.append((_("更正"), f"{issue.corrects}：{issue.reason}"))
    if mark := demo_mark(content.region):
        rows.append((_("说明"), mark))
    return sheets.Table(_("说明"), (_("项目"), _("内容")), [_guarded(row) for row in rows])


def _guarded(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(sheets.shielded(cell) if isinstance(cell, str) else cell for cell in cells)


def _unique(title: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none that Excel forbids, no two alike."""
    name = "".join(letter for letter in title if letter not in "[]:*?/\\'")[:28]
    while name in taken:
        name = f"{name[:26]}-{len(taken)}"
    taken.add(name)
    return name


def _from(one: Figure) -> str:
    """Where a figure is from: an indicator by its name, not by the number of its row."""
    return _("指标“%s”") % one.label if one.source == "value" else source(one.source, one.ref)


def source(kind: str, ref: str) -> str:
    """Where a number is from, in words."""
    words = {
        "promises": _("承诺对照"),
        "promise": _("承诺"),
        "tasks": _("方案任务"),
        "task": _("方案任务"),
        "orders": _("督办单"),
        "order": _("办件"),
        "rungs": _("督办阶梯"),
        "cases": _("办件实测"),
        "overdue": _("办件实测"),
        "ratings": _("好差评"),
        "complaints": _("企业诉求办件"),
        "contradictions": _("自报与实测核对"),
        "contradiction": _("指标值"),
        "value": _("指标值，编号"),
        "warning": _("预警"),
        "warnings": _("预警"),
        "unit": _("单位"),
    }
    return f"{words.get(kind, kind)} {ref}".strip()
