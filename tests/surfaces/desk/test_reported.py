"""A department's sheet: proposed, confirmed, imported whole or not at all."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yingshang.adapters.sheets import sample_report
from yingshang.city.indicators import service as indicators

MARKET = "990100-market"
TIME, RATE = "企业开办平均用时（工作日）", "按时办结率"


def sheet(rate=(0.98, 0.975), days=("1.8", "1.9")) -> bytes:
    return sample_report(
        title="青岚市市场监管局2026年登记业务月报",
        unit="市市场监管局",
        months=["2026年1月", "2026年2月"],
        columns={TIME: list(days), RATE: list(rate)},
        percent_columns=[RATE],
    )


def drop(client, data: bytes, name: str = "月报.xlsx", unit: str = MARKET):
    upload = SimpleUploadedFile(name, data)
    return client.post(reverse("desk:propose"), {"unit": unit, "file": upload})


def columns_of(answer) -> dict[str, str]:
    return {f"column-{c.letter}": code for c, code in answer.context["columns"]}


def confirm(client, data: bytes, chosen: dict[str, str], unit: str = MARKET):
    typed = {"unit": unit, "name": "月报.xlsx", "file": base64.b64encode(data).decode()}
    return client.post(reverse("desk:confirm"), typed | chosen)


def figures(city, now):
    return indicators.reported(city, as_of=now, unit=MARKET)


def test_the_machine_proposes_and_writes_nothing(at_desk, city, now):
    answer = drop(at_desk("ma"), sheet())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert TIME in page
    assert "2026年1月" in page
    assert any(columns_of(answer).values())
    assert figures(city, now) == []


def test_confirmed_figures_come_in_with_their_mark(at_desk, city, now):
    ma, data = at_desk("ma"), sheet()
    chosen = columns_of(drop(ma, data))
    answer = confirm(ma, data, chosen)
    assert answer.status_code == 302
    assert len(figures(city, now)) == 4
    page = ma.get(reverse("desk:reported")).content.decode()
    assert "部门自报" in page
    assert "已导入 4 个数字" in page


def test_a_confirmed_layout_is_remembered(at_desk):
    ma, data = at_desk("ma"), sheet()
    confirm(ma, data, columns_of(drop(ma, data)))
    assert "这个样式您确认过" in drop(ma, sheet(rate=(0.9, 0.91))).content.decode()


def test_one_bad_cell_keeps_everything_out_and_is_named(at_desk, city, now):
    ma, data = at_desk("ma"), sheet(days=("1.8", "快两天"))
    shown = drop(ma, data)
    assert shown.context["errors"][0].cell in shown.content.decode()
    answer = confirm(ma, data, columns_of(shown))
    assert answer.status_code == 422
    assert "一个数字都不会导入" in answer.content.decode()
    assert figures(city, now) == []


def test_choosing_nothing_is_refused_and_choices_are_kept(at_desk, city, now):
    ma, data = at_desk("ma"), sheet()
    none = dict.fromkeys(columns_of(drop(ma, data)), "")
    answer = confirm(ma, data, none)
    assert answer.status_code == 409
    assert "请至少选择一列" in answer.content.decode()
    assert set(columns_of(answer).values()) == {""}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("月报.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(90), ""),
        ("月报.xlsx", b"", "空的"),
        ("月报.xlsx", b"x" * (1024 * 1024 + 1), "超过 1 MB"),
        ("月报.txt", "一月 98%".encode(), ""),
    ],
)
def test_what_is_no_sheet_gets_one_sentence(at_desk, city, now, name, data, words):
    answer = drop(at_desk("ma"), data, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "error-summary" in answer.content.decode()
    assert figures(city, now) == []


def test_nobody_reports_for_another_unit(at_desk, city, now):
    assert drop(at_desk("wu"), sheet()).status_code == 422
    answer = confirm(at_desk("wu"), sheet(), {"column-C": "x"})
    assert answer.status_code == 302
    assert figures(city, now) == []


def test_the_bureau_may_hand_in_for_a_unit(at_desk, city, now):
    fang, data = at_desk("fang"), sheet()
    assert confirm(fang, data, columns_of(drop(fang, data))).status_code == 302
    assert len(figures(city, now)) == 4


def test_a_broken_page_is_told_and_nothing_comes_in(at_desk, city, now):
    ma = at_desk("ma")
    typed = {"unit": MARKET, "name": "x", "file": "not base64!"}
    answer = ma.post(reverse("desk:confirm"), typed, follow=True)
    assert "这一页已经失效" in answer.content.decode()
    assert figures(city, now) == []


def test_it_takes_few_queries(at_desk, django_assert_max_num_queries):
    ma, data = at_desk("ma"), sheet()
    confirm(ma, data, columns_of(drop(ma, data)))
    with django_assert_max_num_queries(20):
        ma.get(reverse("desk:reported"))
