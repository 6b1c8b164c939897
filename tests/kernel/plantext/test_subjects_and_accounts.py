"""Who must do it as the subject of a sentence, accounts with next year's plan, what sites add."""

import pytest

from yingshang.kernel.plantext import Plan, Task, parse

NOTICE = "关于做好成品油市场监管工作的通知\n各设区市人民政府：\n"


def only(text: str) -> Task:
    (task,) = parse(text).tasks
    return task


def titles(plan: Plan) -> list[str]:
    return [task.title for task in plan.tasks]


def test_kinds_of_bodies_answer_in_a_paper_that_names_no_body_anywhere() -> None:
    first, second = parse(
        f"{NOTICE}一、完善监管机制。省级商务主管部门要制定本行政区域的监管清单，加强抽查。\n"
        "二、强化质量检测。2026年5月10日前，市场监管部门组织开展全覆盖检测，公布检测结果。\n"
    ).tasks

    assert first.responsible == ("省级商务主管部门",)
    assert second.responsible == ("市场监管部门",)


def test_kinds_of_bodies_are_left_where_other_items_name_theirs() -> None:
    first, second = parse(
        "栖川市优化营商环境工作方案\n一、重点任务\n"
        "1.优化企业开办。推行全程网办。（市市场监管局负责）\n"
        "2.创新金融服务。金融监管部门要引导机构加大支持。\n"
    ).tasks

    assert first.lead == ("市市场监管局",)
    assert second.lead == ()
    assert second.responsible == ()


@pytest.mark.parametrize(
    ("sentence", "responsible", "cooperating"),
    [
        ("省能源局统筹组织协调全省工作，研究推进各项任务。", ("省能源局",), ()),
        ("下一步，市商务局将适时出台管理办法。", ("市商务局",), ()),
        ("市数据局、市财政局按职责分工制定实施细则。", ("市数据局", "市财政局"), ()),
        ("市发展改革委要加强调度。市财政局积极配合测算资金。", ("市发展改革委",), ("市财政局",)),
        ("各区政府要认真组织实施。", ("各区政府",), ()),
        ("自由贸易试验区管委会要加强统筹，推进改革。", ("自由贸易试验区管委会",), ()),
        ("认真落实市税务局等部门关于退税工作的意见，组织学习。", (), ()),
        ("重点抽查市政府组织领导情况，建立台账。", (), ()),
    ],
)
def test_a_body_that_must_do_something_at_the_head_of_a_sentence(
    sentence: str, responsible: tuple[str, ...], cooperating: tuple[str, ...]
) -> None:
    task = only(f"栖川市深化改革工作方案\n一、重点任务\n（一）加强统筹推进。{sentence}\n")

    assert task.responsible == responsible
    assert task.cooperating == cooperating


def test_an_account_of_the_year_gives_tasks_from_where_the_next_year_is_planned() -> None:
    plan = parse(
        "栖川县发改局2025年工作总结及2026年工作谋划\n"
        "今年以来，我局各项工作取得了明显成效。\n"
        "一、项目建设有力。全年完成投资14.5亿元，开工项目6个。\n"
        "二、服务持续优化。培育示范基地1家。\n"
        "2026年工作谋划：\n"
        "一、工作思路\n以项目建设为重点，积极谋划。\n"
        "二、做好重点项目建设。新开工亿元以上项目23个。\n"
        "三、推进信用体系建设。建设县级信用平台。\n"
    )

    assert plan.kind == "report"
    assert titles(plan) == ["做好重点项目建设", "推进信用体系建设"]


def test_a_notice_with_tasks_of_its_own_keeps_them_beside_the_plan_it_encloses() -> None:
    plan = parse(
        "澜州省关于加力支持设备更新的通知\n"
        "一、加力实施设备更新行动\n"
        "（一）加大重点领域支持力度。支持电子信息等领域设备更新。\n"
        "（二）实施贷款贴息。指导企业争取再贷款。\n"
        "（三）开展存量设备诊断。摸清设备底数，建立台账。\n"
        "2025年1月23日\n"
        "澜州省推动消费品以旧换新实施方案\n"
        "一、总体要求\n大力支持汽车、家电以旧换新，促进消费提质升级，完善回收体系。\n"
        "二、重点任务\n"
        "（一）支持汽车置换更新。对报废旧车并购买新车的给予补贴，优化流程。（责任单位：省商务厅）\n"
        "（二）支持家电以旧换新。扩大补贴品种，规范销售企业行为。（责任单位：省商务厅、省财政厅）\n"
    )

    assert titles(plan) == [
        "加大重点领域支持力度",
        "实施贷款贴息",
        "开展存量设备诊断",
        "支持汽车置换更新",
        "支持家电以旧换新",
    ]


def test_where_all_is_to_stand_is_no_task() -> None:
    plan = parse(
        "栖川区创新发展三年行动方案\n一、主要目标\n到2028年建成创新高地。\n"
        "二、空间布局\n构建“一核两带”。东部重点发展研发，西部推进制造。\n"
        "三、重点任务\n1.提升高校策源能力。支持高校建设实验室。\n2.完善载体体系。打造孵化器。\n"
    )

    assert titles(plan) == ["提升高校策源能力", "完善载体体系"]


def test_what_the_site_knows_of_a_paper_is_no_ledger() -> None:
    plan = parse(
        "| 索 引 号： | 1164/2026-00114 | 效力状态： | 有效 |\n|---|---|---|---|\n"
        "| 发布机构： | 栖川市人民政府办公室 | 成文日期： | 2026-04-17 |\n"
        "| 责任部门： | 栖川市工业和信息化局 | 发布日期： | 2026-04-22 |\n\n"
        "栖川市推动制造业高质量发展实施方案\n一、重点任务\n"
        "1.加速产业跃升。招引项目150个。（责任单位：市工信局）\n"
        "2.推动产业焕新。实施技改项目40个。（责任单位：市工信局）\n"
    )

    assert titles(plan) == ["加速产业跃升", "推动产业焕新"]


def test_the_way_to_a_page_told_as_a_list_gives_no_tasks() -> None:
    plan = parse(
        "2. [首页](https://www.example.gov/ )\n3. [政务](https://www.example.gov/zw/ )\n"
        "4. [重大决策](https://www.example.gov/jc/ )\n\n"
        "栖川区关于打好攻坚战的实施意见\n"
        "一、加强源头治理。推进清单管理，完善监测体系。\n二、加大执法力度。开展专项行动。\n"
    )

    assert titles(plan) == ["加强源头治理", "加大执法力度"]


def test_an_announcement_of_what_applies_is_no_plan() -> None:
    plan = parse(
        "京商字〔2025〕16号\n为落实以旧换新政策，现公告如下。\n"
        "一、补贴品类\n对个人购买智能家居产品给予补贴，实现应补尽补。\n"
        "二、补贴方式\n采用立减方式，通过小程序领用资格。\n"
        "三、实施时间\n自本公告发布之日起实施。\n"
    )

    assert plan.tasks == ()


def test_the_title_of_an_account_goes_before_the_name_of_the_site() -> None:
    plan = parse(
        "栖川市市场监督管理局\n栖川市知识产权局\n市市场监管局2025年工作总结\n"
        "今年以来，全局围绕中心工作，取得了较好成绩。\n"
        "（一）守牢安全底线\n一是食品安全平稳可控。推动建立责任体系，立案55件。\n"
    )

    assert plan.title == "市市场监管局2025年工作总结"
    assert plan.tasks == ()


def test_one_sentence_of_what_comes_next_answers_for_all_that_was_proposed() -> None:
    plan = parse(
        "关于政协第3215号提案的答复\n您提出的关于加快充电设施建设的提案收悉，现答复如下：\n"
        "一、规划情况\n我省已建成充电桩12万个。\n"
        "二、补贴情况\n已争取资金1.18亿元。下一步，将按照规划要求，继续完善运营补贴政策，提升服务能力。\n"
    )

    assert titles(plan) == ["将按照规划要求，继续完善运营补贴政策，提升服务能力"]


@pytest.mark.parametrize(
    "sentence",
    [
        "率先对重大节假日期间利用率超过40%的充电设施实施改造",
        "推动储油库及年销售汽油5000吨以上加油站安装回收装置",
    ],
)
def test_a_size_that_says_which_are_meant_is_no_target(sentence: str) -> None:
    task = only(f"栖川市工作方案\n一、重点任务\n（一）推进治理。{sentence}。\n")

    assert task.targets == ()


def test_smaller_than_a_length_is_below_it() -> None:
    task = only("栖川市工作方案\n一、重点任务\n（一）完善网络。核心区公共充电服务半径小于1公里。\n")

    (target,) = task.targets
    assert (target.comparator, target.value, target.unit) == ("<", 1, "公里")


def test_the_numbered_pieces_of_a_site_that_shares_files_are_one_text() -> None:
    first = (
        "栖川市压缩开办企业时间工作方案为落实有关要求，实施流程再造，压缩开办企业时间，提升开办企业"
        "便利度，优化营商环境，制定本工作方案。一、工作目标2026年年底前，将开办企业时间整体压缩，全面提升"
        "市场准入便利化水平。二、主要任务（一）建立信息共享机制。以政务信息资源共享平台为依托，搭"
    )
    second = (
        "建共享交换平台，开办企业时间压缩至2个工作日内。"
        "（二）推行一窗受理。改造办事流程，建设系统。"
    )
    text = f"1、{first}\n2、{second}\n"
    plan = parse(text)

    assert titles(plan) == ["建立信息共享机制", "推行一窗受理"]
    (target,) = plan.tasks[0].targets
    start, end = target.offsets
    assert text[start:end] == target.span == "开办企业时间压缩至2个工作日内"


def test_items_that_each_end_as_a_sentence_are_no_pieces() -> None:
    long = "推进改革，优化流程，完善机制，强化监管，提升服务，加快数据共享，实现全程网办，" * 4
    plan = parse(f"栖川市工作方案\n1、{long}形成经验。\n2、{long}形成制度。\n3、{long}成品牌。\n")

    assert len(plan.tasks) == 3


def test_a_list_in_brackets_of_its_own_behind_the_label_is_a_list() -> None:
    task = only(
        "澜州省实施方案\n一、重点任务\n（一）建设网络。优化结构。（责任单位：〔省发改委、"
        "农业农村厅（乡村振兴局）、文旅厅按职责分工负责〕\n"
    )

    assert task.responsible == ("省发改委", "农业农村厅（乡村振兴局）", "文旅厅")


def test_a_blank_within_the_name_of_a_state_body_parts_nothing() -> None:
    task = only(
        "绿色工程实施方案\n一、重点任务\n（一）建设示范。开展试点。"
        "（国家发展改革委、科技部、国务院 国资委按职责分工负责）\n"
    )

    assert task.responsible == ("国家发展改革委", "科技部", "国务院国资委")


def test_all_prefectures_and_cities_joined_to_a_list_are_one_name() -> None:
    task = only(
        "云省政策措施\n一、重点任务\n（一）支持产业。用好资金。"
        "（省工信厅牵头，省发展改革委、省财政厅和各州、市人民政府配合）\n"
    )

    assert task.cooperating == ("省发展改革委", "省财政厅", "各州、市人民政府")


def test_where_all_that_are_listed_lead_all_lead() -> None:
    first, second = parse(
        "澜州省深化改革行动计划\n一、主要任务\n"
        "1.推进改革。制定方案。（省发改委。按职能分工负责。所列部门为主要牵头单位，下同）\n"
        "2.完善机制。编制规划。（省发改委、省经信委）\n"
    ).tasks

    assert first.lead == ("省发改委",)
    assert second.lead == ("省发改委", "省经信委")
    assert second.responsible == ()


def test_a_body_of_each_place_by_its_field_is_somebody() -> None:
    (task,) = parse(
        "关于开展治理工作的通知\n一、加强执法检查。各地交通运输主管部门要加强检查，"
        "各有关部门要密切配合。\n"
    ).tasks

    assert task.responsible == ("各地交通运输主管部门",)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("与重点国家签订1-2个产能合作协议", [(1, 2, "个")]),
        ("形成3家具备全产业链竞争优势的旗舰企业", [(3, None, "家")]),
        ("对不守承诺的，3年内不再享受容缺受理服务", []),
    ],
)
def test_what_is_signed_or_formed_counts_and_what_is_barred_does_not(
    sentence: str, values: list[tuple[float, float | None, str]]
) -> None:
    task = only(f"栖川市工作方案\n一、重点任务\n（一）推进合作。{sentence}。\n")

    assert [(one.value, one.value_max, one.unit) for one in task.targets] == values
