"""A certificate as a signed PDF, and as words with a detached signature."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from yingshang.adapters import paper
from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor
from yingshang.city.licences._reading import own_row
from yingshang.city.licences._views import LicenceView, lines_of, view_of
from yingshang.city.licences.kinds import LicenceStatus
from yingshang.kernel.worktime import CST

__all__ = ["drawn", "own_file"]

WATERMARKS = {"B": "与原件核对无误", "C": "本人上传 未核对原件", "D": "本人承诺真实"}
FICTION = "演示 不具法律效力"


def own_file(actor: Actor, number: str, *, url: str, at: datetime) -> tuple[str, bytes]:
    """(file name, signed PDF) of one of my certificates; NotVisible for anybody else's.

    `url`: the address of the public page that verifies it.
    """
    view = view_of(own_row(actor, number), at.astimezone(CST).date())
    return file_name(view), drawn(view, url=url, at=at)


def file_name(view: LicenceView) -> str:
    return f"{view.name}-{view.number}.pdf"


def drawn(view: LicenceView, *, url: str, at: datetime) -> bytes:
    """The certificate as it stands on the day, with a PAdES signature of the platform."""
    sheet = _sheet(view, url, at)
    name = "Yingshang platform papers (self-signed)"
    key, certificate = paper.keys_in(settings.VAR / "keys", name=name, at=at)
    return paper.sign_pdf(
        paper.licence_pdf(sheet), key=key, certificate=certificate, reason=view.name, at=at
    )


def _sheet(view: LicenceView, url: str, at: datetime) -> paper.LicencePaper:
    fiction = accounts.is_fictional(view.region)
    marks = [WATERMARKS.get(view.grade, ""), FICTION if fiction else ""]
    rows = [(line.label, line.value) for line in lines_of(view) if line.code not in ("number",)]
    if view.version > 1:
        rows.append(("版本", f"第 {view.version} 版"))
    return paper.LicencePaper(
        title=view.name,
        city=view.region_name,
        number=view.number,
        identifier=view.identifier,
        rows=tuple(rows),
        signed_by=organ(view),
        dated=f"{view.issued_on.year}年{view.issued_on.month}月{view.issued_on.day}日",
        seal_note="平台电子章 · 演示" if fiction else "平台电子章",
        url=url,
        fine=(
            f"导出于 {at.astimezone(CST):%Y-%m-%d %H:%M}，以扫码所见的状态为准。",
            "印章为平台绘制；文件带平台数字签名，改动会被发现。",
        ),
        at=at,
        watermark="　".join(mark for mark in marks if mark),
        stamp="" if view.status == LicenceStatus.VALID else view.status_label,
    )


def organ(view: LicenceView) -> str:
    """The issuer with its city's name before it, as it is printed on its papers."""
    if view.issuer_name.startswith(view.region_name) or not view.issuer_name.startswith("市"):
        return view.issuer_name
    return view.region_name.removesuffix("市") + view.issuer_name
