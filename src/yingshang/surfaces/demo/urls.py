from django.urls import path

from yingshang.surfaces.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("as/", views.sign_in, name="sign_in"),
    path("sheet/", views.sheet, name="sheet"),
    path("out/", views.sign_out, name="sign_out"),
]
