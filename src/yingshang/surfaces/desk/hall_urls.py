"""Addresses of the hall's desk: reception, calling, appointments, pick-up."""

from django.urls import path

from yingshang.surfaces.desk.views import calling, pickup, reception

urlpatterns = [
    path("reception/", reception.reception, name="reception"),
    path("calling/", calling.calling, name="calling"),
    path("calling/place/", calling.place, name="calling_place"),
    path("calling/take/", calling.take, name="calling_take"),
    path("calling/do/<slug:verb>/", calling.act, name="calling_act"),
    path("appointments/", calling.appointments, name="appointments"),
    path("appointments/book/", calling.book, name="book_for"),
    path("pick-up/", pickup.pickup, name="pickup"),
]
