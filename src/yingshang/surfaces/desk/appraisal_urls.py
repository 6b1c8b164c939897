"""Addresses of the yearly appraisal."""

from django.urls import path

from yingshang.surfaces.desk.views import appraisal, appraisal_sheet, appraisal_weights

urlpatterns = [
    path("appraisal/", appraisal.appraisals, name="appraisals"),
    path("appraisal/weights/", appraisal_weights.weights, name="appraisal_weights"),
    path(
        "appraisal/weights/<int:weights_draft>/<slug:verb>/",
        appraisal_weights.rule,
        name="appraisal_weights_rule",
    ),
    path("appraisal/<int:appraisal>/", appraisal.appraisal, name="appraisal"),
    path("appraisal/<int:appraisal>/export.xlsx", appraisal.export, name="appraisal_export"),
    path("appraisal/<int:appraisal>/word/", appraisal.word, name="appraisal_word"),
    path("appraisal/<int:appraisal>/do/<slug:verb>/", appraisal.step, name="appraisal_step"),
    path("appraisal/sheets/<int:sheet>/", appraisal_sheet.sheet, name="appraisal_sheet"),
    path("appraisal/sheets/<int:sheet>/<slug:verb>/", appraisal_sheet.verb, name="appraisal_verb"),
    path("appraisal/appeals/<int:appeal>/", appraisal_sheet.appeal, name="appraisal_appeal"),
    path(
        "appraisal/appeals/<int:appeal>/evidence/",
        appraisal_sheet.evidence,
        name="appraisal_evidence",
    ),
]
