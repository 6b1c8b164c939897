"""The catalogue in force for the city of the key's unit, and what the key stands for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, NotVisible, Scope
from yingshang.city.catalog import service as catalog
from yingshang.surfaces.api import shapes as s
from yingshang.surfaces.api.forms import form_schema
from yingshang.surfaces.api.keys import Key, actor

__all__ = ["router"]

router = Router(tags=["catalogue"])


@router.get("/me", response=s.Me, auth=Key(), summary="密钥代表谁")
def me(request: HttpRequest) -> dict[str, Any]:
    """The system, its unit and scopes: to try a key with."""
    by, key = actor(request), request.api_key
    return {
        "system": by.id.removeprefix("system:"),
        "name": by.name,
        "unit": by.unit,
        "unit_name": accounts.unit_name(by.unit),
        "region": by.region,
        "scopes": sorted(by.scopes),
        "key_expires_at": key.expires_at,
        "key_prefix": key.prefix,
    }


@router.get("/items", response=s.ItemList, auth=Key(Scope.CATALOGUE), summary="现行事项")
def items(request: HttpRequest) -> dict[str, Any]:
    """All items that applicants of the city are offered today."""
    by = actor(request)
    found = catalog.items(region=by.region, on=timezone.localdate())
    return {"items": [_row(by, item) for item in found]}


@router.get("/items/{code}", response=s.ItemOut, auth=Key(Scope.CATALOGUE), summary="一个事项")
def item(request: HttpRequest, code: str) -> dict[str, Any]:
    """One item with its form as JSON Schema, materials, steps and limits."""
    by = actor(request)
    found = catalog.item(code, region=by.region, on=timezone.localdate())
    if not found.body.get("portal", True):
        raise NotVisible(code)
    body = found.body
    return _row(by, found) | {
        "conditions": list(body.get("conditions", ())),
        "basis": [str(entry) for entry in body.get("basis", ())],
        "limits": {name: _limit(limit) for name, limit in found.limits.items()},
        "materials": [_material(material) for material in body.get("materials", ())],
        "steps": [_step(by, step) for step in body.get("steps", ())],
        "outcomes": list(body.get("outcomes") or ("granted", "refused")),
        "form": form_schema(body.get("fields", ())),
    }


def _row(by: Actor, item: catalog.ItemView) -> dict[str, Any]:
    unit = _unit(by, item.lead)
    return {
        "code": item.code,
        "name": item.name,
        "version": item.version,
        "handled": item.handled,
        "audience": item.audience,
        "unit": unit,
        "unit_name": accounts.unit_name(unit),
        "summary": item.summary,
    }


def _unit(by: Actor, role: str) -> str:
    """Units are <region>-<role>; what already is a code stays."""
    return role if not role or "-" in role else f"{by.region}-{role}"


def _limit(limit: Any) -> dict[str, Any]:
    return {
        "value": limit.value,
        "unit": limit.unit,
        "count_from": limit.count_from,
        "basis": limit.basis,
    }


def _material(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": body["code"],
        "name": body["name"],
        "required": bool(body.get("required")),
        "source": body.get("source", ""),
    }


def _step(by: Actor, body: dict[str, Any]) -> dict[str, Any]:
    limit = body.get("limit")
    return {
        "code": body["code"],
        "name": body["name"],
        "unit": _unit(by, body.get("unit", "")),
        "after": list(body.get("after", ())),
        "limit": {"count_from": "next_day", "basis": "", **limit} if limit else None,
    }
