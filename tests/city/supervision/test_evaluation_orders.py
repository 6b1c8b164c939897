"""Orders of the self-check: once a leaf, dismissed is not drafted, only the unit's papers count."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Order, Warning

PDF = [("佐证.pdf", b"%PDF-1.4\n%%EOF\n")]
TAX = "990100-tax"


@pytest.fixture
def made(shen, now):
    due = (now + timedelta(days=5)).date()
    return supervision.open_evaluation(tree="national", title="迎评", due_on=due, by=shen, at=now)


def weak(actor, made, now, unit=TAX):
    """A leaf that the unit answers for."""
    found = supervision.evaluation(actor, made, at=now).checks
    return next(one for one in found if one.unit == unit and one.pieces)


def ordered(made, shen, now):
    check = weak(shen, made, now)
    due = (now + timedelta(days=10)).date()
    return check, supervision.order_leaf(evaluation=made, check=check, due=due, by=shen, at=now)


def draft_red(made, by, now):
    red = [one.leaf for one in supervision.evaluation(by, made, at=now).checks if one.risk == "red"]
    return supervision.draft_leaves(evaluation=made, leaves=red, by=by, at=now)


def confirm(ref, by, now):
    supervision.confirm_order(ref=ref, words="看了材料", by=by, at=now)


def test_what_the_checker_uploads_is_no_evidence_of_the_unit(made, shen, fang, wu, now):
    _check, ref = ordered(made, shen, now)
    cases.complete_step(ref=ref, step="answer", opinion="已补", by=wu, at=now)
    cases.note(ref=ref, text="我替单位传", by=shen, at=now, files=[cases.Upload(*PDF[0])])
    for checker in (shen, fang):  # neither who gave it nor a colleague may count it
        with pytest.raises(Refusal, match="没有附佐证"):
            confirm(ref, checker, now)
    supervision.give_proof(ref=ref, files=PDF, by=wu, at=now)
    confirm(ref, shen, now)


def test_accepted_pieces_count_where_the_asked_unit_gave_them(made, shen, fang, wu, now):
    check, ref = ordered(made, shen, now)
    cases.complete_step(ref=ref, step="answer", opinion="已补", by=wu, at=now)
    for piece in check.pieces:
        supervision.give_evidence(piece=piece.id, files=PDF, by=shen, at=now)
        supervision.accept_evidence(piece=piece.id, by=fang, at=now)
    with pytest.raises(Refusal, match="没有附佐证"):
        confirm(ref, fang, now)


def test_pieces_that_the_unit_gave_and_another_ruled_on_are_papers(made, shen, fang, wu, now):
    check, ref = ordered(made, shen, now)
    cases.complete_step(ref=ref, step="answer", opinion="已补", by=wu, at=now)
    for piece in check.pieces:
        supervision.give_evidence(piece=piece.id, files=PDF, by=wu, at=now)
        supervision.accept_evidence(piece=piece.id, by=fang, at=now)
    confirm(ref, fang, now)


def test_who_gave_the_only_paper_does_not_check_it(made, shen, fang, now):
    """The office itself is asked: one of it gives, another checks."""
    office = fang.unit
    check = weak(shen, made, now, unit=office)
    due = (now + timedelta(days=10)).date()
    ref = supervision.order_leaf(evaluation=made, check=check, due=due, by=shen, at=now)
    cases.complete_step(ref=ref, step="answer", opinion="已补", by=fang, at=now)
    supervision.give_proof(ref=ref, files=PDF, by=fang, at=now)
    with pytest.raises(Refusal, match="没有附佐证"):
        confirm(ref, fang, now)
    confirm(ref, shen, now)


def test_a_dismissed_draft_is_no_draft(made, shen, now):
    red = next(one for one in supervision.evaluation(shen, made, at=now).undrafted)
    draft_red(made, shen, now)
    (waits,) = [w for w in supervision.warnings(shen) if w.title.endswith(f"{red.node}·{red.name}")]
    supervision.dismiss(warning=waits.id, reason="另案办理", by=shen, at=now)
    found = supervision.evaluation(shen, made, at=now)
    again = next(one for one in found.checks if one.leaf == red.leaf)
    assert again.draft is None
    assert (again.dismissed.id, again.dismissed.why) == (waits.id, "另案办理")
    assert again not in found.undrafted  # nobody asks twice for what was decided
    due = (now + timedelta(days=10)).date()
    ref = supervision.order_leaf(evaluation=made, check=again, due=due, by=shen, at=now)
    assert Order.objects.get(ref=ref).warning_id != waits.id
    assert supervision.warning(shen, waits.id).settled_reason == "另案办理"
    with pytest.raises(Refusal, match="已经发过督办单"):
        supervision.order_leaf(evaluation=made, check=again, due=due, by=shen, at=now)


def test_a_leaf_whose_order_was_taken_back_may_be_ordered_again(made, shen, now):
    check, ref = ordered(made, shen, now)
    cases.withdraw(ref=ref, reason="发错单位", by=shen, at=now)
    again = next(
        one for one in supervision.evaluation(shen, made, at=now).checks if one.leaf == check.leaf
    )
    assert (again.order, again.draft) == ("", None)
    assert "已经撤回" in again.dismissed.why
    due = (now + timedelta(days=10)).date()
    second = supervision.order_leaf(evaluation=made, check=again, due=due, by=shen, at=now)
    assert second != ref


def test_a_closed_evaluation_gives_no_order(made, shen, now):
    check = weak(shen, made, now)
    supervision.close_evaluation(evaluation=made, by=shen, at=now)
    due = (now + timedelta(days=10)).date()
    with pytest.raises(Refusal, match="已经办结"):
        supervision.order_leaf(evaluation=made, check=check, due=due, by=shen, at=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dismissed", [False, True])
def test_two_clicks_at_once_make_one_order(made, shen, fang, now, dismissed):
    check, due = weak(shen, made, now), (now + timedelta(days=10)).date()
    if dismissed:
        draft_red(made, shen, now)
        waits = Warning.objects.get(key=f"self-check|{made}-{check.leaf}")
        supervision.dismiss(warning=waits.pk, reason="另案办理", by=shen, at=now)
        check = weak(shen, made, now)
    done, refused, gate = [], [], threading.Barrier(2)

    def click(by):
        from django.db import connection

        gate.wait()
        try:
            done.append(
                supervision.order_leaf(evaluation=made, check=check, due=due, by=by, at=now)
            )
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click, args=(by,)) for by in (shen, replace(fang))]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert (len(done), refused) == (1, ["ordered-already"])
    assert Order.objects.filter(warning__rule="self-check").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_order_and_the_drafting_of_all_at_once_do_not_clash(made, shen, fang, now):
    check = next(iter(supervision.evaluation(shen, made, at=now).undrafted))
    due, said, gate = (now + timedelta(days=10)).date(), [], threading.Barrier(2)

    def order():
        return supervision.order_leaf(evaluation=made, check=check, due=due, by=shen, at=now)

    def draft():
        return draft_red(made, fang, now)

    def act(verb):
        from django.db import connection

        gate.wait()
        try:
            said.append(verb())
        finally:
            connection.close()

    acts = [threading.Thread(target=act, args=(verb,)) for verb in (order, draft)]
    for one in acts:
        one.start()
    for one in acts:
        one.join()
    assert len(said) == 2
    mine = Warning.objects.filter(key__startswith=f"self-check|{made}-{check.leaf}")
    assert [one.status for one in mine] == ["ordered"]
