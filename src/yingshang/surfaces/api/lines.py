"""One line of the bulk push, and the answer to it."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from yingshang.surfaces.api.shapes import Code, Form, Moment, Name, PartyIn, Strict, Text

__all__ = ["ReturnedCase", "ReturnedLine"]


class ReturnedStep(Strict):
    step: Code
    done_at: Moment
    result: Literal["pass", "fail"] = "pass"
    opinion: Text = ""


class ReturnedPause(Strict):
    kind: Code
    since: Moment
    until: Moment | None = None
    reason: Text
    basis: Name


class ReturnedCase(Strict):
    """A case handled in the sender's own system, as far as it has come."""

    external_id: Annotated[
        str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\w.:/-]+$")
    ]
    item: Code
    form: Form
    submitted_at: Moment
    party: PartyIn | None = None
    district: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = ""
    channel: Literal["window", "web", "mobile", "phone", "system"] = "system"
    accepted_at: Moment | None = None
    refused_at: Moment | None = None
    withdrawn_at: Moment | None = None
    decided_at: Moment | None = None
    outcome: Annotated[str, StringConstraints(max_length=24, pattern=r"^[\w-]*$")] = ""
    reason: Text = ""
    steps: Annotated[list[ReturnedStep], Field(max_length=50)] = Field(default_factory=list)
    pauses: Annotated[list[ReturnedPause], Field(max_length=20)] = Field(default_factory=list)


class ReturnedLine(Schema):
    """The answer to one line. `status`: created, extended, unchanged or rejected."""

    line: int
    status: Literal["created", "extended", "unchanged", "rejected"]
    external_id: str | None = None
    ref: str | None = None
    code: str | None = None
    field: str | None = None
    detail: str | None = None
