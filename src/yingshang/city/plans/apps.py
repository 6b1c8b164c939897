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

        from yingshang.city.accounts import service as accounts
        from yingshang.city.plans import places

        if places.keepers not in accounts.PLACE_KEEPERS:
            accounts.PLACE_KEEPERS.append(places.keepers)
            accounts.PLACE_FOLLOWERS.append(places.follow)

        from yingshang.city.cases import service as cases
        from yingshang.city.definitions import service as definitions
        from yingshang.city.indicators import service as indicators
        from yingshang.city.plans import extents
        from yingshang.city.plans.lineage import carrying, taking
        from yingshang.city.plans.open_promises import SHELF
        from yingshang.city.plans.tracking import following, passing, rules, sharing

        cases.close_guards.register(following.GUARD)(following.guard)
        cases.followers.register(following.FOLLOWER)(following.follow)
        for hooks, hook in (
            (carrying.FOLLOWERS, passing.follow),
            (carrying.FOLLOWERS, sharing.follow),
            (carrying.RETURNERS, passing.go_back),
            (carrying.RETURNERS, sharing.go_back),
            (taking.DONE, passing.closed_of),
        ):
            if hook not in hooks:
                hooks.append(hook)  # type: ignore[arg-type]
        indicators.SHELVES[indicators.OpenKind.PROMISES] = SHELF
        definitions.CHECKS["extent"] = [extents.check_extent]
        definitions.CHECKS["tracking"] = [rules.check_tracking]
        definitions.CHECKS["tasklamp"] = [rules.check_lamps]
