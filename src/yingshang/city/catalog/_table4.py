"""The 64 elements of a service item in the order of GB/T 39046-2020, table 4.

`path`: where an item's body declares the element; () where it follows from others or from units.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ELEMENTS", "PATHS", "TableElement"]


@dataclass(frozen=True)
class TableElement:
    number: int
    name: str
    path: tuple[str, ...] = ()


def _table(*rows: tuple[str, str]) -> tuple[TableElement, ...]:
    return tuple(
        TableElement(n, name, tuple(path.split(".")) if path else ())
        for n, (name, path) in enumerate(rows, start=1)
    )


ELEMENTS = _table(
    ("事项名称", "name"),
    ("基本编码", "guide.basic_code"),
    ("实施编码", "guide.impl_code"),
    ("事项类型", "guide.type"),
    ("事项类型代码", "guide.type"),
    ("设定依据", "basis"),
    ("行使层级", "guide.level"),
    ("行使层级代码", "guide.level"),
    ("权限划分", "guide.powers"),
    ("行使内容", "guide.content"),
    ("实施主体", "lead"),
    ("实施主体代码", ""),
    ("实施主体性质", "guide.nature"),
    ("实施主体性质代码", "guide.nature"),
    ("法定办结时限", "limits.statutory"),
    ("法定办结时限单位", "limits.statutory"),
    ("法定办结时限说明", "limits.statutory"),
    ("承诺办结时限", "limits.promised"),
    ("承诺办结时限单位", "limits.promised"),
    ("承诺办结时限说明", "limits.promised"),
    ("受理条件", "conditions"),
    ("办理流程", "guide.process"),
    ("共同实施部门", ""),
    ("共同实施部门代码", ""),
    ("承办机构", ""),
    ("承办机构代码", ""),
    ("中介服务", "guide.intermediary"),
    ("数量限制", "guide.quota"),
    ("结果名称", "guide.result"),
    ("结果样本", "guide.result"),
    ("是否收费", "charges"),
    ("收费依据", "guide.fee_basis"),
    ("通办范围代码", "guide.scope"),
    ("服务对象", "audience"),
    ("服务对象代码", "audience"),
    ("服务主题", "themes"),
    ("法人服务主题代码", "guide.themes_legal"),
    ("自然人服务主题代码", "guide.themes_person"),
    ("办理形式", "guide.channels"),
    ("办理形式代码", "guide.channels"),
    ("特别程序", "pauses"),
    ("行政管辖", ""),
    ("行政管辖代码", ""),
    ("是否支持预约办理", "guide.appointment"),
    ("是否支持网上支付", "guide.pay_online"),
    ("是否支持物流快递", "guide.mail"),
    ("是否网办", ""),
    ("网办地址", "guide.online_url"),
    ("运行系统层级", ""),
    ("办理地点", "guide.address"),
    ("办理时间", "guide.hours"),
    ("咨询方式", "guide.consult_phone"),
    ("咨询电话", "guide.consult_phone"),
    ("监督电话", "guide.complain_phone"),
    ("常见问题", "faq"),
    ("材料名称", "materials"),
    ("出具机构", "materials"),
    ("出具时间要求", "materials"),
    ("材料办理说明", "materials"),
    ("材料办理地点", "materials"),
    ("材料使用说明", "materials"),
    ("原件份数", "materials"),
    ("复印件份数", "materials"),
    ("是否必备材料", "materials"),
)

PATHS = {element.name: element.path for element in ELEMENTS if element.path}
