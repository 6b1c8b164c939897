"""Addresses of licences: my own, those shown to me, keys and types for wallets."""

from django.urls import path

from yingshang.surfaces.portal.views import licences, shown

urlpatterns = [
    path("my/licences/", licences.mine, name="licences"),
    path("my/licences/<str:number>/", licences.one, name="licence"),
    path("my/licences/<str:number>/file/", licences.file, name="licence_file"),
    path("my/licences/<str:number>/credential/", licences.credential, name="credential"),
    path("my/licences/<str:number>/statement/", licences.statement, name="statement"),
    path("my/showings/<int:showing>/", licences.showing, name="showing"),
    path("my/showings/<int:showing>/withdraw/", licences.withdraw, name="showing_withdraw"),
    path("verify/jwks.json", shown.jwks, name="jwks"),
    path("show/", shown.enter, name="show"),
    path("show/<str:pass_code>/", shown.shown, name="shown"),
    path("credentials/<str:region>/<str:kind>/", shown.credential_type, name="credential_type"),
    path(".well-known/jwt-vc-issuer", shown.issuer, name="vc_issuer"),
]
