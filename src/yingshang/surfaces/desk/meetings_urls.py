"""Addresses of joint meetings."""

from django.urls import path

from yingshang.surfaces.desk.views import meetings

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.plan, name="meeting_new"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/paper/<slug:which>/", meetings.paper, name="meeting_paper"),
    path("meetings/<int:meeting_id>/<slug:verb>/", meetings.verb, name="meeting_verb"),
    path("meetings/topics/<int:topic_id>/", meetings.topic, name="meeting_topic"),
    path("meetings/decisions/<int:decision_id>/", meetings.strike, name="meeting_strike"),
]
