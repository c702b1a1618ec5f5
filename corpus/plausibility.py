"""How much decoded text looks like Chinese prose: the judge between readings of the same bytes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from baosou.corpus.characters import FIRST_COMMON, LAST_HAN

# The 600 most frequent characters of present-day Chinese prose, most frequent first (they make up 84 % of it) ...
_FREQUENT = (
    "的一人国在是了有和中会大不个以行年发业用上为这市本工政第作法部当理要定民可出应成生到机地公对时者家条"
    "经能就关十动开务全来员方区文新建多他实进规管下产主合设过自等门后学制日现面同展我事提分代通化体其于前"
    "加高表保最内也们资电重得或三都力度天二美位程网议所件利数长并信入委但场月品与期安还相目社将共外技服据"
    "府及单道说交持量很系好计如常比统施物里报投正小从使金之情性果平名种点次任间科处强向由明基元组水立特收"
    "司意总企更项各台车没而构布两只改运教接已视推活因子海万责解费今式权源看查联四它供然调心商息决照五斯案"
    "标起你选路示问术支需级记反手些结监题医导被价党取专么办器护无具集求受营济原职做消造院图近创周去每非完"
    "证按领准依世放英流口增治直协变达告界西防例划号农指城着际给知织育格线东审北户样气己举至团书少根拉几让"
    "军备检编续况确战想回域房容算型空认马论传克款亚此村亿复游研老球模南见越预转义类把八未整参环步境站质节"
    "众打广始再章片形何律字那违请身验风局维快助范该频队超置头首影包深客列码执测别优历易央核尔先装批六效称"
    "速京才互难引险识督约限序控采带感财宣极益华功播色什住习山障负态师话配试必居低许值省承真稿积断观率普止"
    "精存像言州除印卫语航修校排德且乡显土层评策志史米录料究席食势密令七络救太张予免病则考降县群严争命融又"
    "登注飞官巴辑疗火百落销清响软围升获届介健纪族象养段闻端写份欧往申终离库神连失音罗击购友革坚阿药江愿致"
)
# ... and the traditional forms of those that have one.
_TRADITIONAL = (
    "國會個發業爲這當應機對時條經關動開務來員區實進規產設過門後學現體於內們資電網議數長並場與還將據單說計"
    "統裏報從種點間處強組總項臺車沒構兩運視萬責費權聯調決標選問術級記結監題醫導價黨專麼辦護無營濟職圖創證"
    "領準協變達劃號農際給織線東審戶樣氣舉團書幾讓軍備檢編續況確戰認馬論傳亞億復遊見預轉義類參環質節衆廣違"
    "請驗風維範該頻隊頭碼執測別優歷爾裝稱難險識約採帶財極華習負態師話試許積斷觀衛語鄉顯層評錄勢絡張則縣羣"
    "嚴爭飛輯療銷響軟圍獲屆紀養聞寫歐終離庫連羅擊購堅藥願為裡眾台著佈峰啟麼于"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』…—·　〇％")

_WINDOWS, _WINDOW = 16, 2000  # a long text is judged by this many stretches of so many characters

# A reading is text when its characters score above this on average, and surely Chinese above the second.
DOUBTFUL = -0.5
SURE = 1.0


def plausibility(text: str) -> float:
    """The mean score of the characters beyond ASCII, from -5 (noise) to 3; 0.0 for pure ASCII.

    Good Chinese prose in the right encoding scores above 1, in a wrong one below 0.
    """
    counts: Counter[str] = Counter()
    for window in _windows(text):
        counts.update(window)
    weights = [(each, count) for char, count in counts.items() if (each := weight(char)) is not None]
    total = sum(count for _, count in weights)
    return sum(each * count for each, count in weights) / total if total else 0.0


def looks_odd(text: str) -> bool:
    """Whether unlikely characters crowd somewhere in the text, as they do where bytes are read out of step."""
    return _odd().search(text) is not None


@cache
def _odd() -> re.Pattern[str]:
    """Three rare characters among seven, five in a row of which none is frequent and one rare, or one of no meaning."""
    others = r"\t-\x7e\xa0-\u024f\u0370-\u04ff\u2000-\u33ff\uff00-\uffef"
    rare = f"[^{others}{''.join(sorted(_common()))}]"
    seldom = f"[^{others}{_FREQUENT}{_TRADITIONAL}]"
    seldom_five = f"(?={seldom}{{0,4}}{rare}){seldom * 5}"
    return re.compile(
        r"[^\x00-\x7f]{0,2}?".join([rare] * 3) + f"|{seldom_five}" + r"|[\x00-\x08\x0e-\x19\x1b-\x1f\ue000-\uf8ff]"
    )


def are_common(text: str) -> bool:
    """Whether all characters are such as most pages have."""
    common = _common()
    return all(char in common or char in _PUNCTUATION or char.isascii() for char in text)


def noise(text: str) -> float:
    """The share of characters that no text has: control codes, unassigned and private code points."""
    sample = "".join(_windows(text))
    return sum(_is_noise(char) for char in sample) / max(1, len(sample))


def controls(text: str) -> float:
    """The share of C0 control codes alone: valid UTF-8 may hold characters that are younger than our tables."""
    sample = "".join(_windows(text))
    return sum(char < " " and _is_noise(char) for char in sample) / max(1, len(sample))


def _windows(text: str) -> list[str]:
    if len(text) <= _WINDOWS * _WINDOW:
        return [text]
    if text.isascii():
        return []
    step = len(text) // _WINDOWS
    windows = [text[at : at + _WINDOW] for at in range(0, step * _WINDOWS, step)]
    return windows if any(not window.isascii() for window in windows) else [text]


@lru_cache(maxsize=70_000)
def weight(char: str) -> float | None:
    """What one character says for its reading; None for ASCII text, which is the same in every reading."""
    if char.isascii():
        return -5.0 if _is_noise(char) else None
    rank = _FREQUENT.find(char)
    if rank >= 0:
        return 3.0 if rank < 100 else 2.0 if rank < 300 else 1.5
    if char in _TRADITIONAL or char in _PUNCTUATION or "\uff01" <= char <= "\uff5e":
        return 2.0
    if _is_noise(char):
        return -4.0
    if FIRST_COMMON <= char <= LAST_HAN:
        return 0.0 if char in _common() else -1.5
    return -0.2 if "\u00c0" <= char <= "\u024f" else -1.0


@lru_cache(maxsize=70_000)
def _is_noise(char: str) -> bool:
    return char not in "\t\n\r\f\v" and (char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"))


@cache
def _common() -> frozenset[str]:
    """What GB 2312 and Big5 have on their levels of common characters."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    gb2312 = bytes(each for lead in range(0xB0, 0xD8) for trail in trails[63:] for each in (lead, trail))
    big5 = bytes(each for lead in range(0xA4, 0xC7) for trail in trails for each in (lead, trail))
    characters = gb2312.decode("gb2312", "ignore") + big5.decode("big5", "ignore")
    return frozenset(character for character in characters if "\u4e00" <= character <= "\u9fff")
