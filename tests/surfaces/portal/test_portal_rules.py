"""A visitor tries a rule: each question is answered in the address, and the answer leads on."""

import pytest
from django.urls import reverse


def page(client, **answers):
    return client.get(reverse("portal:rule", args=["food-which"]), answers)


def test_one_question_after_another_without_signing_in(client, city):
    first = page(client).content.decode()
    assert "做哪一类" in first
    assert "只卖预包装食品" not in first
    second = page(client, kind="食品销售").content.decode()
    assert "只卖预包装食品" in second
    end = page(client, kind="餐饮服务", licensed="否").content.decode()
    assert "办食品经营许可" in end
    assert reverse("portal:item", args=["food-permit"]) in end


@pytest.mark.parametrize("given", ["卖药", "<script>alert(1)</script>", "长" * 500])
def test_a_wrong_answer_is_asked_again_in_a_sentence(client, city, given):
    text = page(client, kind=given).content.decode()
    assert "请从列出的选项中选择" in text
    assert "<script>alert" not in text


def test_the_list_names_every_rule_and_costs_few_queries(
    client, city, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        text = client.get(reverse("portal:rules")).content.decode()
    assert "开食品店要办哪一种手续" in text


def test_an_unknown_rule_is_not_there(client, city):
    assert client.get(reverse("portal:rule", args=["nothing"])).status_code == 404


def test_what_the_profile_holds_is_not_asked(client, city, now):
    from yingshang.city.accounts import service as accounts
    from yingshang.city.accounts.kinds import SYSTEM
    from yingshang.city.definitions import service as definitions

    body = {
        "code": "test-own",
        "name": "有没有企业",
        "owner": "market",
        "topic": "开办企业",
        "asks": [{"name": "firm", "label": "企业名称", "type": "text", "prefill": "company"}],
        "answers": [
            {"code": "y", "name": "有", "say": "有企业。", "if": "firm is not None"},
            {"code": "n", "name": "没有", "say": "没有企业。"},
        ],
    }
    definitions.publish(kind="rule", code="test-own", region="", body=body, by=SYSTEM, at=now)
    client.force_login(accounts.user_of("lin"))
    text = client.get(reverse("portal:rule", args=["test-own"])).content.decode()
    assert "青岚市明禾餐饮有限公司" in text
