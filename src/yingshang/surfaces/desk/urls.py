"""Addresses of the desk."""

from django.urls import path

from yingshang.surfaces.desk.views import (
    case,
    counter,
    hands,
    inbox,
    ledger,
    many,
    orders,
    plans,
    queue,
    reported,
    systems,
    warnings,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("many/", many.many, name="many"),
    path("filters/save/", queue.save_filter, name="save_filter"),
    path("filters/drop/", queue.drop_filter, name="drop_filter"),
    path("workload/", hands.workload, name="workload"),
    path("absence/", hands.absence, name="absence"),
    path("absence/end/", hands.end_absence, name="end_absence"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("new/", counter.pick, name="new"),
    path("new/<slug:item>/", counter.form, name="new_form"),
    path("cases/<slug:ref>/", case.case, name="case"),
    path("cases/<slug:ref>/reveal/", case.reveal, name="reveal"),
    path("cases/<slug:ref>/looks/", case.looks, name="looks"),
    path("cases/<slug:ref>/receipt/", case.receipt, name="receipt"),
    path("cases/<slug:ref>/files/<int:file_id>/", case.file, name="file"),
    path("cases/<slug:ref>/do/<slug:verb>/", case.verb, name="verb"),
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/<int:warning_id>/", warnings.warning, name="warning"),
    path("warnings/<int:warning_id>/order/", warnings.raise_order, name="raise"),
    path("warnings/<int:warning_id>/dismiss/", warnings.dismiss, name="dismiss"),
    path("orders/", orders.orders, name="orders"),
    path("orders/dispatch/", orders.dispatch, name="dispatch"),
    path("orders/<slug:ref>/", orders.order, name="order"),
    path("orders/<slug:ref>/word/", orders.word, name="order_word"),
    path("reported/", reported.reported, name="reported"),
    path("reported/propose/", reported.propose, name="propose"),
    path("reported/confirm/", reported.confirm, name="confirm"),
    path("systems/", systems.systems, name="systems"),
    path("systems/<slug:system>/", systems.system, name="system"),
    path("systems/<slug:system>/<slug:verb>/", systems.change, name="system_verb"),
    path("deliveries/resend/", systems.resend, name="resend"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/import/", plans.plan_import, name="plan_import"),
    path("plans/<int:plan_id>/", plans.plan, name="plan"),
    path("plans/<int:plan_id>/history/", plans.history, name="plan_history"),
    path("plans/<int:plan_id>/targets/<int:target_id>/", ledger.target, name="target"),
    path(
        "plans/<int:plan_id>/targets/<int:target_id>/<slug:verb>/",
        ledger.target_verb,
        name="target_verb",
    ),
    path("plans/<int:plan_id>/tasks/<int:task_id>/", ledger.task, name="task"),
    path("plans/<int:plan_id>/tasks/<int:task_id>/add/", ledger.add_target, name="add_target"),
    path(
        "plans/<int:plan_id>/tasks/<int:task_id>/<slug:verb>/", ledger.task_verb, name="task_verb"
    ),
]
