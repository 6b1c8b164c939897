"""Addresses of leaders' walk-throughs and of the liaison list."""

from django.urls import path

from yingshang.surfaces.desk.views import walks

urlpatterns = [
    path("walks/", walks.walks, name="walks"),
    path("walks/new/", walks.plan, name="walk_new"),
    path("walks/<slug:walk_ref>/", walks.walk, name="walk"),
    path("walks/<slug:walk_ref>/<slug:verb>/", walks.verb, name="walk_verb"),
]
