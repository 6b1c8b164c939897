from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yingshang.surfaces.desk"
    label = "desk"
