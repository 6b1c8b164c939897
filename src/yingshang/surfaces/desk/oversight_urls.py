"""Addresses of supervision beyond warnings and orders: the ladder, instructions."""

from django.urls import path

from yingshang.surfaces.desk.views import instructions, ladder

urlpatterns = [
    path("ladder/", ladder.escalations, name="escalations"),
    path("ladder/<slug:ref>/take/", ladder.take, name="rung_take"),
    path("ladder/rungs/<int:rung>/word/", ladder.word, name="rung_word"),
    path("ladder/rungs/<int:rung>/<slug:verb>/", ladder.verb, name="rung_verb"),
    path("instructions/", instructions.instructions, name="instructions"),
    path("instructions/new/", instructions.register, name="instruction_new"),
    path("instructions/<int:number>/", instructions.instruction, name="instruction"),
    path("instructions/<int:number>/scan/", instructions.scan, name="instruction_scan"),
    path("instructions/<int:number>/word/", instructions.word, name="instruction_word"),
    path("instructions/<int:number>/<slug:verb>/", instructions.verb, name="instruction_verb"),
]
