"""The documented views that indicators may be declared over, and the words of each.

The same names are the columns of the lake, the facts of a rule and the cells of a lineage
list, so that a formula can be read against any of them.
"""

from collections.abc import Mapping

from yingshang.kernel.rules import Term, Vocabulary

__all__ = ["VIEWS", "VOCABULARIES", "columns"]

_CASES = {
    "ref": Term("办件编号", "text"),
    "region": Term("区划", "text"),
    "district": Term("区县", "text"),
    "unit": Term("承办单位", "text"),
    "item": Term("事项", "text"),
    "family": Term("类别", "text"),
    "channel": Term("申请渠道", "text"),
    "state": Term("状态", "text"),
    "outcome": Term("办理结果", "text"),
    "submitted_at": Term("申请时间", "instant"),
    "accepted_at": Term("受理时间", "instant"),
    "decided_at": Term("办结时间", "instant"),
    "closed_at": Term("归档时间", "instant"),
    "due_at": Term("承诺到期时间", "instant"),
    "statutory_due_at": Term("法定到期时间", "instant"),
    "used_workdays": Term("已用工作日", "int", "工作日"),
    "used_days": Term("已用天数", "int", "天"),
    "statutory_workdays": Term("法定时限", "int", "工作日"),
    "promised_workdays": Term("承诺时限", "int", "工作日"),
    "corrections": Term("补正次数", "int", "次"),
    "visits": Term("到场次数", "int", "次"),
    "decided": Term("已办结", "bool"),
    "on_time": Term("按时办结", "bool"),
    "overdue_open": Term("超期未办结", "bool"),
    "online": Term("网上申请", "bool"),
}
_STEPS = {
    "ref": Term("办件编号", "text"),
    "region": Term("区划", "text"),
    "district": Term("区县", "text"),
    "unit": Term("承担单位", "text"),
    "item": Term("事项", "text"),
    "step": Term("环节", "text"),
    "opened_at": Term("环节开始时间", "instant"),
    "done_at": Term("环节完成时间", "instant"),
    "due_at": Term("环节到期时间", "instant"),
    "used_workdays": Term("环节用时", "int", "工作日"),
    "on_time": Term("环节按时完成", "bool"),
}
_RATINGS = {
    "ref": Term("办件编号", "text"),
    "region": Term("区划", "text"),
    "district": Term("区县", "text"),
    "unit": Term("被评单位", "text"),
    "item": Term("事项", "text"),
    "level": Term("评价等级", "int"),
    "rated_at": Term("评价时间", "instant"),
    "bad": Term("差评", "bool"),
    "rectified": Term("已整改", "bool"),
}
_ITEMS = {
    "ref": Term("事项编码", "text"),
    "region": Term("区划", "text"),
    "district": Term("区县", "text"),
    "unit": Term("牵头单位", "text"),
    "item": Term("事项", "text"),
    "name": Term("事项名称", "text"),
    "month": Term("月份", "text"),
    "family": Term("类别", "text"),
    "visits": Term("公布到场次数", "int", "次"),
    "depth": Term("网办深度", "text"),
    "statutory_workdays": Term("法定时限", "int", "工作日"),
    "promised_workdays": Term("承诺时限", "int", "工作日"),
}

VIEWS: Mapping[str, Mapping[str, Term]] = {
    "cases": _CASES,
    "steps": _STEPS,
    "ratings": _RATINGS,
    "items": _ITEMS,
}
VOCABULARIES = {name: Vocabulary(terms) for name, terms in VIEWS.items()}


def columns(view: str) -> dict[str, str]:
    """Column name → rule type of one view."""
    return {name: term.type for name, term in VIEWS[view].items()}
