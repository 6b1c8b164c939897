"""Addresses of the kit."""

from django.urls import path

from yingshang.surfaces.kit import gallery, views

app_name = "kit"
urlpatterns = [
    path("preferences/", views.choose, name="choose"),
    path("kit/", gallery.gallery, name="gallery"),
]
