"""Makes `folding_table.txt`: `python -m baosou.corpus.generate.folding` (needs opencc, a dev dependency).

The table holds what `folding` needs, so that no fold depends on the Unicode version of the running Python.
Its sections are described in `folding_tables`, which reads them.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import opencc

VARIANTS = """
靑青 尙尚 晩晚 値值 姫姬 兪俞 塡填 粧妆 糚妆 鹸碱 鹻碱 箝钳 偪逼 勲勋 囓啮 媿愧 嬾懒 孼孽 斲斫 昰是 朢望 杴锨 殽淆 濬浚
烖灾 瓌瑰 癎痫 羗羌 臕膘 苺莓 蔕蒂 蘤花 賷赍 逹达 醕醇 鍫锹 阨厄 陿狭 隖坞 騣鬃 髥髯 衹只 鼇鳌 栢柏 牠它 妳你 犂犁 畧略
塲场 砲炮 鑵罐 欵款 廼乃 迺乃 廸迪 逈迥 迯逃 遯遁 隄堤 隣邻 坵丘 墖塔 壻婿 夀寿 姙妊 姪侄 寘置 寳宝 峩峨 嵒岩 幙幕 帋纸
庻庶 廐厩 廏厩 彊强 徧遍 徃往 怱匆 悤匆 恠怪 惪德 悳德 慙惭 懽欢 戞戛 抝拗 拏拿 拕拖 搥捶 搾榨 摀捂 攷考 敺驱 斈学 旾春
昬昏 晳晰 暎映 暱昵 朞期 枏楠 柟楠 柹柿 栞刊 桒桑 棃梨 碁棋 椉乘 楳梅 槀槁 櫈凳 櫉橱 欎郁 歗啸 毘毗 毬球 氊毡 氷冰 涖莅
淛浙 漑溉 烱炯 燄焰 熖焰 煖暖 爗烨 牋笺 牎窗 窓窗 窻窗 牕窗 狥徇 猨猿 獘毙 珎珍 琍璃 瑠琉 瑯琅 璢琉 瓈璃 甎砖 甖罂 畆亩
畞亩 畮亩 疋匹 痺痹 瘉愈 皷鼓 盌碗 椀碗 眎视 眡视 覩睹 矁瞅 砦寨 碪砧 礟炮 秌秋 秔粳 稉粳 稭秸 穉稚 稺稚 窰窑 竝并 竢俟
筞策 箠棰 簷檐 籖签 籢奁 粃秕 粺稗 糭粽 紥扎 緐繁 緫总 縚绦 罇樽 罸罚 羢绒 羴膻 翄翅 耡锄 聦聪 肐胳 胷胸 脇胁 脗吻 膓肠
臈腊 舩船 艪橹 艸草 荳豆 菓果 葢盖 蔴麻 麤粗 麄粗 蕋蕊 蘂蕊 虵蛇 蚘蛔 蛕蛔 蜋螂 蜖蛔 蜨蝶 蝯猿 蟁蚊 蠭蜂 蠏蟹 衂衄 衇脉
衺邪 袟帙 袵衽 裠裙 襍杂 覇霸 觔斤 詧察 詶酬 酧酬 醻酬 誖悖 諐愆 諠喧 謌歌 譌讹 譔撰 讁谪 讙欢 豓艳 貛獾 賍赃 賸剩 赱走
跥跺 踁胫 躭耽 躶裸 躰体 輭软 輙辄 辠罪 辤辞 辢辣 辳农 逩奔 逰游 邨村 郞郎 銲焊 釬焊 鎗枪 鎻锁 鏁锁 鐡铁 鑛矿 鑤刨 閙闹
闚窥 陗峭 鴈雁 雝雍 霛灵 靁雷 靣面 靭韧 靱韧 鞌鞍 鞵鞋 韈袜 韤袜 韮韭 頋顾 頟额 俛俯 頼赖 顋腮 颿帆 飃飘 飇飙 餽馈 餹糖
驩欢 骾鲠 鬂鬓 鬀剃 鬭斗 鬪斗 鱓鳝 鵞鹅 鶏鸡 鷰燕 鸎莺 麅狍 麐麟 麞獐 鼃蛙 鼈鳖 鼔鼓 齅嗅 冣最 冨富 凟渎 刧劫 刼劫 劵券
剏创 剙创 刱创 勅敕 勌倦 勦剿 匄丐 匃丐 厰厂 叅参 吿告 呌叫 咷啕 唘启 啗啖 嗁啼 嘷嚎 噉啖 圅函 埜野 堦阶 壄野 夛多 奨奖
宂冗 寃冤 冩写 寕宁 対对 尲尴 崐昆 巵卮 帬裙 庽寓 廹迫 彍彉 徴征 恊协 愬诉 慂恿 憇憩 拑钳 挍校 揑捏 揹背 擕携 攩挡 敂叩
敭扬 斚斝 暠皓 朙明 杇圬 栰筏 椶棕 槕桌 橤蕊 檝楫 櫂棹 欝郁 歳岁 毎每 淸清 渕渊 灋法 炤照 爯称 犠牺 疎疏 疿痱 皐皋 皡皞
盇盍 矙瞰 磵涧 秊年 穨颓 竒奇 笧策 筩筒 箒帚 篛箬 篴笛 籐藤 緜绵 緖绪 繙翻 聡聪 肎肯 脃脆 艁造 茘荔 菑灾 蓡参 藁槁 蘐萱
萲萱 虗虚 蚉蚊 蜺霓 衞卫 袴裤 褃裉 襃褒 貭质 賛赞 賔宾 賎贱 轝舆 逎遒 邉边 鄕乡 釼剑 鉄铁 銕铁 錬炼 関关 阯址 阬坑 陜陕
険险 隂阴 隠隐 雑杂 雰氛 顕显 飮饮 飜翻 餁饪 駆驱 騐验 騲草 髙高 鬰郁 麺面 黒黑 黙默 鼡鼠 齢龄 刋刊 凴凭 啣衔 噐器 囬回
囘回 廻回 戸户 抜拔 掲揭 昻昂 暦历 曽曾 朶朵 栁柳 桺柳 歩步 涙泪 潅灌 瀬濑 猟猎 秇艺 穂穗 竜龙 経经 縂总 続续 聴听 脳脑
荘庄 薬药 蔵藏 観观 覚觉 訳译 読读 諌谏 譲让 豊丰 転转 辺边 逓递 遅迟 郷乡 酔醉 釈释 鉱矿 銭钱 隷隶 霊灵 騒骚 髄髓 鴎鸥
塩盐 増增 壊坏 壌壤 嬢娘 実实 寛宽 専专 巣巢 帯带 広广 庁厅 廃废 弾弹 従从 恵惠 悪恶 戦战 戯戏 払拂 択择 拠据 拝拜 挙举
挿插 捜搜 摂摄 斉齐 斎斋 暁晓 栄荣 桜樱 検检 楽乐 様样 権权 歓欢 歯齿 気气 沢泽 済济 渋涩 渓溪 滝泷 焼烧 獣兽 畳叠 発发
県县 砕碎 稲稻 粋粹 粛肃 絵绘 継继 総总 縄绳 縦纵 繊纤 敍叙 尅克 擧举 鑚钻 旛幡 煕熙 凞熙 熈熙 濶阔 鬦斗 甞尝 兎兔 咊和
喦岩 嵓岩 囯国 囶国 圀国 圎圆 塟葬 墪墩 奌点 屛屏 巻卷 帰归 幚帮 幇帮 廵巡 彛彝 彜彝 徳德 応应 戝贼 揷插 撃击 攅攒 旹时
昿旷 曵曳 桟栈 楕椭 歴历 渉涉 満满 澁涩 焔焰 硏研 禩祀 穏稳 竃灶 篭笼 絋纮 羮羹 翶翱 聨联 聮联 舎舍 舗铺 莵菟 蛍萤 蝋蜡
覊羁 覧览 觧解 讃赞 貮贰 賖赊 贒贤 踈疏 軄职 軣轰 辧办 醤酱 醸酿 釡釜 鋳铸 閇闭 陥陷 頬颊 餠饼 髪发 鴬莺 麁粗 龝秋 亀龟
亜亚 仏佛 価价 倹俭 傚效 僊仙 児儿 円圆 凖准 剣剑 剰剩 剱剑 劔剑 労劳 効效 勧劝 厳严 収收 呪咒 営营 囲围 図图 団团 圏圈
圧压 塁垒 壱壹 売卖 変变 巌岩 拡扩 掻搔 曁暨 桝枡 浄净 溌泼 渇渴 軆体 輌辆 懐怀 崘仑 穤糯 稬糯 樝楂 櫺棂 汚污 濇涩 覔觅
蹧糟
"""
"""Variants (left) that opencc leaves, with the form that newspapers print today: old and printers' forms and
Japanese ones. A character that is also a word or a surname of its own (甯, 喆, 堃) is not here."""

RADICALS = (
    "⺟母 ⺠民 ⺩王 ⺬示 ⺮竹 ⺶羊 ⻁虎 ⻃西 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻑长 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 "
    "⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻬齐 ⻮齿 ⻰龙 ⻳龟"
)
"""Radicals that stand for whole characters in the text layers of PDFs and that NFKC leaves alone."""

DROPPED = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    + "".join(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Soft hyphen, zero-width and direction marks, variation selectors: they show nothing."""

KEPT_SIGNS = "/⁄° "
"""A compatibility character whose expansion holds one of these stays itself: ½ ℃ ℀ and spacing accents."""


def main() -> None:
    """Writes the table beside the modules that read it."""
    content = "\n".join(table_lines()) + "\n"
    target = Path(str(files("baosou.corpus").joinpath("folding_table.txt")))
    target.write_text(content, encoding="utf-8", newline="\n")
    print(f"{target}: {len(content.encode())} bytes", file=sys.stderr)


def table_lines() -> Iterator[str]:
    """The lines of the table, made from this Python's Unicode data, opencc's and the variants above."""
    folds, kept = all_folds()
    expansions = [source + fold for source, fold in folds.items() if len(fold) > 1]
    pairs = [source + fold for source, fold in folds.items() if len(fold) == 1]
    ideographs = [pair for pair in pairs if all(map(is_ideograph, pair))]
    others = [pair for pair in pairs if not all(map(is_ideograph, pair))]
    yield heading()
    yield "[ideographs]"
    yield from rows(ideographs, "", per_row=40)
    yield "[others]"
    yield from rows([utf_16(pair) for pair in others], "  ", per_row=8)
    yield "[expansions]"
    yield from map(utf_16, expansions)
    for name, codes in (("kept", kept), ("marks", combining_marks()), ("dropped", map(ord, DROPPED))):
        yield f"[{name}]"
        yield from rows(ranges(sorted(codes)), " ", per_row=16)


def heading() -> str:
    """The first line: what the table was made from."""
    return (
        f"# Made by folding_build.py from Unicode {unicodedata.unidata_version} and opencc {version('opencc')}; "
        "see folding_tables.py."
    )


def all_folds() -> tuple[dict[str, str], list[int]]:
    """What every assigned character folds to where that is not itself, and the code points that are kept."""
    ours = {pair[0]: pair[1] for pair in VARIANTS.split() + RADICALS.split()}
    simplified = opencc.OpenCC("t2s")
    folds, kept = {}, []
    for character in map(chr, range(0x110000)):
        if character in DROPPED or unicodedata.category(character) in ("Cn", "Co", "Cs"):
            continue
        if stays(character):
            kept.append(ord(character))
        elif (settled := settle(character, ours, simplified)) != character:
            folds[character] = settled
    return folds, kept


def settle(character: str, ours: dict[str, str], simplified: opencc.OpenCC) -> str:
    """What the character folds to: composed, lowered, simplified, until nothing changes."""
    before, settled = None, character
    while settled != before:
        before = settled
        lowered = "".join(each.lower() for each in unicodedata.normalize("NFKC", settled))
        settled = "".join(simplified.convert(ours.get(each, each)) for each in lowered)
    return settled


def stays(character: str) -> bool:
    """Whether NFKC would make several characters of a mere sign, or of a raised mark behind a word (™)."""
    expanded = unicodedata.normalize("NFKC", character)
    if len(expanded) == 1:
        return False
    raised = unicodedata.decomposition(character).startswith("<super>")
    speaks = any(unicodedata.category(each)[0] in "LNM" for each in expanded)
    return raised or not speaks or any(sign in expanded for sign in KEPT_SIGNS)


def combining_marks() -> set[int]:
    """Characters that NFKC may combine with, or order among, those before them."""
    seconds = set()
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(int(parts[1], 16))
    jamo = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    first = {code for code in range(0x110000) if unicodedata.combining(chr(code)) or code in seconds or code in jamo}
    return {code for code in range(0x110000) if ord(unicodedata.normalize("NFKD", chr(code))[0]) in first}


def is_ideograph(text: str) -> bool:
    """Whether the text is one character of the ideograph blocks that no normalization touches."""
    return len(text) == 1 and unicodedata.name(text, "").startswith("CJK UNIFIED IDEOGRAPH")


def utf_16(text: str) -> str:
    """The text as hexadecimal UTF-16, a group for each character."""
    return " ".join(character.encode("utf-16-be").hex().upper() for character in text)


def ranges(codes: Iterable[int]) -> list[str]:
    """Ascending code points as `A` or `A-B`."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return [f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in runs]


def rows(words: list[str], between: str, *, per_row: int) -> Iterator[str]:
    """The words, some to a line."""
    for start in range(0, len(words), per_row):
        yield between.join(words[start : start + per_row])


if __name__ == "__main__":
    main()
