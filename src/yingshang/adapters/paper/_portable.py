"""The same blocks as a PDF: for readers without Word, and for what must look the same everywhere.

Laid out by typst on the page of GB/T 9704-2012; the same blocks give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import typst

from yingshang.adapters.paper import _blocks as b
from yingshang.adapters.paper._chart import DRAW, drawn
from yingshang.adapters.paper._page import printable
from yingshang.adapters.paper._voucher import typst_fonts
from yingshang.adapters.paper._word import Sheet

__all__ = ["portable"]


def portable(sheet: Sheet) -> bytes:
    """The paper as the bytes of a PDF file."""
    words = {
        "title": printable(sheet.title),
        "author": printable(sheet.author),
        "footer": printable(sheet.footer),
        "blocks": [_told(block) for block in b.typed(sheet.blocks)],
    }
    made = typst.compile(
        PAGE.encode(),
        font_paths=typst_fonts(),
        format="pdf",
        # words go in as data: nothing that somebody wrote is ever read as layout
        sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        timestamp=int(sheet.at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise ValueError("typst gave no single PDF")
    return made


def _told(block: b.Block) -> dict[str, Any]:
    kind = type(block).__name__
    if isinstance(block, b.Chart):
        return {"kind": kind, "chart": drawn(block)}
    told = {"kind": kind, **_clean(asdict(block))}
    if isinstance(block, b.Grid) and not block.widths:
        told["widths"] = [1 / len(block.header)] * len(block.header)
    return told


def _clean(part: Any) -> Any:
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, dict):
        return {key: _clean(value) for key, value in part.items()}
    return [_clean(one) for one in part] if isinstance(part, (list, tuple)) else part


PAGE = (
    DRAW
    + r"""
#let w = json(bytes(sys.inputs.words))
#set document(title: w.title, author: w.author)
#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm),
  footer: context [#set text(size: 10pt)
    #align(center)[— #counter(page).display() —]
    #if w.footer != "" { align(center, text(size: 8.5pt, fill: luma(90), w.footer)) }])
#set text(font: "Noto Serif SC", size: 15pt, lang: "zh", region: "cn")
#set par(leading: 0.95em, spacing: 0.95em, justify: true)
#let sans = "Noto Sans SC"
#let red = rgb(200, 16, 30)
#show table: set par(justify: false)  // justified, a narrow cell gapes
#let cells(rows) = rows.flatten().map(c => text(size: 10.5pt, c))
#for b in w.blocks {
  if b.kind == "Head" {
    align(center, text(font: sans, size: 26pt, fill: if b.red { red } else { black }, b.issuer))
    align(center, text(size: 14pt, b.number))
    if b.left + b.right != "" { grid(columns: (1fr, 1fr), align: (left, right),
      text(size: 14pt, b.left), text(size: 14pt, b.right)) }
    line(length: 100%, stroke: 1.2pt + if b.red { red } else { black })
  } else if b.kind == "Title" {
    v(6mm); align(center, par(justify: false, text(font: sans, size: 20pt, b.text))); v(4mm)
  } else if b.kind == "Heading" {
    block(sticky: true, text(font: sans, size: if b.level == 1 { 15pt } else { 14pt },
      h(2em) + b.text))
  } else if b.kind == "Paragraph" {
    par(first-line-indent: (amount: 2em, all: true),
      if b.bold { text(font: sans, b.text) } else { b.text })
  } else if b.kind == "Line" { par(b.text)
  } else if b.kind == "Note" { par(justify: false, text(size: 9.5pt, fill: luma(60), b.text))
  } else if b.kind == "Facts" {
    table(columns: (24%, 76%), stroke: 0.5pt, inset: 5pt, ..cells(b.rows))
  } else if b.kind == "Grid" {
    table(columns: b.widths.map(x => x * 100%), stroke: 0.5pt, inset: 5pt,
      table.header(..b.header.map(c => text(font: sans, size: 10.5pt, c))), ..cells(b.rows))
  } else if b.kind == "Chart" { block(breakable: false, draw(b.chart))
  } else if b.kind == "Attachments" {
    for (i, n) in b.names.enumerate() { par(if i == 0 { "附件：" } else { "　　　" } + n) }
  } else if b.kind == "Annex" {
    pagebreak(); text(font: sans, b.label)
    align(center, text(font: sans, size: 18pt, b.title))
  } else if b.kind == "Signature" {
    v(8mm)  // the day four characters from the right, the name centred over it
    context {
      let over = 4em.to-absolute() + (measure(b.day).width - measure(b.name).width) / 2
      align(right, pad(right: calc.max(over, 1em.to-absolute()), b.name))
      align(right, pad(right: 4em, b.day))
    }
    for e in b.extra { par(h(2em) + e) }
  } else if b.kind == "Colophon" {
    v(8mm); line(length: 100%, stroke: 0.8pt)
    text(size: 12pt)[抄送：#b.copies.join("，")。 \ #b.printer #h(1fr) #b.day 印发]
    line(length: 100%, stroke: 0.8pt)
  }
}
"""
)
