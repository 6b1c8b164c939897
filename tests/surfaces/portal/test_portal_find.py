"""Finding an item: front page, search, guide."""

from django.urls import reverse


def test_the_front_page_offers_a_search_box_and_the_usual_things(client, city):
    page = client.get(reverse("portal:home")).content.decode()

    assert "您要办什么事" in page
    assert reverse("portal:item", args=["company-start"]) in page


def test_a_fictional_city_is_labelled_on_every_page(client, city):
    for name in ("portal:home", "portal:search", "portal:compare"):
        assert "演示数据" in client.get(reverse(name)).content.decode()


def test_everyday_words_pinyin_and_initials_find_the_same_item(client, city):
    for words in ("开公司", "kaigongsi", "kgs"):
        page = client.get(reverse("portal:search"), {"q": words}).content.decode()
        assert reverse("portal:item", args=["company-start"]) in page, words


def test_a_search_without_a_find_says_what_to_do_next(client, city):
    page = client.get(reverse("portal:search"), {"q": "火星移民"}).content.decode()

    assert "没有找到这件事" in page
    assert "12345" in page


def test_the_live_search_answers_with_the_results_alone(client, city):
    headers = {"HX-Request": "true", "HX-Target": "results"}
    page = client.get(reverse("portal:search"), {"q": "接电"}, headers=headers).content.decode()

    assert "<html" not in page
    assert reverse("portal:item", args=["power-low"]) in page


def test_the_guide_tells_law_promise_and_bureaus_in_parallel(client, city):
    page = client.get(reverse("portal:item", args=["company-start"])).content.decode()

    assert "2个工作日" in page
    assert "6个工作日" in page
    assert "比法定缩短 67%" in page
    assert "5 个部门同时办" in page
    assert "市税务局" in page


def test_the_guide_does_not_invent_a_usual_time(client, city):
    page = client.get(reverse("portal:item", args=["company-start"])).content.decode()

    assert "还没有足够的办件可供统计" in page


def test_an_unknown_item_is_a_404_in_plain_words(client, city):
    answer = client.get(reverse("portal:item", args=["no-such-thing"]))

    assert answer.status_code == 404
    assert "找不到这个页面" in answer.content.decode()


def test_the_pages_keep_to_forty_queries(client, city, django_assert_max_num_queries):
    for url in (
        reverse("portal:home"),
        reverse("portal:search"),
        reverse("portal:item", args=["company-start"]),
        reverse("portal:compare"),
    ):
        with django_assert_max_num_queries(40):
            client.get(url)
