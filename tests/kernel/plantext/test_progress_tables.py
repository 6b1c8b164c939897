"""Lists that tell how far the work has come: who and what are read, the progress is not. The shapes
were met in real papers; the words are ours."""

from datetime import date

from yingshang.kernel.plantext import Task, parse

HEAD = "海岬县2023年民生实事项目进展情况\n\n"


def ledger(text: str, head: str = HEAD) -> list[tuple[str, str, list[str]]]:
    return [(task.no, task.title, bodies(task)) for task in parse(head + text).tasks]


def bodies(task: Task) -> list[str]:
    return [*task.lead, *task.responsible]


STROKES = """类别 | 实事名称 | 2023年任务目标 | 责任单位 | 分管领导 | 完成情况 | 取得成效 | 电话 |
一、教育 | 1.扩建学校 | 完成2座楼建设。 | 县教育局 | 何欣 | 完成主体70%。 | 正在推进。 | 0500-1 |
2.改造农村操场 | 完成13处操场改造。 | 县教育局 | 何欣 | 完成基础施工30%。 | 已完成9处。 | 0500-1 | |
3.增设夜校 | 开设夜校5所。 | 县总工会 | 何欣 | 拨付70万元。 | 占计划的75%。 | 0500-2 | |
"""


def test_a_row_between_strokes_whose_merged_cell_is_gone_stands_one_further_left():
    assert ledger(STROKES) == [
        ("1", "扩建学校", ["县教育局"]),
        ("2", "改造农村操场", ["县教育局"]),
        ("3", "增设夜校", ["县总工会"]),
    ]


def test_progress_is_no_promise():
    first, second, third = parse(HEAD + STROKES).tasks
    assert [[target.value for target in task.targets] for task in (first, second, third)] == [
        [2],
        [13],
        [5],
    ]


def test_bodies_of_the_row_above_are_those_of_a_row_that_lacks_their_cell():
    text = """序号 | 项目内容 | 月度工作计划 | 牵头单位 | 落实情况 |
1 | 为老年人免费接种流感疫苗2400人。 | 4月：制定方案。 | 县卫生健康局 | 已完成。已下发方案。 |
2 | 为高龄老人体检7300人。 | 4月：体检1500人。 | 已完成。完成率47%。 | |
3 | 培训应急救护人员235人。 | 4月：确定对象。 | 县红十字会 | 已完成。培训188人。 |
"""
    assert [bodies(task) for task in parse(HEAD + text).tasks] == [
        ["县卫生健康局"],
        ["县卫生健康局"],
        ["县红十字会"],
    ]


def test_a_row_that_is_cut_off_at_its_right_is_a_row_yet():
    text = """项 目 内 容 | 8月计划进度 | 实际进度情况 | 完成率 | 责任 单位 | 分管领导 |
（1）吸收60所幼儿园为公助园。 | 提交报告。 | 新吸收8所。 | 72% | 县教育局 | 王岚 |
（2）组建教共体70对以上。 | 开展活动。 | 组建5对。 | 72% | 王岚 |
（3）创建示范学校5所以上。 | 完成硬件建设。 | 已安排资金190万元。
"""
    assert [(no, title) for no, title, _ in ledger(text)] == [
        ("1", "吸收60所幼儿园为公助园"),
        ("2", "组建教共体70对以上"),
        ("3", "创建示范学校5所以上"),
    ]


UPRIGHT = """序号\n\n项目内容\n\n牵头单位\n\n落实情况\n
1\n\n完成结对帮扶学校1所。\n\n县教育局\n\n基本完成。\n\n完成海湾中学结对任务的信息上报，待上级教育部门审核后即可销号。\n
2\n\n为15000名学生检查脊柱。\n\n提前完成年度任务。\n\n截至6月20日，已检查15200人，为101.3%\n
3\n\n1）完成高中学历提升416人；\n\n2）完成大专学历提升902人。\n\n基本完成。\n\n1）高中学历提升人数895人，完成率达215%\n
4\n\n新建ICU床位10张。\n\n县卫生健康局\n\n提前完成年度任务。\n"""


def test_one_cell_a_line_the_progress_may_take_as_many_lines_as_it_likes():
    rows = ledger(UPRIGHT)
    assert [(no, units) for no, _, units in rows] == [
        ("1", ["县教育局"]),
        ("2", ["县教育局"]),
        ("3", ["县教育局"]),
        ("4", ["县卫生健康局"]),
    ]
    third = parse(HEAD + UPRIGHT).tasks[2]
    assert [int(target.value) for target in third.targets] == [416, 902]


def test_headings_and_cells_broken_over_lines_are_put_together():
    text = """序号\n项目名称\n项目建设规模及内容\n建设起\n止年限\n总投资\n（万元）\n当年投资
\n（万元）
2023年度\n\n计划\n资金\n\n来源\n责任\n单位
1\n城市用气\n提升工程\n为26个小区换表通气，加装切断阀12000只，让居民用气更放心、更方便。
2023.01-2023.12\n1200\n1200\n完工投用\n国企投资\n城投集团
2\n水库整治工程\n完成6座小型水库加固改造，消除安全隐患，提升蓄水灌溉能力。
2023.01-2023.12\n4600\n4600\n基本完工\n政府投资\n县水利局
"""
    first, second = parse(HEAD + text).tasks
    assert (first.title, bodies(first)) == ("城市用气提升工程", ["城投集团"])
    assert (second.title, bodies(second)) == ("水库整治工程", ["县水利局"])
    assert first.deadline == second.deadline == date(2023, 12, 31)


def test_cards_with_numbers_whose_labels_stand_above_their_values():
    text = """汇总如下。
01 项目名称：提升县域生态环境
项目内容：
连通城区河道水系，新改建城区公共厕所5座。
责任单位：
县水务局、县城管局
进展与成效：
河道水系工程已完成施工图审查，5月28日已完成开标。
厕所改造已确定5座公厕的位置。
02 项目名称：加大文化惠民力度
项目内容：
新建“城市书房”1个。
责任单位
县文旅局
进展与成效：
城市书房已确定建设地址。
"""
    assert ledger(text) == [
        ("01", "提升县域生态环境", ["县水务局", "县城管局"]),
        ("02", "加大文化惠民力度", ["县文旅局"]),
    ]


def test_the_first_row_of_a_table_is_no_title_of_the_paper():
    plan = parse(STROKES)
    assert plan.title == ""
    assert len(plan.tasks) == 3
