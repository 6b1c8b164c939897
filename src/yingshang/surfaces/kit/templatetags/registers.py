"""Small words of register tables: `{% load registers %}`."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def sort_of(name: str, sort: str) -> dict[str, str]:
    """How a column is sorted now (aria), and what its heading asks for next."""
    if sort == name:
        return {"aria": "ascending", "next": f"-{name}"}
    if sort == f"-{name}":
        return {"aria": "descending", "next": name}
    return {"aria": "", "next": name}


@register.simple_tag
def duty_standing(duty: Any) -> str:
    """The narrowing of a list to a duty that is late."""
    return f"duty:{duty.code}"


@register.filter
def words_of(text: str) -> list[str]:
    return text.split()
