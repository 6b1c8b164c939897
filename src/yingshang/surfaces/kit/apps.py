from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "yingshang.surfaces.kit"
    label = "kit"
