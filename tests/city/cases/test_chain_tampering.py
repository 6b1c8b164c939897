"""Whoever bends a row by hand is found: each kind of tampering, done by plain SQL."""

from datetime import datetime

import pytest
from case_samples import later, walk_to_decision
from django.db import connection

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import _chain
from yingshang.city.cases import service as cases
from yingshang.city.cases.models import Case, CaseEvent
from yingshang.kernel.worktime import CST

MIDNIGHT = datetime(2026, 3, 3, 0, 5, tzinfo=CST)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


@pytest.fixture
def case(accepted, ma, wu, now):
    """Paused, resumed, decided with a licence, and everything under a checkpoint."""
    cases.pause(
        ref=accepted.ref,
        kind="testing",
        reason="检测",
        basis="《行政许可法》第四十五条",
        by=ma,
        at=later(now, 1.2),
    )
    cases.resume(ref=accepted.ref, by=ma, at=later(now, 1.4))
    done = walk_to_decision(accepted.ref, ma, wu, now)
    cases.make_checkpoint(at=MIDNIGHT, by=SYSTEM)
    assert cases.verify_chain().ok
    return done


def sql(text: str, *values: object) -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(text, values)
        assert cursor.rowcount > 0, text


def whats() -> list[str]:
    return [what for _case, _seq, what in cases.verify_chain().breaks]


COLUMNS = {
    "state": ("withdrawn", "state"),
    "unit": ("990100-tax", "unit"),
    "outcome": ("refused", "outcome"),
    "holder": ("990100-tax", "holder"),
    "corrections": (3, "corrections"),
    "visits": (9, "visits"),
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_bent_column_of_the_case_is_found(case, column):
    value, name = COLUMNS[column]
    sql(f"UPDATE cases_case SET {column} = %s WHERE ref = %s", value, case.ref)
    assert f"存储的办件状态（{name}）与事实重演不符" in whats()


HEADER = {
    "item_name": "另一个事项",
    "item_version": 9,
    "family": "ticket",
    "opened_by": "user:nobody",
    "about": "warning-7",
    "due_fixed_at": "2030-01-01 00:00:00+00:00",
}


@pytest.mark.parametrize("column", HEADER)
def test_a_bent_head_of_the_case_is_found(case, column):
    sql(f"UPDATE cases_case SET {column} = %s WHERE ref = %s", HEADER[column], case.ref)
    assert f"存储的办件状态（{column}）与事实重演不符" in whats()


@pytest.mark.parametrize("column", ["submitted_at", "accepted_at", "decided_at", "holder_since"])
def test_a_bent_moment_of_the_case_is_found(case, column):
    Case.objects.filter(ref=case.ref).update(**{column: MIDNIGHT})
    assert f"存储的办件状态（{column}）与事实重演不符" in whats()


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "open"), ("result", "fail"), ("by_name", "别人"), ("opinion", "改过的意见")],
)
def test_a_bent_step_is_found(case, column, value):
    sql(f"UPDATE cases_step SET {column} = %s WHERE code = 'tax'", value)
    assert whats() == ["存储的环节与事实重演不符"]


@pytest.mark.parametrize(
    ("column", "value"), [("unit", "990100-tax"), ("name", "别的环节"), ("position", 7)]
)
def test_a_step_given_to_somebody_else_is_found(case, column, value):
    sql(f"UPDATE cases_step SET {column} = %s WHERE case_id = %s", value, case.ref)
    assert "存储的环节与事实重演不符" in whats()


def test_more_days_that_nobody_granted_are_found(case, now):
    sql(
        "INSERT INTO cases_extension (case_id, position, workdays, approver, reason, at)"
        " VALUES (%s, 0, 10, '局长', '情况复杂', %s)",
        case.ref,
        now,
    )
    assert "存储的延期与事实重演不符" in whats()


def test_a_step_taken_away_is_found(case):
    sql("DELETE FROM cases_step WHERE code = 'sign'")
    assert whats() == ["存储的环节与事实重演不符"]


def test_a_bent_seat_and_a_bent_pause_are_found(case):
    sql("UPDATE cases_seat SET stage = 0 WHERE stage = 2")
    sql("UPDATE cases_pause SET until = %s", "2026-03-09 00:00:00+00:00")
    assert whats() == ["存储的席位与事实重演不符", "存储的暂停与事实重演不符"]


def test_another_edition_under_a_case_is_found(case):
    other = "SELECT MIN(id) FROM definitions_edition WHERE kind = 'item'"
    sql(f"UPDATE cases_case SET edition_id = ({other}) WHERE ref = %s", case.ref)
    assert whats() == ["办件的事项版本与提交时的事实不符"]


def test_an_item_changed_after_it_was_published_is_found(case):
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    bent = f"REPLACE(CAST(body AS text), 'TEST', 'FAKE'){cast}"
    sql(f"UPDATE definitions_edition SET body = {bent} WHERE code = 'test-permit'")
    assert cases.verify_chain().breaks == (("item test-permit", 0, "第 1 版的内容与发布时不符"),)


def test_bent_personal_data_is_found(case):
    sql("UPDATE cases_eventpayload SET body = REPLACE(body, '林', '秦')")
    assert whats() == ["填报内容被改动"]


def test_personal_data_that_is_missing_or_foreign_is_found(case):
    sql("UPDATE cases_eventpayload SET seq = 2 WHERE seq = 1")
    assert sorted(whats()) == ["填报内容没有对应的事实", "填报内容缺失"]


def test_erased_personal_data_is_no_break(case, fang, now):
    assert cases.erase_personal(ref=case.ref, by=fang, at=later(now, 99), basis="申请人请求")
    assert cases.verify_chain().ok


def test_a_file_registered_behind_the_back_of_the_facts_is_found(case):
    sql(
        "INSERT INTO cases_attachment"
        ' (case_id, seq, material, name, sha256, size, mime, "by", at)'
        " VALUES (%s, 1, '', 'x.pdf', %s, 1, 'application/pdf', 'x', %s)",
        case.ref,
        "0" * 64,
        "2026-03-02 02:00:00+00:00",
    )
    assert whats() == ["附件登记与事实不符"]


def test_a_foreign_fact_in_a_case_is_found(case):
    last = CaseEvent.objects.filter(case=case.ref).latest("seq")
    sql(
        'INSERT INTO cases_caseevent (case_id, seq, name, "by", by_name, at, data, hash)'
        " VALUES (%s, %s, 'noted', 'x', 'x', %s, '{}', %s)",
        case.ref,
        last.seq + 1,
        "2026-03-02 12:00:00+00:00",
        "0" * 64,
    )
    report = cases.verify_chain()
    assert report.broken == (case.ref, last.seq + 1, "事实被改动或调换")


def test_a_fact_moved_to_another_case_is_found(case, items, lin, now):
    other = cases.bulk(
        [
            cases.CaseSpec(
                item="test-permit", region=items, form=case.form, by=lin, at=now, party=lin.party
            )
        ]
    )[0]
    seq = CaseEvent.objects.filter(case=case.ref).latest("seq").seq
    move = "UPDATE cases_caseevent SET case_id = %s WHERE case_id = %s AND seq = %s"
    sql(move, other, case.ref, seq)
    found = {(ref, what) for ref, _seq, what in cases.verify_chain().breaks}
    assert (case.ref, "末尾的事实缺失") in found
    assert other in {ref for ref, _ in found}


def test_a_history_written_anew_from_end_to_end_is_found_by_the_checkpoint(case, now):
    """The chain of the case is whole again and its end fits: only the published root tells."""
    from yingshang.city.cases._chain_case import event_digest

    prev = ""
    for row in CaseEvent.objects.filter(case=case.ref).order_by("seq"):
        shown = "马俊" if row.name == "decided" else row.by_name
        prev = event_digest(prev, row.case_id, row.seq, row.name, row.by, shown, row.at, row.data)
        CaseEvent.objects.filter(pk=row.pk).update(by_name=shown, hash=prev)
    Case.objects.filter(ref=case.ref).update(last_hash=prev)
    (what,) = whats()
    assert what.startswith("事实与公布的根对不上")


def test_a_case_taken_away_with_all_its_rows_is_found(case):
    for table in ("checkpointspan", "caseevent", "eventpayload", "step", "seat", "pause"):
        sql(f"DELETE FROM cases_{table} WHERE case_id = %s", case.ref)
    sql("DELETE FROM cases_case WHERE ref = %s", case.ref)
    found = whats()
    assert "发出 1 个编号，只有 0 件办件" in found
    assert any(what.startswith("事实与公布的根对不上") for what in found)


@pytest.mark.django_db(transaction=True)
def test_facts_without_a_case_are_found(case):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL itself lets no such row stand")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("DELETE FROM cases_case WHERE ref = %s", [case.ref])
    try:
        found = whats()
    finally:
        with connection.cursor() as cursor:
            for table in ("checkpointspan", "caseevent", "eventpayload", "step", "seat", "pause"):
                cursor.execute(f"DELETE FROM cases_{table}")
            cursor.execute("PRAGMA foreign_keys = ON")
    assert "事实不属于任何办件" in found
    assert "填报内容不属于任何办件" in found


CHECKPOINT = {
    "root": ("0" * 64, "校验点与前一个对不上，或被改动"),
    "signature": ("0" * 128, "校验点的签名不对"),
    "hash": ("0" * 64, "校验点与前一个对不上，或被改动"),
    "total": (99, "校验点与前一个对不上，或被改动"),
}


@pytest.mark.parametrize("column", CHECKPOINT)
def test_a_bent_checkpoint_is_found(case, column):
    value, what = CHECKPOINT[column]
    sql(f"UPDATE cases_checkpoint SET {column} = %s", value)
    assert what in whats()


def test_a_checkpoint_taken_away_is_found(case, now):
    cases.make_checkpoint(at=later(MIDNIGHT, 24), by=SYSTEM)
    sql("DELETE FROM cases_checkpointspan")
    sql("DELETE FROM cases_checkpoint WHERE number = 1")
    assert "校验点缺失" in whats()


@pytest.mark.alone
def test_a_fact_taken_out_of_its_checkpoint_is_found(case):
    sql("UPDATE cases_checkpointspan SET last_seq = last_seq - 1")
    found = whats()
    assert "没有列入任何校验点" in found
    assert any(what.startswith("事实与公布的根对不上") for what in found)


def test_every_break_is_named_and_the_walk_goes_on(items, case, lin, now):
    spec = cases.CaseSpec(
        item="test-permit", region=items, form=case.form, by=lin, at=now, party=lin.party
    )
    refs = cases.bulk([spec] * 3)
    CaseEvent.objects.filter(case__in=refs).update(by_name="别人")
    report = cases.verify_chain()
    assert {ref for ref, _, _ in report.breaks} == set(refs)
    assert report.cases == 4
    assert report.sentences[0] == f"{refs[0]} 第 1 条事实：事实被改动或调换"


def test_pages_and_progress(items, case, lin, now, monkeypatch):
    monkeypatch.setattr(_chain, "PAGE", 2)
    spec = cases.CaseSpec(
        item="test-permit", region=items, form=case.form, by=lin, at=now, party=lin.party
    )
    cases.bulk([spec] * 4)
    told: list[tuple[int, int]] = []
    report = cases.verify_chain(progress=lambda *counts: told.append(counts))
    assert report.ok
    assert [count for count, _ in told] == [2, 4, 5]
    assert told[-1] == (5, report.events)


def test_who_is_just_writing_is_no_break(case, monkeypatch):
    """The page was read before a verb, the head after it: looked at again, all is well."""
    real, once = _chain.read, []

    def torn(refs):
        found = real(refs)
        if not once:
            once.append(True)
            found.facts[case.ref].pop()
        return found

    monkeypatch.setattr(_chain, "read", torn)
    assert cases.verify_chain().ok
    assert once
