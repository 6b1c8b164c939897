"""Addresses of preparing for an evaluation."""

from django.urls import path

from yingshang.surfaces.desk.views import evaluations

urlpatterns = [
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/<int:evaluation>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<int:evaluation>/check.xlsx", evaluations.sheet, name="evaluation_xlsx"),
    path("evaluations/<int:evaluation>/folders.zip", evaluations.folders, name="evaluation_zip"),
    path("evaluations/<int:evaluation>/order/", evaluations.order, name="evaluation_order"),
    path("evaluations/<int:evaluation>/draft/", evaluations.draft, name="evaluation_draft"),
    path("evaluations/<int:evaluation>/close/", evaluations.close, name="evaluation_close"),
    path("evaluations/files/<int:evidence>/", evaluations.file, name="evidence_file"),
    path("evaluations/pieces/<int:piece>/<slug:verb>/", evaluations.verb, name="evidence_verb"),
]
