"""The plans app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["PlansConfig"]


class PlansConfig(AppConfig):
    """Plans, tasks and targets; bound to indicators by people."""

    name = "yingshang.city.plans"
    label = "plans"
    verbose_name = _("方案")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yingshang.city.catalog import service as catalog
        from yingshang.city.plans._catalogue import promises_on

        if promises_on not in catalog.TOUCHED:
            catalog.TOUCHED.append(promises_on)
