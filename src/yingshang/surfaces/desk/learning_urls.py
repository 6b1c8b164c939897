"""Addresses of the library of practices."""

from django.urls import path

from yingshang.surfaces.desk.views import practices

urlpatterns = [
    path("practices/", practices.practices, name="practices"),
    path("practices/learn/<int:target_id>/", practices.learn, name="learn"),
    path("practices/<int:practice>/", practices.practice, name="practice"),
    path("practices/<int:practice>/do/<slug:verb>/", practices.verb, name="practice_verb"),
]
