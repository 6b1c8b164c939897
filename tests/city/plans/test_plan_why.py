"""Where a reading is unsure, it is said in words why: on its card, and before it is kept."""

import pytest

from yingshang.city.plans import service as plans
from yingshang.city.plans._why import SURE, why_unsure

TEXT = """青岚市2026年优化营商环境行动方案
一、主要任务
（一）盘活存量资产。开展专场推介18场，组织对接企业、园区、高校分别90家、12个、5所，给予每户补贴3000元。
牵头单位：市市场监管局
完成时限：2026年12月底前
（二）压缩企业开办时间。企业开办时间压缩至1个工作日。
牵头单位：市市场监管局
完成时限：2026年12月底前
"""


@pytest.mark.parametrize(
    ("span", "text", "word"),
    [
        ("建设8个", "年内建设8个。", "至少还是至多"),
        ("惠及40户", "目前已惠及40户。", "以往"),
        ("补贴不超过5万元", "对新设企业给予补贴不超过5万元。", "奖补"),
        ("20%左右", "占比达到20%左右。", "可多可少"),
        ("分别达到90%、80%", "甲率、乙率分别达到90%、80%。", "列了几个数"),
        ("不少于三次", "开展调度不少于三次。", "汉字"),
        ("新增光伏装机50万千瓦", "年内新增光伏装机50万千瓦。", "增加多少"),
    ],
)
def test_what_is_seen_is_said(span, text, word):
    assert any(word in one for one in why_unsure(span, text=text, metric=text[:2]))


def test_there_is_always_a_reason():
    said = why_unsure("清单扩大至260项", text="清单扩大至260项。", metric="清单")
    assert len(said) == 1
    assert why_unsure("不在文中", text="", metric="")


@pytest.fixture
def kept(city, fang, now):
    return plans.import_plan(data=TEXT.encode(), name="x.txt", region=city, by=fang, at=now)


def test_every_unsure_card_says_why(kept, fang):
    rows = plans.review(kept.id, fang).rows
    unsure = [one for row in rows for one, _said in row.targets if one.confidence < SURE]
    assert unsure
    assert all(one.doubts for one in unsure)
    assert all(row.doubts for row in rows if (row.certainty or 0) < SURE)
    sure = [one for row in rows for one, _said in row.targets if one.confidence >= SURE]
    assert not any(one.doubts for one in sure)


def test_what_a_person_has_confirmed_is_no_longer_unsure(kept, fang, now):
    (first,) = [one for one in plans.review(kept.id, fang).rows[0].targets if "18" in one[0].span]
    plans.confirm_target(target=first[0].id, by=fang, at=now)
    again = plans.plan(fang, kept.id, at=now).tasks[0].targets
    assert not next(one for one in again if one.id == first[0].id).doubts


def test_the_preview_says_why_too(city, fang, now):
    key = plans.preview(data=TEXT.encode(), name="x.txt", region=city, by=fang, at=now)
    lines = plans.preview_view(key, by=fang, at=now).lines
    assert [bool(line.why) for line in lines] == [line.unsure for line in lines]
    assert any(line.unsure for line in lines)
