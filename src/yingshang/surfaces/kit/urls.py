"""Addresses of the kit."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from yingshang.surfaces.kit import gallery, views
from yingshang.surfaces.kit.signin import SignIn

app_name = "kit"
urlpatterns = [
    path("preferences/", views.choose, name="choose"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(next_page="portal:home"), name="sign_out"),
    path("kit/", gallery.gallery, name="gallery"),
]
