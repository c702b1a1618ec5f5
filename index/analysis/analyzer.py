"""How a query becomes words: folded, then cut by jieba's dictionary in search mode.

The hidden Markov model stays off: with the dictionary alone a word is cut the same way wherever it stands. Of the
archive's text every occurrence of every word is indexed (see `index.analysis.trie`).
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

from msgspec import Struct

from baosou.corpus import folding
from baosou.corpus.models import READING
from baosou.index.analysis.tokenizer import light_cutter
from baosou.index.analysis.vocabulary import PLAIN, Vocabulary

_FUNCTION_WORDS = frozenset(
    """
    的 了 着 是 在 和 与 及 或 地 得 之 其 吗 呢 吧 啊 呀 把 被 从 对 向 于 以 为 也 都 就 还 又 很 我
    你 他 她 它 这 那 有 会 能 要 请 问 将 让 给 由 等 所 而 且 但 并 则 做 干 去 来 到 说 没 不 更 最
    再 才 只 曾 已 每 各 该 此 个 些 什么 哪些 哪个 哪里 哪儿 哪 谁 怎么 怎样 怎么样 如何 为什么 为何
    多少 几 几个 何时 何 是否 是不是 有没有 有哪些 有什么 是什么 是谁 我们 你们 他们 这个 那个 这些 那些
    一个 一些 关于 以及 因为 所以 如果 但是 还是 可以 进行 里 中 上 下 时 时候
    """.split()  # noqa: SIM905 - a list of quoted words would fill a page
)

JOINING = frozenset("的了着和与及或在是")
"""Function words of one character that join what stands on both sides of them; none is part of a name."""

_SELDOM = 1000
"""Of the 60 million words that the dictionary's frequencies were counted in."""

_ASKING = re.compile(r"什么|谁|哪|怎|如何|为何|何时|几时|多少|是否|有没有|是不是|能不能|(吗|呢)\W*$|[?？]\s*$")

_MAY_ASK = re.compile(r"[什甚啥谁请何咋怎多否吗呢哪几没不]|最近")
"""Without any of these a text asks nothing, and need not be cut for it."""


class Token(Struct, frozen=True):
    """A word as cut, with the characters [start, end) of the original text that it stands for."""

    text: str
    start: int
    end: int


class Analysis(Struct, frozen=True):
    """A text as the index sees it."""

    folded: str
    tokens: tuple[Token, ...]


def search_words(folded: str, *, vocabulary: Vocabulary = PLAIN) -> list[str]:
    """The words of folded text, overlapping ones included; punctuation is still among them."""
    return vocabulary.cutter(folded).search(folded)


def plain_words(folded: str, *, vocabulary: Vocabulary = PLAIN) -> list[str]:
    """Folded text cut once, without overlaps; the words join up to the text again."""
    return vocabulary.cutter(folded).plain(folded)


def is_single(word: str) -> bool:
    """Whether a word is one character, and no figure."""
    return len(word) == 1 and not word.isdecimal()


def is_word(token: str) -> bool:
    """Whether a token holds any letter, digit or ideograph."""
    return token.isalnum() or any(character.isalnum() for character in token)


def is_function_word(word: str) -> bool:
    """Whether a word only holds a question or sentence together (的, 哪些, 什么); such words never decide."""
    return word in _FUNCTION_WORDS


def holds_function_word(text: str) -> bool:
    """Whether any function word stands in a text, wherever words are cut."""
    return _function_words().search(text) is not None


@cache
def _function_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_FUNCTION_WORDS)))


def is_rare(character: str) -> bool:
    """Whether a character is seldom a word of its own, and so tells much where it is one: 蓍, 䲟, not 水."""
    return light_cutter().frequency(character) < _SELDOM


def reads_as_question(text: str) -> bool:
    """Whether a text asks something (谁, 哪些, 如何, …吗, ？): several articles may tell of it."""
    return _ASKING.search(text) is not None


def may_ask(folded: str) -> bool:
    """Whether anything in a folded text may only ask; see `understanding.asking_words`."""
    return _MAY_ASK.search(folded) is not None


def analyze(text: str, *, vocabulary: Vocabulary = PLAIN) -> Analysis:
    """The folded text and its words, each with its place in the original."""
    folded = folding.fold(text)
    tokens = []
    for word, start, end in vocabulary.cutter(folded.text).tokenize(folded.text):
        if is_word(word):
            tokens.append(Token(word, *folded.origin(start, end)))
    return Analysis(folded.text, tuple(tokens))


def fingerprint() -> str:
    """Names the reading and analysis an index was made with; indexes of different ones do not mix."""
    return f"{crc32(b'jieba 0.42.1 dictionary, every occurrence, reading %d' % READING):08x}{folding.fingerprint()}"
