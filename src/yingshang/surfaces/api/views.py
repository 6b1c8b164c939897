"""The description for machines and for people. Both are public; neither says anything of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yingshang.city.accounts.kinds import Scope
from yingshang.surfaces.api.app import description
from yingshang.surfaces.api.describe import text

__all__ = ["openapi", "page"]


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return HttpResponse(text(description()), content_type="application/json")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What the interface can do, for whoever is to connect a system."""
    doc = description()
    lead, manners = doc["info"]["description"].split("\n\n", 1)
    context = {
        "lead": lead,
        "manners": [_marked(line.removeprefix("- ")) for line in manners.strip().splitlines()],
        "groups": _groups(doc),
        "scopes": [(scope.value, scope.label) for scope in Scope],
    }
    return render(request, "api/page.html", context)


GROUPS = {
    "catalogue": _("事项目录"),
    "cases": _("办件"),
    "receipts": _("回执"),
    "returned": _("批量回传"),
    "events": _("事件与推送"),
    "open": _("开放数据（不用密钥）"),
}


def _marked(line: str) -> list[tuple[str, bool]]:
    """(words, whether they are code): what stands between backticks is code."""
    return [(words, n % 2 == 1) for n, words in enumerate(line.split("`")) if words]


def _groups(doc: dict[str, Any]) -> list[tuple[str, Any, list[dict[str, Any]]]]:
    """(tag, its name for people, its operations)."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in doc["paths"].items():
        for method, operation in methods.items():
            row = {
                "method": method.upper(),
                "path": f"/api/v1{path}",
                "summary": operation["summary"],
                "description": _marked(operation.get("description", "")),
            }
            found.setdefault(operation["tags"][0], []).append(row)
    return [(tag, GROUPS.get(tag, tag), rows) for tag, rows in found.items()]
