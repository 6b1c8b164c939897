"""Addresses of scales: their ends, and other ends that two persons decide on."""

from django.urls import path

from yingshang.surfaces.desk.views import scales, shapes

urlpatterns = [
    path("shapes/", shapes.shapes, name="shapes"),
    path("scales/", scales.scales, name="scales"),
    path("scales/<slug:scale>/", scales.scale, name="scale"),
    path("scales/<int:scale_draft>/<slug:verb>/", scales.rule, name="scale_rule"),
]
