"""Registers what a schema cannot check: that an indicator's expressions can be computed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "yingshang.city.indicators"
    label = "indicators"
    verbose_name = _("指标")

    def ready(self) -> None:
        from yingshang.city.definitions import service as definitions
        from yingshang.city.indicators._definition import check_body

        definitions.CHECKS["indicator"] = [check_body]
