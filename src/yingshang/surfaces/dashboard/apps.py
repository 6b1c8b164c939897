from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "yingshang.surfaces.dashboard"
    label = "dashboard"
