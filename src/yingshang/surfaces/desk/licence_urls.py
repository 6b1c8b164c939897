"""Addresses of licences at the desk."""

from django.urls import path

from yingshang.surfaces.desk.views import licences

urlpatterns = [
    path(
        "cases/<slug:ref>/files/<int:file_id>/original/",
        licences.check_original,
        name="check_original",
    ),
]
