from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "yingshang.city.cases"
    label = "cases"
    verbose_name = _("办件")

    def ready(self) -> None:
        from yingshang.city.cases import _licensing  # noqa: F401  hangs in licence.issue
