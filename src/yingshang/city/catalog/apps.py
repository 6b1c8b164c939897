from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "yingshang.city.catalog"
    label = "catalog"
    verbose_name = _("事项目录")

    def ready(self) -> None:
        from yingshang.city.accounts import service as accounts
        from yingshang.city.catalog._in_hand import items_of
        from yingshang.city.catalog._rules import check_items_of_rules, check_rule
        from yingshang.city.catalog.service import check_declared
        from yingshang.city.definitions import service as definitions

        if items_of not in accounts.HOLDINGS:
            accounts.HOLDINGS.append(items_of)
        if check_declared not in definitions.TOGETHER:
            definitions.TOGETHER += [check_declared, check_items_of_rules]
            definitions.CHECKS.setdefault("rule", []).append(check_rule)
