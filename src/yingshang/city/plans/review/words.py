"""What a doubt of the reading means, in words for whoever looks at the row."""

from django.utils.translation import gettext as _

__all__ = ["in_words"]


def in_words(code: str) -> str:
    """The sentence of a doubt; one that is a sentence already stays as it is."""
    return {
        "units-absent": _("没有读到单位"),
        "units-inherited": _("单位取自上级标题或全文的统一规定"),
        "units-in-prose": _("单位取自正文的句子"),
        "role-by-position": _("按排名先后判断谁牵头"),
        "role-by-mark": _("按标记判断谁牵头"),
        "role-lost": _("括号里只有单位，没有写明牵头还是配合"),
        "title-cut": _("标题没有明确的结尾，可能截得不对"),
        "deadline-from-text": _("时限取自正文，没有单独的时限栏"),
        "deadline-unclear": _("时限栏里没有读出日期"),
        "numbering-broken": _("编号与上一项不相连"),
        "number-lost": _("这一项没有编号"),
        "table-without-heading": _("表格没有表头，各栏用途是推断的"),
        "ocr-repaired": _("有识别错的字，已按上下文改正"),
        "long": _("篇幅过长，可能包含不止一项任务"),
        "items-inside": _("正文里还有编号，可能包含不止一项任务"),
        "title-odd": _("标题像是目标、保障或栏目名，可能不是任务"),
        "only-task": _("全文只读出这一项任务，可能漏读"),
        "cells-left": _("正文里留有表格的线或空栏，可能没有拆对"),
        "indicator-table": _("取自指标表，没有与之同名的任务"),
        "plan-goal": _("取自总体目标，不属于某一项任务"),
    }.get(code, code)
