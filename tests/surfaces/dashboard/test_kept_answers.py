"""Answers that a process keeps: who asks first, in whatever language, decides for nobody else."""

import re

import pytest
from django.test import Client

from yingshang.city.indicators._kept import Kept

LEADER = (
    "/cockpit/",
    "/cockpit/?show=promises",
    "/cockpit/indicators/",
    "/cockpit/indicators/company-start-median/",
    "/cockpit/process/?item=company-start&days=365",
    "/cockpit/process/what-if/?item=company-start",
    "/cockpit/league/",
    "/cockpit/frontier/",
)
EVERYBODY = (
    "/open/",
    "/open/990100/company-start-median/",
    "/open/990100/company-start-median.csv",
    "/open/990100/company-start-median.atom",
    "/open/990100/catalogue.jsonld",
    "/api/v1/open/datasets/990100/company-start-median/revisions",
    "/promises/",
)
# tokens of one answer
_TOKENS = re.compile(r"""nonce="[^"]*"|[A-Za-z0-9]{64}""")


def read(browser, path, language):
    browser.cookies["ys_lang"] = language
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return _TOKENS.sub("", answer.content.decode())


def forget():
    for one in Kept.every:
        one.clear()


@pytest.mark.parametrize("path", LEADER + EVERYBODY)
def test_a_page_is_the_same_after_somebody_read_it_in_english(measured, as_reader, path):
    browser = as_reader("fang") if path in LEADER else Client()
    forget()
    fresh = read(browser, path, "zh-hans")
    forget()
    english = read(browser, path, "en")
    assert read(browser, path, "zh-hans") == fresh
    assert read(browser, path, "en") == english
