"""Addresses of the review desk, the names for a person, the dictionary and the deadlines."""

from django.urls import path

from yingshang.surfaces.desk.views import deadlines, names, rereading, review, units

urlpatterns = [
    path("plans/names/", names.names, name="names"),
    path("plans/names/decide/", names.decide, name="decide_name"),
    path("plans/names/register/", names.register, name="register_unit"),
    path("plans/units/", units.units, name="units"),
    path("plans/units/<slug:unit>/", units.unit, name="unit"),
    path("plans/units/<slug:unit>/<slug:verb>/", units.change, name="unit_verb"),
    path("plans/dictionary/", names.dictionary, name="dictionary"),
    path("plans/dictionary/<int:entry>/forget/", names.forget, name="forget_entry"),
    path("plans/deadlines/", deadlines.deadlines, name="deadlines"),
    path("plans/<int:plan_id>/reread/", rereading.reread, name="reread"),
    path("plans/<int:plan_id>/review/", review.review, name="review"),
    path("plans/<int:plan_id>/review/<slug:verb>/", review.verb, name="review_verb"),
]
