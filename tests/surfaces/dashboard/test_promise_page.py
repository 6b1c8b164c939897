"""One promise: its words in the document, what became of it, why it is grey, who is called."""

import re

from yingshang.city.plans import service as plans


def found(shen, city, today, *, code=None, standing=None):
    every = plans.promises(shen, region=city, as_of=today)
    return next(
        one
        for one in every
        if (code is None or one.indicator == code)
        and (standing is None or one.standing == standing)
    )


def test_the_very_words_are_lit_in_their_sentence(measured, as_reader, shen, today):
    one = found(shen, measured, today, code="company-start-max")
    answer = as_reader("he").get(f"/cockpit/promises/{one.target.id}/")
    lit = [line for line in answer.context["excerpt"].lines if line.lit]
    assert "".join(line.lit for line in lit) == one.target.span
    document = plans.plan(shen, one.plan.id, at=one.plan.imported_at)
    start, _end = one.target.offsets
    assert document.text[:start].endswith(lit[0].before)
    assert f"#said-{one.target.id}" in answer.content.decode()


def test_every_promise_of_the_plan_has_a_page(measured, as_reader, shen, today):
    he = as_reader("he")
    for one in plans.promises(shen, region=measured, as_of=today):
        assert he.get(f"/cockpit/promises/{one.target.id}/").status_code == 200


def test_a_grey_lamp_gives_its_reason_and_no_number(measured, as_reader, shen, today):
    one = found(shen, measured, today, standing="nodata")
    text = as_reader("he").get(f"/cockpit/promises/{one.target.id}/").content.decode()
    assert one.reason in text
    assert "暂无数据" in text


def test_districts_without_a_case_are_shown_as_missing(measured, as_reader, shen, today):
    one = found(shen, measured, today, code="company-start-max")
    answer = as_reader("he").get(f"/cockpit/promises/{one.target.id}/?as_of=2026-01-31")
    places = answer.context.get("districts", [])
    assert [place.code for place in places] in ([], ["990101", "990102", "990103"])
    for place in places:
        assert place.value is None or place.value.value is not None


def test_who_supervises_is_led_to_the_order_and_others_are_not(measured, as_reader, shen, today):
    pages = [
        f"/cockpit/promises/{one.target.id}/"
        for one in plans.promises(shen, region=measured, as_of=today)
        if one.standing == "missed"
    ]
    warned = [page for page in pages if as_reader("shen").get(page).context["warning"] is not None]
    assert warned
    assert "发出督办单" in as_reader("shen").get(warned[0]).content.decode()
    assert "发出督办单" not in as_reader("he").get(warned[0]).content.decode()
    assert "发出督办单" not in as_reader("zhou").get(warned[0]).content.decode()


def test_the_ways_down_list_as_many_cases_as_the_number_has(measured, as_reader, shen, today):
    one = found(shen, measured, today, code="on-time-rate")
    he = as_reader("he")
    ways = he.get(f"/cockpit/promises/{one.target.id}/").context["ways"]
    assert len(ways) == 3
    met, everything, missed = (way.count for way in ways)
    assert met + missed == everything
    for way in ways:
        assert he.get(way.url).context["found"].total == way.count


def test_the_list_is_the_numerator_case_by_case(measured, as_reader):
    he = as_reader("he")
    base = "/cockpit/cases/?code=on-time-rate&period=2026-11&kind=year"

    def refs(part):
        seen, page = [], 1
        while True:
            answer = he.get(f"{base}&part={part}&page={page}")
            seen += [row.ref for row in answer.context["found"].rows]
            if page >= answer.context["pages"]:
                return seen
            page += 1

    everything, met, late = refs("denominator"), refs("numerator"), refs("late")
    value = he.get(base).context["value"]
    assert (len(met), len(everything)) == (value.numerator, value.denominator)
    assert sorted(met + late) == sorted(everything)
    assert len(set(everything)) == len(everything)


def test_every_case_of_the_list_leads_to_its_desk_page(measured, as_reader):
    he = as_reader("he")
    text = he.get("/cockpit/cases/?code=on-time-rate&period=2026-11&kind=year").content.decode()
    links = re.findall(r'href="(/desk/cases/[^"]+/)"', text)
    assert links
    assert he.get(links[0]).status_code == 200
