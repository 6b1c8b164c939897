"""Addresses of licences at the desk."""

from django.urls import path

from yingshang.surfaces.desk.views import licences

urlpatterns = [
    path(
        "cases/<slug:ref>/files/<int:file_id>/original/",
        licences.check_original,
        name="check_original",
    ),
    path("licences/", licences.look_up, name="licences"),
    path("licences/import/", licences.bring_in, name="licence_import"),
    path("licences/import/<slug:kind>.xlsx", licences.template, name="licence_template"),
    path("licences/<str:number>/", licences.one, name="licence"),
]
