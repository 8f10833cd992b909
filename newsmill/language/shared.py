"""The language of paragraphs in a script that languages share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp

from newsmill.language import words
from newsmill.language.claims import Claim, claim
from newsmill.language.evidence import UNIT, Evidence, largest, together, weigh
from newsmill.language.scripts import writes

Answer = tuple[str, float]
"""A language, and how sure it is, 0 to 1."""
Votes = Mapping[str, int]
"""What speaks for each member of a family in a paragraph."""

SHORT = 20
"""Letters that a paragraph must have to speak for itself."""
LONG = 150
"""Letters from which CLD2 is believed where it is sure; below, the evidence is weighed."""
ODDS = 4 * UNIT
"""A paragraph leaves the main language where the odds for another are at least e**4 to 1."""
UNSURE = 0.35
"""A text shorter than SHORT is undecidable where its best answer is less probable than this."""
INHERITED = 0.5
"""How sure the language of a paragraph is that goes with others."""

_AUDIBLE = 8  # letters below which an unsure claim of CLD2 is a guess
_WEIGHED = 50  # paragraphs, the longest, that are enough to find the main language by
_CERTAIN, _AGREED = 0.99, 0.9
_WORD, _CLAIM = 2, 1  # a claim of CLD2 only decides where words do not
_APART = 2 * _WORD
_PLAIN = 10 * _WORD  # by so much one of a family leads the others where more words would change nothing
_UNFOUNDED = frozenset({("Latin", "sr")})  # CLD2 takes Bosnian and Croatian for it; Serbian shows in its own words


@dataclass(frozen=True)
class Reading:
    """A paragraph, its letters, and what CLD2 claims of it."""

    text: str
    script: str
    size: int
    claim: Claim | None

    @property
    def trusted(self) -> bool:
        """Whether the claim of CLD2 stands by itself."""
        return self.claim is not None and self.claim.sure and self.size >= LONG

    @cached_property
    def evidence(self) -> Evidence | None:
        """All that speaks for each language; None where no letter is known."""
        return weigh(self.text, self.script, self.claim)

    def answer(self, main: str, established: bool) -> Answer:
        """Its language, given the main one of its neighbours, and whether others than itself established that."""
        if self.claim:
            agrees = self.claim.language == main or main in _family(self.claim.language, self.script)
            if self.trusted or (agrees and (self.claim.sure or established)):
                return self.claim.language, _CERTAIN if self.claim.sure else _AGREED
        if self.evidence is None:
            return main, INHERITED
        best = self.evidence.best()
        if self.size < SHORT or self.evidence.of(best) - self.evidence.of(main) < ODDS:
            best = main
        return best, self.evidence.chance(best)


def judge(texts: Sequence[str], sizes: Sequence[int], script: str, context: str | None) -> list[Answer] | None:
    """The language of each paragraph in a script; None where all together say too little.

    All together say which language is the main one. A paragraph leaves it only where CLD2 is sure or the evidence is
    clear. So a name or a slogan decides nothing, and a translation below the original is still found.
    sizes: letters of the script in each text. context: the main language, where it is known from elsewhere.
    """
    readings = [_read(text, script, size) for text, size in zip(texts, sizes, strict=True)]
    main = context or _trusted(readings) or _weighed(readings)
    if main is None:
        return None
    established = context is not None or any(reading.trusted for reading in readings)
    answers = [reading.answer(main, established) for reading in readings]
    spoken = {language for language, _ in answers}
    for members, lexicon in words.families(script).items():
        if spoken.isdisjoint(members):
            continue
        rows = [row for row, (language, _) in enumerate(answers) if language in members]
        votes = _votes([readings[row] for row in rows], members, lexicon)
        for row, (language, sureness) in zip(rows, _settle(votes, members, context), strict=True):
            answers[row] = language, answers[row][1] * sureness
    return answers


def _read(text: str, script: str, size: int) -> Reading:
    found = claim(text)
    heard = found and writes(found.language, script) and (found.sure or size >= _AUDIBLE)
    return Reading(text, script, size, found if heard else None)


def _trusted(readings: Sequence[Reading]) -> str | None:
    """The language of most letters among the paragraphs that CLD2 is trusted with."""
    letters: Counter[str] = Counter()
    for reading in readings:
        if reading.trusted and reading.claim:
            letters[reading.claim.language] += reading.size
    return largest(letters) if letters else None


def _weighed(readings: Sequence[Reading]) -> str | None:
    """The language that the evidence of all together speaks for, unless it says too little."""
    longest = sorted(readings, key=lambda reading: reading.size)[-_WEIGHED:]
    parts = [reading.evidence for reading in longest if reading.evidence]
    if not parts:
        return None
    total = together(parts)
    size = sum(reading.size for reading in readings)
    return total.best() if size >= SHORT or total.chance(total.best()) >= UNSURE else None


def _family(language: str, script: str) -> words.Languages:
    return next((members for members in words.families(script) if language in members), ())


def _votes(readings: Sequence[Reading], members: words.Languages, lexicon: words.Lexicon) -> list[Votes]:
    """What speaks for each member in each paragraph.

    Once it is plain which one it is, words are looked for only where CLD2 claims another.
    """
    votes: list[Votes] = []
    total = dict.fromkeys(members, 0)
    plain = None
    for reading in readings:
        found = reading.claim.language if reading.claim else None
        told = lexicon.count(reading.text, len(readings)) if plain is None or found != plain else {}
        own = {language: _WORD * told.get(language, 0) for language in members} if told else dict.fromkeys(members, 0)
        if found in own and (reading.script, found) not in _UNFOUNDED:
            own[found] += _CLAIM
        votes.append(own)
        for language, count in own.items():
            total[language] += count
        *_, second, first = sorted(total.values())
        plain = max(total, key=total.__getitem__) if first - second >= _PLAIN else None
    return votes


def _settle(votes: Sequence[Votes], members: words.Languages, context: str | None) -> list[Answer]:
    """Which member of a family each paragraph is in, and how sure that is of the member.

    A document is rarely in two of a family: a paragraph leaves the one of all together only by two words.
    """
    total = {language: sum(own[language] for own in votes) for language in members}
    main = context if context in members else max(members, key=total.__getitem__)
    of_all = main, _lead(total, main)
    answers = []
    for own in votes:
        leaves = max(own.values()) - own[main] >= _APART
        best = max(members, key=own.__getitem__) if leaves else main
        answers.append((best, _lead(own, best)) if leaves else of_all)
    return answers


def _lead(votes: Votes, language: str) -> float:
    """How sure a member is that has these votes beside those of the others."""
    rival = max(count for member, count in votes.items() if member != language)
    return 1 / (1 + exp((rival - votes[language]) / _WORD))
