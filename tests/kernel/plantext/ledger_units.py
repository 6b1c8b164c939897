"""Layouts that differ in how units are named and tasks are numbered."""

import random

from ledger_base import BRACKETS, HANZI, HEAD, Entry, Rendered, document, numbered, wanted


def in_brackets(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Units at the end of the paragraph, in any kind of bracket and any wording."""
    pair, tails, answers = rng.choice(BRACKETS), [], []
    for entry in ledger:
        others, names = "、".join(entry.others), "、".join((entry.lead, *entry.others))
        form = rng.choice(("lead", "fields", "all")) if entry.others else "one"
        said = {
            "lead": f"{entry.lead}牵头，{others}配合",
            "fields": f"牵头单位：{entry.lead}；责任单位：{others}",
            "all": f"{names}按职责分工负责",
            "one": f"{entry.lead}负责",
        }[form]
        roles: dict[str, tuple[str, ...]] = {"lead": (entry.lead,)}
        if form == "all":
            roles = {"responsible": (entry.lead, *entry.others)}
        elif entry.others:
            roles["cooperating" if form == "lead" else "responsible"] = entry.others
        tails.append(f"{entry.due}前完成。{pair[0]}{said}{pair[1]}")
        answers.append(wanted(entry, **roles))
    return document(numbered(ledger, tails)), answers


def by_position(ledger: list[Entry], rng: random.Random) -> Rendered:
    """The unit listed first leads, as a note says once."""
    pair = rng.choice(BRACKETS[:5])
    notes = (
        "（每项任务后第一个单位为牵头单位，其他为责任单位）",
        "说明：各项任务责任单位中，排在第一位的为牵头单位。",
        "以下各项任务，列首位的为牵头单位，其余为配合单位。",
    )
    note = rng.choice(notes)
    part = "cooperating" if "配合" in note else "responsible"
    tails = [
        f"{one.due}前完成。{pair[0]}{'、'.join((one.lead, *one.others))}{pair[1]}" for one in ledger
    ]
    answers = [wanted(one, lead=(one.lead,), **{part: one.others}) for one in ledger]
    return document(numbered(ledger, tails), note=note), answers


def by_star(ledger: list[Entry], rng: random.Random) -> Rendered:
    """The unit marked with a star leads, wherever it stands in the list."""
    tails = []
    for entry in ledger:
        names = [f"*{entry.lead}", *entry.others]
        rng.shuffle(names)
        tails.append(f"{entry.due}前完成。（{'、'.join(names)}）")
    answers = [wanted(one, lead=(one.lead,), responsible=one.others) for one in ledger]
    note = rng.choice(("注：带“*”的为牵头单位。", "（标*的单位为牵头单位，其余为责任单位）"))
    return document(numbered(ledger, tails), note=note), answers


def once_for_all(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Units are named once: at the head of the tasks, or below the last."""
    first = ledger[0]
    others = "、".join(first.others)
    said = f"由{first.lead}牵头" + (f"，{others}配合" if others else "")
    tails = [f"{one.due}前完成。" for one in ledger]
    answers = [wanted(one, lead=(first.lead,), cooperating=first.others) for one in ledger]
    if rng.random() < 0.5:
        return document(numbered(ledger, tails), note=f"以下任务均{said}，不再逐项列出。"), answers
    return document(numbered(ledger, tails), closing=f"以上任务{said}。"), answers


def in_the_sentence(ledger: list[Entry], rng: random.Random) -> Rendered:
    """No bracket: the last sentence tells who does it."""
    tails, answers = [], []
    for entry in ledger:
        others = "、".join(entry.others)
        if entry.others and rng.random() < 0.5:
            said = f"由{entry.lead}牵头，{others}配合。"
            answers.append(wanted(entry, lead=(entry.lead,), cooperating=entry.others))
        elif entry.others:
            said = f"由{entry.lead}、{others}负责。"
            answers.append(wanted(entry, responsible=(entry.lead, *entry.others)))
        else:
            said = f"由{entry.lead}负责。"
            answers.append(wanted(entry, lead=(entry.lead,)))
        tails.append(f"{entry.due}前完成，{said}")
    return document(numbered(ledger, tails)), answers


def nobody(ledger: list[Entry], rng: random.Random) -> Rendered:
    """No unit is named, and none is made up."""
    tails = [f"{one.due}前完成。" for one in ledger]
    return document(numbered(ledger, tails)), [wanted(one) for one in ledger]


def in_fields(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Lines of fields, their names differing, long lists wrapped after a mark."""
    lead = rng.choice(("牵头单位", "牵头部门", "主要负责单位"))
    duty = rng.choice(("责任单位", "责任部门", "配合单位", "协办单位", "参加单位"))
    due = rng.choice(("完成时限", "完成时间", "时限要求"))
    lead, part = (lead, "responsible" if duty.startswith("责任") else "cooperating")
    stop, tails, answers = rng.choice("\n；"), [], []
    for entry in ledger:
        names = rng.choice(("、", "、\n" if stop == "\n" else "、")).join(entry.others)
        second = f"{stop}{duty}：{names}" if entry.others else ""
        tails.append(f"\n{lead}：{entry.lead}{second}{stop}{due}：{entry.due}前")
        answers.append(wanted(entry, lead=(entry.lead,), **{part: entry.others}))
    return document(numbered(ledger, tails)), answers


PLAIN = ("{n}、", "{n}. ", "（{h}）", "({n})", "{n}）", "{n})", "{c}")
MARKS = (*PLAIN, "{h}是", "第{h}条 ", "1.{n} ")


def marks(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Numbers of every style, restarting in each section, nested or not."""
    style = rng.choice(MARKS)
    size, lines, index = rng.randint(2, 4), [], 0
    whole = style.startswith(("第", "1.")) or style == "{h}是"
    for place, entry in enumerate(ledger):
        if not whole and place % size == 0:
            lines.append(f"（{HANZI[place // size + 1]}）夯实基础" if style != "（{h}）" else "")
            index = 0 if style != "（{h}）" else index
        index += 1
        mark = style.format(n=index, h=HANZI[index], c=chr(0x245F + index))
        words = entry.words + f"{entry.due}前完成。（{entry.lead}负责）"
        lines.append(f"{mark}{entry.title}。{words}")
    return document([line for line in lines if line]), [wanted(e, lead=(e.lead,)) for e in ledger]


def without_numbers(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Tasks are paragraphs with a short lead-in, under numbered sections."""
    stop = rng.choice("。：")
    paragraphs = [
        f"{one.title}{stop}{one.words}{one.due}前完成。（{one.lead}负责）" for one in ledger
    ]
    half = max(2, len(paragraphs) // 2)
    first, second = paragraphs[:half], paragraphs[half:]
    if len(second) == 1:
        first, second = paragraphs, []
    parts = ["一、提升办事效率", *first] + (["二、降低企业成本", *second] if second else [])
    return "\n".join([*HEAD, *parts]), [wanted(one, lead=(one.lead,)) for one in ledger]
