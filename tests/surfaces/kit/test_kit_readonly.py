"""Reading cannot write."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from yingshang.city.accounts.models import Region
from yingshang.surfaces.kit.middleware import ReadOnlyGet
from yingshang.surfaces.kit.readonly import WriteDuringRead, is_question, no_writes


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  select * from t where note = 'delete from x'",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "WITH a AS (SELECT 'insert into x') SELECT * FROM a",
        "SAVEPOINT s1",
        "RELEASE SAVEPOINT s1",
        "EXPLAIN SELECT 1",
    ],
)
def test_a_question_is_let_through(sql):
    assert is_question(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "update t set a = 1",
        "DELETE FROM t",
        "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
        "CREATE TABLE t (a int)",
        "DROP TABLE t",
        "TRUNCATE t",
    ],
)
def test_a_change_is_not(sql):
    assert not is_question(sql)


def test_a_write_during_a_get_is_stopped_and_changes_nothing(db):
    def view(request):
        Region.objects.create(code="990999", name="不该有")
        return HttpResponse("ok")

    with pytest.raises(WriteDuringRead, match="may not write"), transaction.atomic():
        ReadOnlyGet(view)(RequestFactory().get("/"))

    assert not Region.objects.filter(code="990999").exists()


def test_a_post_may_write(db):
    def view(request):
        Region.objects.create(code="990999", name="可以有")
        return HttpResponse("ok")

    ReadOnlyGet(view)(RequestFactory().post("/"))

    assert Region.objects.filter(code="990999").exists()


def test_the_guard_is_lifted_afterwards(db):
    with no_writes(), pytest.raises(WriteDuringRead), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_region")

    Region.objects.create(code="990999", name="之后可以")
