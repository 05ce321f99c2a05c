"""The words made-up bulletins are composed of; every place, office and number is fictitious.

A pattern's slots: {unit} the reporting unit, {village} a village, {crop} what it lives by, {work} a finished piece of
work, {fault} something broken, {n} a small number, {h} a large one, {d} a decimal, {p} a percentage, {m} a month.
"""

from __future__ import annotations

from typing import Final

VILLAGES: Final = tuple(
    f"{head}{tail}"
    for head in ("前柳", "后柳", "东堤", "西苇", "苗家", "北湾", "南滩", "高庙", "石桥", "盐河", "双井", "新兴")
    for tail in ("村", "社区", "片区", "管区")
)
CROPS: Final = ("棉花", "小麦", "冬枣", "对虾", "缢蛏", "蛋鸡", "大棚黄瓜", "莲藕", "芦苇", "原盐", "海带", "肉羊")
WORKS: Final = (
    "整修排灌沟渠", "新建便民服务点", "改造农村危房", "安装巷道路灯", "发放春耕物资", "培训技术骨干", "绿化通村道路",
    "更换老旧水表", "开办夜间课堂", "建成文化大院", "清运积存垃圾", "登记务工去向", "换发户口簿册", "接通有线电视",
    "组织义务植树", "铺设自来水管", "修订村规民约", "开放图书阅览室", "免费体检老人", "回收农药空瓶",
)  # fmt: skip
FAULTS: Final = (
    "通村道路破损", "浅井水质超标", "校舍漏雨", "配电线路老化", "排涝泵站失修", "卫生室缺药", "桥梁护栏缺失",
    "农资价格上涨过快", "班车停开", "化粪池外溢", "渔港航道淤积", "防潮堤坝开裂", "补贴兑付迟缓", "冷库容量不够",
)  # fmt: skip
MEASURES: Final = ("处", "项", "户", "公里", "场次", "件", "台", "亩")
QUALITIES: Final = (
    "进度过半", "提前完工", "惠及{h}人", "投入{h}元", "全年计划完成{p}", "做法受好评", "覆盖{n}个村", "收到实效",
)  # fmt: skip
TROUBLES: Final = (
    "影响{h}人出行", "群众反映集中", "亟待解决", "牵涉{n}个村", "损失{d}万元", "已持续{n}个月", "需多方合力解决",
)  # fmt: skip

GENERAL_TITLES: Final = (
    "{village}{work}{h}{measure}{quality}", "{village}{m}{work}{n}{measure} {quality}",
    "{crop}产区{village}{work}{quality}", "{village}{n}天{work}{h}{measure}", "{village}{crop}面积扩至{h}亩 {quality}",
    "{unit}到{village}{work}{n}{measure}",
)  # fmt: skip
PROBLEM_TITLES: Final = (
    "{village}{fault}{trouble}", "{village}{n}处{fault} {trouble}", "{crop}主产村{village}{fault}{trouble}",
    "{village}{h}户反映{fault}", "{village}{m}以来{fault} {trouble}",
)  # fmt: skip

GENERAL_LEADS: Final = (
    "入{m}以来，{unit}在{village}{work}{h}{measure}，完成年度安排的{p}。",
    "{unit}把{work}列入今年为民办实事项目，到{m}中旬已落实{n}{measure}，涉及{village}等{n}个村{h}户。",
    "据{unit}统计，{village}今年种养{crop}{h}亩，预计总产{d}万公斤，比上年增加{p}。",
    "{m}上旬，{unit}抽调{n}名干部到{village}蹲点{n}天，{work}{h}{measure}。",
    "赶在{m}农时之前，{unit}组织{village}等{n}个村{work}，出工{h}人次，动用机械{n}台。",
    "{unit}对{village}的{crop}实行订单收购，签约{h}户，合同价每公斤{d}元。",
)  # fmt: skip
GENERAL_FACTS: Final = (
    "资金由区、镇两级分担，区里补助{d}万元，其余由{village}村民会议议定，账目每月张榜公布。",
    "与往年不同，今年先由村民代表提出清单，再由{unit}逐项核算，{n}天内答复。",
    "验收按路段、按农户登记，不合格的{n}处已当场返工，现场照片存档备查。",
    "参加的{h}户中，{p}为首次参加，每户平均增收{h}元。",
    "{village}还拿出{n}间旧校舍改作仓储，节省租金{d}万元。",
    "{unit}编印了{h}份明白纸，写清办理时限、所需材料和联系窗口，送到户、贴到巷口。",
    "经过{n}轮比价，{crop}种苗每亩成本由{h}元降到{h}元，检验合格率{p}。",
    "工程分为{n}个标段，公开招标，最低报价与最高报价相差{d}万元。",
    "其中{village}进度最快，{m}底前已完成{h}{measure}，占总量的{p}。",
    "技术员每周到田头{n}次，记录水温、墒情和长势，数据汇总后发到{h}户。",
    "沿线栽植白蜡、国槐{h}株，成活率{p}，管护责任落实到{n}名护林员。",
    "办事窗口把{n}个环节合并为一次受理，平均用时由{n}天缩短到{n}小时。",
    "{m}的满意度回访显示，{h}名受访者中{p}表示满意，另收到建议{n}条，均已分类答复。",
    "{crop}合作社吸收社员{h}人，统一供种、统一检测、统一包装，商品率达到{p}。",
)  # fmt: skip
GENERAL_ENDS: Final = (
    "下一步，{unit}将把做法推广到{n}个村，{m}底前完成。",
    "{m}将安排第二批，计划{work}{h}{measure}，预算{d}万元。",
    "按现有进度，{village}可在{m}以前全部完工，改善{h}亩农田的灌溉。",
    "有关数据每季度更新一次，由{unit}汇总后报区政府办公室。",
)  # fmt: skip

PROBLEM_LEADS: Final = (
    "据{unit}反映，{village}{fault}已持续{n}个月，涉及{h}户、{h}人，群众反映强烈。",
    "{m}以来，{unit}接到{village}关于{fault}的来信来访{h}件，同比上升{p}。",
    "{unit}走访{village}等{n}个村{h}户，{p}的受访户认为{fault}是当前最突出的困难。",
    "{village}{n}处{fault}，{m}内发生险情{n}起，直接经济损失{d}万元。",
)  # fmt: skip
PROBLEM_FACTS: Final = (
    "究其原因，一是建设年代早，{n}年未作大修；二是管护经费每年只有{d}万元，缺口{p}；三是责任不清，几家单位互相等待。",
    "现有设施按{h}人设计，目前实际服务{h}人，超负荷{p}，一遇高峰便停用。",
    "{unit}曾于{m}拨付{d}万元应急，只够处理{n}处，其余{h}处仍未解决。",
    "{crop}收购正值旺季，{h}吨产品运不出去，每吨多支出{h}元，养殖户、种植户承受不起。",
    "现场检测{n}个样品，不合格{n}个，超出标准{p}，存在较大隐患。",
    "受影响的{h}名学生每天绕行{d}公里，雨雪天只能由家长轮流接送。",
    "{village}村集体年收入不足{d}万元，无力承担{h}元的更换费用。",
    "有{n}户因此与施工方发生争执，经{unit}两次调解，补偿数额仍未谈妥。",
    "同样的情况在邻近的{n}个村也不同程度存在，合计{h}处，维修预算{d}万元尚无着落。",
)  # fmt: skip
PROBLEM_ENDS: Final = (
    "建议由区政府牵头，{unit}会同有关部门在{m}底前查清底数，先安排{d}万元处理最急的{n}处，其余列入明年计划。",
    "对此建议：明确管护单位和经费来源；{m}汛期到来前完成{n}处抢修；每月公布一次进度。",
    "目前{unit}已派{n}人驻村，临时措施可维持{n}天，长期办法有待区里议定。",
    "群众恳请在{m}以前给出时间表，并由{village}推选{n}名代表参加监督。",
)  # fmt: skip

NOTES: Final = (
    "按{unit}{m}的统计口径，不含{village}外出务工的{h}人。",
    "含村集体所有的{h}亩，不含{n}户临时占用的部分。",
    "价格为{m}上旬{n}个集市的平均数，每公斤{d}元为最高价。",
)  # fmt: skip
POINTS: Final = (
    "{unit}牵头，{n}天内核实{village}的{h}户名单",
    "{village}安排{n}名专人记账，每月{n}日公开",
    "{crop}、{crop}两项分别计算，单价取{d}元",
    "完工{n}{measure}以后再付其余的{p}",
)  # fmt: skip
BOLD: Final = ("进度", "办法", "成效", "资金", "安排", "数量")
COLUMNS: Final = (("村别", "户数", "面积（亩）", "金额（万元）"), ("项目", "数量", "比上年", "完成比例"))
TABLE_LEAD: Final = "{m}底各村情况如下："
