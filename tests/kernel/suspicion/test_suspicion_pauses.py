"""A clock stopped just before it is missed, and the stops that are honest."""

from datetime import timedelta

from suspicion_situations import case, day, flagged, ordinary_month, said, why

KIND = "pause-before-breach"
BEGUN = day(3, 3)  # eight working days: due on Friday 13 March


def stopped(at, until, decided, *, data=None, words=None, traces=(), by="ma", done=None):
    acts = [
        ("submitted", "party:1", BEGUN - timedelta(hours=1)),
        ("accepted", "zhou", BEGUN),
        ("step-opened", "zhou", BEGUN, {"step": "review"}),
        ("step-done", by, done or BEGUN + timedelta(days=2), {"step": "review"}, said("符合")),
        ("paused", by, at, {"kind": "expert-review", **(data or {})}, words or said("需专家评审")),
        *traces,
        ("resumed", by, until, {"kind": "expert-review"}),
        ("decided", by, decided, {"outcome": "granted"}),
    ]
    return case(*acts, due=day(3, 24, 17))


GAMED = stopped(day(3, 13, 15), day(3, 20, 9), day(3, 20, 9.2))
NOTICE = {"notice": "告知〔2026〕3号", "expected": "5个工作日", "counterpart": "专家组"}
TRACE = ("noted", "ma", day(3, 18, 15), {}, said("专家评审意见已收到"))


def test_an_empty_stop_on_the_last_afternoon_is_a_ground():
    assert flagged([*ordinary_month(), GAMED]) == {KIND: [GAMED.ref]}


def test_the_ground_says_when_and_what_was_missing():
    (found,) = why([*ordinary_month(), GAMED], GAMED.ref)
    said_of = {reason.code: reason.sentence for reason in found.reasons}
    assert "只剩 0.2 个工作日" in said_of["last-moment"]
    assert "第四十五条" in said_of["no-notice"]
    assert "若不停止计时" in said_of["saved-the-promise"]
    assert found.officer == "ma"
    assert 5 in found.seqs


def test_a_real_review_late_in_the_term_with_notice_is_not():
    honest = stopped(day(3, 13, 15), day(3, 20, 9), day(3, 23, 11), data=NOTICE, traces=(TRACE,))
    assert flagged([*ordinary_month(), honest]) == {}
    (weighed,) = why([*ordinary_month(), honest], honest.ref)
    assert {r.code for r in weighed.against} >= {"told-in-time", "as-expected", "examined"}


def test_a_stop_in_good_time_is_not_even_without_notice():
    honest = stopped(day(3, 6, 10), day(3, 12, 9), day(3, 12, 9.2))
    assert flagged([*ordinary_month(), honest]) == {}


def test_a_stop_that_gained_nothing_has_that_in_its_favour():
    told = NOTICE | {"expected": "1个工作日"}
    words = said("委托市检测院对现场设备进行检测")
    idle = stopped(day(3, 12, 10), day(3, 12, 15), day(3, 12, 15.2), data=told, words=words)
    (weighed,) = why([*ordinary_month(), idle], idle.ref)
    assert "nothing-gained" in {reason.code for reason in weighed.against}
    assert flagged([*ordinary_month(), idle]) == {}


def test_waiting_for_a_correction_is_no_stop_of_this_kind():
    asked = case(
        ("submitted", "party:1", BEGUN),
        ("paused", "zhou", day(3, 10), {"kind": "correction"}),
        ("resumed", "zhou", day(3, 12), {"kind": "correction"}),
        ("accepted", "zhou", day(3, 12)),
        ("decided", "ma", day(3, 20)),
        due=day(3, 24, 17),
    )
    assert why([*ordinary_month(), asked], asked.ref) == []


def test_a_stop_that_still_lasts_is_weighed_by_the_promise():
    acts = [
        ("submitted", "party:1", BEGUN - timedelta(hours=1)),
        ("accepted", "zhou", BEGUN),
        ("step-done", "ma", BEGUN + timedelta(days=1), {"step": "review"}, said("符合")),
        ("paused", "ma", day(3, 13, 16), {"kind": "testing"}, said("检测")),
    ]
    still = case(*acts, due=None)
    (weighed,) = why([*ordinary_month(), still], still.ref)
    assert "last-moment" in {r.code for r in weighed.reasons}
