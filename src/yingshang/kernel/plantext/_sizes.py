"""Sizes that only say who or what is meant: 「年产值超100亿元企业」, 「50米范围内」."""

import re

from ._grants import BECOMES, funds
from ._seen import Seen
from ._text import Ending

__all__ = ["sized"]

# a size that says which projects or enterprises are meant: 「10亿元以上项目20个」
_SIZES = frozenset(
    (
        "人",
        "瓦",
        "伏安",
        "吨标准煤",
        "吨标煤",
        "岁",
        "周岁",
        "亩",
        "平方米",
        "千瓦",
        "千伏安",
        "米",
        "吨",
        "公里",
        "千米",
        "年",
    )
)
_WHOM = re.compile(
    r"^(?:及?以上|及?以下|以内|之间)?(?:的)?[^,。;、\d◈]{0,8}?(?:企业|项目|园区|产业集群|用户"
    r"|客户|主体|单位|人群|老年人|婴幼儿|居民|儿童|学生|人员|乡镇|县城|城市|工程|建筑|锅炉|机组"
    r"|公司|机构|(?:专业|交易|批发)市场|的村)"
)
# 「1000人以上5000人以下的演出」
_BETWEEN = re.compile(r"以上[、,]?\d[\d.]*[^,。;、\d]{1,4}以[下内]")
# 「60千瓦以上充电设施」, 「120万吨/年及以上的骨干煤矿」
_BUILT = re.compile(r"^(?:及?以上|及?以下)的?[^,。;、\d]{0,8}?(?:设施|设备|装置|煤矿|电站|桩)")
# 「40座以上客车」, 「600公里以上班线的车辆」: no word before it promises so many
_OF_WHAT = re.compile(r"^及?以[上下](?:的)?[\u4e00-\u9fff]{2}")
_LONG = frozenset(("公里", "千米", "米", "吨", "千伏", "匹", "马力", "升"))
_VEHICLE = re.compile(r"及?以[上下]的?[^,。;、]{0,4}(?:车|客船|游船)")
# 「年销售汽油5000吨以上加油站」
_A_YEAR = re.compile(r"年(?:销售|营业|用|处理|耗)[^,。;\d]{0,8}$")
_SITES = re.compile(r"及?以上的?[^,。;、]{0,8}?(?:站|厂|店|库)")
_OPEN = re.compile(r"^(?:对|将|把|所有|全部|凡|严禁|禁止|各类|[本全][省市县区州])*$")
_THINGS = re.compile(r"^及?以上的?[^,。;、]{2}")
_FINISHED = Ending(r"(?:完成|新建|改建|扩建|建成|新增|改造)$", "成建增造")
_REACH = re.compile(r"(?:以内|内)?(?:的)?(?:服务)?(?:范围|半径)")


def sized(seen: Seen) -> bool:
    """「年产值超100亿元企业」, 「3亿元以上项目」: the size of those that are meant."""
    figure = seen.figure
    if figure.unit == "座" and _VEHICLE.match(seen.right):
        return True
    if _A_YEAR.search(seen.left) and _SITES.match(seen.right):
        return True
    if figure.unit in _LONG and _OPEN.match(seen.left) and _OF_WHAT.match(seen.right):
        return True
    if figure.kind != "money" and figure.unit.lstrip("万亿千百").partition("/")[0] not in _SIZES:
        return False
    if figure.kind != "money" and not figure.mark and _FINISHED.search(seen.left):
        return False  # 「完成94万平方米既有建筑节能改造」
    if figure.unit in ("米", "公里", "千米") and _REACH.match(seen.right):
        return True
    match = _WHOM.match(seen.right)
    if figure.kind != "money" and _BUILT.match(seen.right):
        return True
    if figure.kind == "money" and seen.left.endswith("的") and _THINGS.match(seen.right):
        return True  # 「购置的50万元以上的科学仪器」
    if funds(seen):
        return False
    if figure.kind != "money" and (_BETWEEN.match(seen.after) or seen.right[:2] == "标准"):
        return True  # 「执行160千瓦标准」
    return bool(match) and not BECOMES.search(match.group() if match else "")
