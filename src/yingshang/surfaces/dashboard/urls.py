"""Addresses of the cockpit."""

from django.urls import path

from yingshang.surfaces.dashboard.views import (
    cases,
    cockpit,
    contradictions,
    frontier,
    indicators,
    leader,
    league,
    log_flow,
    logs,
    process,
    promise,
    reach,
    simulation,
    trees,
)

app_name = "dashboard"
urlpatterns = [
    path("", cockpit.cockpit, name="cockpit"),
    path("leader/", leader.leader, name="leader"),
    path("promises/<int:target_id>/", promise.promise, name="promise"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("cases/", cases.cases, name="cases"),
    path("frontier/", frontier.frontier, name="frontier"),
    path("league/", league.league, name="league"),
    path("frontier/what-if/", reach.reach, name="reach"),
    path("process/", process.process, name="process"),
    path("process/logs/", logs.logs, name="logs"),
    path("process/logs/flow/", log_flow.log_flow, name="log_flow"),
    path("process/what-if/", simulation.simulation, name="simulation"),
    path("trees/", trees.trees, name="trees"),
    path("trees/<slug:tree>/", trees.tree, name="tree"),
    path("contradictions/", contradictions.contradictions, name="contradictions"),
]
