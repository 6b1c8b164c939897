"""Commitment (告知承诺) and instant items: decided on the spot; promises are verified later.

promised → checking → kept | mending → kept | revoked. A promise may be taken back before the
decision; what proves untrue is revoked without time to mend it.
"""

from __future__ import annotations

from typing import Any

from yingshang.kernel.flow import _commands as c
from yingshang.kernel.flow._answers import accepted_events
from yingshang.kernel.flow._marks import _t
from yingshang.kernel.flow._model import Event, FlowDef, Refusal, Standing

Decision = tuple[Event, ...] | Refusal
RESULTS = ("kept", "short", "untrue")


def decides_on_spot(flow: FlowDef, standing: Standing) -> bool:
    return flow.instant or standing.commitment == "promised"


def decide_now(flow: FlowDef, standing: Standing, cmd: c.DecideNow) -> Decision:
    """Acceptance and decision in one: no steps, no voucher of acceptance between them."""
    if not decides_on_spot(flow, standing):
        return Refusal(
            "not-on-spot",
            _t(
                "本件既不是即办事项，申请人也没有选择告知承诺，不能当场作出决定。请先受理，再按环节办理。"
            ),
        )
    if cmd.outcome not in flow.outcomes:
        return Refusal("outcome-unknown", _t("本事项没有这种办理结果。请从列出的结果中选择。"))
    if cmd.outcome in flow.negative and not cmd.reason.strip():
        return Refusal(
            "reason-missing",
            _t(
                "不予许可的决定必须说明理由，并告知复议、诉讼的权利（行政许可法第三十八条）。请写明理由。"
            ),
        )
    mode = "commitment" if standing.commitment == "promised" else "instant"
    every = tuple(step.code for step in flow.steps)
    data: dict[str, Any] = {"outcome": cmd.outcome, "mode": mode}
    if cmd.reason.strip():
        data["reason"] = cmd.reason.strip()
    return (
        *accepted_events(flow, cmd, every, {"mode": mode}),
        Event("decided", cmd.by, cmd.at, data),
    )


def withdraw_promise(flow: FlowDef, standing: Standing, cmd: c.WithdrawPromise) -> Decision:
    if standing.commitment != "promised":
        return Refusal(
            "no-promise", _t("本件没有待决定的承诺，无从撤回。不想继续办理的，可以撤回申请。")
        )
    data = {"reason": cmd.reason.strip()} if cmd.reason.strip() else {}
    return (Event("promise-withdrawn", cmd.by, cmd.at, data),)


def verify_commitment(flow: FlowDef, standing: Standing, cmd: c.VerifyCommitment) -> Decision:
    """What was promised, held against the facts, after the decision."""
    if standing.commitment not in ("checking", "mending"):
        return Refusal(
            "nothing-to-verify", _t("本件没有待核查的承诺。请刷新页面，查看核查是否已有结论。")
        )
    if cmd.result not in RESULTS:
        return Refusal(
            "verification-result", _t("核查结论只能是属实、不符需整改或承诺不实。请重新选择。")
        )
    if cmd.result == "kept":
        return (Event("commitment-checked", cmd.by, cmd.at, _checked("kept", cmd)),)
    if not cmd.reason.strip():
        return Refusal(
            "reason-missing", _t("核查认定与承诺不符的，必须写明事实和依据。请补写后再提交。")
        )
    if standing.commitment == "mending" and cmd.result == "short" and not _mend_over(standing, cmd):
        return Refusal(
            "mend-runs",
            _t(
                "给申请人的整改期限还没有届满，不能以未整改为由撤销。"
                "请等期满后再核查；已经整改好的，请登记属实。"
            ),
        )
    if cmd.result == "untrue" or standing.commitment == "mending":
        return (Event("commitment-checked", cmd.by, cmd.at, _checked("revoked", cmd)),)
    most = flow.mend.value if flow.mend else 0
    if not 1 <= cmd.days <= most or cmd.until is None:
        return Refusal(
            "mend-length",
            _t("整改期限只能是 1 到 %(most)s 天（按事项清单的计时单位）。请修改期限。"),
            most=most,
        )
    data = _checked("mending", cmd) | {"days": cmd.days, "until": cmd.until.isoformat()}
    return (Event("commitment-checked", cmd.by, cmd.at, data),)


def _mend_over(standing: Standing, cmd: c.VerifyCommitment) -> bool:
    return standing.mend_by is None or cmd.at > standing.mend_by


def _checked(result: str, cmd: c.VerifyCommitment) -> dict[str, Any]:
    data: dict[str, Any] = {"result": result}
    if result == "revoked":
        data["untrue"] = cmd.result == "untrue"
    if cmd.reason.strip():
        data["reason"] = cmd.reason.strip()
    return data
