"""Tables that came out of a PDF, lists of units without a role word, words spread over a line."""

from yingshang.kernel.plantext import parse

UPRIGHT = """澄州市2024年优化营商环境重点任务分解表

序
号
重点任务
工作举措
牵头单位
责任单位
完成
时限
1
压缩企业开办
时间
企业开办时间压缩至
1个工作日以内，免费
刻制公章。
市市场监管局
市公安局、市税务局、
市人力资源社会保障局
2024年6月底
2
提高不动产登
记效率
一般登记压缩至3个工
作日，抵押登记1个工作
日办结。
市自然资源局
市税务局、市住房城乡
建设局
2024年
12月底
第1页 共2页
序
号
重点任务
工作举措
牵头单位
责任单位
完成
时限
3
推行容缺受理
对100项事项实行容缺
受理，网办率达到90%
以上。
市政务服务局
各县（市、区）人民
政府
长期坚持
"""


def test_cells_wrapped_one_below_the_other_are_put_together_again():
    first, second, third = parse(UPRIGHT).tasks
    assert (first.title, second.title) == ("压缩企业开办时间", "提高不动产登记效率")
    assert first.lead == ("市市场监管局",)
    assert first.responsible == ("市公安局", "市税务局", "市人力资源社会保障局")
    assert second.responsible == ("市税务局", "市住房城乡建设局")
    assert third.responsible == ("各县（市、区）人民政府",)
    assert [str(one.deadline) for one in (first, second, third)] == [
        "2024-06-30",
        "2024-12-31",
        "None",
    ]
    assert [(t.value, t.unit) for t in second.targets] == [(3, "工作日"), (1, "工作日")]


BARE = """平兆县2023年优化营商环境工作方案
说明：责任单位中列在首位的为牵头单位，其余为配合单位。
一、便利开办企业：企业开办时间压缩至1个工作日内（县市场监管局、县公安局；6月底前）。
二、提高办电效率：低压用户接电时间不超过5个工作日（国网平兆县供电公司；年底前）。
三、缓解融资难题：新增贷款10亿元以上（县金融办、人民银行平兆县支行；12月底前）。
"""


def test_a_list_of_units_with_a_date_behind_it_needs_no_role_word():
    tasks = parse(BARE).tasks
    assert [task.lead for task in tasks] == [
        ("县市场监管局",),
        ("国网平兆县供电公司",),
        ("县金融办",),
    ]
    assert [str(task.deadline) for task in tasks] == ["2023-06-30", "2023-12-31", "2023-12-31"]


ITEMS = """平兆县2023年重点任务分工
（每项任务后第一个单位为牵头单位）

一、完善服务
(一)审批提速
① 压减承诺时限70%以上。[县政务服务中心、县大数据局]
② 推进并联审批。[县住房城乡建设局]
(二)服务下沉
① 设立专窗60个。[县委编办、各乡镇人民政府]

二、附 则
本分工由县营商办负责解释。
"""


def test_items_that_end_in_a_bare_list_are_the_tasks_and_spread_words_are_read():
    tasks = parse(ITEMS).tasks
    assert [task.section for task in tasks][:2] == ["审批提速", "审批提速"]
    assert tasks[0].lead == ("县政务服务中心",)
    assert not [task for task in tasks if "则" in task.title]


STATED = """平兆县2020年优化营商环境重点任务

一、登记财产
1.推行交房即交证。全县比例不低于30%。
2.压缩抵押登记时间。抵押登记1个工作日办结。
以上任务由县自然资源局牵头，县税务局配合，2020年10月底前完成。
二、数据共享
3.归集电子证照。归集60类。
4.共享信息。共享20项。
上述任务由县大数据局、县公安局负责，持续推进。
"""


def test_a_date_said_once_for_the_tasks_above_is_theirs():
    first, second, third, fourth = parse(STATED).tasks
    assert str(first.deadline) == str(second.deadline) == "2020-10-31"
    assert (third.deadline, third.deadline_text) == (None, "持续推进")
    assert fourth.deadline is None
    assert first.lead == ("县自然资源局",)


def test_a_label_cut_by_the_end_of_a_line_is_read_whole():
    lines = [
        "澄州市2026年优化营商环境行动方案",
        "一、主要任务",
        *(
            line
            for number in range(1, 5)
            for line in (
                f"{number}.加快跨境贸易免证办理。2026年5月底前，健全跨境贸易免证办理工作机制，培训企业",
                "7家次以上，推进联合验收工作机制落地见效。（牵头单位：市发展改革委；配",
                "合单位：市司法局、市大数据局）",
            )
        ),
    ]
    tasks = parse("\n".join(lines)).tasks
    assert [(task.lead, task.cooperating) for task in tasks] == [
        (("市发展改革委",), ("市司法局", "市大数据局"))
    ] * 4
