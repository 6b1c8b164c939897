"""Names in the query that an address does not know are refused: a misspelt filter is no filter."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yingshang.surfaces.api.problems import Fault

__all__ = ["refuse_unknown"]


@cache
def _known() -> dict[tuple[str, str], frozenset[str]]:
    """(method, route) → names, from the description that is made of the routes themselves."""
    from yingshang.surfaces.api.app import description  # it is made of the routes that use us

    return {
        (method.upper(), path.replace("{", "<").replace("}", ">")): frozenset(
            parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"
        )
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
    }


def refuse_unknown(request: HttpRequest) -> None:
    match = request.resolver_match
    route = "/" + match.route.removeprefix("api/v1/") if match else ""
    known = _known().get((request.method or "", route), frozenset())
    unknown = sorted(set(request.GET) - known)
    if unknown:
        sentence = _("这个地址没有这样的查询参数，没有执行。请核对参数名。")
        if known:
            said = _("这个地址没有这样的查询参数，没有执行。能用的是：%(names)s。")
            sentence = said % {"names": "、".join(sorted(known))}
        raise Fault(
            422,
            "unknown-parameter",
            sentence,
            errors=[{"field": name[:80], "detail": sentence} for name in unknown[:20]],
        )
