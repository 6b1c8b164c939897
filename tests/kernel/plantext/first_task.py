"""A small plan around one sentence, and what is read of its first task."""

from yingshang.kernel import plantext

__all__ = ["figures", "first"]

_PLAN = """青河市优化营商环境2026年实施方案

一、总体要求
提升营商环境。
二、主要任务
1.提升服务水平。{}
2.加强培训。做好服务。（责任单位：市人社局）
三、保障措施
加强领导。
"""


def first(body: str) -> plantext.Task:
    """The first task, with this text."""
    return plantext.parse(_PLAN.format(body)).tasks[0]


def figures(body: str) -> list[tuple[float, str, str]]:
    """(value, unit, comparator) of its targets; a bureau is named for it."""
    told = first(body + "（责任单位：市商务局）").targets
    return [(one.value, one.unit, one.comparator) for one in told]
