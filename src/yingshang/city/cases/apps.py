from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "yingshang.city.cases"
    label = "cases"
    verbose_name = _("办件")

    def ready(self) -> None:
        # hang in licence.issue, licence.act and licence.revoke
        from yingshang.city.cases import _licence_acts, _licensing  # noqa: F401
        from yingshang.city.cases._applies import check_conditions
        from yingshang.city.cases._smart import attend, check_smart
        from yingshang.city.cases.actions.open_case import after_opening
        from yingshang.city.definitions import service as definitions

        definitions.CHECKS.setdefault("item", []).append(check_conditions)

        from yingshang.city.cases._catalogue import under_way
        from yingshang.city.catalog import service as catalog

        if under_way not in catalog.TOUCHED:
            catalog.TOUCHED.append(under_way)
        from yingshang.city.accounts import service as accounts
        from yingshang.city.cases._in_hand import in_hand

        if in_hand not in accounts.HOLDINGS:
            accounts.HOLDINGS.append(in_hand)
        definitions.TOGETHER.append(check_smart)
        after_opening.append(attend)
