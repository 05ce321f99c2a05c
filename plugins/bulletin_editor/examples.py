"""One short example of every kind of record, for the reference page; together they are an office that passes."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final[dict[str, str]] = {
    "issue": """\
---
刊物: 政务要情
签发日期: 2004-11-20
发布时间: 2004-11-20 09:30
期号: 10
公开属性: 主动公开
责任编辑: 信息科
更正:
  - 更正日期: 2004-11-23
    程度: 一般
    条目: 1
    原文: 供水占
    改为: 供水站
    说明: 第1条“供水站”原刊误排为“供水占”。
---

## 柳泊镇三个村饮水困难亟待解决

```item
单位: 柳泊镇
```

正文……
""",
    "item": """\
## 柳泊镇三个村饮水问题进展

```item
单位: [柳泊镇, 水利局]
主题: 农业农村
类别: 问题信息
状态: 办理中
公开属性: 主动公开
续报: key-affairs/2004/9/1
```

正文……
""",
    "page": """\
---
标题: 关于本站
---

正文……
""",
    "site": """\
网站名称: 望潮政务信息网
简称: 望潮政务信息
简介: 渤宁市望潮区政务信息刊物的公开版。
网址: https://zwxx.wangchao.example/
订阅标识: zwxx.wangchao.example,2004
主办单位: 渤宁市望潮区人民政府办公室
""",
    "series": """\
- 标识: key-affairs
  刊名:
    - 刊名: 信息快报
      止: 2004-05-31
    - 刊名: 政务要情
      起: 2004-06-01
  英文名: Key Affairs
  编发单位: 望潮区人民政府办公室
  公开属性: 不予公开
  编号方式: 按年
""",
    "units": """\
- 标识: liubo
  名称: 柳泊镇
  英文名: Liubo Town
  分组: 镇
- 标识: water
  名称: 区水利局
  简称: 水利局
  分组: 区直部门
""",
    "topics": """\
- 标识: agriculture
  名称: 农业农村
  英文名: Agriculture and rural areas
  主题分类: 农业、林业、水利\\农业畜牧业渔业
""",
    "redirects": """\
- 旧地址: news/2004/zwyq-10.html
  新地址: key-affairs/2004/10/
""",
    "lexicon": """\
- 作用: 问题
  名称: 本地说法
  分量: 2
  词: [闹心, 没着落, 打水漂]
- 作用: 固定名称
  名称: 本地名称
  词: [难老泉]
- 作用: 上升
  名称: 上升
  单用: 问题
  词: [噌噌往上]
- 作用: 问题
  名称: 塌陷
  可解决: true
  词: [路…塌]
""",
    "terms": """\
- 误: 部暑
  正: 部署
  理由: “署”误作“暑”。
  来源: 现代汉语词典
  程度: 错误
  允许: [部暑期, 部暑假]
- 误: 村官
  正: 村干部
  理由: 村干部不称“村官”。
  来源: 本单位校对经验
  程度: 警告
  允许: 大学生村官
""",
}
