"""A full disk: one sentence, nothing half written, and all goes on when there is space again."""

import errno
import resource
from datetime import timedelta

import pytest
from case_items import FORM, PERMIT
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import _files, _whole
from yingshang.city.cases import service as cases
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Case
from yingshang.city.definitions import service as definitions


@pytest.fixture
def place(transactional_db, city, now, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    definitions.publish(kind="item", code=PERMIT["code"], region="", body=PERMIT, by=SYSTEM, at=now)
    return city


def open_one(at, **more):
    return cases.open_case(
        item="test-permit",
        region="990100",
        form=FORM,
        party=None,
        channel="web",
        by=SYSTEM,
        at=at,
        **more,
    )


def pragma(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return cursor.fetchone()[0]


@pytest.fixture
def no_room(place):
    """The database file may not grow by a single page until the test says so."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own answer to a full disk is tried below")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # earlier tests leave free pages: room for thousands
    pragma("wal_checkpoint(TRUNCATE)")
    most = pragma("max_page_count")
    pragma(f"max_page_count = {pragma('page_count')}")
    yield lambda: pragma(f"max_page_count = {most}")
    pragma(f"max_page_count = {most}")


def refused(verb, **arguments) -> Refusal | None:
    """What the verb was refused with, or None where it was done."""
    try:
        verb(**arguments)
    except Refusal as refusal:
        return refusal
    return None


def until_full(at) -> int:
    """Open cases until one is refused; how many were taken."""
    for count in range(3000):
        if told := refused(open_one, at=at):
            assert told.code == "disk-full"
            assert "没有保存" in told.sentence
            return count
    raise AssertionError("the disk was never full")


def test_a_case_is_whole_or_not_at_all_and_the_next_is_taken_when_there_is_space(no_room, now):
    taken = until_full(now)
    assert Case.objects.count() == taken
    assert cases.verify_chain().ok
    no_room()
    last = open_one(now)
    assert last.ref.endswith(f"{taken + 1:06d}")  # the refused ones took no number
    assert cases.verify_chain().ok


def test_a_verb_that_finds_no_space_leaves_the_case_as_it_was(no_room, now):
    until_full(now)
    first = Case.objects.order_by("ref").first()
    turned_away = 0
    for case in Case.objects.all():
        if told := refused(cases.accept, ref=case.ref, by=SYSTEM, at=now):
            assert told.code == "disk-full"
            case.refresh_from_db()
            assert (case.state, case.seq) == ("submitted", 1)
            turned_away += 1
    assert turned_away
    assert cases.verify_chain().ok
    no_room()
    if Case.objects.get(ref=first.ref).state == "submitted":
        cases.accept(ref=first.ref, by=SYSTEM, at=now)
    assert Case.objects.get(ref=first.ref).state == "accepted"


def test_a_form_on_the_web_is_refused_in_one_sentence_and_keeps_what_was_typed(
    place, monkeypatch, now
):
    client = Client()
    client.force_login(accounts.user_of("lin"))
    form = {
        "company": "青岚市明禾餐饮有限公司",
        "company_type": "有限责任公司",
        "capital": "50",
        "scope": "中餐服务",
        "address": "东城区青年路8号",
        "legal_person": "林晓",
        "legal_person_id": "110105199005120022",
        "legal_person_birth": "1990-05-12",
        "phone": "13800000001",
        "seals": "电子印章",
    }
    client.post("/apply/company-start/", form)

    def full(*_args, **_more):
        raise OperationalError("database or disk is full")

    from yingshang.city.cases.actions import open_case

    monkeypatch.setattr(open_case, "save", full)
    answer = client.post("/apply/company-start/review/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "服务器的磁盘空间不足" in page
    assert "青岚市明禾餐饮有限公司" in page
    assert not Case.objects.exists()
    monkeypatch.setattr(cases, "save_draft", full)
    other = client.post("/apply/company-start/", form)
    assert other.status_code == 409
    assert "服务器的磁盘空间不足" in other.content.decode()


@pytest.fixture
def small_files():
    """No file of this process may grow beyond 100,000 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


BIG = ("大文件.txt", "材料\n".encode() * 50_000)


def test_a_file_that_the_disk_does_not_take_leaves_nothing(settings, tmp_path, small_files):
    settings.FILES = tmp_path
    with pytest.raises(Refusal) as told:
        _files.store(_files.uploads([BIG]))
    assert told.value.code == "disk-full"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    small_files()
    (row,) = _files.store(_files.uploads([BIG]))
    assert _files.path_of(row.sha256).read_bytes() == BIG[1]


def test_a_file_that_was_cut_short_is_written_again(settings, tmp_path):
    settings.FILES = tmp_path
    (row,) = _files.store(_files.uploads([BIG]))
    _files.path_of(row.sha256).write_bytes(BIG[1][:1000])
    _files.store(_files.uploads([BIG]))
    assert _files.path_of(row.sha256).read_bytes() == BIG[1]


def test_what_killed_uploads_left_is_swept_after_a_day(settings, tmp_path):
    settings.FILES = tmp_path
    (tmp_path / "ab").mkdir()
    part, whole = tmp_path / "ab" / f"{_files.PART}x", tmp_path / "ab" / "abcd"
    part.write_bytes(b"half")
    whole.write_bytes(b"whole")
    now = timezone.now()
    assert _files.sweep_parts(at=now) == 0
    assert _files.sweep_parts(at=now + timedelta(days=2)) == 1
    assert not part.exists()
    assert whole.exists()


class _DiskFull(Exception):
    """As psycopg tells it."""

    sqlstate = "53100"


def postgres_full() -> OperationalError:
    error = OperationalError("could not extend file: No space left on device")
    error.__cause__ = _DiskFull()
    return error


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OperationalError("database or disk is full"), True),
        (OperationalError("disk I/O error"), True),
        (postgres_full(), True),
        (OSError(errno.ENOSPC, "x"), True),
        (OperationalError("database is locked"), False),
        (OSError(errno.ENOENT, "x"), False),
        (ValueError("disk is full"), False),
    ],
)
def test_which_errors_are_a_full_disk(error, full):
    assert (accounts.no_space(error) is not None) is full


@pytest.mark.django_db
def test_any_other_error_of_the_database_is_let_through():
    with pytest.raises(OperationalError, match="locked"), _whole.whole():
        raise OperationalError("database is locked")
