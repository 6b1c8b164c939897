"""Addresses of the ledger at work."""

from django.urls import path

from yingshang.surfaces.desk.views import sending, splitting, task, tasks

urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/mine/", tasks.mine, name="my_tasks"),
    path("tasks/remind/", tasks.remind, name="tasks_remind"),
    path("tasks/export.<slug:form>", tasks.export, name="tasks_export"),
    path("tasks/<slug:ref>/", task.task, name="tracked_task"),
    path("tasks/<slug:ref>/do/<slug:verb>/", task.verb, name="tracked_verb"),
    path("plans/<int:plan_id>/send/", sending.send, name="plan_send"),
    path("plans/<int:plan_id>/targets/<int:target_id>/split/", splitting.split, name="split"),
    path("plans/<int:plan_id>/splits/", splitting.splits, name="plan_splits"),
    path("plans/<int:plan_id>/splits.xlsx", splitting.splits_file, name="plan_splits_file"),
    path(
        "plans/<int:plan_id>/targets/<int:target_id>/split/return/",
        splitting.give_back,
        name="split_return",
    ),
]
