"""What is wrong with a request is said in one Chinese sentence: what, why, and what next."""

import json
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from pydantic import BaseModel, TypeAdapter, ValidationError

from yingshang.city.accounts import service as accounts
from yingshang.surfaces.api.field_faults import field_fault

OPEN = "/api/v1/open/datasets"
ENGLISH = re.compile(r"\b(should|must|required|valid|input|string|field|unable|value)\b", re.I)
WRONG = (
    f"{OPEN}?region=99",
    f"{OPEN}?region=990100&limit=x",
    f"{OPEN}?region=990100&limit=0",
    f"{OPEN}?region=990100&limit=5000",
    f"{OPEN}?region=990100&kind=maps",
    f"{OPEN}?region=990100&q={'x' * 99}",
    f"{OPEN}?region=990100&cursor=abc",
    f"{OPEN}?region=990100&colour=red",
    f"{OPEN}?region=123456",
    f"{OPEN}/99/x",
    f"{OPEN}/990100/nothing",
    f"{OPEN}/990100/register-permit-items/revisions",
    f"{OPEN}/990100/nothing/observations?since=2026",
    "/api/v1/open",
)


def asked(path):
    answer = Client().get(path)
    return answer.status_code, json.loads(answer.content)


@pytest.mark.parametrize("path", WRONG)
def test_every_fault_of_an_open_address_is_a_chinese_sentence(city, path):
    status, said = asked(path)
    assert status in (404, 422)
    for sentence in (said["detail"], *(one["detail"] for one in said.get("errors", ()))):
        assert sentence.endswith("。"), sentence
        assert not ENGLISH.search(sentence), sentence
    assert "请" in said["detail"] or "能用的是" in said["detail"]


def test_who_names_no_city_is_told_which_there_are(city):
    status, said = asked(OPEN)
    assert (status, said["code"]) == (422, "region-needed")
    assert said["errors"][0]["field"] == "region"
    for code, name in accounts.regions():
        assert f"{code} {name}" in said["detail"]


def test_where_there_is_one_city_it_need_not_be_named(city, monkeypatch):
    monkeypatch.setattr(accounts, "regions", lambda: [("990100", "青岚市")])
    assert asked(OPEN) == asked(f"{OPEN}?region=990100")
    assert asked(OPEN)[0] == 200


def test_a_file_that_is_not_there_is_one_line_for_a_program_and_a_page_for_people(city):
    for path in ("/open/990100/nothing.csv", "/open/v1/990100/nothing.json", "/open/999999/x.atom"):
        told = Client().get(path, headers={"accept": "*/*"})
        assert told.status_code == 404
        assert told.headers["Content-Type"].startswith("text/plain")
        assert "/open/" in told.content.decode()
    page = Client().get("/open/990100/nothing.csv", headers={"accept": "text/html,*/*"})
    assert (page.status_code, page.headers["Content-Type"][:9]) == (404, "text/html")


def test_the_description_is_in_chinese_whoever_asks_first(city):
    from yingshang.surfaces.api.app import description

    description.cache_clear()
    browser = Client()
    browser.cookies["ys_lang"] = "en"
    assert "没有找到" in browser.get("/api/v1/openapi.json").content.decode()


class _Model(BaseModel):
    n: int


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int, "x"), (bool, "perhaps"), (float, "x"), (list[int], 3), (_Model, 3), (_Model, {}),
     (dict[str, int], 1), (str, 3)],
)  # fmt: skip
def test_the_words_of_the_framework_reach_nobody(kind, value):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    for entry in refused.value.errors():
        sentence = field_fault(entry)
        assert sentence.endswith("。")
        assert not ENGLISH.search(sentence)
        assert sentence != field_fault(SimpleNamespace(get=lambda *_: None))
