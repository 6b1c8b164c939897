"""What comes in and goes out, as the interface description shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

__all__ = [
    "CaseHead",
    "CaseIn",
    "CaseList",
    "CaseOut",
    "Delivered",
    "EventOut",
    "EventPage",
    "FileIn",
    "ItemOut",
    "ItemRow",
    "Me",
    "Problem",
    "Strict",
    "Text",
    "WebhookIn",
    "WebhookMade",
    "WebhookOut",
]


def _moment(value: Any) -> Any:
    """Instants are text with a zone; a number of seconds is somebody's mistake."""
    if not isinstance(value, str):
        raise ValueError("应是带时区的 ISO 8601 时间，例如 2026-03-02T10:00:00+08:00")
    return value


def _reckoned(value: datetime) -> datetime:
    """The first and the last day of all days have no name in another zone."""
    if not 1900 <= value.year < 2200:
        raise ValueError("年份应在 1900 到 2199 之间")
    return value


Moment = Annotated[
    AwareDatetime, Field(strict=False), BeforeValidator(_moment), AfterValidator(_reckoned)
]
# Control characters have no business in what people read; PostgreSQL keeps no NUL at all.
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(max_length=2000, pattern=PLAIN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\w-]+$")]
Value = Annotated[str, StringConstraints(max_length=5000, pattern=PLAIN)] | int | float


class Strict(Schema):
    """Bodies: no field that is not described, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FieldError(Schema):
    field: str
    detail: str


class Problem(Schema):
    """RFC 9457 problem details. `code` is stable; `detail` is one sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] | None = None


# --- catalogue


class ItemRow(Schema):
    code: str
    name: str
    version: int
    handled: Literal["here", "elsewhere-returned", "elsewhere-reported"]
    audience: str
    unit: str
    unit_name: str
    summary: str


class LimitOut(Schema):
    value: int
    unit: str
    count_from: str
    basis: str


class MaterialOut(Schema):
    code: str
    name: str
    required: bool
    source: str = ""


class StepDeclared(Schema):
    code: str
    name: str
    unit: str
    after: list[str]
    limit: LimitOut | None = None


class ItemOut(ItemRow):
    """An item in force. `form`: JSON Schema (2020-12) of the form that a case is opened with."""

    conditions: list[str]
    basis: list[str]
    limits: dict[str, LimitOut]
    materials: list[MaterialOut]
    steps: list[StepDeclared]
    outcomes: list[str]
    form: dict[str, Any]


class ItemList(Schema):
    items: list[ItemRow]


# --- cases


class CaseHead(Schema):
    """A case in a list, and the answer of every verb. Holds no personal data."""

    ref: str
    seq: int
    item: str
    item_name: str
    state: str
    state_label: str
    subject: str
    unit: str
    unit_name: str
    district: str
    channel: str
    submitted_at: datetime
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    due_at: datetime | None = None
    lamp: str
    outcome: str
    outcome_label: str
    holder: str
    open_steps: list[str]


class CaseList(Schema):
    """`next` is null on the last page."""

    cases: list[CaseHead]
    next: str | None = None


class FormField(Schema):
    """`masked`: personal, and not shown in full to this key."""

    name: str
    label: str
    value: str
    personal: bool
    masked: bool


class StepOut(Schema):
    code: str
    name: str
    unit: str
    unit_name: str
    state: str
    opened_at: datetime | None = None
    done_at: datetime | None = None
    due_at: datetime | None = None
    lamp: str
    result: str
    opinion: str
    by_name: str


class ClockOut(Schema):
    kind: str
    name: str
    start: datetime
    due: datetime | None = None
    provisional: bool
    lamp: str
    used: int
    limit: str
    basis: str
    finished_at: datetime | None = None
    sentence: str


class PauseOut(Schema):
    kind: str
    kind_label: str
    since: datetime
    until: datetime | None = None
    reason: str
    basis: str


class FileOut(Schema):
    id: int
    name: str
    material: str
    mime: str
    size: int
    at: datetime


class EventOut(Schema):
    """A fact of one case; `hash` chains it to the one before."""

    seq: int
    name: str
    label: str
    at: datetime
    by_name: str
    text: str
    hash: str


class CaseOut(CaseHead):
    """One case. Personal fields in full where the key's unit works on it: the look is recorded."""

    item_version: int
    party_name: str
    reason: str
    statutory_due_at: datetime | None = None
    promised_due_at: datetime | None = None
    acceptance_due_at: datetime | None = None
    paused_at: datetime | None = None
    closed_at: datetime | None = None
    corrections: int
    correction_items: list[str]
    fields: list[FormField]
    files: list[FileOut]
    steps: list[StepOut]
    clocks: list[ClockOut]
    pauses: list[PauseOut]
    verbs: list[str]
    events: list[EventOut] | None = None


class PartyIn(Strict):
    kind: Literal["enterprise", "person"]
    name: Name
    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
    phone: Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9+ -]*$")] = ""


class FileIn(Strict):
    """`content`: base64. All files of a request together must fit into its 2 MB."""

    name: Name
    content: Annotated[str, StringConstraints(max_length=2_000_000, pattern=r"^[A-Za-z0-9+/]*=*$")]
    material: Annotated[str, StringConstraints(max_length=60, pattern=r"^[\w-]*$")] = ""


Form = Annotated[dict[Code, Value], Field(max_length=200)]
Files = Annotated[list[FileIn], Field(max_length=20)]


class CaseIn(Strict):
    item: Code
    party: PartyIn
    form: Form
    district: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = ""
    channel: Literal["window", "web", "mobile", "phone", "system"] = "system"
    files: Files = Field(default_factory=list)


class SupplyIn(Strict):
    form: Form = Field(default_factory=dict)
    files: Files = Field(default_factory=list)


class AskCorrectionIn(Strict):
    items: Annotated[list[Name], Field(min_length=1, max_length=50)]


class ReasonIn(Strict):
    reason: Text


class StepIn(Strict):
    result: Literal["pass", "fail"] = "pass"
    opinion: Text = ""


class PauseIn(Strict):
    kind: Code
    reason: Text
    basis: Name


class DecideIn(Strict):
    outcome: Code
    reason: Text = ""


class NoteIn(Strict):
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=PLAIN)]


# --- events and webhooks


class FeedEventOut(Schema):
    ref: str
    item: str
    item_name: str
    unit: str
    seq: int
    name: str
    at: datetime
    by_name: str
    data: dict[str, Any]
    hash: str


class EventPage(Schema):
    """Go on from `cursor`, also after an empty page. `more`: there is more right now."""

    events: list[FeedEventOut]
    cursor: str
    more: bool


class WebhookIn(Strict):
    """`topics`: names of events as `case.<name>`; none for all."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    topics: Annotated[list[Code | str], Field(max_length=50)] = Field(default_factory=list)


class WebhookOut(Schema):
    id: str
    url: str
    topics: list[str]
    active: bool
    stopped_because: str
    created_at: datetime


class WebhookMade(WebhookOut):
    """`secret` is shown this once."""

    secret: str


class WebhookList(Schema):
    webhooks: list[WebhookOut]


class Delivered(Schema):
    id: str
    topic: str
    key: str
    state: Literal["waiting", "done", "dead"]
    attempts: int
    made_at: datetime
    next_at: datetime
    status: int | None = None
    error: str


class DeliveryList(Schema):
    deliveries: list[Delivered]


class Me(Schema):
    system: str
    name: str
    unit: str
    unit_name: str
    region: str
    scopes: list[str]
    key_expires_at: datetime
    key_prefix: str
