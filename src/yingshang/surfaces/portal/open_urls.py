"""Addresses of open data; those of files stay as they are."""

from django.urls import path

from yingshang.surfaces.portal.views import opendata

TABLE = "open/<slug:region>/<slug:series>"
urlpatterns = [
    path("open/", opendata.open_data, name="open"),
    path("open/<slug:region>/catalogue.jsonld", opendata.open_catalogue, name="open_catalogue"),
    path("open/<slug:region>/everything.zip", opendata.open_zip, name="open_zip"),
    path("open/<slug:region>/changes.atom", opendata.open_changes, name="open_changes"),
    path("open/v1/<slug:region>/<slug:series>.json", opendata.open_json, name="open_json"),
    path(f"{TABLE}/", opendata.open_dataset, name="open_dataset"),
    path(f"{TABLE}.csv", opendata.open_csv, name="open_csv"),
    path(f"{TABLE}.xlsx", opendata.open_xlsx, name="open_xlsx"),
    path(f"{TABLE}.atom", opendata.open_feed, name="open_feed"),
    path(f"{TABLE}.csv-metadata.json", opendata.open_csvw, name="open_csvw"),
]
