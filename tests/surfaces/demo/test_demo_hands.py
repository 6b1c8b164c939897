"""In the demo colleagues have taken work in hand, and left some."""

from yingshang.city.cases import service as cases
from yingshang.surfaces.demo.story import share_out


def test_two_of_three_cases_are_in_somebodys_hands(city, lin, zhou, now):
    form = {
        "company": "青岚市明禾餐饮有限公司",
        "company_type": "有限责任公司",
        "capital": "100",
        "scope": "餐饮服务",
        "address": "青岚市东城区学府路12号",
        "legal_person": "林晓",
        "legal_person_id": "110105199005120022",
        "legal_person_birth": "1990-05-12",
        "phone": "13800000001",
        "seals": "电子印章",
    }
    for _ in range(6):
        cases.open_case(
            item="company-start",
            region=city,
            form=form,
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
    assert share_out(at=now) == 4
    held = {row.person: row.open for row in cases.workload(zhou, at=now)}
    assert held == {"": 2, "zhou": 2, "xia": 2}
    assert share_out(at=now) == 2  # again only what is still free
