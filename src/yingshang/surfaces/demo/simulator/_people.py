"""Invented enterprises, persons and forms. Numbers have right check digits, names are ours."""

from datetime import date, timedelta
from random import Random
from typing import Any

from stdnum.cn import ric, uscc

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "明华强丽敏静伟芳娟磊洋勇艳杰涛超秀霞平刚桂英子涵梓轩一诺思远雨桐浩然"
WORDS = [
    "明禾",
    "启航",
    "恒信",
    "云帆",
    "嘉盛",
    "远图",
    "合众",
    "新源",
    "瑞达",
    "德润",
    "同泰",
    "汇川",
]
WORDS += [
    "锦程",
    "华诺",
    "立行",
    "知味",
    "山海",
    "百川",
    "佳禾",
    "晨曦",
    "木兰",
    "青禾",
    "金桥",
    "博远",
]
TRADES = [
    "餐饮",
    "商贸",
    "科技",
    "建材",
    "食品",
    "物流",
    "机械",
    "装饰",
    "服装",
    "生物",
    "环保",
    "文化",
]
ROADS = ["人民路", "解放街", "新华路", "滨河大道", "创业路", "学府街", "青年路", "和平街"]


def person_name(rng: Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice([1, 2])))


def citizen_number(rng: Random, serial: int) -> tuple[str, date]:
    """An invented citizen number with its birth date."""
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(365 * 54))
    body = f"110105{born:%Y%m%d}{serial % 1000:03d}"
    return body + ric.calc_check_digit(body + "0"), born


def credit_code(district: str, serial: int) -> str:
    body = f"91{district}MD{serial:07d}"
    return body + uscc.calc_check_digit(body)


def enterprise(rng: Random, city: str, district: str, serial: int) -> dict[str, Any]:
    """One invented enterprise as `ensure_parties` wants it."""
    number, born = citizen_number(rng, serial)
    contact = person_name(rng)
    name = f"{city}{''.join(rng.sample(WORDS, 2))}{rng.choice(TRADES)}有限公司"
    code, phone = credit_code(district, serial), f"139{rng.randrange(10**8):08d}"
    profile = {
        "company": name,
        "uscc": code,
        "name": contact,
        "idno": number,
        "birth": born.isoformat(),
        "phone": phone,
    }
    return {
        "kind": "enterprise",
        "name": name,
        "code": code,
        "phone": phone,
        "region": district,
        "profile": profile,
    }


def form_for(
    rng: Random, fields: list[dict[str, Any]], profile: dict[str, Any], on: date
) -> dict[str, str]:
    """A filled form that passes the item's own validation."""
    form: dict[str, str] = {}
    for field in fields:
        if field.get("prefill") in profile:
            form[field["name"]] = str(profile[field["prefill"]])
        else:
            form[field["name"]] = _answer(rng, field, profile, on)
    return form


def _answer(rng: Random, field: dict[str, Any], profile: dict[str, Any], on: date) -> str:
    match field["type"]:
        case "choice":
            return str(rng.choice(field["choices"]))
        case "number":
            low, high = field.get("min", 1), field.get("max", 1000)
            return str(int(min(high, low + rng.expovariate(1 / 200) + 1)))
        case "date":
            return (on - timedelta(days=rng.randrange(1, 40))).isoformat()
        case "uscc":
            return str(profile["uscc"])
        case "idno":
            return str(profile["idno"])
        case "phone":
            return str(profile["phone"])
        case "email":
            return "office@example.invalid"
    return _words(rng, field, profile)


def _words(rng: Random, field: dict[str, Any], profile: dict[str, Any]) -> str:
    name = field["name"]
    if name in {"address"}:
        return f"{rng.choice(ROADS)}{rng.randrange(1, 300)}号"
    if name in {"company", "project"}:
        return str(profile["company"]) + ("厂房工程" if name == "project" else "")
    if name == "project_code":
        return f"2601-990100-04-01-{rng.randrange(10**6):06d}"
    if name == "scope":
        return rng.choice(["餐饮服务", "日用百货销售", "软件开发", "建筑材料销售", "机械零件加工"])
    if name == "title":
        return rng.choice(["收费与公示不一致", "申请多次被退回", "检查过于频繁", "政策资金未到账"])
    return rng.choice(WORDS) + rng.choice(TRADES)
