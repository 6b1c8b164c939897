"""Two editions of a plan: every clause finds its counterpart, and what differs is named."""

from dataclasses import replace
from datetime import date
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from yingshang.kernel.plantext.align import Clause, Figure, align, likeness, marks

START = Figure("企业开办时间", "<=", 3, "工作日")
CLAUSES = (
    Clause(
        "1",
        "压缩企业开办时间",
        "1.压缩企业开办时间。推行设立登记、公章刻制、发票申领一网通办，企业开办3个工作日内办结。",
        lead=("市市场监管局",),
        deadline=date(2026, 12, 31),
        figures=(START,),
    ),
    Clause("2", "优化不动产登记", "2.优化不动产登记。推广交房即交证，抵押登记全程网办，费税同缴。"),
    Clause(
        "3", "提升获得电力", "3.提升获得电力服务水平。低压小微企业用电报装零投资，公开停电计划。"
    ),
    Clause("4", "规范涉企检查", "4.规范涉企行政检查。推行综合查一次，扫码入企，检查事项逐项公示。"),
)


def states(old, new):
    return [(one.old, one.new, one.state) for one in align(old, new)]


def test_the_same_document_has_only_kept_clauses():
    found = align(CLAUSES, CLAUSES)
    assert {(one.state, one.moved, one.renumbered, one.likeness) for one in found} == {
        ("kept", False, False, 1.0)
    }


def test_another_number_in_front_is_no_change_of_the_clause():
    again = replace(CLAUSES[0], no="7", text=CLAUSES[0].text.replace("1.", "7.", 1))
    (match,) = align(CLAUSES[:1], [again])
    assert (match.state, match.renumbered, match.changes) == ("kept", True, ())


def test_a_clause_that_went_to_the_end_has_moved_and_the_others_have_not():
    found = align(CLAUSES, (*CLAUSES[1:], CLAUSES[0]))
    assert [(one.old, one.moved) for one in found] == [
        (1, False),
        (2, False),
        (3, False),
        (0, True),
    ]


def test_a_stricter_number_is_named_as_the_figure_it_changed():
    text = CLAUSES[0].text.replace("3个", "2个")
    changed = replace(CLAUSES[0], text=text, figures=(replace(START, value=2),))
    (match,) = align(CLAUSES[:1], [changed])
    assert match.state == "changed"
    assert [(one.what, one.old, one.new) for one in match.changes] == [
        ("text", None, None),
        ("figure", 0, 0),
    ]


SISTERS = tuple(
    Clause(
        str(n),
        f"提升{what}改革（第1批）",
        f"{n}.提升{what}改革（第1批）。2027年{n}月底前，{what}网办率达到90%以上。",
    )
    for n, what in enumerate(("企业变更登记", "企业破产办理", "企业开办"), start=1)
)


def test_a_title_that_a_person_changed_leads_no_clause_astray():
    called = replace(SISTERS[0], title=SISTERS[1].title, printed=SISTERS[0].title)
    newer = (replace(SISTERS[0], lead=("市数据局",)), SISTERS[2])
    found = align((called, *SISTERS[1:]), newer)
    assert [(one.old, one.new, one.state) for one in found] == [
        (0, 0, "changed"),
        (2, 1, "kept"),
        (1, None, "dropped"),
    ]
    assert [one.what for one in found[0].changes] == ["title", "lead"]
    assert found[0].likeness == 1.0


def test_a_later_deadline_and_another_lead_are_named():
    changed = replace(CLAUSES[0], deadline=date(2027, 6, 30), lead=("市数据局",))
    (match,) = align(CLAUSES[:1], [changed])
    assert [one.what for one in match.changes] == ["lead", "deadline"]


def test_a_number_that_was_left_out_and_one_that_was_added_are_told_apart():
    online = Figure("网上可办率", ">=", 95, "%")
    changed = replace(CLAUSES[0], figures=(online,))
    (match,) = align(CLAUSES[:1], [changed])
    assert [(one.old, one.new) for one in match.changes] == [(0, None), (None, 0)]


def test_what_has_no_counterpart_is_new_or_dropped():
    other = Clause(
        "4", "设立企业服务专员", "4.设立企业服务专员。重点企业一企一专员，诉求限时答复。"
    )
    assert states(CLAUSES, (*CLAUSES[:3], other))[-2:] == [(None, 3, "new"), (3, None, "dropped")]


def test_a_clause_cut_in_two_says_where_its_second_half_came_from():
    both = Clause(
        "1",
        "优化登记和检查",
        "推广交房即交证，抵押登记全程网办，费税同缴，登记资料自助查询，继承登记容缺受理。"
        "推行综合查一次，扫码入企，检查事项逐项公示，同一企业同一年度检查次数设上限并公布。",
    )
    halves = [
        Clause("1", "优化登记", both.text[:40]),
        Clause("2", "规范检查", both.text[40:]),
    ]
    found = align([both], halves)
    assert sorted(one.state for one in found) == ["changed", "new"]
    assert next(one.kin for one in found if one.state == "new") == 0


def test_words_that_differ_are_marked_and_the_rest_is_not():
    found = marks("企业开办3个工作日内办结", "企业开办2个工作日内办结")
    assert [(one.op, one.text) for one in found] == [
        ("same", "企业开办"),
        ("cut", "3"),
        ("put", "2"),
        ("same", "个工作日内办结"),
    ]


def test_how_blanks_and_brackets_were_typed_makes_no_difference():
    typed = replace(CLAUSES[1], text=CLAUSES[1].text.replace("，", ", ").replace("。", "。 "))
    assert states(CLAUSES[1:2], [typed]) == [(0, 0, "kept")]


WORDS = st.text(alphabet="优化提升企业开办登记检查时限压缩公开0123456789，。", max_size=60)
CLAUSE = st.builds(
    Clause,
    no=st.sampled_from(["1", "2", "（一）", ""]),
    title=st.text(alphabet="优化提升企业开办登记检查", max_size=8),
    text=WORDS,
    section=st.sampled_from(["一、", "二、"]),
)
PLAN = st.lists(CLAUSE, max_size=8)


@given(PLAN)
def test_a_plan_beside_itself_is_kept_whatever_it_says(plan):
    found = align(plan, plan)
    assert len(found) == len(plan)
    assert all(one.state == "kept" and one.old is not None for one in found)


@given(PLAN, st.randoms(use_true_random=False))
def test_shuffling_and_renumbering_lose_nothing(plan, random):
    shuffled = [replace(one, no=str(place)) for place, one in enumerate(plan)]
    random.shuffle(shuffled)
    assert all(one.state == "kept" for one in align([replace(c, no="") for c in plan], shuffled))


@given(PLAN, PLAN)
def test_every_clause_of_both_stands_there_once_and_the_other_way_round_says_the_same(old, new):
    there, back = align(old, new), align(new, old)
    assert sorted(m.old for m in there if m.old is not None) == list(range(len(old)))
    assert sorted(m.new for m in there if m.new is not None) == list(range(len(new)))
    turned = {"new": "dropped", "dropped": "new"}
    assert {(m.old, m.new, m.state, m.likeness) for m in there} == {
        (m.new, m.old, turned.get(m.state, m.state), m.likeness) for m in back
    }


@given(WORDS, WORDS)
def test_the_marks_give_back_both_texts(old, new):
    found = marks(old, new)
    assert "".join(one.text for one in found if one.op != "put") == old
    assert "".join(one.text for one in found if one.op != "cut") == new


@given(CLAUSE, CLAUSE)
def test_likeness_is_between_none_and_all_and_the_same_both_ways(one, other):
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1 + 1e-9
    assert likeness(one, one) > 1 - 1e-9


def test_three_hundred_rewritten_clauses_are_compared_in_two_seconds():
    base = [
        Clause(
            str(i),
            f"任务{i}{CLAUSES[i % 4].title}",
            "".join(chr(0x4E00 + (i * 31 + k * k) % 4000) for k in range(300)),
        )
        for i in range(300)
    ]
    changed = [replace(one, text=one.text[30:] + "补充内容") for one in reversed(base)]
    began = process_time()
    found = align(base, changed)
    for one in found:
        marks(base[one.old].text, changed[one.new].text)
    assert process_time() - began < 2
    assert all(one.old == 299 - one.new for one in found)
