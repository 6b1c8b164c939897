from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "yingshang.city.feedback"
    label = "feedback"
    verbose_name = _("评价")

    def ready(self) -> None:
        from yingshang.city.definitions import service as definitions
        from yingshang.city.feedback.surveys.planned import check_body

        definitions.CHECKS["surveyplan"] = [check_body]
