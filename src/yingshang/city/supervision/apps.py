"""The supervision app; it hangs its guard into the cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["SupervisionConfig"]


class SupervisionConfig(AppConfig):
    """Watch rules, warnings, orders."""

    name = "yingshang.city.supervision"
    label = "supervision"
    verbose_name = _("督办")
