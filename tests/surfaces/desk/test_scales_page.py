"""Other ends of a scale: what they would do is seen first, a second person publishes them."""

from django.urls import reverse
from django.utils import timezone

CODE = "company-start-mean"


def text(response):
    return response.content.decode()


def test_ends_are_tried_proposed_and_published_by_another(at_desk):
    shen, fang, wu = at_desk("shen"), at_desk("fang"), at_desk("wu")
    assert wu.get(reverse("desk:scales")).status_code == 404
    page = reverse("desk:scale", args=[CODE])
    tried = text(shen.get(f"{page}?best=0.5&worst=4"))
    assert "总分位次" in tried
    assert "方向反了" in text(shen.get(f"{page}?best=9&worst=4"))
    form = {"best": "0.5", "worst": "4", "first_day": timezone.localdate(), "why": ""}
    assert shen.post(page, form).status_code == 422
    form["why"] = "本市会议决定"
    assert shen.post(page, form).status_code == 302
    twice = shen.post(page, form)
    assert "待审核" in text(twice)
    waiting = shen.get(reverse("desk:scales"))
    assert "要由另一个人审核" in text(waiting)
    draft = waiting.context["waiting"][0]["draft"].id
    kept = waiting.context["waiting"][0]["draft"].detail["effects"]
    assert {one["region"] for one in kept} >= {"990100"}
    assert "提出时看到的影响和现在不同" not in text(waiting)
    publish = reverse("desk:scale_rule", args=[draft, "publish"])
    assert "不能自己发布" in text(shen.post(publish, follow=True))
    assert "已发布" in text(fang.post(publish, follow=True))
    assert "已经处理" in text(fang.post(publish, follow=True))
    assert "提出时看到的影响" in text(shen.get(reverse("desk:scales")))
    assert "最优 0.5，最差 4" in text(shen.get(page))
    assert shen.get(reverse("desk:scale", args=["no-such"])).status_code == 404
