"""Certificates as PDF: one A4 page across, framed, with its lines, a drawn seal and a QR code.

The same words give the same bytes. The seal is a mark of this platform, no registered seal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import typst

from yingshang.adapters.paper._voucher import qr_image, typst_fonts

__all__ = ["LicencePaper", "licence_pdf"]


@dataclass(frozen=True)
class LicencePaper:
    """What stands on it. `rows`: (label, value); `watermark`: '' or what runs across the page;
    `stamp`: '' or the state that ends it (已注销)."""

    title: str
    city: str
    number: str
    identifier: str
    rows: tuple[tuple[str, str], ...]
    signed_by: str
    dated: str
    seal_note: str
    url: str
    fine: tuple[str, ...]
    at: datetime
    watermark: str = ""
    stamp: str = ""


def licence_pdf(paper: LicencePaper) -> bytes:
    """The certificate as PDF bytes, unsigned and deterministic."""
    words = {
        "title": paper.title,
        "city": paper.city,
        "number": paper.number,
        "identifier": paper.identifier,
        "rows": [list(row) for row in paper.rows],
        "signed": paper.signed_by,
        "dated": paper.dated,
        "seal": list(paper.signed_by),
        "note": paper.seal_note,
        "fine": list(paper.fine),
        "watermark": paper.watermark,
        "stamp": paper.stamp,
        "qr": qr_image(paper.url),
    }
    # words go in as data, so that nothing an applicant wrote is ever read as layout
    drawn = typst.compile(
        PAGE.encode(),
        font_paths=typst_fonts(),
        format="pdf",
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        timestamp=int(paper.at.timestamp()),
    )
    if not isinstance(drawn, bytes):
        raise ValueError("typst gave no single PDF")
    return drawn


PAGE = r"""
#let w = json(bytes(sys.inputs.words))
#let gold = rgb(150, 112, 40)
#let ink = rgb(28, 32, 38)
#let red = rgb(200, 16, 30, 205)
#set document(title: w.title + " " + w.number, author: w.signed)
#set page(paper: "a4", flipped: true, margin: (x: 25mm, top: 21mm, bottom: 19mm),
  background: {
    place(center + horizon, rect(width: 281mm, height: 194mm, stroke: 2.4pt + gold))
    place(center + horizon, rect(width: 276mm, height: 189mm, stroke: 0.6pt + gold))
    for (x, y) in ((left, top), (right, top), (left, bottom), (right, bottom)) {
      let (dx, dy) = (if x == left { 10mm } else { -10mm }, if y == top { 10mm } else { -10mm })
      place(x + y, dx: dx, dy: dy,
        rotate(45deg, square(size: 7mm, fill: white, stroke: 1.2pt + gold)))
    }
    if w.watermark != "" {
      for i in range(3) {
        place(center + horizon, dx: (i - 1) * 72mm, dy: (1 - i) * 12mm,
          rotate(-28deg, text(font: "Noto Sans SC", size: 24pt, fill: rgb(150, 112, 40, 34),
            w.watermark)))
      }
    }
  })
#set text(font: "Noto Serif SC", size: 13pt, lang: "zh", region: "cn", fill: ink)
#set par(leading: 0.75em, spacing: 0.9em)
#align(center)[
  #text(font: "Noto Sans SC", size: 13pt, tracking: 3pt, fill: gold)[#w.city　电子证照]
  #v(5mm, weak: true)
  #text(font: "Noto Sans SC", size: 31pt, tracking: 5pt)[#w.title]
  #v(5.5mm, weak: true)
  #text(size: 11.5pt)[编号　#w.number]
]
#v(5mm, weak: true)
#line(length: 100%, stroke: 0.6pt + gold)
#v(4mm, weak: true)
#let long = calc.max(0, ..w.rows.map(r => r.at(1).clusters().len()))
#let columns = if w.rows.len() > 9 and long < 40 { 2 } else { 1 }
#let size = if w.rows.len() > 10 or long > 160 { 10.5pt } else {
  if w.rows.len() > 7 { 12.5pt } else { 14pt } }
#let cell(r) = grid(columns: (if columns == 2 { 42mm } else { 52mm }, 1fr), column-gutter: 4mm,
  text(size: size, fill: luma(85), r.at(0)), text(size: size, r.at(1)))
#let body = block(width: 247mm, grid(columns: (1fr,) * columns, column-gutter: 10mm,
  row-gutter: if w.rows.len() > 10 { 3.4mm } else { 4.6mm }, ..w.rows.map(cell)))
#context { // whatever stands on it stays on the page: long words are drawn smaller
  let high = measure(body).height
  scale(calc.min(100%, 84mm / high * 100%), origin: top + left, reflow: true, body)
}
#let seal = box(width: 40mm, height: 40mm, {
  place(center + horizon, circle(radius: 19mm, stroke: 1.1mm + red))
  place(center + horizon, text(font: "Noto Sans SC", size: 28pt, fill: red)[★])
  let n = w.seal.len()
  let step = calc.min(26deg, 250deg / calc.max(n - 1, 1))
  for (i, c) in w.seal.enumerate() {
    let turn = (i - (n - 1) / 2) * step
    place(center + horizon, rotate(turn, box(width: 1mm, height: 29.5mm,
      align(center + top, text(font: "Noto Sans SC", size: calc.min(12.5pt, 145pt / n),
        fill: red, c)))))
  }
  place(center + horizon, dy: 10mm, text(font: "Noto Sans SC", size: 6.5pt, fill: red, w.note))
})
#place(bottom + left, box(width: 150mm, grid(columns: (27mm, 1fr), column-gutter: 5mm,
  align: (left + bottom, left + bottom),
  image(bytes(w.qr), format: "svg", width: 27mm),
  text(size: 8pt, fill: luma(80))[
    电子证照标识 \ #text(font: "Noto Sans SC", size: 7pt, w.identifier) \
    #for f in w.fine [#f \ ]
  ])))
#place(bottom + right, box(width: 76mm, height: 42mm, {
  place(center + horizon, align(center)[#w.signed \ #w.dated])
  place(center + horizon, seal)
}))
#if w.stamp != "" { place(center + horizon, rotate(-14deg, box(inset: 6mm, radius: 2mm,
  stroke: 2.4pt + rgb(90, 90, 90, 190),
  text(font: "Noto Sans SC", size: 40pt, tracking: 8pt, fill: rgb(90, 90, 90, 190), w.stamp)))) }
"""
