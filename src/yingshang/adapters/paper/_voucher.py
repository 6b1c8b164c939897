"""Vouchers as PDF: one A4 page with number, words, drawn seal and QR code, laid out by typst.

The same words give the same bytes. The seal is drawn and says whose it is: a mark of this
platform, no registered seal; where the city is fictional it says 演示.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path

from yingshang.adapters.paper._blocks import even_lines

__all__ = ["Voucher", "voucher_pdf"]


@dataclass(frozen=True)
class Voucher:
    """What stands on the paper. `paragraphs`: text, or a list of numbered lines.

    `url`: the public page that verifies it; `at`: the moment that the file says it was made.
    """

    organ: str
    title: str
    number: str
    addressee: str
    paragraphs: tuple[str | tuple[str, ...], ...]
    signed_by: str
    dated: str
    seal_note: str
    url: str
    fine: tuple[str, ...]
    at: datetime
    sample: bool = False


def voucher_pdf(voucher: Voucher) -> bytes:
    """The paper as PDF bytes, unsigned and deterministic."""
    words = {
        "organ": voucher.organ,
        "title": voucher.title,
        "number": voucher.number,
        "addressee": voucher.addressee,
        "paragraphs": [one for part in voucher.paragraphs for one in _typed(part)],
        "signed": voucher.signed_by,
        "dated": voucher.dated,
        "seal": list(voucher.signed_by),
        "note": voucher.seal_note,
        "fine": list(voucher.fine),
        "sample": voucher.sample,
        "qr": qr_image(voucher.url),
    }
    # words go in as data, so that nothing an applicant wrote is ever read as layout
    drawn = typst.compile(
        PAGE.encode(),
        font_paths=typst_fonts(),
        format="pdf",
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        timestamp=int(voucher.at.timestamp()),
    )
    if not isinstance(drawn, bytes):
        raise ValueError("typst gave no single PDF")
    return drawn


def _typed(part: str | Sequence[str]) -> Iterator[dict[str, object]]:
    """A line that somebody typed is a paragraph of its own."""
    if isinstance(part, str):
        for text in even_lines(part).split("\n"):
            yield {"text": text, "lines": []}
    else:
        yield {"text": "", "lines": [even_lines(line) for line in part]}


def qr_image(url: str) -> str:
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def typst_fonts() -> typst.Fonts:
    """Read once: seventeen megabytes. The Serif face stands for 宋体, the Sans for 黑体."""
    folder = str(sans_path().parent)
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


PAGE = r"""
#let w = json(bytes(sys.inputs.words))
#set document(title: w.title + " " + w.number, author: w.organ)
#set page(paper: "a4", margin: (x: 28mm, top: 30mm, bottom: 26mm),
  background: if w.sample { place(center + horizon,
    rotate(-35deg, text(size: 64pt, fill: rgb(190, 30, 45, 26))[演示 不具法律效力])) },
  footer: [#set text(size: 8.5pt, fill: luma(90))
    #line(length: 100%, stroke: 0.4pt + luma(160))
    #for f in w.fine [#f \ ]])
#set text(font: "Noto Serif SC", size: 14pt, lang: "zh", region: "cn")
#set par(leading: 1.1em, spacing: 1.1em, justify: true)
#align(center)[
  #text(font: "Noto Sans SC", size: 17pt, fill: rgb(190, 30, 45))[#w.organ]
  #v(2mm)
  #text(font: "Noto Sans SC", size: 22pt)[#w.title]
  #v(1mm)
  #text(size: 12pt)[#w.number]
]
#v(4mm)
#if w.addressee != "" [#w.addressee：#parbreak()]
#for p in w.paragraphs {
  if p.text != "" { par(first-line-indent: (amount: 2em, all: true), p.text) }
  for (i, l) in p.lines.enumerate() {
    block(inset: (left: 2em), spacing: 0.9em, [#(i + 1). #l])
  }
}
#v(8mm)
#let red = rgb(200, 16, 30, 205)
#let seal = box(width: 42mm, height: 42mm, {
  place(center + horizon, circle(radius: 20mm, stroke: 1.1mm + red))
  place(center + horizon, text(font: "Noto Sans SC", size: 30pt, fill: red)[★])
  let n = w.seal.len()
  let step = calc.min(26deg, 250deg / calc.max(n - 1, 1))
  for (i, c) in w.seal.enumerate() {
    let turn = (i - (n - 1) / 2) * step
    place(center + horizon, rotate(turn, box(width: 1mm, height: 31mm,
      align(center + top, text(font: "Noto Sans SC", size: calc.min(13pt, 150pt / n),
        fill: red, c)))))
  }
  place(center + horizon, dy: 10.5mm, text(font: "Noto Sans SC", size: 7pt, fill: red, w.note))
})
#grid(columns: (1fr, auto), align: (left + bottom, center),
  [#image(bytes(w.qr), format: "svg", width: 25mm) #text(size: 8.5pt)[扫码核验本件真伪]],
  box(width: 72mm, height: 44mm, {
    place(center + horizon, align(center)[#w.signed \ #w.dated])
    place(center + horizon, seal)
  }))
"""
