"""Nothing that the city holds is asked again, and everything filled in says where it is from."""

from datetime import timedelta

from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences

NEXT = timedelta(minutes=1)


def _field(name, prefill):
    return {"name": name, "label": name, "type": "text", "prefill": prefill}


def _licence(lin, city, now, **more):
    declared = {"type": "food-permit", "name": "食品经营许可证", "prefix": "SPJY", "valid_years": 5}
    return licences.issue(
        declared=declared,
        case_ref="990100-2026-000001",
        region=city,
        issuer=f"{city}-market",
        party=lin.party,
        holder="明禾餐饮",
        at=now,
    )


def test_what_is_registered_is_filled_in(lin, now):
    held = cases.held_for([_field("tel", "phone")], party=lin.party, on=now.date())
    assert held["tel"].value
    assert held["tel"].source == "实名登记信息"


def test_a_licence_fills_in_its_number_holder_and_days(lin, city, now):
    issued = _licence(lin, city, now)
    fields = [
        _field(name, f"licence.food-permit.{name}")
        for name in ("number", "holder", "issued_on", "valid_until")
    ]
    held = cases.held_for(fields, party=lin.party, on=now.date())
    assert held["number"].value == issued.number
    assert held["holder"].value == "明禾餐饮"
    assert held["issued_on"].value == now.date().isoformat()
    assert held["valid_until"].value == issued.valid_until.isoformat()
    assert held["number"].source == "《食品经营许可证》（2026-03-02 发）"


def test_a_licence_that_ran_out_fills_in_nothing(lin, city, now):
    _licence(lin, city, now)
    later = now.date() + timedelta(days=365 * 6)
    field = _field("number", "licence.food-permit.number")
    assert cases.held_for([field], party=lin.party, on=later) == {}


def test_nobody_elses_licence_is_taken(lin, qin, city, now):
    _licence(lin, city, now)
    field = _field("number", "licence.food-permit.number")
    assert cases.held_for([field], party=qin.party, on=now.date()) == {}
    assert cases.held_for([field], party=None, on=now.date()) == {}


def test_the_newest_earlier_case_fills_in_what_it_said(lin, city, now):
    for day, name in ((0, "旧号"), (1, "新号")):
        form = {"demand": name, "phone": "13800138000"}
        cases.open_case(
            item="complaint",
            region=city,
            form={k: v for k, v in form.items() if k in _fields_of("complaint", city, now)}
            | _needed("complaint", city, now, name),
            party=lin.party,
            channel="web",
            by=lin,
            at=now + timedelta(days=day),
        )
    wanted = next(iter(_needed("complaint", city, now, "新号")))
    held = cases.held_for(
        [_field("said", f"case.complaint.{wanted}")], party=lin.party, on=now.date()
    )
    assert held["said"].value == "新号"
    assert "2026-03-03" in held["said"].source


def _fields_of(item, city, now):
    from yingshang.city.catalog import service as catalog

    body = catalog.item(item, region=city, on=now.date()).body
    return {f["name"]: f for f in body["fields"]}


def _needed(item, city, now, text):
    """Every required field of the item, the text ones with `text`."""
    plain = {"phone": "13800138000", "date": "2026-03-01", "number": "1"}
    found = {}
    for name, field in _fields_of(item, city, now).items():
        if not field.get("required"):
            continue
        if field["type"] in ("text", "longtext"):
            found = {name: text, **found}
        else:
            found[name] = str(field["choices"][0]) if "choices" in field else plain[field["type"]]
    return found


def test_many_fields_ask_few_questions(lin, city, now, django_assert_max_num_queries):
    _licence(lin, city, now)
    fields = [_field(f"l{n}", "licence.food-permit.number") for n in range(30)]
    fields += [_field(f"c{n}", f"case.complaint.f{n}") for n in range(30)]
    fields += [_field(f"p{n}", "phone") for n in range(30)]
    with django_assert_max_num_queries(5):
        cases.held_for(fields, party=lin.party, on=now.date())
