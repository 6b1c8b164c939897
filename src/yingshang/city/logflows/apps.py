from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogFlowsConfig(AppConfig):
    name = "yingshang.city.logflows"
    label = "logflows"
    verbose_name = _("日志与流程的对应")
