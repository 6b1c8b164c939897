"""Drafts: one writes, another reviews, it takes effect on a day; what was published stays."""

from datetime import date, timedelta

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions


@pytest.fixture
def sun(city):
    """Another reviewer of the market regulator."""
    return accounts.actor_of(accounts.user_of("sun"))


def begin(by, now, code="food-permit"):
    return catalog.start_draft(code=code, region="990100", by=by, at=now)


def write(draft, by, now, **changes):
    view = catalog.draft_view(by, draft)
    body = {**view.body, **changes}
    catalog.save_draft(draft=draft, body=body, by=by, at=now, revision=view.revision)


def refused(code):
    return pytest.raises(Refusal, check=lambda r: r.code == code)


def published(draft, ma, sun, now, on):
    catalog.submit_draft(draft=draft, by=ma, at=now)
    catalog.approve_draft(draft=draft, by=sun, at=now)
    return catalog.publish_draft(draft=draft, effective_on=on, by=ma, at=now)


def test_a_new_version_takes_effect_on_its_day_and_the_old_one_stays(ma, sun, now):
    before = catalog.item("food-permit", region="990100", on=now.date())
    draft = begin(ma, now)
    write(draft, ma, now, summary="新的概要")
    first = now.date() + timedelta(days=10)
    edition = published(draft, ma, sun, now, first)
    assert catalog.item("food-permit", region="990100", on=now.date()).edition == before.edition
    after = catalog.item("food-permit", region="990100", on=first)
    assert (after.edition, after.summary) == (edition, "新的概要")
    assert definitions.edition_by_id(before.edition).body == before.body
    assert definitions.changed_editions() == []
    done = {r.action for r in audit.records(obj=f"item-draft:{draft}")}
    assert done >= {"catalog.draft-submitted", "catalog.draft-approved", "catalog.draft-published"}


def test_whoever_wrote_in_it_does_not_review_it(ma, sun, fang, now):
    draft = begin(ma, now)
    write(draft, ma, now, summary="一")
    write(draft, sun, now, summary="二")
    catalog.submit_draft(draft=draft, by=sun, at=now)
    for author in (ma, sun):
        with refused("draft-own"):
            catalog.approve_draft(draft=draft, by=author, at=now)
    catalog.approve_draft(draft=draft, by=fang, at=now)
    assert catalog.draft_view(fang, draft).row.state == "approved"


def test_only_the_lead_unit_and_the_bureau_may_write(ma, wu, shen, fang, lin, now):
    for stranger in (wu, shen, lin):
        with refused("draft-not-yours"):
            begin(stranger, now)
    draft = begin(ma, now)
    assert begin(fang, now) == draft
    for stranger in (wu, shen, lin):
        with pytest.raises(NotVisible):
            catalog.draft_view(stranger, draft)
        assert catalog.drafts(stranger) == []
    with refused("draft-not-yours"):  # not to another unit either
        write(draft, ma, now, lead="tax")


def test_a_draft_that_is_not_right_says_which_field(ma, now):
    draft = begin(ma, now)
    write(draft, ma, now, visits=-1, limits={"promised": {"value": 3, "unit": "week"}})
    with refused("draft-wrong") as told:
        catalog.submit_draft(draft=draft, by=ma, at=now)
    assert "到现场次数" in str(told.value)
    assert "承诺办结时限单位" in str(told.value)
    write(draft, ma, now, visits=0, limits={}, materials=[{"code": "a"}])
    said = [f.heading for f in catalog.draft_view(ma, draft).blocks]
    assert said[0].startswith("材料第 1 行")


def test_a_new_contradiction_blocks_and_an_old_gap_is_only_shown(ma, now):
    draft = begin(ma, now)
    assert not catalog.draft_view(ma, draft).blocks
    write(draft, ma, now, visits=2, depth="全程网办（Ⅳ级）")
    view = catalog.draft_view(ma, draft)
    assert {f.number for f in view.blocks} == {3, 5}
    assert len(view.faults) >= len(view.blocks)


def test_nobody_overwrites_what_another_wrote_meanwhile(ma, sun, now):
    draft = begin(ma, now)
    seen = catalog.draft_view(ma, draft)
    write(draft, sun, now, summary="别人改的")
    with refused("draft-changed"):
        catalog.save_draft(draft=draft, body=dict(seen.body), by=ma, at=now, revision=seen.revision)


def test_a_draft_from_an_older_edition_is_not_published_over_a_newer_one(ma, sun, fang, now):
    draft = begin(ma, now)
    write(draft, ma, now, summary="旧的底")
    catalog.submit_draft(draft=draft, by=ma, at=now)
    catalog.approve_draft(draft=draft, by=sun, at=now)
    body = {**catalog.item("food-permit", region="990100", on=now.date()).body, "summary": "插队"}
    definitions.publish(
        kind="item", code="food-permit", region="990100", body=body, by=fang, at=now
    )
    with refused("draft-stale"):
        catalog.publish_draft(draft=draft, effective_on=now.date(), by=ma, at=now)


def test_no_version_takes_effect_in_the_past(ma, sun, now):
    draft = begin(ma, now)
    write(draft, ma, now, summary="一")
    with refused("draft-date"):
        published(draft, ma, sun, now, now.date() - timedelta(days=1))


def test_an_unchanged_draft_is_not_published(ma, now):
    with refused("draft-same"):
        catalog.submit_draft(draft=begin(ma, now), by=ma, at=now)


def test_a_returned_draft_says_why_and_a_dropped_one_makes_room(ma, sun, now):
    draft = begin(ma, now)
    write(draft, ma, now, summary="一")
    catalog.submit_draft(draft=draft, by=ma, at=now)
    with refused("draft-reason"):
        catalog.return_draft(draft=draft, reason=" ", by=sun, at=now)
    catalog.return_draft(draft=draft, reason="概要太短", by=sun, at=now)
    view = catalog.draft_view(ma, draft)
    assert (view.row.state, view.note) == ("draft", "概要太短")
    catalog.drop_draft(draft=draft, reason="不改了", by=ma, at=now)
    with refused("draft-state"):
        catalog.submit_draft(draft=draft, by=ma, at=now)
    assert begin(ma, now) != draft


def test_what_the_superior_owns_is_read_only(ma, sun, fang, now):
    body = {**catalog.item("food-permit", region="990100", on=now.date()).body}
    body["guide"] = {"superior": ["事项名称", "法定办结时限"]}
    definitions.publish(
        kind="item", code="food-permit", region="990100", body=body, by=fang, at=now
    )
    draft = begin(ma, now)
    with refused("superior-owned") as told:
        write(draft, ma, now, name="别的名字")
    assert "事项名称" in str(told.value)
    limits = {**body["limits"], "statutory": {"value": 5, "unit": "workday"}}
    with refused("superior-owned"):
        write(draft, ma, now, limits=limits)
    with refused("superior-owned"):
        write(draft, ma, now, guide={})
    write(draft, ma, now, summary="自己的概要可以改")
    owned = {c.column.heading for c in catalog.draft_view(ma, draft).form if c.owned}
    assert {"事项代码", "事项名称", "法定办结时限", "法定办结时限单位"} <= owned
    assert "概要" not in owned


def test_two_editions_stand_side_by_side_with_what_changed(ma, sun, now):
    old = catalog.item("food-permit", region="990100", on=now.date())
    draft = begin(ma, now)
    write(draft, ma, now, summary="新的概要", materials=[{"code": "plan", "name": "平面图"}])
    view = catalog.draft_view(ma, draft)
    assert {d.heading for d in view.changed} >= {"概要", "材料 平面图"}
    preview = catalog.draft_preview(ma, draft, on=now.date())
    assert preview.summary == "新的概要"
    new = published(draft, ma, sun, now, now.date())
    found = catalog.compare_editions("food-permit", region="990100", old=old.edition, new=new)
    changed = {d.heading: (d.old, d.new) for d in found if d.changed}
    assert changed["概要"] == (old.summary, "新的概要")
    assert changed["材料 平面图"][0] == ""
    assert [e.id for e in catalog.editions_of("food-permit", region="990100")][-1] == new
    with pytest.raises(NotVisible):
        catalog.compare_editions("food-permit", region="990100", old=old.edition, new=10**9)


def test_loading_the_same_files_again_does_not_undo_what_a_bureau_published(ma, sun, now):
    from django.conf import settings

    draft = begin(ma, now, code="company-start")
    write(draft, ma, now, summary="本市自己的概要")
    published(draft, ma, sun, now, now.date())
    report = definitions.load(settings.DATA_DIRS, at=now)
    assert report.added == 0
    assert catalog.item("company-start", region="990100", on=date(2026, 4, 1)).summary == (
        "本市自己的概要"
    )
