"""The job tells receivers what happened, over a real connection, and repeats what failed."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.surfaces.jobs.commands import jobs
from yingshang.surfaces.jobs.tick import deliver

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.alone,
]


@pytest.fixture
def listener(settings):
    """A receiver on this machine; `answer` is what it says."""
    settings.WEBHOOKS_TO_PRIVATE = True

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((dict(self.headers), body))
            self.send_response(server.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answer = [], 204
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def told(market, listener):
    url = f"http://127.0.0.1:{listener.server_port}/hook"
    made = market.post("/webhooks", {"url": url, "topics": ["case.accepted"]})
    return made.json()


def test_what_happened_reaches_the_receiver_signed(told, filed, zhou, now, listener, capsys):
    cases.accept(ref=filed.ref, by=zhou, at=now)
    args = jobs.argparse.Namespace(at=now, every=None)
    assert jobs.send_out(args) == 0
    assert "送到 1 条" in capsys.readouterr().out
    ((headers, body),) = listener.got
    assert json.loads(body)["data"]["ref"] == filed.ref
    assert notify.verified(secret=told["secret"], headers=headers, body=body, at=now)
    assert deliver(now) == "新增 0 条，送到 0 条，未送到 0 次"


def test_what_failed_comes_later_under_the_same_id(told, filed, zhou, now, listener):
    listener.answer = 500
    cases.accept(ref=filed.ref, by=zhou, at=now)
    assert "未送到 1 次" in deliver(now)
    assert "未送到 0 次" in deliver(now)
    listener.answer = 200
    assert "送到 1 条" in deliver(now + timedelta(minutes=1))
    ids = {headers["Webhook-Id"] for headers, _body in listener.got}
    assert (len(listener.got), len(ids)) == (2, 1)


def test_after_the_system_is_stopped_nothing_leaves(told, filed, zhou, fang, now, listener):
    cases.accept(ref=filed.ref, by=zhou, at=now)
    cases.fan_out(at=now)
    accounts.set_system_active(code="market-core", active=False, by=fang, at=now)
    deliver(now)
    assert listener.got == []
