"""Addresses of collecting material from units."""

from django.urls import path

from yingshang.surfaces.desk.views import round_acts, rounds

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.open_round, name="round_new"),
    path("rounds/<int:round_id>/", rounds.round_page, name="round"),
    path("rounds/<int:round_id>/bundle.zip", rounds.bundle, name="round_bundle"),
    path("rounds/papers/<int:sending_id>/<int:place>/", rounds.paper, name="round_paper"),
    path("rounds/<int:round_id>/<slug:verb>/", round_acts.verb, name="round_verb"),
    path("rounds/parts/<int:part_id>/<slug:verb>/", round_acts.rule, name="round_rule"),
]
