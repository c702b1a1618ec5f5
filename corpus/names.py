"""Chinese personal names: what may stand in a byline as a person."""

from __future__ import annotations

from baosou.corpus.characters import is_any_han

_SINGLE = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟鐘谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛雷侯龙陶黎贺顾毛郝龚邵万钱严覃武戴孔向汤莫"
    "于俞史施应尤虞舒鲁葛柏水窦章云潘奚郎昌苗凤花俞柳酆鲍费廉岑倪滕殷毕安常乐时皮卞齐康伍元卜平和穆尹湛"
    "祁禹狄米贝明臧计伏成谈茅庞纪屈项祝阮蓝闵席季麻强路娄危童颜梅盛刁骆樊凌霍支柯昝管经房裘缪干解宗宣邢"
    "裴陆荣翁荀羊惠甄曲封储靳段焦谷车宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖符景詹束幸司韶黎薄印宿怀蒲邰从鄂索"
    "籍赖卓屠蒙池乔阴胥能苍双闻党翟贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎闫充慕连"
    "茹习宦艾鱼容古易慎戈廖庾居衡步都耿满弘匡国文寇广禄东欧沃利蔚越隆师巩厍聂晁勾敖融冷辛阚那简饶空沙乜"
    "养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公涂佟佘商牟佴伯赏哈谯笪年爱阳佟苟付楚闫帅缑亢况郈有琴海晋岳"
    "嵇喻柏计麦仝肇邸郜化原凡初降官药揭辜种逢丛占原火粟区侍冼单占逄洪仉戚练令展褚卫尧胥揣迟鹿昂木藏代荘"
    "陳楊黃趙吳孫馬鄭謝馮鄧蕭葉蘇呂盧譚陸賈韋鄒陶賀顧龔萬錢嚴湯魯雲費樂時齊紀項藍閔婁顏駱榮儲車寧廖賴喬"
    "雙聞黨勞莊閻連慶聶鞠關鄔"
)
_COMPOUND = frozenset(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 皇甫 澹台 公冶 宗政 濮阳
    淳于 单于 申屠 公孙 轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 拓跋 呼延
    百里 东郭 南门 西门 第五 梁丘 左丘 微生 公羊 羊舌 纳兰 完颜 赫连 万俟 歐陽 司馬
    東方 諸葛 鍾離 長孫 鮮于 范姜 张简 欧陽
    """.split()  # noqa: SIM905 (a list of so many quoted words is harder to read)
)
_DOTS = str.maketrans(dict.fromkeys("•・‧.", "·"))

# Characters of grammar, of offices and of places do not stand in given names; a line of section names,
# places or ordinary words is thus kept from becoming a line of people.
_NEVER = frozenset("的了是不在们我你他她它这那与或及被把将就都也很吗呢吧着过各每")
_OFFICE = frozenset("省市县区镇乡村局部厅委处科院校社报站队组会司厂店馆所室县區縣鎮鄉線线街号版网台刊事")
_WORDS = frozenset(
    """
    金融 安全 平安 文化 经济 时代 时事 时评 黄金 温州 常州 江苏 安徽 宁波 云南 海南
    白天 高度 成功 项目 应用 任务 路线 程序 关于 万家 和谐 党建 方向 方法 方式 方便
    文学 文艺 文明 文件 文体 国际 国内 国家 东方 通知 通报 通讯 公告 公司 公益 广告
    广东 广西 明天 易学 时间 时尚 时政 时讯 常识 常态 高端 高新 高校 高考 高兴 金牌
    金秋 古代 古今 古籍 海外 海洋 海报 江南 江西 江湖 河北 河南 湖北 湖南 山东 山西
    陕西 石油 石化 水利 水产 项链 安居 安置 安排 安心 农业 农村 农民 农家 农事 农经
    经典 经营 经验 路桥 路上 乐园 乐业 乐山 连线 连续 连载 全国 全省 全市 全面 全程
    全民 全文 关注 关键 关心 关爱 解读 解决 解放 解说 成果 成就 成都 成长 成本 平台
    平凡 平衡 平阳 和平 明星 明确 温暖 温度 温馨 满意 满足 简讯 简介 简明 边疆 边界
    利益 利用 红色 红旗 商业 商务 商场 有关 有效 文旅 文创 文苑 文摘 文坛 花絮 花园
    花开 时空 时刻 时期 查询 相关 相互 原创 原因 原来 官方 化学 化工 初心 初夏 初冬
    木材 代表 代码 展望 展示 展览 区域 火热 火车 计划 计算 危机 管理 管控 荣誉 车辆
    车间 强化 强国 强调 能源 能力 双方 别样 权威 权益 海宁 海盐 舒适 钟楼 万象 万里
    万元 乔迁 支持 支付 支部 向上 向前 向往 从严 从容 从此 后来 后续 于是 单位 单独
    元旦 元宵 元素 齐鲁 齐心 康养 康复 水平 水稻 云端 云上 云计 章节 莫名 施工 施策
    施行 应急 应对 应当 余额 石头 林业 林草 林区 武汉 武术 龙头 龙舟 雷达 雷电 夏天
    夏日 秋天 秋日 秋收 白云 白酒 方案 方圆 陆地 陆续 程度 汪洋 田园 田野 毛病 金华
    金额 高质量 高水平 高标准 高科技 高铁站 经济学 水资源 安全感 平安夜 万元户 通讯员
    文化节 农产品 农民工 农作物 金融业 国庆节 国际化 全过程 全方位 全覆盖 大数据 党支部
    党员们 关键词 时间表 路线图 方向盘 应用场 项目化 成绩单 连心桥 和事佬 明白人 明信片
    于无声 向未来 向前进 向阳花 花样多 温暖人 乐享福 安居梦 高效能 文艺范 文体活动
    经济纵横 文化周刊 平安建设 国际时事 时事新闻 安全生产 农业农村 文化生活 经济观察
    高端访谈 时政要闻 国内新闻 国际新闻 公益广告 全国两会 金融证券 广告热线 通知公告
    明日预告 东方时空
    """.split()  # noqa: SIM905 (a list of so many quoted words is harder to read)
)


def is_name(text: str) -> bool:
    """Whether `text`, without inner spaces, can be one person: 王伟, 欧阳一凡, 阿依古丽·买买提.

    A surname of the list opens it, a given name of one or two characters follows, and it is no common word.
    """
    if not _is_short_han(text):
        return len(text) <= 24 and _is_dotted(text)
    if text in _WORDS or not _NEVER.isdisjoint(text):
        return False
    if text[:2] in _COMPOUND and len(text) >= 3:
        return True
    if text[0] not in _SINGLE or text[-1] in _OFFICE:
        return False
    return len(text) < 4 or text[1] in _SINGLE  # four characters: a double surname, as 李王子涵


def surnames() -> frozenset[str]:
    """The surnames of one character."""
    return _SINGLE


def is_credited(text: str) -> bool:
    """Whether `text` can be one person where a word such as 记者 already says that a person follows.

    Rare surnames and pen names of two to four characters count here.
    """
    if is_name(text):
        return True
    return _is_short_han(text) and text not in _WORDS and _NEVER.isdisjoint(text) and text[-1] not in _OFFICE


def _is_short_han(text: str) -> bool:
    return 2 <= len(text) <= 4 and all(map(is_any_han, text))


def _is_dotted(text: str) -> bool:
    """Whether two to four parts of at most eight characters stand between dots; the first has no letters."""
    first, *others = text.translate(_DOTS).split("·")
    return (
        1 <= len(others) <= 3
        and all(0 < len(part) <= 8 for part in (first, *others))
        and all(map(is_any_han, first))
        and all(is_any_han(character) or "A" <= character <= "Z" for part in others for character in part)
    )
