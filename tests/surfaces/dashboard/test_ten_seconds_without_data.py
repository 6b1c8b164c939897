"""Where nothing is measured, the pages say that nothing can be told."""

import re

import pytest

from yingshang.city.plans import service as plans


def test_without_a_measured_value_it_says_that_nothing_can_be_told(planned, as_reader):
    page = as_reader("he").get("/cockpit/leader/").content.decode()
    assert "说不清：一项也没有数可查" in page
    counts = [int(n) for n in re.findall(r"<b>(\d+)</b><span>", page)]
    assert counts[0] == counts[4] > 0
    assert as_reader("lin").get("/cockpit/leader/").status_code == 404


@pytest.mark.parametrize("page", ["/cockpit/", "/cockpit/frontier/", "/cockpit/indicators/"])
def test_a_page_without_any_value_opens(planned, as_reader, page):
    answer = as_reader("he").get(page)
    assert answer.status_code == 200
    assert "暂无数据" in answer.content.decode()


def test_a_process_without_any_case_says_so(planned, as_reader):
    assert "没有办结的件" in as_reader("he").get("/cockpit/process/").content.decode()


@pytest.mark.parametrize("page", ["/cockpit/", "/cockpit/?show=all", "/cockpit/leader/"])
def test_a_city_whose_readings_all_wait_says_so(city, fang, now, as_reader, page):
    assert "还没有今年的承诺" in as_reader("he").get(page).content.decode()
    text = "青岚市2026年方案\n一、任务\n（一）办得快。投诉3个工作日内办结。\n牵头单位：市营商局\n"
    plans.import_plan(data=text.encode(), name="p.txt", region=city, by=fang, at=now)
    shown = as_reader("he").get(page).content.decode()
    assert "承诺还没有人核对" in shown
    assert "另有 1 项机器读出" in shown
