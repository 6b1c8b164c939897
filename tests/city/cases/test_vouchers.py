"""Papers: numbered without gaps in the deciding transaction, signed, verified by anybody."""

from io import BytesIO

import pytest
from django.db import transaction
from later_life import applied, day, officer

from yingshang.city.cases import service as cases
from yingshang.city.cases.models import CaseEvent, VoucherNumber

URL = "http://127.0.0.1:8000/vouchers/x/"


@pytest.fixture
def accepted(city, lin, zhou, now):
    case = applied("food-permit", lin, now)
    cases.accept(ref=case.ref, by=zhou, at=now)
    return case


def test_numbers_run_by_unit_kind_and_year(accepted, lin, zhou, now):
    again = applied("food-permit", lin, now)
    cases.accept(ref=again.ref, by=zhou, at=now)
    numbers = [cases.vouchers(lin, ref)[0].number for ref in (accepted.ref, again.ref)]
    assert numbers == ["市市场监督管理局受〔2026〕1号", "市市场监督管理局受〔2026〕2号"]
    other = applied("signboard", lin, now)
    cases.accept(ref=other.ref, by=zhou, at=now)
    assert cases.vouchers(lin, other.ref)[0].number.endswith("受〔2026〕1号")


def test_a_decision_that_is_not_written_gives_its_number_back(accepted, lin, zhou, now):
    again = applied("food-permit", lin, now)
    with transaction.atomic():
        cases.accept(ref=again.ref, by=zhou, at=now)
        transaction.set_rollback(True)
    assert VoucherNumber.objects.get(kind="acceptance").last == 1
    cases.accept(ref=again.ref, by=zhou, at=now)
    assert cases.vouchers(lin, again.ref)[0].number.endswith("2号")


def test_number_and_digest_are_facts_on_the_chain(accepted, lin):
    (paper,) = cases.vouchers(lin, accepted.ref)
    fact = next(e for e in cases.timeline(lin, accepted.ref) if e.name == "accepted")
    assert fact.data["voucher"]["no"] == paper.number
    assert fact.data["voucher"]["digest"] == paper.digest
    assert paper.true
    assert cases.verify_chain().ok


def test_a_paper_whose_fact_was_changed_is_not_true(accepted, lin):
    row = CaseEvent.objects.get(case=accepted.ref, name="accepted")
    CaseEvent.objects.filter(pk=row.pk).update(data=row.data.replace("1号", "9号"))
    (paper,) = cases.vouchers(lin, accepted.ref)
    assert not paper.true


def test_the_file_is_signed_and_a_changed_byte_is_found(accepted, lin, now):
    (paper,) = cases.vouchers(lin, accepted.ref)
    name, pdf = cases.voucher_file(lin, accepted.ref, paper.seq, url=URL)
    assert name.startswith("受理通知书-")
    assert pdf.startswith(b"%PDF-")
    good = cases.check_voucher_file(pdf, at=now)
    assert (good.signed, good.intact, good.ours) == (True, True, True)
    for place in (700, len(pdf) // 2):
        bad = bytearray(pdf)
        bad[place] ^= 1
        assert not cases.check_voucher_file(bytes(bad), at=now).intact
    assert not cases.check_voucher_file(pdf + b"%more", at=now).intact


def test_anybody_can_verify_by_the_token_and_nobody_can_guess_one(accepted, lin):
    (paper,) = cases.vouchers(lin, accepted.ref)
    found = cases.verify_voucher(paper.token)
    assert found.number == paper.number
    for wrong in (paper.token[:-1] + "x", f"{accepted.ref}.2.", "x", "", f"{accepted.ref}.1.abc"):
        assert cases.verify_voucher(wrong) is None


def test_who_does_not_see_the_case_gets_no_paper(accepted, lin, qin):
    (paper,) = cases.vouchers(lin, accepted.ref)
    with pytest.raises(cases.NotVisible):
        cases.vouchers(qin, accepted.ref)
    with pytest.raises(cases.NotVisible):
        cases.voucher_file(qin, accepted.ref, paper.seq, url=URL)
    with pytest.raises(cases.NotVisible):
        cases.voucher_file(lin, accepted.ref, 1, url=URL)


def test_an_adverse_decision_tells_of_remedies(city, lin, zhou, now):
    from yingshang.city.cases import papers
    from yingshang.city.cases.models import Case

    case = applied("food-permit", lin, now)
    cases.refuse(ref=case.ref, kind="false", reason="材料虚假", by=zhou, at=now)
    (paper,) = cases.vouchers(lin, case.ref)
    row = CaseEvent.objects.get(case=case.ref, seq=paper.seq)
    drawn = papers._drawn(Case.objects.get(ref=case.ref), row, paper, URL)
    said = "".join(str(part) for part in drawn.paragraphs)
    assert "六十日" in said
    assert "行政诉讼" in said
    assert "材料虚假" in said
    assert drawn.sample, "a fictional city says so on its paper"


def test_the_same_fact_gives_the_same_unsigned_paper(accepted, lin):
    from yingshang.adapters import paper as drawing
    from yingshang.city.cases import papers
    from yingshang.city.cases.models import Case

    (paper,) = cases.vouchers(lin, accepted.ref)
    row = CaseEvent.objects.get(case=accepted.ref, seq=paper.seq)
    case = Case.objects.get(ref=accepted.ref)
    first = drawing.voucher_pdf(papers._drawn(case, row, paper, URL))
    assert drawing.voucher_pdf(papers._drawn(case, row, paper, URL)) == first


def test_every_declared_kind_can_be_drawn(city, lin, zhou, now):
    pypdf = pytest.importorskip("pypdf")

    market = officer("market")
    case = applied("food-permit", lin, now)
    ref = case.ref
    cases.ask_correction(ref=ref, items=["布局图", "食品安全管理员证明"], by=zhou, at=now)
    cases.supply(ref=ref, by=lin, at=day(now, 1))
    cases.accept(ref=ref, by=zhou, at=day(now, 1))
    cases.pause(
        ref=ref,
        kind="expert-review",
        reason="需专家评审",
        basis="行政许可法第四十五条",
        expected="10个工作日",
        by=market,
        at=day(now, 2),
    )
    cases.resume(ref=ref, by=market, at=day(now, 3))
    cases.extend(ref=ref, workdays=5, reason="复杂", approver="局长", by=market, at=day(now, 3))
    for paper in cases.vouchers(lin, ref):
        _name, pdf = cases.voucher_file(lin, ref, paper.seq, url=URL)
        text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
        assert paper.title in text
        assert "{" not in text
    assert len(cases.vouchers(lin, ref)) == 4
