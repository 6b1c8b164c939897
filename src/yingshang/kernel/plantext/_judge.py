"""Is this figure a promise, and of what sort? Comparators and the reasons to leave a figure out."""

import re
from dataclasses import dataclass

from ._scan import Figure
from ._words import (
    BUILD,
    DOING,
    GRANT,
    LEFT_EQ,
    LEFT_GE,
    LEFT_GT,
    LEFT_LE,
    LEFT_MINUS,
    LEFT_PLUS,
    PAST,
    RATE,
    SUBSIDY,
)

__all__ = ["Verdict", "judge", "refused"]

_CAP = re.compile(
    r"不(?:得)?(?:超过|超|高于|多于|大于|晚于)|控制在|最[长多高晚]|(?<!不)(?<!不得)低于|限时"
)
_ROUND_THE_CLOCK = re.compile(
    r"^(?:全天候|自助|不打烊|不间断|在线|服务|值守|开放|预约|营业|随时|滚动|热线|客服|监测|气密|轮|值班|运行)"
)
_CONDITION = re.compile(
    r"^(?:及?以上|以内|以下|之内)?的(?:[,、。;给单奖按予可视]|企业|项目|单位|主体|人员|用户|客户|高校|家庭|创业|$)"
)
_WILLED = re.compile(r"力争|确保|争取|推动|促进|至少|不少于|不低于")
_TO_SCOPE = re.compile(r"(?:压缩|压减|缩短|减少|降低|控制|缩减)(?:到|至|为|在)[^,。;、]{1,14}$")
_OF_WHOLE = re.compile(r"(不低于|不少于|达到|超过|不超过|不高于)[^,。;]{1,14}的$")
_CUT_WHAT = re.compile(r"(?:压缩|压减|缩短|缩减|精简)[^,。;、]{2,12}$")
_MODIFIES = re.compile(r"^(?:及?以[上内下]|之内)?的|^及以")
_ACTING = re.compile(
    r"实现|实施|完成|达到|纳入|具备|推行|开展|办理|办结|可办|通办|能够?|网上|采用|接入|应用|通过|落实|覆盖|配备|建|受理|入驻|进驻|接通|公示|公开"
)
_ABSTRACT = re.compile(r"^(?:方面|层面|维度|阶段|领域|步骤|部门|环节并|中心环节|类型|字)")
_FINISH = re.compile(r"实现|完成|推出|上线|接入|取消|下放|办结|通办|纳入.{0,12}(?:办|清单)")
_NOTICE = re.compile(r"提前(?:至少)?$")
_CHOOSE = re.compile(
    r"(?:确定|选定|选取|新建|建成|评选出?|培育|打造|创建|举办|组织|开展|新增|推出|完成|布局|引进|设立)(?:不少于|至少)?$"
)
_TIME_NOUN = re.compile(
    r"(?:时间|时限|周期|期限|时长|用时)(?:均|分别|统一|原则上)?(?:为|是|控制在|在)?$"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The comparator of a promise, how sure we are, and the words left of it that say so."""

    comparator: str
    confidence: float
    word: str = ""


def refused(figure: Figure, work: str, year: int | None, source: str) -> bool:
    """Whether a figure commits to nothing: a threshold, a subsidy, a result, a label."""
    left, right = figure.left, figure.right
    clause = _near(work, figure, figure.clause, 120)
    sentence = _near(work, figure, figure.sentence, 300)
    before = work[max(figure.sentence[0], figure.start - 300) : figure.end]
    falling = LEFT_LE.search(left) or LEFT_MINUS.search(left)
    if right.startswith(("及以下", "以下", "及以上学历")) and not falling:
        return True
    if PAST.search(before) or _old(figure, source, year) or right.startswith("基础上"):
        return True
    if figure.kind == "time" and (figure.unit == "年" or _ROUND_THE_CLOCK.match(right)):
        return figure.unit != "年" or not _CAP.search(left[-6:]) or bool(SUBSIDY.search(sentence))
    if figure.kind in ("rate", "money") and (GRANT.search(sentence) or SUBSIDY.search(clause)):
        return True
    if figure.kind == "time" and SUBSIDY.search(clause) and not DOING.match(right):
        return True
    if figure.kind == "count" and SUBSIDY.search(clause) and not BUILD.search(left):
        return True
    if figure.kind == "time" and figure.unit == "日" and right.startswith("前"):
        return True
    meant = BUILD.search(left) or _WILLED.search(left)
    if figure.kind != "rate" and _MODIFIES.match(right) and not meant:
        return True
    if _CONDITION.match(right) and (figure.kind != "rate" or not _ACTING.search(right)):
        return not meant or bool(re.match(r"[对凡]|符合|具有|拥有", left))
    if figure.kind == "count" and _listed(figure, clause):
        return True
    return figure.chinese and _only_words(figure)


def _near(work: str, figure: Figure, within: tuple[int, int], reach: int) -> str:
    """The clause or sentence, but no further than ``reach``: a page without stops stays linear."""
    return work[max(within[0], figure.start - reach) : min(within[1], figure.end + reach)]


def _old(figure: Figure, source: str, year: int | None) -> bool:
    """A year before the document's own, in the clause, without a word of *by when*."""
    if year is None:
        return False
    clause = source[max(figure.clause[0], figure.start - 120) : figure.start]
    return any(
        int(match.group(1)) < year
        for match in re.finditer(r"(?<![较比与])((?:19|20)\d\d)年(?!.{0,4}(?:前|底|起|内))", clause)
    )


def _listed(figure: Figure, clause: str) -> bool:
    """「等16项信息资源」 cites a list; it promises only beside a word of finishing."""
    if _ABSTRACT.match(figure.right) and not (figure.mark or LEFT_GE.search(figure.left)):
        return not LEFT_LE.search(figure.left)
    return figure.left.endswith("等") and not _FINISH.search(clause) and not figure.mark


def _only_words(figure: Figure) -> bool:
    """Numbers in words are mostly labels (一个窗口): they need a strong word beside them."""
    if figure.kind in ("rate", "double"):
        return False
    if figure.kind == "time":
        return not (figure.mark in ("内", "以内", "之内") or LEFT_LE.search(figure.left))
    if LEFT_GE.search(figure.left) or LEFT_GT.search(figure.left) or figure.mark == "以上":
        return False
    if figure.value >= 10 and BUILD.search(figure.left):
        return False
    if figure.value == 1 and figure.unit not in ("家", "处", "所", "座", "条"):
        return True
    return not _CHOOSE.search(figure.left)


def judge(figure: Figure, left: str, mark: str, right: str) -> Verdict | None:
    """The verdict on a figure from the words left and right of its list; None: no commitment."""
    if figure.kind == "double":
        return Verdict("increase", 0.6)
    reader = {"time": _time, "rate": _rate, "money": _money, "count": _count}[figure.kind]
    return reader(figure, left, mark, right)


def _word(left: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        match = pattern.search(left)
        if match:
            return match.group()
    return ""


def _time(figure: Figure, left: str, mark: str, right: str) -> Verdict | None:
    if _NOTICE.search(left) or (LEFT_GE.search(left) and not mark):
        return Verdict(">=", 0.7, _word(left, LEFT_GE))
    if LEFT_LE.search(left):
        return Verdict("<=", 0.95, _word(left, LEFT_LE))
    if mark in ("以内", "内", "之内"):
        return Verdict("<=", 0.9 if DOING.match(right) or mark == "以内" else 0.7)
    if LEFT_MINUS.search(left):
        return Verdict("decrease", 0.7, _word(left, LEFT_MINUS))
    if _TO_SCOPE.search(left):
        return Verdict("<=", 0.8)
    if DOING.match(right) and not mark:
        return Verdict("<=", 0.75)
    if mark == "以上":
        return Verdict(">=", 0.5)
    if LEFT_GT.search(left):
        return Verdict("<=", 0.5) if "不" in left[-4:] else None
    return Verdict("<=", 0.8) if _TIME_NOUN.search(left) else None


def _rate(figure: Figure, left: str, mark: str, right: str) -> Verdict | None:
    if LEFT_LE.search(left) or mark == "以下":
        return Verdict("<=", 0.9, _word(left, LEFT_LE))
    if LEFT_GT.search(left):
        return Verdict(">", 0.9, _word(left, LEFT_GT))
    if LEFT_GE.search(left):
        return Verdict(">=", 0.95, _word(left, LEFT_GE))
    if LEFT_PLUS.search(left):
        return Verdict("increase", 0.85, _word(left, LEFT_PLUS))
    if LEFT_MINUS.search(left):
        return Verdict("decrease", 0.85, _word(left, LEFT_MINUS))
    whole = _OF_WHOLE.search(left)
    if whole:
        return Verdict("<=" if whole.group(1) in ("不超过", "不高于") else ">=", 0.6)
    if RATE.search(left):
        return Verdict(">=", 0.9 if mark == "以上" else 0.7)
    if mark == "以上":
        return Verdict(">=", 0.85 if _ACTING.search(right) or not right[2:] else 0.6)
    if right.startswith("的") and _ACTING.search(right):
        return Verdict(">=", 0.6)
    if _CUT_WHAT.search(left):
        return Verdict("decrease", 0.6)
    if figure.value == 100 and _ACTING.search(right[:6]):
        return Verdict(">=", 0.6)
    return None


def _money(figure: Figure, left: str, mark: str, right: str) -> Verdict | None:
    if LEFT_LE.search(left) or mark in ("以内", "以下"):
        return Verdict("<=", 0.9, _word(left, LEFT_LE))
    if LEFT_GT.search(left):
        return Verdict(">", 0.9, _word(left, LEFT_GT))
    if LEFT_GE.search(left):
        return Verdict(">=", 0.9, _word(left, LEFT_GE))
    if mark == "以上":
        return Verdict(">=", 0.8)
    if LEFT_MINUS.search(left):
        return Verdict("decrease", 0.7, _word(left, LEFT_MINUS))
    if LEFT_PLUS.search(left) or re.search(
        r"新增|完成|实现|投放|发放|引导|争取|力争|募集|融资", left
    ):
        return Verdict("=", 0.55, _word(left, LEFT_PLUS))
    return None


def _count(figure: Figure, left: str, mark: str, right: str) -> Verdict | None:
    if _CAP.search(left[-5:]) or mark in ("以内", "之内"):
        return Verdict("<=", 0.85, _word(left, LEFT_LE))
    if (
        LEFT_LE.search(left)
        or LEFT_EQ.search(left)
        or re.search(r"压[减缩][到至为][^,]{0,4}$", left)
    ):
        return Verdict("=", 0.85, _word(left, LEFT_LE, LEFT_EQ))
    if left.endswith("前") and figure.unit in ("名", "位"):
        return Verdict("<=", 0.6)
    if LEFT_GT.search(left):
        return Verdict(">", 0.9, _word(left, LEFT_GT))
    if LEFT_GE.search(left) or mark == "以上":
        return Verdict(">=", 0.9, _word(left, LEFT_GE))
    if re.search(r"(?:增长|提高|提升)$", left):
        return Verdict("increase", 0.7, left[-2:])
    if re.search(r"(?:至少|不少于|不低于)[^,]{0,8}$", left):
        return Verdict(">=", 0.8)
    if BUILD.search(left):
        return Verdict("=", 0.75)
    return None
