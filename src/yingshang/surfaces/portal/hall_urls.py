"""Addresses of halls, appointments, numbers and messages."""

from django.urls import path

from yingshang.surfaces.portal.views import (
    bookings,
    halls,
    kiosk,
    messages,
    numbers,
    unsolved,
)

urlpatterns = [
    path("halls/", halls.halls, name="halls"),
    path("halls/number/<str:token>/", numbers.number, name="number"),
    path("halls/number/<str:token>/leave/", numbers.leave, name="number_leave"),
    path("halls/<slug:hall>/", halls.hall, name="hall"),
    path("halls/<slug:hall>/book/", bookings.book, name="book"),
    path("halls/<slug:hall>/take/", numbers.take, name="take_number"),
    path("halls/<slug:hall>/screen/", numbers.screen, name="screen"),
    path("my/bookings/", bookings.mine, name="bookings"),
    path("my/bookings/<int:booking>/cancel/", bookings.cancel, name="booking_cancel"),
    path("my/bookings/<int:booking>/move/", bookings.move, name="booking_move"),
    path("my/bookings/<int:booking>/calendar.ics", bookings.ics, name="booking_ics"),
    path("my/<str:ref>/post/", bookings.post, name="post"),
    path("unsolved/", unsolved.unsolved, name="unsolved"),
    path("kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/<slug:task>/", kiosk.task, name="kiosk_task"),
    path("my/messages/", messages.mine, name="messages"),
]
