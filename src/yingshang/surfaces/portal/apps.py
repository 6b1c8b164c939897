from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "yingshang.surfaces.portal"
    label = "portal"
    verbose_name = _("办事门户")

    def ready(self) -> None:
        from yingshang.city.catalog import service as catalog
        from yingshang.surfaces.portal.finding import open_registers

        if open_registers not in catalog.SOURCES:
            catalog.SOURCES.append(open_registers)
