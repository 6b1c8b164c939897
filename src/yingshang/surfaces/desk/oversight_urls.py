"""Addresses of supervision beyond warnings and orders: the ladder, instructions."""

from django.urls import path

from yingshang.surfaces.desk.views import (
    bulletins,
    delays,
    instructions,
    ladder,
    motions,
    surveyplans,
    surveys,
)

urlpatterns = [
    path("ladder/", ladder.escalations, name="escalations"),
    path("ladder/<slug:ref>/take/", ladder.take, name="rung_take"),
    path("ladder/rungs/<int:rung>/word/", ladder.word, name="rung_word"),
    path("ladder/rungs/<int:rung>/<slug:verb>/", ladder.verb, name="rung_verb"),
    path("delays/<slug:ref>/<slug:verb>/", delays.verb, name="delay_verb"),
    path("motions/", motions.motions, name="motions"),
    path("motions/export.xlsx", motions.export, name="motions_export"),
    path("motions/new/", motions.hand_over, name="motion_new"),
    path("motions/<int:motion>/", motions.motion, name="motion"),
    path("motions/<int:motion>/<int:share>/word/", motions.word, name="motion_word"),
    path("motions/<int:motion>/<int:share>/files/<int:file_id>/", motions.file, name="motion_file"),
    path("motions/<int:motion>/<int:share>/check/", motions.check, name="motion_check"),
    path("motions/<int:motion>/<int:share>/waive/", motions.waive, name="motion_waive"),
    path("motions/<int:motion>/<int:share>/opinion/", motions.opinion, name="motion_opinion"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/draft/", bulletins.draft, name="bulletin_draft"),
    path("bulletins/<int:bulletin>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:bulletin>/file.<slug:form>", bulletins.file, name="bulletin_file"),
    path("bulletins/<int:bulletin>/charts/<str:key>.png", bulletins.chart, name="bulletin_chart"),
    path("bulletins/<int:bulletin>/<slug:verb>/", bulletins.verb, name="bulletin_verb"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/plans/", surveyplans.plans, name="survey_plans"),
    path("surveys/plans/new/", surveyplans.plan, name="survey_plan_new"),
    path(
        "surveys/plans/drafts/<int:plan_draft>/<slug:verb>/",
        surveyplans.rule,
        name="survey_plan_rule",
    ),
    path("surveys/plans/<slug:plan>/", surveyplans.plan, name="survey_plan"),
    path("surveys/<int:survey>/", surveys.survey, name="survey"),
    path("surveys/<int:survey>/calls/", surveys.calls, name="survey_calls"),
    path("surveys/<int:survey>/file/<slug:form>/", surveys.file, name="survey_file"),
    path("surveys/<int:survey>/order/", surveys.order, name="survey_order"),
    path("surveys/<int:survey>/<slug:act>/", surveys.verb, name="survey_verb"),
    path("surveys/calls/<int:call>/", surveys.call, name="survey_call"),
    path("surveys/calls/<int:call>/contact/", surveys.contact, name="survey_contact"),
    path("instructions/", instructions.instructions, name="instructions"),
    path("instructions/new/", instructions.register, name="instruction_new"),
    path("instructions/<int:instruction>/", instructions.instruction, name="instruction"),
    path("instructions/<int:instruction>/scan/", instructions.scan, name="instruction_scan"),
    path("instructions/<int:instruction>/word/", instructions.word, name="instruction_word"),
    path(
        "instructions/<int:instruction>/keeper/", instructions.take_over, name="instruction_keeper"
    ),
    path("instructions/<int:instruction>/<slug:verb>/", instructions.verb, name="instruction_verb"),
]
