"""Two records that pass, and short words for the verbs."""

from yingshang.city.registers import service as registers
from yingshang.city.registers.kinds import Asked

FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "qualified_until": "2026-12-20",
    "promised_days": "5",
    "contact": "梁工",
    "phone": "0531-88880001",
}
FEE = {
    "item": "港口作业包干费",
    "collector": "青岚港务有限公司",
    "nature": "市场调节价",
    "price": "480",
    "charged_as": "20 英尺箱",
    "valid_from": "2026-01-01",
}


def asked(**what):
    return Asked(**what)


def entered(by, register, form, at, region="990100"):
    return registers.add(register=register, region=region, form=form, by=by, at=at)
