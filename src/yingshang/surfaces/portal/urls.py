"""Addresses of the portal."""

from django.urls import path

from yingshang.surfaces.portal import hall_urls
from yingshang.surfaces.portal.views import (
    apply,
    bundle,
    find,
    later,
    mine,
    public,
    receipts,
    rules,
)

app_name = "portal"
urlpatterns = [
    *hall_urls.urlpatterns,
    path("", find.home, name="home"),
    path("items/", find.search, name="search"),
    path("items/<slug:code>/", find.item, name="item"),
    path("apply/<slug:code>/", apply.apply, name="apply"),
    path("apply/<slug:code>/draft/", apply.autosave, name="draft"),
    path("apply/<slug:code>/review/", apply.review, name="review"),
    path("bundles/<slug:bundle>/", bundle.guide, name="bundle"),
    path("bundles/<slug:bundle>/apply/", bundle.apply, name="bundle_apply"),
    path("bundles/<slug:bundle>/draft/", bundle.autosave, name="bundle_draft"),
    path("bundles/<slug:bundle>/review/", bundle.review, name="bundle_review"),
    path("my-bundle/<str:ref>/", bundle.mine, name="my_bundle"),
    path("my-bundle/<str:ref>/withdraw/", bundle.withdraw, name="bundle_withdraw"),
    path("receipt/<str:ref>/", apply.receipt, name="receipt"),
    path("receipt/<str:ref>/<int:seq>.json", receipts.download, name="receipt_file"),
    path("my/", mine.my, name="my"),
    path("my/looks/", mine.my_looks, name="my_looks"),
    path("my/<str:ref>/", mine.case, name="case"),
    path("my/<str:ref>/looks/", mine.looks, name="looks"),
    path("my/<str:ref>/supply/", mine.supply, name="supply"),
    path("my/<str:ref>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/<str:ref>/make-up/", later.make_up, name="make_up"),
    path("my/<str:ref>/act/<slug:what>/", later.act, name="act"),
    path("my/<str:ref>/papers/<int:seq>/", later.paper, name="voucher"),
    path("my/<str:ref>/rate/", mine.rate, name="rate"),
    path("my/<str:ref>/files/<int:file>/", mine.download, name="file"),
    path("verify/receipt/", receipts.verify, name="verify_receipt"),
    path("verify/receipt/verify_receipt.py", receipts.verifier, name="verifier"),
    path("verify/keys.json", receipts.keys, name="keys"),
    path("checkpoints/", receipts.log, name="checkpoints"),
    path("checkpoints.json", receipts.log_json, name="checkpoints_json"),
    path("papers/<str:token>/", later.verify_voucher, name="verify_voucher"),
    path("verify/<str:token>/", public.verify, name="verify"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("promises/", public.compare, name="compare"),
    path("promises.json", public.compare_json, name="compare_json"),
    path("promises.csv", public.compare_csv, name="compare_csv"),
]
