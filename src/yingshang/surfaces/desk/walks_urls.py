"""Addresses of leaders' walk-throughs and of the liaison list."""

from django.urls import path

from yingshang.surfaces.desk.views import liaisons, walks

urlpatterns = [
    path("liaisons/", liaisons.liaisons, name="liaisons"),
    path("liaisons/remind/", liaisons.remind, name="liaisons_remind"),
    path("walks/", walks.walks, name="walks"),
    path("walks/new/", walks.plan, name="walk_new"),
    path("walks/<slug:walk_ref>/", walks.walk, name="walk"),
    path("walks/<slug:walk_ref>/<slug:verb>/", walks.verb, name="walk_verb"),
]
