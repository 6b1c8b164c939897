"""Sign in with name and password: the way in where the demo's cast is switched off."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts import service as accounts
from yingshang.surfaces.kit import nav

__all__ = ["SignIn"]


class SignIn(LoginView):
    """One sentence for every failure: whether a name exists is nobody's business."""

    template_name = "kit/sign_in.html"

    def get_form(self, form_class: Any = None) -> Form:
        form = super().get_form(form_class)
        form.use_required_attribute = False
        form.fields["username"].label = _("用户名")
        form.fields["password"].label = _("密码")
        sentence = _("用户名或密码不对，没有登录。请核对后再试。")
        form.error_messages = {"invalid_login": sentence, "inactive": sentence}
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Django puts its own `site` here, over what every page has: city, menu, language."""
        found = super().get_context_data(**kwargs)
        return {name: value for name, value in found.items() if name not in ("site", "site_name")}

    def get_default_redirect_url(self) -> str:
        """The first page of the role's own menu."""
        role = accounts.actor_of(self.request.user).role
        return nav.entries(role, "")[0].url
