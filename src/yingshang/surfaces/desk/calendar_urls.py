"""Addresses of calendars."""

from django.urls import path

from yingshang.surfaces.desk.views import calendars

urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<slug:kind>/<slug:verb>/", calendars.change, name="calendar_verb"),
    path("calendars/<slug:feed>.ics", calendars.feed, name="calendar_feed"),
]
