"""The pages of leaders' walk-throughs."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts import service as accounts

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def browser(username):
    client = Client()
    client.force_login(accounts.user_of(username))
    return client


def test_a_walk_is_planned_recorded_handed_out_and_published(city):
    office = browser("shen")
    typed = {
        "walked": "企业开办", "role": "申请人", "walker": "何远", "post": "副市长",
        "planned_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert office.post(reverse("desk:walk_new"), typed | {"role": ""}).status_code == 422
    page = office.post(reverse("desk:walk_new"), typed).url

    def act(verb, **values):
        return office.post(f"{page}{verb}/", values).status_code

    assert act("record", steps="取号") == 422
    photo = SimpleUploadedFile("窗口.png", PNG, "image/png")
    assert act("record", steps="09:05 取号\n09:45 办完", photos=photo) == 302
    given = {"kind": "slow", "text": "等了40分钟", "unit": "990100-market"}
    assert act("finding", **given) == 422
    assert act("finding", **given, due_on="2099-01-05") == 302
    assert act("publish", summary="等候时间长，已交办。") == 302
    text = office.get(page).content.decode()
    for words in ("窗口.png", "等了40分钟", "市场监督", "已公布"):
        assert words in text, words
    assert "企业开办" in browser("he").get(reverse("desk:walks")).content.decode()
    assert browser("ma").post(f"{page}publish/", {"summary": "一"}).status_code == 404
