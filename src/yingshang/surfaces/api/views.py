"""The description for machines and for people. Both are public; neither says anything of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
    context = {
        "about": doc["info"]["description"].split("\n\n", 1),
        "groups": _groups(doc),
        "scopes": [(scope.value, scope.label) for scope in Scope],
    }
    return render(request, "api/page.html", context)


def _groups(doc: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in doc["paths"].items():
        for method, operation in methods.items():
            row = {
                "method": method.upper(),
                "path": f"/api/v1{path}",
                "summary": operation["summary"],
                "description": operation.get("description", ""),
            }
            found.setdefault(operation["tags"][0], []).append(row)
    return list(found.items())
