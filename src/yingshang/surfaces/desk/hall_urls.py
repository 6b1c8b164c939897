"""Addresses of the hall's desk: reception, calling, appointments, pick-up."""

from django.urls import path

from yingshang.surfaces.desk.views import (
    calling,
    day,
    lockers,
    parcels,
    pickup,
    reception,
    unsolved,
)

urlpatterns = [
    path("reception/", reception.reception, name="reception"),
    path("calling/", calling.calling, name="calling"),
    path("calling/place/", calling.place, name="calling_place"),
    path("calling/take/", calling.take, name="calling_take"),
    path("calling/do/<slug:verb>/", calling.act, name="calling_act"),
    path("appointments/", calling.appointments, name="appointments"),
    path("appointments/book/", calling.book, name="book_for"),
    path("pick-up/", pickup.pickup, name="pickup"),
    path("boxes/", lockers.boxes, name="boxes"),
    path("boxes/<slug:verb>/", lockers.act, name="box_act"),
    path("posts/", parcels.posts, name="posts"),
    path("posts/<slug:verb>/", parcels.act, name="post_act"),
    path("unsolved/", unsolved.ledger, name="unsolved"),
    path("unsolved/new/", unsolved.intake, name="unsolved_new"),
    path("unsolved/raise/", unsolved.raise_, name="unsolved_raise"),
    path("day/", day.day, name="day"),
    path("day/sign/", day.sign, name="day_sign"),
    path("day/day.xlsx", day.book, name="day_book"),
    path("kiosk/", lockers.kiosk, name="kiosk_on"),
]
