"""Addresses of the API, all under /api/v1/."""

from django.urls import path

from yingshang.surfaces.api import views
from yingshang.surfaces.api.app import api

app_name = "api"
urlpatterns = [
    path("", views.page, name="page"),
    path("openapi.json", views.openapi, name="openapi"),
    path("", api.urls),
]
