"""A field whose label says when it must be filled in is never called optional beside it."""

import importlib
import pkgutil

from django import forms

import yingshang.surfaces.desk.forms as desk_forms


def shaped():
    for module in pkgutil.iter_modules(desk_forms.__path__):
        found = vars(importlib.import_module(f"{desk_forms.__name__}.{module.name}")).values()
        for one in found:
            if isinstance(one, type) and issubclass(one, forms.BaseForm):
                for name, field in one.base_fields.items():
                    yield f"{one.__name__}.{name}", field


def test_what_is_asked_for_at_times_is_not_called_optional():
    wrong = [
        name
        for name, field in shaped()
        if any(word in f"{field.label or ''}{field.help_text or ''}" for word in ("必填", "必选"))
        and not (field.required or getattr(field, "one_of", False))
    ]
    assert wrong == []
