"""A draft: a body as a bureau writes it, checked like a file, published nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from yingshang.city.definitions._files import Declared, Loader, check, expand, merge
from yingshang.kernel.flow import Refusal

__all__ = ["draft_of", "yaml_text"]

SOURCE = "草案"
LONGEST = 200_000


def draft_of(
    text: str, *, kind: str, region: str, under: Callable[[str], Mapping[str, Any] | None]
) -> dict[str, Any]:
    """The one body that the text declares; `extends: code` is laid over what `under` answers.

    Refusal: unreadable, more than one body, extends nothing, or not as the schema asks.
    """
    if len(text) > LONGEST:
        raise Refusal("draft-long", _("草案太长，没有读取。请只放一个事项。"))
    try:
        found = list(expand(yaml.load(text, Loader)))
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = _("（第 %d 行附近）") % (line + 1) if line is not None else ""
        raise Refusal(
            "draft-unreadable",
            _("草案不是可读的 YAML%s。请检查缩进和冒号后重试。") % where,
        ) from None
    if len(found) != 1 or not isinstance(found[0], Mapping):
        raise Refusal("draft-many", _("草案里应当正好有一个事项。请一次只试一个。"))
    body = dict(found[0])
    if "extends" in body:
        code = str(body.pop("extends"))
        base = under(code)
        if base is None:
            raise Refusal(
                "draft-extends", _("草案依据的事项 %s 在本市不存在。请检查 extends。") % code
            )
        body = merge(base, body)
    check(Declared(kind, str(body.get("code", "")), region, body, SOURCE))
    return body


def yaml_text(body: Mapping[str, Any]) -> str:
    """A body as YAML to be edited: in the order in which it was declared."""
    return yaml.safe_dump(dict(body), allow_unicode=True, sort_keys=False, width=110)
