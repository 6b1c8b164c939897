"""A promise is measured only by an indicator of the same statistic, day, scope, start, end."""

import pytest

from yingshang.kernel.measures import Spec, agrees

LONGEST = Spec("max", "工作日", "workday", "", "受理", "办结")
MEAN = Spec("mean", "工作日", "workday", "", "受理", "办结")
LOW_VOLTAGE = Spec("max", "天", "day", "低压", "受理", "办结", ("小微企业",))


@pytest.mark.parametrize(
    ("target", "indicator"),
    [
        (Spec("each", "个工作日"), LONGEST),
        (Spec("max", "个工作日", start="受理"), LONGEST),
        (Spec("mean", "工作日"), MEAN),
        (Spec("each", "天", scope="低压用户"), LOW_VOLTAGE),
        (Spec("each", "日", scope="小微企业"), LOW_VOLTAGE),
        (Spec("share", "%"), Spec("share", "%", None, "", "受理", "办结")),
    ],
)
def test_the_same_question_may_be_bound(target, indicator):
    assert agrees(target, indicator) == ()


@pytest.mark.parametrize(
    ("target", "indicator", "what", "words"),
    [
        (Spec("mean", "工作日"), LONGEST, "statistic", "最长的一件不能代表平均"),
        (Spec("each", "工作日"), MEAN, "statistic", "平均达标不等于件件达标"),
        (Spec(None, "工作日"), MEAN, "statistic", "请先确认"),
        (Spec("median", "工作日"), MEAN, "statistic", "口径不同"),
        (Spec("each", "天"), LONGEST, "day_kind", "自然日"),
        (Spec("each", "小时"), LONGEST, "unit", "不能比较"),
        (Spec("each", "工作日", scope="城市地区"), LONGEST, "scope", "范围更宽"),
        (Spec("each", "天"), LOW_VOLTAGE, "scope", "范围更窄"),
        (Spec("each", "天", scope="高压"), LOW_VOLTAGE, "scope", "高压"),
        (Spec("each", "工作日", start="申请"), LONGEST, "start", "起点"),
        (Spec("each", "工作日", end="送达"), LONGEST, "end", "终点"),
    ],
)
def test_a_different_question_is_refused_with_the_reason(target, indicator, what, words):
    found = agrees(target, indicator)
    assert [one.what for one in found] == [what]
    assert words in found[0].sentence
    assert found[0].sentence.endswith("。")


def test_every_difference_is_named():
    found = agrees(Spec("mean", "天", scope="高压", start="申请", end="送达"), LONGEST)
    assert [one.what for one in found] == ["statistic", "day_kind", "scope", "start", "end"]
