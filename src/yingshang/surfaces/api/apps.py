from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yingshang.surfaces.api"
    label = "api"
