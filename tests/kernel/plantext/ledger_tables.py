"""Layouts that are tables, whole or fallen apart."""

import random

from ledger_base import HEAD, UNITS, Entry, Rendered, Wanted, wanted, wrap

NAMES = {
    "no": ("序号",),
    "title": ("工作任务", "任务名称", "重点任务"),
    "words": ("具体举措", "目标要求", "工作内容"),
    "lead": ("牵头单位", "牵头部门"),
    "others": ("责任单位", "配合单位"),
    "due": ("完成时限", "完成时间"),
}


def rows(ledger: list[Entry], rng: random.Random) -> tuple[list[list[str]], list[Wanted]]:
    """The head of a table and its rows, columns named and ordered at random."""
    names = {key: rng.choice(choice) for key, choice in NAMES.items()}
    order = ["no", "title", "words", "lead", "others", "due"]
    if rng.random() < 0.3:
        order = ["no", "title", "words", "due", "lead", "others"]
    part = "responsible" if names["others"].startswith("责任") else "cooperating"
    table, answers = [[names[key] for key in order]], []
    for index, entry in enumerate(ledger, 1):
        others = entry.others or tuple(name for name in UNITS[:2] if name != entry.lead)[:1]
        cells = {
            "no": str(index),
            "title": entry.title,
            "words": entry.words.rstrip("。"),
            "lead": entry.lead,
            "others": "、".join(others),
            "due": entry.due,
        }
        table.append([cells[key] for key in order])
        answers.append(wanted(entry, lead=(entry.lead,), **{part: others}))
    return table, answers


def table_text(lines: list[str]) -> str:
    return "\n".join([*HEAD[:6], "附件", "海岬市2026年优化营商环境任务分解表", *lines])


def in_pipes(ledger: list[Entry], rng: random.Random) -> Rendered:
    """A table with upright strokes or tabs between the cells."""
    table, answers = rows(ledger, rng)
    if rng.random() < 0.5:
        return table_text(["\t".join(row) for row in table]), answers
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return table_text([lines[0], "|---" * len(table[0]) + "|", *lines[1:]]), answers


def in_cells(ledger: list[Entry], rng: random.Random) -> Rendered:
    """A table flattened to one cell a line, its head again on every page."""
    table, answers = rows(ledger, rng)
    each, lines = rng.randint(2, 5), []
    for index, row in enumerate(table[1:]):
        if index % each == 0:
            lines += ([f"第 {index // each} 页"] if index else []) + table[0]
        lines += row
    return table_text(lines), answers


def in_broken_cells(ledger: list[Entry], rng: random.Random) -> Rendered:
    """A flattened table whose cells wrap over several lines."""
    table, answers = rows(ledger, rng)
    width, each, lines = rng.randint(9, 14), rng.randint(2, 5), []
    for index, row in enumerate(table[1:]):
        if index % each == 0:
            lines += ([f"- {index // each} -"] if index else []) + table[0]
        for cell in row:
            lines += [piece for piece in wrap(cell, width) if piece]
    return table_text(lines), answers


def in_html_table(ledger: list[Entry], rng: random.Random) -> Rendered:
    """A ruled table of a web page."""
    table, answers = rows(ledger, rng)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in table)
    head = "".join(f"<p>{line}</p>" for line in (*HEAD[:6], "海岬市2026年优化营商环境任务分解表"))
    return f"<html><body>{head}<table>{body}</table></body></html>", answers
