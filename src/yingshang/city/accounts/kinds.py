"""Kinds of people, and the frozen actor that every verb is given."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.kernel.flow import Refusal

# Refusal is passed on here: surfaces never import a kernel
__all__ = ["SYSTEM", "Actor", "NotVisible", "PartyKind", "Refusal", "Role", "Scope", "UnitKind"]


class NotVisible(LookupError):
    """The object does not exist, or not for this actor: surfaces answer 404."""


class Role(TextChoices):
    APPLICANT = "applicant", _("申请人")
    CLERK = "clerk", _("窗口人员")
    REVIEWER = "reviewer", _("审批人员")
    SUPERVISOR = "supervisor", _("督办人员")
    OPERATOR = "operator", _("热线话务员")
    LEADER = "leader", _("领导")
    BUREAU = "bureau", _("营商局工作人员")
    SYSTEM = "system", _("系统")


class PartyKind(TextChoices):
    ENTERPRISE = "enterprise", _("企业")
    PERSON = "person", _("个人")


class UnitKind(TextChoices):
    """What sort of body a unit is."""

    PARTY = "party", _("党委部门")
    GOVERNMENT = "government", _("政府部门")
    VERTICAL = "vertical", _("上级垂直管理单位")
    JUDICIAL = "judicial", _("法院、检察院")
    INSTITUTION = "institution", _("事业单位")
    ENTERPRISE = "enterprise", _("企业")
    OTHER = "other", _("群团和其他单位")


class Scope(TextChoices):
    """What the key of a bureau's system may be used for."""

    CATALOGUE = "catalogue:read", _("读事项目录")
    READ = "cases:read", _("读本单位办件")
    SUBMIT = "cases:submit", _("代申请人提交和补齐")
    ACT = "cases:act", _("办理本单位环节")
    PUSH = "cases:push", _("回传在本系统办理的办件")
    EVENTS = "events:read", _("读事件流")
    REGISTERS = "registers:read", _("读登记簿")
    REGISTERS_WRITE = "registers:write", _("写本单位的登记簿")
    WEBHOOKS = "webhooks:manage", _("管理事件推送地址")


@dataclass(frozen=True)
class Actor:
    """Who acts: `id` is opaque to audit and events; `unit` and `region` are codes.

    `scopes` are those of a bureau's system; a person has none. `stands_for`: the absent colleague
    in whose place a deputy does this one thing; every fact that follows says so.
    """

    id: str
    name: str
    role: str
    region: str = ""
    unit: str | None = None
    party: int | None = None
    scopes: frozenset[str] = frozenset()
    stands_for: str = ""
    mandate: int = 0  # the authorisation under which an agent acts: `party` is the principal's
    items: frozenset[str] = frozenset()  # the only ones that it holds for; empty: all

    @property
    def is_staff(self) -> bool:
        return self.role not in {Role.APPLICANT}

    @property
    def oversees(self) -> bool:
        """Sees every case of the region: supervisor, bureau, leader, the system itself."""
        return self.role in {Role.SUPERVISOR, Role.BUREAU, Role.LEADER, Role.SYSTEM}


SYSTEM = Actor(id="system", name="系统", role=Role.SYSTEM)
