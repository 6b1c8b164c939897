"""The supervision app; it hangs its guard into the cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["SupervisionConfig"]


class SupervisionConfig(AppConfig):
    """Watch rules, warnings, orders."""

    name = "yingshang.city.supervision"
    label = "supervision"
    verbose_name = _("督办")

    def ready(self) -> None:
        from yingshang.city.accounts import service as accounts
        from yingshang.city.cases import service as cases
        from yingshang.city.definitions import service as definitions
        from yingshang.city.plans import service as plans
        from yingshang.city.registers import service as registers
        from yingshang.city.supervision import closing, confirming, dates, following, outstanding
        from yingshang.city.supervision.appraisal import scoring as appraisal
        from yingshang.city.supervision.calendars import kinds as calendars
        from yingshang.city.supervision.calendars.reminding import check_body as check_reminder
        from yingshang.city.supervision.calendars.sources import dated_things
        from yingshang.city.supervision.carrying import carry
        from yingshang.city.supervision.evaluation import recorded
        from yingshang.city.supervision.instructions.in_hand import waiting_for
        from yingshang.city.supervision.kinds import ITEM
        from yingshang.city.supervision.ladder import _declared as ladder
        from yingshang.city.supervision.motions import checking
        from yingshang.city.supervision.motions import effects as motions
        from yingshang.city.supervision.motions.acting import ITEM as MOTION
        from yingshang.city.supervision.rounds.in_hand import materials_of
        from yingshang.city.supervision.suspicion._declared import check_body

        for held in (materials_of, waiting_for):
            if held not in accounts.HOLDINGS:
                accounts.HOLDINGS.append(held)
        if carry not in accounts.CARRIED:
            accounts.CARRIED.append(carry)
        cases.close_guards.register(closing.GUARD)(closing.guard)
        for family in dates.FOLLOWED:
            cases.family_followers.register(family)(dates.follow)
        cases.decided_lamps.register("order")(outstanding.lamps)
        cases.step_guards.register(ITEM)(confirming.held)
        cases.step_guards.register(MOTION)(checking.held)
        cases.close_guards.register(motions.GUARD)(motions.guard)
        cases.outcome_handlers.register(motions.HANDLER)(motions.answered)
        definitions.CHECKS["suspicion"] = [check_body]
        definitions.CHECKS["appraisal"] = [appraisal.check_body]
        definitions.CHECKS["reminder"] = [check_reminder]
        if dated_things not in calendars.SOURCES:
            calendars.SOURCES.append(dated_things)
        definitions.CHECKS["ladder"] = [ladder.check_body]
        if recorded.follow not in registers.FOLLOWERS:
            registers.FOLLOWERS.append(recorded.follow)
        if following.follow not in plans.lineage.FOLLOWERS:
            plans.lineage.FOLLOWERS.append(following.follow)
        if following.go_back not in plans.lineage.RETURNERS:
            plans.lineage.RETURNERS.append(following.go_back)
