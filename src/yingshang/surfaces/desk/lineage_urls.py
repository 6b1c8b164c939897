"""Addresses of what plans come from and what comes of them."""

from django.urls import path

from yingshang.surfaces.desk.views import lineage, places

urlpatterns = [
    path("plans/<int:plan_id>/links/", lineage.links, name="plan_links"),
    path("plans/<int:plan_id>/links/place/<slug:verb>/", places.place, name="plan_place"),
    path("plans/<int:plan_id>/links/declare/", lineage.declare, name="plan_declare"),
    path("plans/<int:plan_id>/beside/<int:other_id>/", lineage.beside, name="plan_beside"),
    path(
        "plans/<int:plan_id>/beside/<int:other_id>/export.<slug:form>",
        lineage.beside_file,
        name="plan_beside_file",
    ),
    path("plans/<int:plan_id>/below/", lineage.below, name="plan_below"),
    path(
        "plans/<int:plan_id>/below/export.<slug:form>", lineage.below_file, name="plan_below_file"
    ),
    path("plans/links/<int:link_id>/", lineage.taking, name="plan_taking"),
    path(
        "plans/links/<int:link_id>/export.<slug:form>", lineage.taking_file, name="plan_taking_file"
    ),
    path("plans/links/<int:link_id>/<slug:verb>/", lineage.link_verb, name="plan_link_verb"),
]
