"""The catalogue at the desk: check-up, editor, review, publication, comparison, workbook."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog


@pytest.fixture
def desk(city):
    """A browser in which this officer is signed in."""

    def sign_in(username):
        client = Client()
        client.force_login(accounts.user_of(username))
        return client

    return sign_in


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def begun(client, item="food-permit"):
    answer = client.post(f"/desk/catalogue/items/{item}/draft/")
    assert answer.status_code == 302
    return int(answer.url.split("/")[-3])


def fields(client, draft):
    """What the editor's form would send if nothing were changed."""
    form = client.get(f"/desk/catalogue/drafts/{draft}/edit/").context
    sent = {"revision": form["view"].revision}
    for bound in form["form"]:
        if not bound.field.disabled:
            sent[bound.html_name] = bound.value() if bound.value() is not None else ""
    for row in [*form["materials"], *form["steps"]]:
        sent |= {name: value for name, _heading, _column, value in row}
    return sent


def test_the_check_up_names_what_fails_in_which_item(desk, fang):
    page = text(desk("fang").get("/desk/catalogue/"))
    assert "咨询与监督投诉电话" in page
    assert "在别处办，办件回传" in page
    only = text(desk("fang").get("/desk/catalogue/?check=11&q=食品经营许可"))
    assert "没有附结果样本" in only
    assert "两个电话都有" not in only


def test_an_officer_sees_the_items_that_the_unit_leads(desk):
    page = text(desk("ma").get("/desk/catalogue/"))
    assert "食品经营许可" in page
    assert "低压电力报装" not in page
    for stranger in ("he", "qian", "lin"):
        assert desk(stranger).get("/desk/catalogue/").status_code == 404


def test_saving_the_editor_as_it_is_changes_nothing(desk):
    client = desk("ma")
    draft = begun(client)
    before = catalog.draft_view(accounts.actor_of(accounts.user_of("ma")), draft).body
    answer = client.post(f"/desk/catalogue/drafts/{draft}/edit/", fields(client, draft))
    assert answer.status_code == 302
    assert catalog.draft_view(accounts.actor_of(accounts.user_of("ma")), draft).body == before


@pytest.mark.parametrize("item", ["construction-permit", "property-general", "company-start"])
def test_the_editor_holds_every_item_without_loss(desk, item):
    client, fang = desk("fang"), accounts.actor_of(accounts.user_of("fang"))
    draft = begun(client, item)
    before = catalog.draft_view(fang, draft).body
    client.post(f"/desk/catalogue/drafts/{draft}/edit/", fields(client, draft))
    assert catalog.draft_view(fang, draft).body == before


def test_from_first_word_to_the_guide_that_people_read(desk):
    ma, sun = desk("ma"), desk("sun")
    draft = begun(ma)
    address = f"/desk/catalogue/drafts/{draft}/"
    sent = fields(ma, draft) | {"c-summary": "新的概要", "note": "写得更清楚"}
    assert ma.post(address + "edit/", sent).status_code == 302
    page = text(ma.get(address))
    assert "<ins>新的概要</ins>" in page
    assert "新的概要" in text(ma.get(address + "preview/?on=2026-12-01"))
    ma.post(address + "submit/")
    assert "由另一个人审核" in text(ma.get(address))
    sun.post(address + "approve/")
    first = timezone.localdate() + timedelta(days=3)
    refused = ma.post(address + "publish/", {"effective_on": "2020-01-01"})
    assert "不能早于今天" in text(refused, 422)
    assert ma.post(address + "publish/", {"effective_on": first.isoformat()}).status_code == 302
    assert "已发布" in text(ma.get(address))
    assert "将生效" in text(ma.get("/desk/catalogue/items/food-permit/"))
    compared = text(ma.get("/desk/catalogue/items/food-permit/compare/"))
    assert "新的概要" in compared
    assert "有 1 处不同" in compared
    assert "新的概要" not in text(Client().get("/items/food-permit/"))
    assert catalog.item("food-permit", region="990100", on=first).summary == "新的概要"


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(desk):
    client = desk("ma")
    draft = begun(client)
    sent = fields(client, draft) | {
        "c-visits": "一趟",
        "c-summary": "写了一半",
        "m-0-7": "两份",
        "rest": "fields: [",
    }
    page = text(client.post(f"/desk/catalogue/drafts/{draft}/edit/", sent), 422)
    assert "YAML" in page
    page = text(
        client.post(
            f"/desk/catalogue/drafts/{draft}/edit/", {**sent, "rest": fields(client, draft)["rest"]}
        ),
        422,
    )
    assert "整数" in page
    assert "材料第 1 行 原件份数" in page
    assert "写了一半" in page
    assert "两份" in page


def test_a_page_opened_long_ago_overwrites_nothing(desk):
    client = desk("ma")
    draft = begun(client)
    old = fields(client, draft)
    client.post(f"/desk/catalogue/drafts/{draft}/edit/", old | {"c-summary": "先到"})
    page = text(
        client.post(f"/desk/catalogue/drafts/{draft}/edit/", old | {"c-summary": "后到"}), 422
    )
    assert "有人在您打开以后改过" in page


def test_a_stranger_finds_no_draft(desk):
    draft = begun(desk("ma"))
    for name in ("wu", "shen", "zhou"):
        for page in ("", "edit/", "preview/"):
            found = desk(name).get(f"/desk/catalogue/drafts/{draft}/{page}")
            assert found.status_code == 404
        assert desk(name).post(f"/desk/catalogue/drafts/{draft}/submit/").status_code in (302, 404)
    assert catalog.draft_view(accounts.actor_of(accounts.user_of("ma")), draft).row.state == "draft"
    desk("wu").post("/desk/catalogue/items/water/draft/")
    assert catalog.drafts(accounts.actor_of(accounts.user_of("wu"))) == []


def test_the_workbook_goes_out_and_comes_back(desk):
    client = desk("fang")
    book = client.get("/desk/catalogue/export.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames == [
        "事项清单",
        "材料",
        "环节与时限",
        "其余设置",
    ]
    upload = SimpleUploadedFile("目录.xlsx", book.content)
    answer = client.post("/desk/catalogue/import/", {"file": upload}, follow=True)
    assert "0 项有改动" in text(answer)


def test_a_wrong_cell_is_shown_by_sheet_and_cell(desk):
    client = desk("fang")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/desk/catalogue/export.xlsx").content))
    heads = [c.value for c in book["事项清单"][1]]
    book["事项清单"].cell(2, heads.index("到现场次数") + 1).value = "一趟"
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("目录.xlsx", out.getvalue())
    page = text(client.post("/desk/catalogue/import/", {"file": upload}), 422)
    assert "一项也没有导入" in page
    assert "应当是不小于 0 的整数" in page
    bad = SimpleUploadedFile("目录.xlsx", b"MZ not a workbook")
    assert "打不开" in text(client.post("/desk/catalogue/import/", {"file": bad}), 422)


def test_the_pages_ask_the_database_few_questions(desk, django_assert_max_num_queries):
    client = desk("fang")
    client.get("/desk/catalogue/")
    with django_assert_max_num_queries(12):
        client.get("/desk/catalogue/")
    with django_assert_max_num_queries(12):
        client.get("/desk/catalogue/items/food-permit/")
