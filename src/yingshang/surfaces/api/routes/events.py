"""The feed of events, and addresses that are told of them."""

from __future__ import annotations

import json
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import StringConstraints

from yingshang.city.accounts.kinds import NotVisible, Scope
from yingshang.city.cases import events as case_events
from yingshang.city.cases import service as cases
from yingshang.city.notify import service as notify
from yingshang.surfaces.api import cursors
from yingshang.surfaces.api import shapes as s
from yingshang.surfaces.api.keys import Key, actor
from yingshang.surfaces.api.problems import Fault

__all__ = ["router"]

router = Router(tags=["events"])
FEED = "events"
PING = "ping"


@router.get("/events", response=s.EventPage, auth=Key(Scope.EVENTS), summary="事件流")
def events(
    request: HttpRequest,
    cursor: Annotated[str, StringConstraints(max_length=400)] = "",
    start: Literal["beginning", "now"] = "beginning",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Events of all cases that the key may read, none skipped and none twice. Without a cursor
    from the beginning, or from now on. An empty page with `more` is no end: go on."""
    by = actor(request)
    if not cursor and start == "now":
        place = cases.feed_end()
        return {"events": [], "cursor": cursors.sealed(by, FEED, place), "more": False}
    place = cursors.read(by, FEED, cursor) if cursor else ""
    page = cases.feed(by, cursor=place, limit=limit)
    return {
        "events": list(page.events),
        "cursor": cursors.sealed(by, FEED, page.cursor),
        "more": page.more,
    }


@router.get("/webhooks", response=s.WebhookList, auth=Key(Scope.WEBHOOKS), summary="推送地址")
def list_webhooks(request: HttpRequest) -> dict[str, Any]:
    """Addresses of this system, stopped ones too."""
    return {"webhooks": notify.receivers(owner=actor(request).id)}


@router.post(
    "/webhooks", response={201: s.WebhookMade}, auth=Key(Scope.WEBHOOKS), summary="登记推送地址"
)
def add_webhook(request: HttpRequest, payload: s.WebhookIn) -> Status[Any]:
    """Public https addresses only. `secret` signs the deliveries and is shown this once."""
    by, at = actor(request), timezone.now()
    unknown = set(payload.topics) - {f"case.{name}" for name in case_events.EVENT_NAMES}
    if unknown:
        sentence = _("没有这种事件：%(names)s。请用 case. 加事件名。") % {
            "names": "、".join(sorted(unknown))[:200]
        }
        raise Fault(422, "bad-topic", sentence, errors=[{"field": "topics", "detail": sentence}])
    made, secret = notify.add_receiver(
        owner=by.id, url=payload.url, topics=payload.topics, cursor=cases.feed_end(), at=at
    )
    return Status(201, {**_webhook(made), "secret": secret})


def _webhook(receiver: notify.ReceiverView) -> dict[str, Any]:
    return s.WebhookOut.model_validate(receiver).model_dump()


@router.delete(
    "/webhooks/{id}", response={204: None}, auth=Key(Scope.WEBHOOKS), summary="删除推送地址"
)
def remove_webhook(request: HttpRequest, id: str) -> Status[Any]:
    """What still waits for it is dropped."""
    if not notify.remove_receiver(owner=actor(request).id, id=id):
        raise NotVisible(id)
    return Status(204, None)


@router.post(
    "/webhooks/{id}/test", response={202: None}, auth=Key(Scope.WEBHOOKS), summary="试推送"
)
def try_webhook(request: HttpRequest, id: str) -> Status[Any]:
    """A delivery of type `ping` is sent with the next round."""
    by, at = actor(request), timezone.now()
    own = [r.id for r in notify.receivers(owner=by.id) if r.id == id.lower()]
    if not own:
        raise NotVisible(id)
    body = json.dumps({"type": PING, "timestamp": at.isoformat(), "data": {}})
    parcel = notify.Parcel(f"ping:{uuid.uuid4()}", PING, body)
    notify.enqueue(receiver=own[0], parcels=[parcel], at=at)
    return Status(202, None)


@router.get("/deliveries", response=s.DeliveryList, auth=Key(Scope.WEBHOOKS), summary="推送情况")
def list_deliveries(
    request: HttpRequest, state: Literal["waiting", "done", "dead"] = "dead"
) -> dict[str, Any]:
    """The newest hundred deliveries to this system in one state."""
    return {"deliveries": notify.deliveries(owners=[actor(request).id], state=state)}
