from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "yingshang.surfaces.demo"
    label = "demo"
