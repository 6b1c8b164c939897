"""Registers what a schema cannot check: that names exist and expressions can be evaluated."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "yingshang.city.registers"
    label = "registers"
    verbose_name = _("登记簿")

    def ready(self) -> None:
        from yingshang.city.definitions import service as definitions
        from yingshang.city.registers._check import check_body

        definitions.CHECKS["register"] = [check_body]
