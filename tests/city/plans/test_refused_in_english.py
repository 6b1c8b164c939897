"""A refusal is said in the language of the screen; what is kept of a verb stays Chinese."""

import re

import messages
import pytest
from django.db import transaction
from django.template import Context, Template
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_cotton.compiler_regex import CottonCompiler

from yingshang.city.cases._timeline import describe
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.notify.models import Message
from yingshang.city.plans import service as plans
from yingshang.city.plans.models import PlanEvent, Task
from yingshang.city.plans.review.verbs import certain_rows
from yingshang.kernel.flow import FlowDef, Refusal

HAN = re.compile("[\u4e00-\u9fff]")


def refused(verb, **said):
    with override("en"), pytest.raises(Refusal) as found:
        verb(**said)
    return found.value


def test_a_correction_that_cannot_be_read_is_refused_in_english(plan, first, shen, now):
    told = refused(plans.correct_target, target=first.id, changes={"value": "x"}, by=shen, at=now)
    assert not HAN.search(told.sentence), told.sentence
    assert PlanEvent.objects.filter(name="corrected").count() == 0


def test_an_undo_that_was_overtaken_is_refused_in_english(plan, first, shen, fang, now):
    plans.confirm_target(target=first.id, by=shen, at=now)
    plans.correct_target(target=first.id, changes={"value": "3"}, by=fang, at=now)
    told = refused(plans.undo, plan=plan.id, by=shen, at=now)
    assert told.code == "undo-overtaken"
    assert told.sentence.startswith("After ")


def test_the_reason_of_many_confirmations_is_kept_in_chinese(plan, shen, now):
    Task.objects.update(confidence=0.95)
    found = certain_rows(plan.id)
    with override("en"):
        plans.confirm_certain(plan=plan.id, expected=len(found), by=shen, at=now)
    kept = PlanEvent.objects.exclude(reason="").values_list("reason", flat=True)
    assert set(kept) == {"把握不低于 0.9，一次确认"}


@official
@transaction.atomic
def verb(words, at):
    notify.send(to="unit:x", topic="t", title=_("撤销：%s") % words, key="k", at=at, body="")
    if words == "no":
        raise Refusal("nothing-to-undo", _("您在这份方案里没有可撤销的操作。"))
    return get_language()


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing_and_what_is_done_is_chinese(now):
    told = refused(verb, words="no", at=now)
    assert told.code == "nothing-to-undo"
    assert not Message.objects.exists()
    assert not HAN.search(told.sentence)
    with override("en"):
        assert verb("yes", now) == "zh-hans"
        assert get_language() == "en"
    assert Message.objects.get().title == "撤销：yes"
    with pytest.raises(Refusal, match="没有可撤销"):
        verb("no", now)


def test_a_reason_that_a_verb_gave_itself_is_told_in_english(plan, shen, now):
    Task.objects.update(confidence=0.95)
    plans.confirm_certain(plan=plan.id, expected=len(certain_rows(plan.id)), by=shen, at=now)
    plans.withdraw(plan=plan.id, reason="导错了", by=shen, at=now)
    with override("en"):
        told = {one.reason for one in plans.history(plan.id)} - {""}
    assert told == {"Confidence of at least 0.9, confirmed at once", "导错了"}
    assert "把握不低于 0.9，一次确认" in {one.reason for one in plans.history(plan.id)}


def test_how_a_task_was_handed_out_and_what_its_clocks_are_called_is_told_in_english(city):
    with override("en"):
        told = describe("assigned", {"unit": "990100-tax", "reason": "按方案分工交办"}, FlowDef())
        line = {"name": "签收", "lamp": "green", "days": ()}
        shown = Template(CottonCompiler().process('<c-clock :line="line" />')).render(
            Context({"line": line})
        )
    assert "Handed out by the division of work in the plan" in told
    assert "Sign for" in shown
    marked = {message for _file, message in messages.found()}
    assert {"要求完成", "法定", "承诺", "受理"} <= marked
