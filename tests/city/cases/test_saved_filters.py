"""An officer keeps ways of looking at the queue under names; one of them opens it."""

import pytest

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases


def test_it_is_kept_under_its_name_and_only_for_its_owner(ma, wu):
    saved = cases.save_filter(name=" 本周到期 ", asked={"lamp": "yellow", "x": "1"}, by=ma)
    assert (saved.name, saved.query) == ("本周到期", "lamp=yellow")
    assert [f.name for f in cases.saved_filters(ma)] == ["本周到期"]
    assert cases.saved_filters(wu) == []
    cases.drop_filter(id=saved.id, by=wu)
    assert len(cases.saved_filters(ma)) == 1
    cases.drop_filter(id=saved.id, by=ma)
    assert cases.saved_filters(ma) == []


def test_the_same_name_again_replaces_it(ma):
    cases.save_filter(name="急", asked={"lamp": "red"}, by=ma)
    cases.save_filter(name="急", asked={"lamp": "red", "held": "me"}, by=ma)
    assert [f.query for f in cases.saved_filters(ma)] == ["lamp=red&held=me"]


def test_one_is_the_own_view(ma):
    assert cases.own_view(ma) is None
    cases.save_filter(name="甲", asked={"held": "me"}, by=ma, is_default=True)
    cases.save_filter(name="乙", asked={"lamp": "red"}, by=ma, is_default=True)
    assert cases.own_view(ma).name == "乙"
    assert [f.is_default for f in cases.saved_filters(ma)].count(True) == 1


def test_nameless_and_too_many_are_refused(ma):
    with pytest.raises(Refusal):
        cases.save_filter(name="  ", asked={}, by=ma)
    with pytest.raises(Refusal):
        cases.save_filter(name="长" * 41, asked={}, by=ma)
    for number in range(20):
        cases.save_filter(name=str(number), asked={}, by=ma)
    with pytest.raises(Refusal) as refusal:
        cases.save_filter(name="二十一", asked={}, by=ma)
    assert refusal.value.code == "filters-many"
