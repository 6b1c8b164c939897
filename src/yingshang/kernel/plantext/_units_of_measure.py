"""Units of measure as they are printed, and the pattern of a number with its unit.

The things that are counted are a list, longest first; each may have 万, 亿 … before it and
「/平方米」 behind it. A few need to see what follows: 「3部门」 is no three 部.
"""

import re

__all__ = ["NUMBER", "OPENS", "TIME_UNITS", "UNIT", "kind_of", "measured"]

TIME_UNITS = (
    "工作日",
    "工作小时",
    "自然日",
    "小时",
    "分钟",
    "秒",
    "秒钟",
    "月",
    "天",
    "日",
    "周",
    "年",
)
_TIME = "工作日|工作小时|自然日|小时|分钟|秒钟?|个月|天|日|周(?!岁)|年"
_RATE = "%|‰|个百分点|百分点|个基点|基点|成(?=以|[,。;、\\n]|左右)"
_MONEY = r"(?:万亿|[千百]?亿|[千百]?万)?(?:元|美元|欧元|港元|港币|日元)(?!素|旦|宇)"
_THINGS = re.findall(
    r"\w+",
    "人次、件次、座次、场次、班次、人日、人天、户次、户、家次、个、项、所、名、张、处、种、类、次、条、件、座、套次、套、台套、台、辆次、辆、"
    "公里、千米、千瓦时、千瓦、兆瓦时、兆瓦、吉瓦、千伏安、兆伏安、平方米、平方公里、平方千米、平米、亩次、亩、公顷、具、樘、词元、吨标准煤、吨标煤、吨公里、吨、载重吨、立方米、场次、期、"
    "门、宗、份、轮次、轮、笔、枚、支、只、间、栋、幢、倍、环节、篇、班次、班、列、标准箱、标箱、架次、架、册、枪、兆比特每秒、卡时、机时、床、"
    "幅、款、道、档、例、起、艘、头、株、席、周岁、岁、学时、课时、学分、批次、羽、批、尾、盏、根、米、毫克、微克、克、"
    "公斤、千克、斤、海里、分贝、车次、航班、航次、单、桩、杆、人、家、组、路、核、场、分、对、位、步、部、口、穴、本",
)
# lengths, areas, weights, power, marks, ages
_MEASURES = frozenset(
    re.findall(
        r"\S+",
        "公里 千米 里 米 海里 平方米 平方公里 平方千米 平米 ㎡ ㎥ 亩 公顷 立方米 方米 吨标准煤"
        " 吨标煤 吨公里 载重吨 吨 公斤 克 毫克 微克 斤 瓦 瓦时 千瓦 千瓦时 兆瓦 兆瓦时 吉瓦"
        " 伏安 千伏安 兆伏安 分贝 分 岁 周岁 学分 兆比特每秒 标准煤 W MW kW kWh MWh MWp",
    )
)
_NOT_BEFORE = {
    "项": "目",
    "具": "备有体",
    "本": "市县区省地级单部科年月次",
    "人": "工民力才员口均",
    "家": "庭长电政园",
    "场": "地所景馆",
    "分": "钟别之类级期局行公中厂管站散开支解析享步布工子片",
    "对": "接标口应外比",
    "位": "于居列",
    "步": "骤伐",
    "部": "门委分署级省市",
    "口": "径岸",
    "米": "其",
    "核": "心定实验准查发算酸电能减桃",
    "单": "位元",
    "批": "复准次量发示评",
    "组": "织成长建装团合员",
    "起": "来步草",
    "期": "间限",
    "班": "子列",
    "道": "路",
    "架": "构",
    "枪": "支械",
    "门": "类",
    "轮": "次候班",
    "路": "线径面段口网由演程基况灯桥过边政",
}
_NOT_BEFORE_WORDS = {"家": "(?!具(?![备有]))"}  # 「3家具备优势的企业」
_THING = "|".join(
    thing
    + (f"(?![{_NOT_BEFORE[thing]}])" if thing in _NOT_BEFORE else "")
    + _NOT_BEFORE_WORDS.get(thing, "")
    for thing in sorted(_THINGS, key=len, reverse=True)
)
_PER = "亿?立方米|平方米|平方公里|公里|亩|人|年|日|天|月|万元|吨|次|升|户|件|套"
_SYMBOLS = r"㎡|㎥|TEU|EFLOPS|PFLOPS|[EPTG]B|[MG]bps|[MGk]Wh?|P(?![A-Za-z])|[MG](?![A-Za-z\d])"
_COUNT = rf"(?:(?:万亿|[万亿]?千?|百)余?(?:{_THING})(?:/(?:{_PER}))?|万?(?:{_SYMBOLS}))"
# 「3个年产值超10亿元的园区」 are three parks, no three years
_OF_A_YEAR = "年(?:产|交易|销|营|收|吞|接|纳税|税|主|处理|用[电能气水]|发电|利润|加工|综合)"
_SPAN = rf"(?:个(?!{_OF_A_YEAR}))?(?:{_TIME})(?:/(?:户|次|件|人|年|月))?"
UNIT = rf"(?:{_RATE}|{_MONEY}(?:/(?:{_PER}))?|{_SPAN}|{_COUNT})"

# nothing that may stand behind a number opens with a digit or a point: no digit is given back
_ARABIC = r"(?:\d{1,3}+(?:,\d{3})++|\d++)(?:\.\d++)?+"
_CHINESE = "[一二三四五六七八九十百两]{1,5}"
# 「四百五十人」, 「两千个」: large ones may count people, small ones are ways of speaking
_LARGE = "[一二三四五六七八九两][零一二三四五六七八九十百千]{1,7}(?<=[百千十一二三四五六七八九])"
# a bare 「5亿」 counts after a strong word of comparison only
_BARE = (
    r"(?<=[过破到至超达])(?P<big>\d{1,9}(?:\.\d{1,3})?)(?P<scale>万亿|亿|万)"
    r"(?=以上|左右|[,。;、\n]|$)"
)
NUMBER = re.compile(
    rf"(?P<elided>{_ARABIC})个?(?=(?:[、和及]{_ARABIC}个?){{0,3}}[、和及]{_ARABIC}"
    r"\s*个?(?P<shared>工作日|工作小时|自然日|小时|个月|月|天|分钟|%))"
    rf"|{_BARE}"
    r"|(?P<percent>百分之(?P<pvalue>[〇零一二三四五六七八九十百点两]+))"
    r"|(?P<part>(?P<whole>[二三四五六七八九十])分之(?P<parts>[一二三四五六七八九]))"
    r"|(?P<rank>(?<=前)[二三四五六七八九十](?=[,。;\n列]|、(?![后末倒])|行列|$))"
    r"|(?P<double>翻(?P<dvalue>[一两二三])?番)"
    r"|(?P<half>一半|半数|(?<=减)半)(?=以[上下内]|左右|[,。;、\n]|$)"
    rf"|(?P<value>{_ARABIC}|(?<![第之其每这那同统某]){_CHINESE}(?=个?(?:{_TIME}"
    rf"|[家个处所条座支次项场户名类件成]))|(?<![第之其每这那同统某]){_LARGE}(?=[余多]?"
    r"(?:人|[家个处所条座支次项场户名类件]))"
    r"|半(?=个?(?:工作日|小时|天|日)))"
    # a range, where its sign stands no further than a unit is long
    r"(?:(?=\s*+[^\s\-~至到]{0,11}+\s*+[-~至到]\s*\d)"
    rf"\s*(?:{UNIT})?\s*[-~至到]\s*(?P<upper>{_ARABIC}))?\s*[多余来]?"
    rf"(?P<unit>\s*{UNIT})"
)
# with what a number opens: searched first, as most characters open none
OPENS = re.compile(
    r"[\d百翻半一二三四五六七八九十两](?:(?<=\d)(?<!\d\d)"
    r"|(?<=[一二三四五六七八九十百两])(?=[零一二三四五六七八九十百千两]{0,7}"
    r"[余多人个工小分秒天日周年家处所条座支次项场户名类件成])"
    r"|(?<=一)(?=半)|(?<=百)(?=分之)|(?<=翻)(?=[一两二三]?番)"
    r"|(?<=前[二三四五六七八九十])(?=[,。;、\n列行]|$)"
    r"|(?<=半)(?=[数以左,。;、\n个工小天日]|$))"
)


def kind_of(unit: str) -> str:
    """The kind of a unit of measure: time, rate, money or count."""
    if unit.split("/")[0] in TIME_UNITS:
        return "time"
    if unit in ("%", "‰", "个百分点", "百分点", "个基点", "基点", "成"):
        return "rate"
    if unit.split("/")[0].endswith(("元", "港币")):
        return "money"
    return "count"


def measured(unit: str) -> bool:
    """Whether a unit measures a size (万亩, 公里, 千瓦): no number of things."""
    return unit.partition("/")[0].lstrip("万亿千百") in _MEASURES
