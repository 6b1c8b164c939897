"""All addresses of the platform, one include a surface."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("yingshang.surfaces.portal.urls")),
    path("desk/", include("yingshang.surfaces.desk.urls")),
    path("api/v1/", include("yingshang.surfaces.api.urls")),
    path("cockpit/", include("yingshang.surfaces.dashboard.urls")),
    path("", include("yingshang.surfaces.kit.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("yingshang.surfaces.demo.urls")))

handler400 = "yingshang.surfaces.kit.faults.bad_request"
handler403 = "yingshang.surfaces.kit.views.forbidden"
handler404 = "yingshang.surfaces.kit.views.missing"
handler500 = "yingshang.surfaces.kit.views.failed"
