"""Letters that tell languages apart: those that only some write, and those that a language never writes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Telltale:
    """Letters that tell a language from the others of its script."""

    language: str
    letters: str
    per_thousand: int
    """How many in a thousand letters it takes, so that a foreign name in a text decides nothing."""
    like: tuple[str, ...] = ()
    """Its relatives among the languages with a profile; without, any of them may be."""


TELLTALES = {
    "Latin": (
        Telltale("az", "əƏ", 20),
        Telltale("eo", "ĉĝĥĵŝŭĈĜĤĴŜŬ", 5),
        # Turkish read in the wrong encoding has these letters too, but nothing else of a Nordic language.
        Telltale("is", "þðÞÐ", 10, like=("da", "nb", "sv")),
        Telltale("mt", "ħġċĦĠĊ", 10),
    ),
    # Of languages with the same count the first is taken, so a set of letters stands before those that contain it.
    "Cyrillic": (
        Telltale("be", "ўЎ", 4),
        Telltale("sr", "ђћЂЋ", 4),
        Telltale("mn", "өүӨҮ", 15),
        Telltale("ky", "ңөүҢӨҮ", 15),
        Telltale("tt", "әҗңөүһӘҖҢӨҮҺ", 15),
        Telltale("kk", "әғқңұһөүӘҒҚҢҰҺӨҮ", 15),
        Telltale("tg", "ҳҷӣӯғқҲҶӢӮҒҚ", 15),
    ),
    "Arabic": (
        Telltale("ps", "ټډړږښڼېۍ", 20),
        Telltale("ku", "ڕڵێۆە", 60),
        Telltale("ug", "ۇۆۈۋېە", 60),
        Telltale("sd", "ٻڀٺٽڄڃڇڊڌڏڙڦڪڱڳڻ", 30),
    ),
    "Devanagari": (),
}

UNWRITTEN = {
    "be": "ищъ",
    "bg": "ыэёіїє",
    "mk": "йщъыьэюяёћђ",
    "ru": "іїєґўјљњ",
    "sr": "йщъыьэюяёќѓѕ",
    "uk": "ыэёъ",
    "cs": "ľĺŕôä",
    "sk": "ěřů",
    "da": "äöð",
    "nb": "äöð",
    "nn": "äöð",
    "sv": "æøð",
    "es": "àèòç",
    "gd": "áíú",
}
"""Letters of its relatives that a language does not write: a short text with one is not in that language."""
