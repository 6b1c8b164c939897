"""Opening what holds personal data leaves a look; the applicant and the supervisor see whose."""

import pytest
from django.urls import reverse

from yingshang.adapters import paper as drawing
from yingshang.city.accounts import service as accounts
from yingshang.city.audit import _reads
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.surfaces.kit.preferences import COOKIES


def pages_seen(ref):
    return [(seen.by, seen.page) for seen in audit.reads_of(obj=ref)]


@pytest.fixture
def with_file(city, lin, company, now):
    return cases.open_case(
        item="company-start",
        region=city,
        form=company,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
        files=[("章程.pdf", b"%PDF-1.4\n%%EOF", "articles")],
    )


def test_opening_the_case_of_a_person_is_a_look(at_desk, filed):
    at_desk("zhou").get(reverse("desk:case", args=[filed.ref]))
    assert pages_seen(filed.ref) == [("zhou", "case")]
    assert audit.reads_of(obj=filed.ref)[0].fields == ("申请人姓名",)


def test_who_sees_the_name_masked_leaves_none(at_desk, filed):
    page = at_desk("shen").get(reverse("desk:case", args=[filed.ref])).content.decode()
    assert "林晓" not in page
    assert pages_seen(filed.ref) == []


def test_a_printed_receipt_and_a_file_are_looks(at_desk, with_file):
    zhou, ref = at_desk("zhou"), with_file.ref
    zhou.get(reverse("desk:receipt", args=[ref]))
    b"".join(zhou.get(reverse("desk:file", args=[ref, with_file.files[0].id])))
    assert {page for _by, page in pages_seen(ref)} == {"receipt", "file"}
    file = next(seen for seen in audit.reads_of(obj=ref) if seen.page == "file")
    assert "材料：章程.pdf" in file.fields


def test_unmasking_is_a_look_with_labels_and_purpose(at_desk, accepted):
    at_desk("shen").post(reverse("desk:reveal", args=[accepted.ref]), {"reason": "核实投诉"})
    seen = next(s for s in audit.reads_of(obj=accepted.ref) if s.page == "reveal")
    assert seen.why == "核实投诉"
    assert "legal_person_id" not in seen.fields
    assert any("身份证" in label for label in seen.fields)


def test_no_record_no_look(at_desk, filed, monkeypatch):
    def fails(row):
        raise _reads.Unrecorded("full")

    monkeypatch.setattr(_reads, "add", fails)
    answer = at_desk("zhou").get(reverse("desk:case", args=[filed.ref]))
    assert answer.status_code == 409
    assert "林晓" not in answer.content.decode().split("<main")[1]


def test_the_supervisor_sees_who_looked(at_desk, filed):
    at_desk("zhou").get(reverse("desk:case", args=[filed.ref]))
    address = reverse("desk:looks", args=[filed.ref])
    page = at_desk("shen").get(address).content.decode()
    assert "周敏" in page
    assert "政务服务中心" in page
    assert "申请人姓名" in page
    assert at_desk("zhou").get(address).status_code == 404


def test_the_applicant_sees_who_looked_and_a_stranger_does_not(at_desk, filed):
    mine = reverse("portal:looks", args=[filed.ref])
    assert "还没有人看过" in at_desk("lin").get(mine).content.decode()
    at_desk("zhou").get(reverse("desk:case", args=[filed.ref]))
    page = at_desk("lin").get(mine).content.decode()
    assert "周敏" in page
    assert "打开办件" in page
    assert at_desk("qin").get(mine).status_code == 404
    assert mine in at_desk("lin").get(reverse("portal:case", args=[filed.ref])).content.decode()


def test_all_looks_at_a_person_stand_on_one_page(at_desk, filed, lin, qin):
    zhou = at_desk("zhou")
    zhou.get(reverse("desk:case", args=[filed.ref]))
    look_up = {"look": "1", "who-kind": "person", "who-code": "110105199005120022"}
    zhou.post("/desk/new/company-start/", look_up)
    page = at_desk("lin").get(reverse("portal:my_looks")).content.decode()
    assert filed.ref in page
    assert "窗口收件时查找" in page
    assert "周敏" not in at_desk("qin").get(reverse("portal:my_looks")).content.decode()
    assert reverse("portal:my_looks") in at_desk("lin").get("/my/").content.decode()


def test_a_look_is_kept_in_chinese_whatever_language_the_officer_reads(at_desk, filed, lin):
    zhou = at_desk("zhou")
    zhou.cookies[COOKIES["language"]] = "en"
    look_up = {"look": "1", "who-kind": "person", "who-code": "110105199005120022"}
    page = zhou.post("/desk/new/company-start/", look_up).content.decode()
    assert '<html lang="en"' in page
    (look,) = cases.my_looks(lin)
    assert (look.why, look.fields) == ("窗口收件时查找", ("登记的姓名、电话和资料",))


def test_the_applicants_own_reading_is_none(at_desk, filed):
    at_desk("lin").get(reverse("portal:case", args=[filed.ref]))
    assert pages_seen(filed.ref) == []


def test_a_page_drawn_again_after_a_refusal_is_a_look_too(at_desk, filed):
    answer = at_desk("zhou").post(reverse("desk:verb", args=[filed.ref, "refuse"]), {})
    assert answer.status_code == 422
    assert "林晓" in answer.content.decode()
    assert pages_seen(filed.ref) == [("zhou", "case")]


@pytest.fixture
def addressees(monkeypatch):
    """To whom each paper is addressed that is drawn from now on."""
    found, draw = [], drawing.voucher_pdf

    def told(voucher):
        found.append(voucher.addressee)
        return draw(voucher)

    monkeypatch.setattr(drawing, "voucher_pdf", told)
    return found


def paper_of(client, page, case):
    (paper,) = cases.vouchers(accounts.SYSTEM, case.ref)
    return client.get(reverse(page, args=[case.ref, paper.seq]))


def test_a_paper_that_names_the_applicant_is_a_look(at_desk, accepted, addressees):
    assert paper_of(at_desk("zhou"), "desk:voucher", accepted).content.startswith(b"%PDF")
    assert addressees == ["林晓"]
    assert pages_seen(accepted.ref) == [("zhou", "voucher")]
    mine = reverse("portal:looks", args=[accepted.ref])
    assert "下载文书" in at_desk("lin").get(mine).content.decode()


def test_who_sees_the_name_masked_gets_the_paper_masked(at_desk, accepted, addressees):
    assert paper_of(at_desk("shen"), "desk:voucher", accepted).content.startswith(b"%PDF")
    assert addressees == ["林*"]
    assert pages_seen(accepted.ref) == []


def test_the_applicants_own_paper_names_them_and_leaves_no_look(at_desk, accepted, addressees):
    assert paper_of(at_desk("lin"), "portal:voucher", accepted).content.startswith(b"%PDF")
    assert addressees == ["林晓"]
    assert pages_seen(accepted.ref) == []


def test_a_paper_that_cannot_be_recorded_is_not_given_out(at_desk, accepted, monkeypatch):
    def fails(row):
        raise _reads.Unrecorded("full")

    monkeypatch.setattr(_reads, "add", fails)
    answer = paper_of(at_desk("zhou"), "desk:voucher", accepted)
    assert answer.status_code == 409
    assert not answer.content.startswith(b"%PDF")
