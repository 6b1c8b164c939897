"""A stranger's tool reads the published description and tries to prove it wrong.

Right and wrong data of every operation; every answer must be one that is described: status,
content type, headers, shape; wrong data must be refused; nothing may fail inside. In the process,
with a fixed seed.
"""

import json
from contextlib import contextmanager

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings

from yingshang.city.cases import service as cases
from yingshang.city.registers import service as registers
from yingshang.surfaces.api.app import description
from yingshang.surfaces.api.everybody import open_buckets
from yingshang.surfaces.api.keys import buckets

schemathesis = pytest.importorskip("schemathesis", reason="locked for tests: run `make test`")
from schemathesis import GenerationMode, openapi  # noqa: E402
from schemathesis.checks import CHECKS, load_all_checks  # noqa: E402

EXAMPLES = 8  # of each kind for each operation
# Data that fits the description may still be refused: a form has its item's own rules, a verb its
# moment, a number its check digit. That is 409 and 422, and both are described.
LEFT_OUT = {"positive_data_acceptance"}
# One line may be wrong while its neighbour is right: the push answers 200 with an answer a line.
LINES = LEFT_OUT | {"negative_data_rejection"}
WALK = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    derandomize=False,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "contact": "梁工",
    "phone": "0531-88880001",
}


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    """What stands in an array, one a line."""
    values = value if isinstance(value, list) else [value]
    return "".join(json.dumps(one) + "\n" for one in values).encode()


@schemathesis.deserializer("application/x-ndjson")
def read_lines(_context, response):
    return [json.loads(line) for line in response.content.decode().splitlines()]


def names() -> list[str]:
    return [
        f"{method.upper()} {path}"
        for path, methods in description()["paths"].items()
        for method in methods
    ]


@contextmanager
def one_connection():
    """A server would close its connection after a request; here it holds the test's transaction.

    Django's test client connects the signals again after each of its own requests, so this begins
    behind the last of them.
    """
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema():
    load_all_checks()
    found = openapi.from_dict(description())
    found.app = get_wsgi_application()
    found.config.update(base_url="http://testserver/api/v1")
    return found


@pytest.fixture
def known(market, filed, zhou, ma, now, monkeypatch):
    """Values that are really there, so that more than 404 is tried."""
    monkeypatch.setattr(buckets, "burst", 1_000_000)
    monkeypatch.setattr(open_buckets, "burst", 1_000_000)
    cases.accept(ref=filed.ref, by=zhou, at=now)
    registers.add(register="intermediaries", region="990100", form=FIRM, by=ma, at=now)
    hook = market.post("/webhooks", {"url": "https://93.184.215.14/"}).json()
    return {
        "ref": filed.ref,
        "step": "register",
        "code": "company-start",
        "id": hook["id"],
        "seq": 1,
        "region": "990100",
        "key": market.key,
    }


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", names())
def test_no_answer_differs_from_the_description(schema, known, name, mode):
    method, path = name.split(" ")
    operation = schema[path][method]
    wanted = {part.split("}")[0] for part in path.split("{")[1:]}
    if path.startswith("/open/"):
        known["code"] = "register-intermediaries"
    fixed = {part: known[part] for part in wanted} if mode == GenerationMode.POSITIVE else {}
    left_out = LINES if path == "/returned-cases" else LEFT_OUT
    checks = [c for c in CHECKS.get_all() if c.__name__ not in left_out]
    tried = []

    @WALK
    @seed(20261125)
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=fixed or None))
    def walk(case):
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {known['key']}"}, checks=checks
        )
        tried.append(answer.status_code)

    with one_connection():
        walk()
    assert tried
