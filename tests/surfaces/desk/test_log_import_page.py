"""The log of another system through the browser: looked at first, kept when confirmed."""

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators._log_models import LoggedEvent, LogSource

LOG = (
    "号,甲,乙,经办人\n<b>1</b>,受理,2026-03-02 09:00,周\n<b>1</b>,办结,2026-03-03 09:00,周\n"
    "2,受理,昨天,周\n,受理,2026-03-02 09:00,周\n"
)
CHOSEN = {"column-case": "号", "column-activity": "甲", "column-timestamp": "乙"}


@pytest.fixture
def browser(city):
    client = Client()
    client.force_login(accounts.user_of("fang"))
    return client


def _hand_in(browser, data, name="导出.csv"):
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    return browser.post("/desk/logs/", {"source": "公积金系统", "file": file})


def test_a_log_is_looked_at_told_its_columns_and_kept(browser):
    page = _hand_in(browser, LOG)
    assert "还认不全" in page.content.decode()
    held = {"carried": page.context["carried"], "name": "导出.csv", "source": "公积金系统"}
    assert browser.post("/desk/logs/", held).status_code == 422
    shown = browser.post("/desk/logs/", held | CHOSEN | {"verb": "look"}).content.decode()
    assert "读出 1 件、2 条记录" in shown
    assert "略去 1 条：没有可读的时间" in shown
    assert "&lt;b&gt;1" in shown
    assert not LogSource.objects.exists()
    done = browser.post("/desk/logs/", held | CHOSEN | {"verb": "take"}, follow=True)
    assert "新收 2 条" in done.content.decode()
    assert "公积金系统" in done.content.decode()
    assert "按记得的方式读好了" in _hand_in(browser, LOG).content.decode()
    browser.post("/desk/logs/", held | CHOSEN)
    assert LoggedEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"PK\x03\x04", "a.xlsx", "只能读 XES 和 CSV"),
        (gzip.compress(b"a,b\n" + b"0" * 50_000_000, 1), "a.csv.gz", "超过 40 MB"),
        (b"<log><trace>", "a.xes", "中断"),
        (b"\x1f\x8bbroken", "a.csv.gz", "损坏"),
        (b"case,acti\0vity,time\n1,a,2026-01-01\n", "a.csv", "不能识别"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(browser, data, name, words):
    page = _hand_in(browser, data, name)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_page_that_was_tampered_with_imports_nothing(browser):
    for held in ("x", "AA==", ""):
        typed = {"carried": held, "name": "a.csv", "source": "某系统"}
        assert browser.post("/desk/logs/", typed).status_code == 302
    assert not LogSource.objects.exists()


def test_only_the_bureau_hands_logs_in(city, zhou):
    client = Client()
    client.force_login(accounts.user_of("zhou"))
    assert client.get("/desk/logs/").status_code == 404
    with pytest.raises(NotVisible):
        indicators.look_at_log(b"a", "a.csv", source="某系统", by=zhou)


def test_the_receipt_log_is_imported_as_it_is_counted(browser, shared, fang, now):
    path = shared / "data" / "eventlogs" / "receipt.xes.gz"
    if not path.is_file():
        pytest.skip("the receipt log is not here")
    told = indicators.log_stats(path)
    data, args = path.read_bytes(), {"source": "许可系统", "by": fang}
    seen = indicators.look_at_log(data, path.name, **args)
    assert (seen.cases, seen.events) == (told["cases"], told["events"])
    done = indicators.take_log(data, path.name, **args, at=now)
    assert (done["cases"], done["added"]) == (told["cases"], told["events"])
    found = indicators.log_analysis(fang, region=fang.region, source=done["source_id"], way=0)
    assert len(found.map.variants) == told["variants"]
    assert found.replay.fitting == told["top_variants"][0]["cases"]


def test_a_city_that_is_not_there_gets_no_logs(city, fang, now, tmp_path):
    (tmp_path / "a.csv").write_text("case,activity,time\n1,a,9999-12-31T23:59:59Z\n")
    with pytest.raises(Refusal) as refused:
        indicators.import_log(tmp_path / "a.csv", region="999999", source="某系统", by=fang, at=now)
    assert refused.value.code == "region"
    done = indicators.import_log(
        tmp_path / "a.csv", region=fang.region, source="某系统", by=fang, at=now
    )
    found = indicators.log_analysis(fang, region=fang.region, source=done["source_id"])
    assert found.last.year == 9999
