"""A promise and an indicator agree only where neither narrows what the other does not."""

from pathlib import Path

import pytest

import yingshang
from yingshang.city.definitions._files import Declared, check, read_yaml
from yingshang.city.plans import service as plans
from yingshang.city.plans._extent import left_out, without_asides
from yingshang.city.plans.models import Target
from yingshang.kernel.flow import Refusal

FILE = Path(yingshang.__file__).parent / "data/base/extents/promise.yaml"

LINES = """甲湾市2026年优化营商环境实施方案
一、主要任务
（一）优化接入服务。无外线工程供水报装3个工作日内办结，需外线工程供气报装不超过7个工作日（不含道路审批时间）。（市住房城乡建设局牵头，2026年9月底前）
（二）办好民生热线。诉求按时办结率不低于98%，市民满意率不低于94%。（市政务服务局牵头，2026年10月底前）
（三）推进集成服务。全市累计上线“一件事”不少于36项。（市数据局牵头，2026年11月底前）
（四）压减审批时限。社会投资简易低风险项目从立项到取得不动产权证全流程审批时间由30个工作日压减至20个工作日以内；政府投资类项目审批时间控制在55个工作日以内。（市住房城乡建设局牵头，2026年8月底前）
（五）办好企业诉求。企业诉求按时办结率不低于97%，新推出“一件事”集成服务12项。（市政务服务局牵头，2026年10月底前）
（六）评议窗口作风。经营主体满意度达到96%以上，预售商品房一般登记2个工作日内办结。（市政务服务局牵头，2026年10月底前）
（七）加快通气。用气报装4个工作日内办结。（市燃气公司牵头，2026年10月底前）
2026年1月20日
"""


@pytest.fixture
def kept(city, fang, now):
    return plans.import_plan(data=LINES.encode(), name="x.txt", region=city, by=fang, at=now)


@pytest.fixture
def offered(kept, now):
    """By a few of the number's own words, what is offered for it."""

    def find(words: str) -> dict:
        (target,) = [t for t in Target.objects.all() if words in t.words or words in t.metric]
        return {one.indicator: one for one in plans.suggest_bindings(target=target.pk, at=now)}

    return find


def told(suggestion) -> str:
    return "".join(one.sentence for one in (*suggestion.mismatches, *suggestion.asks))


def test_what_an_aside_leaves_out_does_not_speak(offered):
    found = offered("7个工作日")
    assert "project-approval-max" not in found
    assert "不含道路审批时间" in told(found["gas-connection-max"])


@pytest.mark.parametrize(
    ("words", "indicator", "difference"),
    [
        ("3个工作日", "water-max", "无外线"),
        ("7个工作日", "gas-connection-max", "有外线"),
        ("36项", "bundle-count", "历年累计"),
        ("98%", "complaint-on-time-rate", "只统计“企业”"),
        ("94%", "complaint-satisfaction-rate", "群众"),
    ],
)
def test_what_one_narrows_and_the_other_does_not_is_a_difference(
    offered, words, indicator, difference
):
    found = offered(words)[indicator]
    assert not found.bindable
    assert difference in told(found)


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("97%", "complaint-on-time-rate"),
        ("12项", "bundle-count"),
    ],
)
def test_what_agrees_still_agrees(offered, words, indicator):
    assert offered(words)[indicator].sure


def test_what_only_the_computing_narrows_is_put_to_a_person(offered):
    found = offered("4个工作日")["gas-connection-max"]
    assert (found.bindable, found.sure, "非居民" in told(found)) == (True, False, True)


def test_words_that_the_indicator_lacks_are_put_to_a_person(offered):
    found = offered("2个工作日")["property-general-max"]
    assert (found.bindable, found.sure, "预售商品房" in told(found)) == (True, False, True)


@pytest.mark.parametrize("words", ["96%", "55个工作日"])
def test_a_likeness_of_words_is_no_agreement(offered, words):
    assert not any(one.sure for one in offered(words).values())


def test_the_plan_page_says_what_the_binding_page_says(kept, offered, fang, now):
    for one in plans.promises(fang, region=kept.row.region, as_of=now.date()):
        found = plans.suggest_bindings(target=one.target.id, at=now)
        if not found:
            assert "没有测量" in one.reason
        elif found[0].sure:
            assert "口径一致" in one.reason
        else:
            said = found[0].mismatches or found[0].asks
            assert found[0].name in one.reason
            assert all(each.sentence.rstrip("。") in one.reason for each in said)


def test_a_cumulative_number_is_not_ranked_beside_new_ones(kept, now):
    found = {r.promised: r for r in plans.compare(on=now.date(), metric="bundle-count") if r.target}
    assert [r.scope for r in found.values() if "36" in r.promised] == ["历年累计"]
    assert [r.scope for r in found.values() if "12" in r.promised] == [""]


def test_asides():
    assert left_out("通水不超过6日（不包括掘路许可时间），另") == ("不包括掘路许可时间",)
    assert without_asides("不含公示期间的3个工作日（含外线）") == "的3个工作日（含外线）"


BESIDE = """甲湾市2026年优化营商环境实施方案
一、主要任务
（一）优化用电。居民用户、小微企业低压用电报装平均时间分别压减至5天、15天以内。（市电力公司牵头，2026年9月底前）
"""


def test_a_numbers_own_scope_goes_before_who_is_named_beside_it(city, fang, now):
    plans.import_plan(data=BESIDE.encode(), name="y.txt", region=city, by=fang, at=now)
    target = Target.objects.get(value=15)
    assert target.scope == "小微企业"
    found = {one.indicator: one for one in plans.suggest_bindings(target=target.pk, at=now)}
    assert found["power-low-mean"].sure
    assert not any("居民" in told(one) for one in found.values())


def test_the_words_of_extent_are_declared_each_with_its_source():
    body = read_yaml(FILE)
    entries = [*(way for axis in body["axes"] for way in axis["ways"]), *body["neutral"]]
    assert all(one["source"] == "practice" or "第" in one["source"] for one in entries)
    check(Declared("extent", "promise", "", body, "x.yaml"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": ""}, "axes/0/ways/0/source 不合规格"),
        ({"words": "(外线"}, "“(外线”不是正确的式子"),
        ({"name": "有外线"}, "说法重复"),
    ],
)
def test_a_fault_in_the_words_of_extent_is_told_in_one_sentence(change, why):
    body = read_yaml(FILE)
    body["axes"][0]["ways"][0] |= change
    with pytest.raises(Refusal) as refused:
        check(Declared("extent", "promise", "", body, "x.yaml"))
    assert why in refused.value.sentence
