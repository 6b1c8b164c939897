"""Targets: numbers with units that commit to a future level, with their exact offsets."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ._apart import apart
from ._called import Called, day_in_row, days_of_each, in_row, list_ends, row_of
from ._confidence import estimate, features
from ._deadlines import By, dates
from ._digits import MISREAD, mend_digits
from ._elided import whole
from ._judge import Verdict, judge
from ._mask import ASIDE, DATE, LABEL, mask
from ._metrics import act_of, metrics_of, scope_of, subject_of
from ._model import Target
from ._refuse import refused
from ._scan import Figure, scan
from ._text import Flat, found
from ._units_of_measure import NUMBER, OPENS, measured
from ._words import BUILD, LEFT_LE
from ._wraps import unwrapped

__all__ = ["find_targets", "is_base", "printed_unit"]

_TURN = re.compile(
    r"^(?:左右|以上|以内)?[^,。;、]{0,4}?(?:压减|压缩|缩减|缩短|减少|减|降低|下降|降|精简|提速"
    r"|提高|提升|增加|增长|发展|上升|调减|压降|优化|合并|整合|扩大|增|调整|缩|压|升|变|扩展|拓展|放宽|延长|下调|上调|提"
    r"|扩)(?:到|至|为|◆)"
)
_INTO = re.compile("[到至为◆]")  # with what a turn ends
_TURNS = 16  # characters, more than any turn has
_REACH = 300  # characters of one sentence
_ENDED = re.compile("[。\n]")
_DAYS = {"天", "日", "工作日", "自然日"}
# 「压减到10个工作日以内,力争达到5个工作日」: the same thing once more, further on
_FURTHER = re.compile(
    r"(?:并|最终|进一步|有条件的)*(?:力争|争取|努力|鼓励)(?:达到|达|实现|做到|压[缩减]?[至到为]"
    r"|缩短[至到为]|控制在)?"
)
_NUMBERED = re.compile(r"[\d百翻半一二三四五六七八九十两OoQОоlI]")
# 「网办率2025年达到85%,2026年达到90%」
_REACHED = re.compile(
    r"(?:要|应|将|力争|确保|争取|分别|实现)*(?:达到?|(?:提[高升]|降低?|压[缩减]|增[加至])[到至为]"
    r"|不[低少高]于|不超过|完成)?"
)
_BESIDE = re.compile(r"\([套次间]\)")
_MEAN = re.compile(r"平均|年均|人均|户均|均值")
_MEDIAN = re.compile(r"中位数")
_PEOPLE = {"人", "人次", "名", "位"}
_ON_BASE = re.compile("的?基础上")
# 「将65项审批事项精简整合至42项」
_MERGED = re.compile(
    r"[^,。;、]{2,14}?(?:精简|压减|压缩|缩减|减少|合并|整合|优化){1,2}(?:到|至|为)(?=\d)"
)
_ASIDE = re.compile(r"\(([^()]{2,16})\)")
_FEW = r"(?:[\d.]+\s?(?:个)?(?:工作日|小时|分钟|天|环节|件|份|%|元|次)(?:以内|以上|左右)?)"
_BEFORE = re.compile(rf"\s*(?:{_FEW}\s*[、,及和]\s*)*")
_BEHIND = re.compile(rf"(?:以内|以上|左右)?(?:\s*[、,及和]\s*{_FEW})*\s*[。]?\s*(?:\n|$)")
# 「实际利用外资5亿美元,同比增长8%」 grows what was told before
_GROWN = re.compile(r"(?:同比|年均|较上年|[较比]去年)(?:增长|提高|提升|下降|减少|增加)(?:约|近)?")
_MAX = re.compile(r"最[长多高]")
# 「审批时间压缩至3个、5个工作日」: no words tell which is whose
_PLACES = re.compile(r"(?<=[县市区镇乡])\([市县区旗镇乡街道团场、及和]{1,8}\)")
_JOINED = re.compile(rf"[和及与并](?=(?:{BUILD.pattern})?$)")
_UNTOLD = 0.85
_MEASURED = re.compile(r"[^、:]{2,24}(?:时间|时限|周期|用时|时长|期限|次数|环节|材料)")


def find_targets(
    flat: Flat, given: str, title: str, blocked: Iterable[tuple[int, int]], year: int | None
) -> tuple[Target, ...]:
    """Answer the targets of one task; ``blocked`` are stretches already read as fields."""
    flat, blocked = unwrapped(flat, blocked)
    if not _NUMBERED.search(flat.text):
        return ()
    work = mask(flat.text, blocked, year)
    figures = scan(
        work, lambda figure: is_base(figure) or not refused(figure, work, year, flat.text)
    )
    if not figures or not _counts(flat.text, work, figures[0]):
        return ()
    said = dates(flat.text, year)
    targets: list[Target] = []
    base: int | None = None
    held: tuple[Figure, Verdict] | None = None
    last: Figure | None = None
    for index, figure in enumerate(figures):
        if is_base(figure):
            base = index
            continue
        again = _again(figure, held)
        verdict = again or _verdict(figures, index, held, work)
        if verdict is None:
            continue
        metric = targets[-1].metric if again and targets else ""
        held = (figure, verdict)
        bases = _bases(figures, base, figure)
        read = _targets(flat, work, given, title, figures, index, verdict, bases, said)
        near = targets[-1].metric if targets and last and _near(last, figure) else ""
        if not near and verdict.rule.endswith(":head"):
            near = metrics_of(_head(work, figure), "", title, "head", several=False)[0]
        act = act_of(figure)
        for one in read:
            name = metric or whole(one.metric, act, near, title)
            targets.append(one if name == one.metric else replace(one, metric=name))
        last = figure
    return tuple(targets)


def _bases(figures: list[Figure], last: int | None, figure: Figure) -> list[Figure]:
    """Where a figure starts from: 「由20天压减至15天」, 「分别由30天和20天压减至…」."""
    if last is None or figures[last].clause != figure.clause or figures[last].kind != figure.kind:
        return []
    return figures[last - figures[last].chain : last + 1]


def _near(before: Figure, figure: Figure) -> bool:
    same = before.sentence == figure.sentence
    return same and (before.kind == figure.kind or bool(_GROWN.fullmatch(figure.left)))


def _counts(text: str, work: str, first: Figure) -> bool:
    """Whether any number stands in the text itself: hiding a field behind it makes none."""
    start, end = max(0, first.start - 1), first.end + 2
    if text[start:end] == work[start:end]:
        return True
    return next(found(OPENS, NUMBER, mend_digits(text)), None) is not None


def _alike(start: Figure, figure: Figure) -> bool:
    """Whether two lengths of time are told in one measure: 「由1个工作日压至4小时」 is not."""
    return figure.kind != "time" or start.unit == figure.unit or {start.unit, figure.unit} <= _DAYS


def _again(figure: Figure, held: tuple[Figure, Verdict] | None) -> Verdict | None:
    """A stretch goal behind a promise: it goes the same way and measures the same."""
    if held is None or not _FURTHER.fullmatch(figure.left):
        return None
    before, kept = held
    same = (before.sentence, before.kind) == (figure.sentence, figure.kind)
    same = same and (before.unit == figure.unit or figure.kind == "time")  # 「力争4个小时办结」
    return Verdict(kept.comparator, f"{figure.kind}:carried") if same else None


def is_base(figure: Figure) -> bool:
    """A figure that is turned into another (「由45天压减为20天」) is where it starts from."""
    if not figure.right:
        return False
    turned = bool(_INTO.search(figure.right, 0, _TURNS) and _TURN.match(figure.right))
    turned = turned and not LEFT_LE.search(figure.left)
    merged = figure.left.endswith(("将", "把")) and _MERGED.match(figure.right + "0")
    return turned or bool(merged) or bool(_ON_BASE.match(figure.right))


def _verdict(
    figures: list[Figure], index: int, held: tuple[Figure, Verdict] | None, work: str
) -> Verdict | None:
    """A figure's own verdict, its list's, or the one of the figure before it in the sentence."""
    figure = figures[index]
    first, last = list_ends(figures, index)
    left = first.left
    if not left and held and held[0].clause == figure.clause:
        left = held[0].left  # 「压缩至2个环节、3个工作日」
    if figure.unit == "次" and index and is_base(figures[index - 1]):
        left = figures[index - 1].left[-8:] + left  # 「平均跑动次数由5次减少为1次」
    after = work[last.end : min(last.sentence[1], last.end + 60)]
    verdict = judge(figure, left, last.mark, last.right, _head(work, figure), after)
    if verdict is not None or held is None:
        return verdict
    before, kept = held
    same = before.sentence == figure.sentence and before.kind == figure.kind
    among_times = figure.kind == "time" and "其中" in work[figure.sentence[0] : figure.start]
    beside = before.clause == figure.clause and before.unit == figure.unit
    if figure.kind == "time" and not among_times and not beside:
        return None
    if not same or len(figure.left) > (24 if beside else 14):
        return None
    if kept.rule.endswith(":places") and before.clause != figure.clause:
        return None
    if figure.kind == "count" and before.unit != figure.unit and len(figure.right) > 20:
        return None
    alike = before.unit == figure.unit or {before.unit, figure.unit} <= _PEOPLE
    among = figure.kind == "count" and "其中" in figure.left and alike
    among = among or among_times
    if (not among and re.search(r"[的了按以]$|对", figure.left)) or (
        "其中" in figure.left and not among_times and (figure.kind != "count" or not alike)
    ):
        return None
    comparator = kept.comparator
    if before.over and not figure.over and comparator == ">=":
        comparator = "="
    if figure.upper is not None and figure.kind == "count":
        comparator = "="
    apart = before.clause != figure.clause and (before.unit != figure.unit or "其中" in figure.left)
    if figure.kind == "count" and apart and kept.rule.endswith(":ge"):
        comparator = "="
    if figure.kind in ("count", "money") and kept.rule.endswith(":above"):
        comparator = "="  # 「新增就业50万人以上,困难人员就业3万人」
    return Verdict(comparator, f"{figure.kind}:carried")


def _head(work: str, figure: Figure) -> str:
    """What stands before the colon that opened the enumeration, or in the cell before."""
    opens = figure.clause[0]
    line = work[work.rfind("\n", max(0, figure.start - 40), figure.start) + 1 : figure.start]
    if len(line) < 24 and _BEFORE.fullmatch(line) and _BEHIND.match(work, figure.end):
        return "◆"  # a cell of figures alone
    if not figure.left and opens and work[opens - 1] == "\n":
        cell = work[work.rfind("\n", max(0, opens - 40), opens - 1) + 1 : opens - 1]
        return cell.strip()
    start = max(figure.sentence[0], figure.start - 120)
    colon = work.rfind(":", start, figure.start)
    return work[max(start, colon - 12) : colon] if colon > start else ""


def _targets(
    flat: Flat,
    work: str,
    given: str,
    title: str,
    figures: list[Figure],
    index: int,
    verdict: Verdict,
    bases: list[Figure],
    said: list[By],
) -> list[Target]:
    figure = figures[index]
    first, last = list_ends(figures, index)
    row = row_of(figures, index, work)
    place = row.index(figure)
    head = bases[0] if bases else row[0]
    base = bases[min(figure.chain, len(bases) - 1)] if bases else None
    subject = _words(flat.text, work, head.seg, head.start)
    if not subject.strip() and index > place:
        subject = _carried(flat.text, work, figures[index - place - 1], figure)
    elif len(row) > 1 or bases:
        subject = _told_before(flat.text, work, head, len(row)) + subject
    thing = _words(flat.text, work, last.end, last.stop)
    if not subject.strip() and verdict.rule.endswith(":goal"):
        thing = ""  # a cell of figures alone speaks of its row
    scope = scope_of(figure.left or first.left, _aside(flat.text, figure))
    called = Called(metrics_of(subject, thing, title, figure.kind, several=True), scope)
    if len(row) > 1:
        called = in_row(called, subject, thing, row, place)
    day = day_in_row(row, place, said, work)
    days = days_of_each(figure, said, work)
    start = base.seg if base is not None else _start(figure, work)
    start, end = _trim(flat.text, start, figure.end + figure.tail)
    offsets = flat.span(start, end)
    sentence = work[max(figure.sentence[0], figure.start - 200) : figure.end + 60]
    sure = estimate(
        features(figure, verdict.rule, first.left, last.right, sentence.partition("。")[0]),
        mended=not MISREAD.isdisjoint(flat.printed(given, figure.start, figure.end)),
    )
    return [
        Target(
            span=given[offsets[0] : offsets[1]],
            offsets=offsets,
            metric=name,
            comparator=verdict.comparator,
            value=figure.value,
            unit=printed_unit(flat, given, figure),
            statistic=_statistic(figure, (head.left if bases else "") + first.left, verdict),
            by=by,
            scope=called.scope,
            value_max=figure.upper,
            baseline=base.value if base and base.upper is None and _alike(base, figure) else None,
            confidence=sure if called.sure or day else min(sure, _UNTOLD),
        )
        for name in called.names
        for by in days or [day or _by(figure, said, work)]
    ]


def _start(figure: Figure, work: str) -> int:
    """Where the words of a figure begin: behind what was counted by the one before it."""
    if figure.chain or not figure.left:
        return figure.start
    if figure.seg > figure.clause[0]:
        joined = _JOINED.search(work, figure.seg, figure.start)
        if joined:
            return joined.end()  # 「新建20个车间和改造50个仓库」
    return figure.seg


def printed_unit(flat: Flat, given: str, figure: Figure) -> str:
    """The unit as printed, traditional characters kept; what a scanner garbled is mended."""
    start, end = figure.unit_at
    printed = flat.printed(given, start, end) if start < end else ""
    beside = _BESIDE.match(flat.text, end) if printed.isalpha() else None
    if beside:  # 「15万台（套）」
        return printed + flat.printed(given, end, beside.end())
    return printed if printed.isalpha() and not MISREAD.intersection(printed) else figure.unit


def _told_before(text: str, work: str, head: Figure, count: int) -> str:
    """What the clause before names: 「压缩审批时间,由12天缩短为8天」, 「A、B的用时,分别…」."""
    opens, edge = head.sentence[0], head.clause[0] - 1
    if edge <= opens or subject_of(head.left) or work[edge] != ",":
        return ""
    told = _words(text, work, max(opens, work.rfind(",", opens, edge) + 1), edge)
    if any(char.isdigit() for char in told):
        return ""
    if count > 1:
        return told if apart(subject_of(told), count) else ""
    match = _MEASURED.search(told)
    return subject_of(match.group()) if match else ""


def _carried(text: str, work: str, before: Figure, figure: Figure) -> str:
    """「投诉1个工作日内受理、5个工作日内办结」: the second has the subject of the first."""
    same = before.clause == figure.clause and before.kind == figure.kind
    return _words(text, work, before.seg, before.start) if same else ""


def _words(text: str, work: str, start: int, end: int) -> str:
    """The words as they stand, labels and citations included, asides and fields left out."""
    shown = work[start:end]
    if ASIDE in shown and (place := _PLACES.search(text, start, end)):
        before, behind = place.span()
        told = _words(text, work, start, before) + place.group() + _words(text, work, behind, end)
        return told
    if LABEL not in shown:
        return shown.replace(ASIDE, "").replace(DATE, "").replace(" ", "")
    return "".join(
        char if sign == LABEL else sign
        for char, sign in zip(text[start:end], shown, strict=True)
        if sign not in (ASIDE, DATE, " ")
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " 、,。;:\n":
        start += 1
    return start, end


def _aside(text: str, figure: Figure) -> str:
    match = _ASIDE.search(text, figure.seg, figure.start)
    return match.group(1) if match and not _PLACES.match(text, match.start()) else ""


def _statistic(figure: Figure, left: str, verdict: Verdict) -> str | None:
    if _MEDIAN.search(left):
        return "median"
    if _MEAN.search(left):
        return "mean"
    if verdict.comparator in ("increase", "decrease"):
        return None
    if figure.kind == "time":
        return "max" if _MAX.search(left) else "each"
    if measured(figure.unit):
        return None
    return {"rate": "share", "money": "amount", "count": "count"}.get(figure.kind)


def _by(figure: Figure, said: list[By], work: str) -> date | None:
    """The last binding date before the figure in its own sentence, or the year right before it."""
    for by in reversed(said[: bisect_right(said, figure.start, key=lambda one: one.start)]):
        if by.start < figure.sentence[0] or work.find("全年", by.end, figure.start) >= 0:
            break
        if figure.kind != "time" and _REACHED.fullmatch(work, by.end, figure.start):
            return by.day
        if by.binding and by.end <= figure.start:
            return by.day
    return _by_of_all(figure, said, work)


def _by_of_all(figure: Figure, said: list[By], work: str) -> date | None:
    """「到2028年底,新增300座;占比达到50%」: the day that opens a sentence dates its clauses."""
    before = bisect_right(said, figure.start, key=lambda one: one.start)
    if not before or not said[before - 1].opens or not said[before - 1].binding:
        return None
    by = said[before - 1]
    opened = by.start == 0 or work[by.start - 1] in "。\n"
    within = figure.start - by.end < _REACH and not _ENDED.search(work, by.end, figure.start)
    return by.day if opened and within else None
