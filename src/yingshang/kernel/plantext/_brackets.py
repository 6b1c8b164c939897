"""Lists within brackets and fields: 「X牵头,Y配合」, and who leads where nothing says so."""

import re

from ._names import generic, list_edges, names, units_all
from ._text import Ending, kept
from ._unit_rules import REMARK, Rules

__all__ = ["HINT", "alone", "bare", "bracket_roles", "pieces"]

_LEAD = Ending(
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:主责|(?:总)?牵头)(?:负责|落实|组织|实施|办理|推进|单位|部门|抓总|督导|督办|指导|协调|统筹)*$",
    "位办头实导总施理筹织调责进门",
)
_HELP = Ending(
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:密切|积极|协同|做好)?"
    r"(?:配合|协助|协同|协办|会办|参与|参加|指导)(?:配合|落实|实施|推进|做好|工作|单位|部门)?$",
    "与位作办加助合同好实施进门导",
)
_DO = Ending(
    r"(?:按(?:照)?(?:各自)?(?:职责|职能|分工)(?:分工)?)?(?:分别|分工|共同|具体|主要|组织|按职责"
    r"|结合(?:各自|本地|工作)?(?:实际|职责|职能)|抓好|认真|全面|推动|推进)?"
    r"(?:负责|落实|实施|组织实施|推进|承担|主办|承办)(?:落实|实施|推进|办理)?$",
    "办实担施理责进",
)
_ROLES = (("lead", _LEAD), ("cooperating", _HELP), ("responsible", _DO))
_NOT_UNIT = re.compile(
    r"^(?:持续|长期|全年|年内|常态化)|^ ?按[月季年周时序计]"
    r"|完成|列第一|名第一|首位|第一位|排第一|[列排]在前"
    r"|\d\s*[年月日]|年底|月底|时限|以?下同$"
)
_OPENERS = tuple("([【〔{「〈﹝")
_CLOSERS = tuple(")]】〕}」〉﹞")
HINT = re.compile(
    r"负责|牵头|配合|参与|落实|实施|协助|协办|会办|承办|主办|责任|参加|主管|协同|成员|主责"
)


def pieces(value: str, default: str) -> list[tuple[str, int, int]]:
    """Stretches of a list with their roles, each ended by its role word."""
    roles: list[tuple[str, int, int]] = []
    start = 0
    for edge in list_edges(value):
        piece = value[start:edge].rstrip(" ,;。、")
        if _NOT_UNIT.search(piece):
            start = edge
            continue
        for role, pattern in _ROLES:
            match = pattern.search(piece)
            if match:
                helped = role == "cooperating" and not roles
                own = _own_group(value, start, start + match.start()) if helped else start
                if own > start:
                    roles.append((default, start, own - 1))
                    match = pattern.search(value[own:edge].rstrip(" ,;。、")) or match
                    start = own
                joined = role == "responsible" and piece.lstrip().startswith("会同") and roles
                said = "cooperating" if joined else role
                whose = value[start : start + match.start()].rstrip(" ,;。、")
                roles.append((said, start, start + len(whose)))
                start = edge
                break
    if value[start:].strip(" ,;。、"):
        roles.append((default, start, len(value)))
    return roles


def _own_group(value: str, start: int, end: int) -> int:
    """Where 「市财政局、市国资委,市委网信办参与」 parts: the role is of those behind the comma."""
    comma, stop = value.rfind(",", start, end), value.rfind(";", start, end)
    if stop < 0 and "、" not in value[start : max(start, comma)]:
        return start
    cut = max(comma, stop)
    return cut + 1 if cut > start and units_all(value[start:cut], strict=True) else start


def _inner(bracket: str) -> str:
    """What stands within, an inner bracket at its end kept whole."""
    inner = bracket[1:]
    while inner.endswith(_CLOSERS) and sum(map(inner.count, _CLOSERS)) > sum(
        map(inner.count, _OPENERS)
    ):
        inner = inner[:-1]
    remark = REMARK.search(inner)
    return inner[: remark.start()] if remark else inner


@kept(32, 600)
def bracket_roles(bracket: str) -> list[tuple[str, int, int]] | None:
    """Roles of 「(X牵头,Y配合)」 or 「(X负责)」; offsets within the bracket; None: no units."""
    inner = _inner(bracket)
    if not inner or len(inner) > 600 or not HINT.search(inner):
        return None
    parts = pieces(inner, "other")
    known = [piece for piece in parts if piece[0] != "other"]
    if not known or not units_all("、".join(inner[a:b] for _, a, b in known)):
        several = len(known) > 1 and units_all(inner[slice(*known[0][1:])], strict=True)
        if not several:  # one list of several may hold names that are but half told
            return None
    rest = [piece for piece in parts if piece[0] == "other"]
    if rest and units_all(inner[rest[0][1] : rest[0][2]], strict=True):
        joined = inner[rest[0][1] :].startswith("会同")
        known.append(("cooperating" if joined else "responsible", *rest[0][1:]))
    return [(role, a + 1, b + 1) for role, a, b in alone(inner, known)]


def alone(inner: str, known: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """「(X负责)」: one unit that answers, and nobody else before it, leads."""
    if any(role == "lead" for role, _, _ in known):
        return known
    answering = [piece for piece in known if piece[0] == "responsible"]
    does = [inner[end : end + 2] for _, _, end in answering]
    if does[:1] == ["负责"] and set(does[1:]) <= {"落实", "实施", "执行"}:
        answering = answering[:1]  # 「X负责,Y落实」
    if len(answering) != 1:
        return known
    _, start, end = answering[0]
    listed, open_ended = names(inner[start:end], inner[start:end])
    if len(listed) != 1 or open_ended or generic(listed[0].text):
        return known
    return [("lead", *piece[1:]) if piece == answering[0] else piece for piece in known]


# 「(县税务局、县公安局;6月底前)」: the date behind the list is the deadline's
_BY_WHEN = re.compile(
    r"[;,。]\s*(?:[^;,、。]{0,6}时[限间]:)?[^;,、。]{0,8}(?:月|年|季度|年底|长期|持续)[^;,、。]{0,10}$"
)


_OFFICES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}(?:[庭局办处科室股]|中心)、){1,8}[\u4e00-\u9fff]{2,12}(?:[庭局办处科室股]|中心)"
)


def bare(bracket: str, rules: Rules, *, alone: bool = False) -> list[tuple[str, int, int]] | None:
    """「(市中级人民法院)」 at the end of a paragraph: the role word was lost.

    ``alone``: on a line of its own, where offices of one house may stand too (「立案庭、执行局」).
    """
    inner = _inner(bracket)
    inner = _BY_WHEN.sub("", inner)
    sure = units_all(inner, strict=True) or (alone and _OFFICES.fullmatch(inner) is not None)
    if len(inner) > 200 or not sure:
        return None
    listed, _ = names(inner, inner)
    marked = any(name.role for name in listed)
    single = len(listed) == 1 and not marked and not generic(listed[0].text)
    return [("lead" if single and not rules.first_leads else "responsible", 1, 1 + len(inner))]
