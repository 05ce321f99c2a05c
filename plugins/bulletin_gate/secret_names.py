"""Know a Chinese personal name where the words around it say that one stands there; petitioners' names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bulletin_gate.secret_signs import Signs

# Common surnames. The second list begins ordinary words too (高度, 安排, 方便, 于是): more proof is asked of them.
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈吕苏卢蒋蔡贾丁魏薛叶阎闫余潘杜戴"
    "夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔邱秦江史顾侯邵孟龙雷钱汤尹黎武贺赖龚樊兰殷施陶洪翟颜倪严牛芦季俞章"
    "鲁葛伍韦申尤毕聂焦柳邢路岳梅莫祁耿庞辛柴覃岑佟裴滕霍靳苗盛霍褚戚窦詹翁荆阮卞巩晏冉郁郎解芮隋鞠臧幸"
    "骆邝仇柯闵匡仝蔺詹宫栾苑卜"
)
_AMBIGUOUS: Final = frozenset(
    "高林马于万方安常时温文白曾尚连成包金康齐向和易段关付代单曲凌甘强明古阳司房冷简党车左涂党兆全那乐边应项祝"
    "宁管路花计水牟经国谈商多伏"
)
_COMPOUND: Final = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "宇文", "轩辕",
    "端木", "百里", "南宫", "呼延", "独孤", "拓跋", "长孙", "鲜于", "申屠", "澹台", "闻人", "完颜",
)  # fmt: skip
HAN: Final = "\u3400-\u9fff"
# Signs that stand in no given name, or only in masked forms (王某, 张女士, 李大爷).
_NO_GIVEN: Final = frozenset(
    "某先女士爷娘姨叔伯婶姓们的了是在有和与及或不也都就还很被把向对从到于而且但因为所以者着过给让将已曾又再每各"
    "这那哪谁何什么此该其之吗呢吧啊等个位名户人家区县市镇乡局委办厅部处科所站院校村组社街道路号楼栋室房"
    "反映说称诉述要求电话认为希望至今去年月日时分秒万千百亿元只没未无并却仍如若虽则即"
)
_TITLES: Final = (
    "先生", "女士", "小姐", "大爷", "大妈", "大娘", "阿姨", "师傅", "老师", "同学", "老汉", "书记", "主任", "医生",
    "局长", "科长", "所长", "经理", "老板", "校长", "院长", "镇长", "村长", "区长", "老人", "奶奶", "爷爷", "大哥",
    "大姐", "老", "阿婆", "阿公", "会计", "律师", "法官", "警官", "总", "姓", "某",
)  # fmt: skip
# Words that begin like a name.
_WORDS: Final = (
    "高度", "高兴", "高等", "高中", "高校", "高龄", "高血", "高考", "高温", "高价", "高速", "高层", "林业", "林地",
    "马上", "马路", "于是", "于今", "于当", "万元", "万余", "万人", "方便", "方面", "方式", "方案", "方才", "方能",
    "安全", "安排", "安置", "安装", "安心", "安居", "常年", "常常", "常住", "常用", "时常", "时间", "时候", "时有",
    "温暖", "文化", "文明", "文件", "白天", "白白", "曾经", "曾多", "曾向", "尚未", "尚无", "连续", "连日", "连年",
    "成立", "成为", "成绩", "成本", "包括", "包车", "金额", "金钱", "康复", "关注", "关心", "关系", "关于", "关键",
    "付出", "付款", "代表", "代理", "代为", "单位", "单独", "强烈", "强调", "明确", "明显", "全部", "全体", "全家",
    "应当", "应该", "管理", "花钱", "计划", "经常", "经济", "任何", "任意", "任务", "许多", "许可", "余人", "余户",
    "张贴", "张罗", "钱款", "钱财", "程度", "程序", "施工", "施压", "申请", "申报", "申诉", "解决", "解释", "解除",
    "严重", "严格", "顾客", "顾虑", "盛赞", "盛传", "石油", "石料", "江边", "江水", "雷雨", "路过", "路边", "路面",
    "孔洞", "史料", "章程", "季度", "武装", "洪水", "洪涝", "严禁", "胡乱", "何时", "何地", "何人", "何种", "夏季",
    "夏天", "周边", "周围", "周末", "周期", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "吴语", "黄色",
    "田地", "田间", "田里", "叶片", "苏木", "宋体", "唐诗", "丁烷", "幸福", "乐意", "项目", "边远", "水平", "国家",
    "多次", "多人", "多年", "商户", "商品", "商业", "龙头", "牛羊", "毕业", "辛苦", "辛勤", "焦急", "焦虑", "梅雨",
    "张口", "夏夜", "凌晨", "明知", "白宫", "何须", "何必", "何以", "何故", "安静", "时刻", "时至", "万一", "方可",
    "易地", "易燃", "易受", "段落", "齐全", "齐声", "常见", "常有", "单价", "曲折", "强制", "强行", "强迫", "冷水",
    "冷热", "冷藏", "左侧", "右侧", "祝愿", "项链", "宁可", "宁愿", "路灯", "路遇", "付费", "关门", "关停", "关怀",
    "房租", "房款", "房贷", "江湖", "汤药", "毛病", "段时", "林权", "马桶", "马车", "高铁", "高空", "高峰", "高温",
    "温水", "车位", "车库", "车上", "车内", "车站", "牛棚", "羊圈", "金属", "包装", "包干", "包村", "包保", "康养",
    "古稀", "古树", "尚在", "尚有", "尚需", "邢台", "邓小", "韩国", "唐山", "江苏", "江南", "江北", "江西", "江东",
    "柳树", "任教", "单亲", "温饱", "简单", "车辆", "车票", "车费", "房屋", "房产", "左右", "党员", "那里", "那边",
)  # fmt: skip


def given_at(text: str, at: int, most: int = 2) -> int:
    """Return how many signs from an offset, at most 1 or 2, could be a given name."""
    count = 0
    for sign in text[at : at + most]:
        if not "\u3400" <= sign <= "\u9fff" or sign in _NO_GIVEN:
            break
        count += 1
    return count


def surname_at(text: str, at: int) -> int:
    """Return the length of the surname that stands at an offset, 0 if none."""
    if text[at : at + 2] in _COMPOUND:
        return 2
    sign = text[at : at + 1]
    return 1 if sign and (sign in _SURNAMES or sign in _AMBIGUOUS) else 0


# Signs that many given names have: two of them behind a surname are a name, whatever follows.
_COMMON: Final = frozenset(
    "国建华明文伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂兰玉珍凤荣红梅春生海燕志永德福贵金银宝成龙虎飞鹏辉斌"
    "波宁峰山林森树松柏俊豪浩宇轩涵梓子晨阳欣怡佳雨婷雪琴琳莹洁倩颖慧淑云爱香莲月清振兴东立新学义仁礼智信忠孝长顺祥"
    "瑞庆胜利光亮民安泽恩广维世昌才根水土火木大小三四五六七八九正发有全洪江河源"
)
# Surnames that are rarer than the word they are: nothing short of a full name of common signs counts,
_RARE: Final = frozenset("连代管经那党边向应乐解明成商国兆花计水于谈伏")
# and of these not even that (和学生, 全家).
_NEVER: Final = frozenset("和全多")
_TELLS: Final = re.compile("反映|反应|来信|来电|来访|投诉|举报|诉|求|说|称|表示|告诉|家|同志|的|$|[，。、；,;（(]")


def _is_word(text: str, at: int, surname: int) -> bool:
    after = at + surname
    return text.startswith(_TITLES, after) or (surname == 1 and text[at : at + 2] in _WORDS)


_END: Final = re.compile(
    rf"$|[^{HAN}]|反映|反应|来信|来电|来访|投诉|举报|诉|求|说|称|讲|表示|告诉|介绍|认为|提出|要求|询问|咨询|申请|"
    "到|在|的|等|因|于|被|向|与|和|及|同志|家|一家|夫妇|夫妻|父子|母女|兄弟|今年|现年|住|系|为|是|不|多次|先后|"
    "将|把|从|自|去|已|患|之|也|就|又|曾|拿|找|对|还|至|经|用|打|写|上|没|未|无法|有|购买|签|想|怀疑|发现|"
    "本人|生前|死亡|受伤|遇难|身亡|落水|走失|突发|突然|名下|购|买|租|做|进|给|让|办|领|报|骑|驾|乘|当|干"
)


def name_at(text: str, at: int, *, sure: bool = False) -> int:
    """Return where the name that begins at an offset ends, or the offset itself if none stands there.

    Args:
        text: plain text.
        at: where the name would begin.
        sure: the words before say that a name stands here (``姓名：``), so a surname that is a word too counts.
    """
    surname = surname_at(text, at)
    if not surname or _is_word(text, at, surname):
        return at
    first = "" if sure or surname > 1 else text[at]
    if first in _NEVER:
        return at
    most = given_at(text, at + surname)
    full = at + surname + 2
    is_common = most > 1 and _COMMON.issuperset(text[at + surname : full])
    if first in _RARE:
        return full if is_common and _END.match(text, full) else at
    is_clear = first not in _AMBIGUOUS
    for end in range(at + surname + most, at + surname, -1):
        if _END.match(text, end) and (is_clear or end == full or _TELLS.match(text, end)):
            return end
    return full if is_common and is_clear else at


_CUES: Final = (
    "信访人|上访人|来访人|来信人|来电人|反映人|投诉人|举报人|检举人|申诉人|申请人|求助人|求助者|诉求人|当事人|"
    "受害人|被害人|受害者|死者|伤者|逝者|遇难者|失踪者|患者|病人|患儿|学生|考生|女生|男生|家长|监护人|村民|居民|"
    "市民|农民工?|渔民|牧民|业主|租户|住户|房主|户主|职工|员工|工人|民工|教师|群众|网民|乘客|顾客|消费者|司机|"
    "驾驶员|车主|原告|被告|低保户|贫困户|五保户|特困户|残疾人|老人|老党员|老汉|退役军人|复员军人|儿子|女儿|丈夫|"
    "妻子|父亲|母亲|孙子|孙女|儿童|孤儿|幼儿|女童|男童|女孩|男孩|联系人|署名|姓名|我叫|我是|本人|来信者"
)
_SURE: Final = re.compile(rf"(?:{_CUES})(?:代表|姓名|名字)?[（(]?(?:姓名)?[)）]? ?[:：|] ?[*_“\"']{{0,3}}")
_CUE: Final = re.compile(rf"(?:{_CUES})(?:系|名叫|叫做|叫)?[ “\"*_]{{0,3}}")


def _names_from(text: str, at: int, *, sure: bool) -> Iterator[tuple[int, int]]:
    """Yield the name at an offset and those that follow it in a list: 王建国、李桂英和张伟."""
    end = name_at(text, at, sure=sure)
    while end > at:
        yield at, end
        if text[end : end + 1] not in {"、", "和", "与", "及"}:
            return
        at = end + 1
        end = name_at(text, at)


def find_petitioners(signs: Signs) -> Iterator[tuple[int, int]]:
    """Yield the names that follow 信访人, 患者, 学生 and the like; surname and title or 某 are masked forms."""
    text = signs.text
    for cue in _CUE.finditer(text):
        yield from _names_from(text, cue.end(), sure=False)
        stated = _SURE.match(text, cue.start())
        if stated:
            yield from _names_from(text, stated.end(), sure=True)
