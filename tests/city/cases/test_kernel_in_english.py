"""What the kernel refuses is said in the language of the screen, with its words."""

import ast
import pickle
import re

import messages
import pytest
from django.utils.translation import override
from later_life import applied

from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.kernel import flow
from yingshang.kernel.flow import Refusal

HAN = re.compile("[\u4e00-\u9fff]")


def test_a_refusal_keeps_its_pattern_and_its_words():
    one = Refusal("step-waiting", "“%(step)s”还要等“%(names)s”。", step="踏勘", names=("甲", "乙"))
    again = pickle.loads(pickle.dumps(one))
    for found in (one, again):
        assert str(found) == found.sentence == "“踏勘”还要等“甲、乙”。"
        assert found.words == {"step": "踏勘", "names": ("甲", "乙")}


def test_what_holds_a_sign_of_percent_and_no_words_is_told_as_it_is():
    assert Refusal("x", "不能超过 100%。").sentence == "不能超过 100%。"


@pytest.fixture
def english(monkeypatch):
    """A catalogue of a few words."""
    known = {
        "“%(step)s”还要等“%(names)s”。": "“%(step)s” waits for “%(names)s”.",
        "踏勘": "Site visit",
        "甲": "First",
        "、": ", ",
    }
    monkeypatch.setattr("yingshang.city.definitions._official.gettext", lambda w: known.get(w, w))
    monkeypatch.setattr("yingshang.city.definitions._said.gettext", lambda w: known.get(w, w))


def test_it_is_told_in_the_language_of_the_screen_its_words_too(english):
    one = Refusal("step-waiting", "“%(step)s”还要等“%(names)s”。", step="踏勘", names=("甲", "乙"))
    with override("en"):
        told = definitions.told(one)
    assert (told.code, told.sentence) == ("step-waiting", "“Site visit” waits for “First, 乙”.")
    assert definitions.told(one) is one


def test_a_verb_of_a_case_is_refused_by_the_pattern_of_the_kernel(lin, zhou, now, monkeypatch):
    case, seen = applied("drainage-permit", lin, now), []
    monkeypatch.setattr(
        "yingshang.city.cases._work.definitions.told", lambda one: seen.append(one) or one
    )
    cases.accept(ref=case.ref, by=zhou, at=now)
    with override("en"), pytest.raises(Refusal):
        cases.accept(ref=case.ref, by=zhou, at=now)
    assert [one.pattern for one in seen] == ["现在不能%(verb)s：%(why)s。%(next)s。"]


def refused_with(text: str) -> set[str]:
    """The Chinese that a module says in its refusals, and in what makes them."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Refusal", "return_pending"):
            inner = [one for one in ast.walk(node) if isinstance(one, ast.Constant)]
            found |= {one.value for one in inner if HAN.search(str(one.value))}
    return found


def test_every_sentence_of_the_kernel_is_a_message():
    """What is no message is kept out of every other language."""
    known = {said for _file, said in messages.found()}
    missing = set(flow.VERB_LABELS.values()) | set(flow.STATE_WHY.values())
    for path in sorted(messages.SOURCE.glob("kernel/flow/*.py")):
        missing |= refused_with(path.read_text("utf-8"))
    assert len(missing) > 120
    assert missing - known == set()


# what is refused while data are loaded is told to the administrator, in Chinese
LOADED = {"_applies.py", "_smart.py"}


@pytest.mark.parametrize("where", ["city/cases/**/*.py", "city/plans/ledgers/*.py"])
def test_every_refusal_of_a_case_and_of_an_imported_ledger_is_a_message(where):
    known = {said for _file, said in messages.found()}
    missing = set()
    for path in sorted(messages.SOURCE.glob(where)):
        if path.name not in LOADED:
            missing |= refused_with(path.read_text("utf-8")) - known
    assert missing == set()


def test_who_may_not_do_a_verb_is_told_so_in_the_language_of_the_screen(lin, now, monkeypatch):
    words = {
        "“%s”不在您的职责范围内，没有办理。请由本环节的承办单位或受理窗口办理。": "Not yours: %s"
    }
    monkeypatch.setattr("yingshang.city.cases._reading._", lambda said: words.get(said, said))
    case = applied("drainage-permit", lin, now)
    with override("en"):
        with pytest.raises(Refusal, match=r"^Not yours: Accept$"):
            cases.accept(ref=case.ref, by=lin, at=now)
        with pytest.raises(Refusal, match=r"^Not yours: Accept$"):
            cases.case_for(lin, case.ref, to="accept", at=now)
