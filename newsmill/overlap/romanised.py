"""Chinese names as English writes them: which capitalised words of an English text a Chinese text has, in pinyin."""

import re
from collections.abc import Iterator

_HAN = re.compile("[\u3400-\u9fff]+")
_WORD = re.compile(r"[A-Z][a-z]+(?:[-'’][a-z]+)*")
_JOIN = re.compile(r"[-'’]")
_SYLLABLES = range(2, 5)
"""Of a name: one syllable alone is an English word too often."""
_WORDS = 3
_BESIDE = 1
"""Characters between the words of one name."""


def shared_names(chinese: str, english: str) -> list[str]:
    """The names of the English text whose syllables follow each other in the Chinese one, each once, in its order."""
    spoken = _spoken(chinese)
    found: dict[str, None] = {}
    done = 0
    words = list(_WORD.finditer(english))
    for index, word in enumerate(words):
        if word.start() < done:
            continue
        for run in _runs(words, index):
            name = english[run[0].start() : run[-1].end()]
            if _JOIN.sub("", name.replace(" ", "")).lower() in spoken:
                found[name] = None
                done = run[-1].end()
                break
    return list(found)


def _runs(words: list[re.Match[str]], index: int) -> Iterator[list[re.Match[str]]]:
    """Words side by side that begin with one, the longest run first."""
    run = [words[index]]
    for word in words[index + 1 : index + _WORDS]:
        if word.start() - run[-1].end() > _BESIDE:
            break
        run.append(word)
    for size in range(len(run), 0, -1):
        yield run[:size]


def _spoken(chinese: str) -> frozenset[str]:
    """Some syllables of the text one after the other, without tones and blanks."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a dictionary of 30 MB that few runs need

    said: set[str] = set()
    for run in _HAN.findall(chinese):
        syllables = [syllable.replace("v", "u") for syllable in lazy_pinyin(run)]  # of 吕 English makes Lu
        for size in _SYLLABLES:
            said.update("".join(syllables[at : at + size]) for at in range(len(syllables) - size + 1))
    return frozenset(said)
