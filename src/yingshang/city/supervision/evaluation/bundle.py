"""The folders as one zip (numbered by leaf, with an index and digests), the check as a workbook."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.adapters import sheets
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision._paper_parts import demo_mark
from yingshang.city.supervision.evaluation.kinds import CheckRow, EvaluationView
from yingshang.city.supervision.evaluation.queries import evaluation
from yingshang.city.supervision.evaluation.tables import EvidenceFile
from yingshang.city.supervision.rounds.bundle import safe_name, written
from yingshang.kernel.worktime import to_cst

__all__ = ["evaluation_xlsx", "evaluation_zip"]

RISKS = {"red": "红", "yellow": "黄", "green": "绿", "grey": "无数据"}


@official
def evaluation_xlsx(actor: Actor, number: int, *, at: datetime) -> tuple[str, bytes]:
    """(file name, workbook): the check leaf by leaf, then every piece of evidence."""
    found = evaluation(actor, number, at=at)
    name = safe_name(f"{found.row.title}-自查-{to_cst(at):%Y%m%d}.xlsx")
    return name, _book(found, actor.region, at, [])


@official
def evaluation_zip(actor: Actor, number: int, *, at: datetime) -> tuple[str, Iterator[bytes]]:
    """(file name, bytes): 01_开办企业/02_时间/… with the newest files of every piece and an
    ``index.xlsx`` with digests. For whoever oversees the city."""
    if not actor.oversees:
        raise NotVisible(f"evaluation {number}")
    found = evaluation(actor, number, at=at)
    files = {one.pk: one for one in EvidenceFile.objects.filter(piece__evaluation=found.row.id)}
    members = [
        (f"{folder}/{safe_name(piece.name, 30)}-{safe_name(name, 60)}", files[pk], one, piece)
        for folder, one in _folders(found)
        for piece in one.pieces
        for pk, name, _who, _when in piece.files
    ]
    paths: dict[str, Any] = {}
    for path, file, one, piece in members:
        while path in paths:
            path = f"{path.rpartition('/')[0]}/_{path.rpartition('/')[2]}"
        paths[path] = (file, one, piece)
    lines = [
        [path, one.node, one.name, piece.name, piece.unit_name, piece.state_label, file.by_name,
         to_cst(file.at), file.size, file.sha256,
         "" if cases.path_of(file.sha256).exists() else _("文件缺失")]
        for path, (file, one, piece) in paths.items()
    ]  # fmt: skip
    book = _book(found, actor.region, at, lines)
    kept: list[tuple[str, dict[str, object], datetime]] = [
        (path, {"sha": file.sha256}, file.at) for path, (file, _one, _piece) in paths.items()
    ]
    return f"{safe_name(found.row.title, 60)}.zip", written(book, kept, at)


def _folders(found: EvaluationView) -> Iterator[tuple[str, CheckRow]]:
    nodes: dict[str, int] = {}
    places: dict[str, int] = {}
    for one in found.checks:
        node = nodes.setdefault(one.node, len(nodes) + 1)
        places[one.node] = places.get(one.node, 0) + 1
        first = f"{node:02d}_{safe_name(one.node, 30)}"
        yield f"{first}/{places[one.node]:02d}_{safe_name(one.name, 30)}", one


def _book(found: EvaluationView, region: str, at: datetime, files: list[list[Any]]) -> bytes:
    checks = [
        (RISKS[one.risk], one.node, one.name, one.unit_name,
         "\n".join(f"{name}：{value}" for _code, name, value in one.values),
         f"{one.known}/{one.of}", _span(one), one.best,
         f"{one.accepted}/{len(one.pieces)}", one.why, one.order)
        for one in found.checks
    ]  # fmt: skip
    pieces = [
        (one.node, one.name, piece.name, piece.unit_name, piece.due_on,
         piece.state_label, _("是") if piece.late else "", "、".join(f[1] for f in piece.files),
         piece.reason)
        for one in found.checks
        for piece in one.pieces
    ]  # fmt: skip
    tables = [
        sheets.Table(
            _("自查"),
            (_("风险"), _("一级指标"), _("二级指标"), _("责任单位"), _("本年的数"), _("有数/应有"),
             _("得分（可能范围）"), _("最好城市至少"), _("材料已审定/应交"), _("说明"),
             _("督办单")),
            checks,
            alike=(7,),
        ),
        sheets.Table(
            _("材料"),
            (_("一级指标"), _("二级指标"), _("材料"), _("单位"), _("期限"), _("状态"), _("逾期"),
             _("文件"), _("退回原因")),
            pieces,
        ),
        sheets.Table(
            _("依据"),
            (_("内容"), _("值")),
            [
                (_("名称"), found.row.title),
                (_("口径"), found.basis),
                (_("截至"), to_cst(at)),
                (_("数据"), demo_mark(region) or _("本市台账")),
            ],
        ),
    ]  # fmt: skip
    if files:
        head = (_("路径"), _("一级指标"), _("二级指标"), _("材料"), _("单位"), _("状态"),
                _("提交人"), _("提交时间"), _("字节数"), "SHA-256", _("备注"))  # fmt: skip
        tables.insert(2, sheets.Table(_("文件"), head, files))
    return sheets.table_book(tables)


def _span(one: CheckRow) -> str:
    if one.low is None or one.high is None:
        return ""
    return f"{one.low}" if one.low == one.high else f"{one.low}–{one.high}"
