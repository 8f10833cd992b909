"""Chinese or Japanese, for text in Han signs.

Three orthographies share the signs: Simplified, Traditional, and Japanese after the reform of 1946. Each leaves out
signs that the others write, so a text is in the one that it offends least.
"""

from functools import cache
from typing import Literal

import numpy as np

from newsmill.codepoints import CodeTable, encode
from newsmill.script.dictionaries import read, read_all
from newsmill.script.signs import simplified_only, traditional_only

MOSTLY_JAPANESE = 0.25
"""Share of kana among its signs from which a text is Japanese whatever else it holds; running text has about half."""
QUOTED_KANA = 3
"""Kana for each sign that no Japanese writes, up to which they are taken as quoted: Chinese titles borrow の too."""

_NOT_SIMPLIFIED, _NOT_TRADITIONAL, _NOT_JAPANESE = 1, 2, 4
_KOKUJI = "働込畑辻峠枠匂笹搾塀凪躾俣匁麿鰯鱈々〆"
"""Signs made in Japan, and its marks among signs."""
_CHINESE_ONLY = "你您她它很這这哪吧呢嗎吗們们喔啦咱"
"""Everyday words of Chinese that Japanese has never written with these signs."""
_JAPANESE_TOO = "庄叶着弁欠缶芸予余"
"""Simplified signs that Japanese writes without having them from a reform."""


def decide(text: str, kana: int, han: int) -> Literal["zh", "ja"] | None:
    """zh or ja; None where all its signs are common to both.

    kana, han: how many of each the text has.
    """
    kinds = np.bincount(_table()[encode(text)], minlength=8)
    simplified, traditional, japanese = (
        sum(int(kinds[kind]) for kind in range(8) if kind & offence)
        for offence in (_NOT_SIMPLIFIED, _NOT_TRADITIONAL, _NOT_JAPANESE)
    )
    if kana and (kana >= MOSTLY_JAPANESE * (kana + han) or kana > QUOTED_KANA * japanese):
        return "ja"
    chinese = min(simplified, traditional)
    if japanese < chinese:
        return "ja"
    return "zh" if japanese > chinese else None


@cache
def _table() -> CodeTable[np.uint8]:
    reformed = {old: values for old, values in read_all("JPVariants.txt").items() if old not in values}
    japanese = {sign for values in reformed.values() for sign in values}
    chinese = set(read("STCharacters.txt")) | set(read("STCharacters.txt").values()) | set(read("TSCharacters.txt"))
    only_japanese = (japanese - chinese) | set(_KOKUJI)
    offences = {
        _NOT_SIMPLIFIED: traditional_only() | only_japanese,
        _NOT_TRADITIONAL: simplified_only() | only_japanese,
        _NOT_JAPANESE: ((simplified_only() - set(_JAPANESE_TOO)) | set(reformed) | set(_CHINESE_ONLY)) - japanese,
    }
    kinds: dict[int, int] = {}
    for offence, signs in offences.items():
        for sign in signs:
            kinds[ord(sign)] = kinds.get(ord(sign), 0) | offence
    return CodeTable(kinds, np.uint8)
