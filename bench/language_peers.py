"""Other language detectors, as most programs call them: each gives a function from a text to an ISO 639-1 code."""

import importlib
import importlib.util
from collections.abc import Callable

import pycld2
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

CODES = {"iw": "he", "no": "nb", "zh-cn": "zh", "zh-Hant": "zh", "zh-tw": "zh"}


def seeded_langdetect() -> Callable[[str], str]:
    """langdetect as most programs call it, with the seed that makes it repeat itself."""
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_profile(PROFILES_DIRECTORY)

    def judge(text: str) -> str:
        detector = factory.create()
        detector.append(text)
        try:
            found = str(detector.detect())
        except LangDetectException:
            return "und"
        return CODES.get(found, found)

    return judge


def cld2_alone() -> Callable[[str], str]:
    """CLD2 as most programs call it."""

    def judge(text: str) -> str:
        try:
            code = str(pycld2.detect(text, isPlainText=True)[2][0][1])
        except pycld2.error:
            return "und"
        return CODES.get(code, code)

    return judge


def lingua_detector() -> Callable[[str], str] | None:
    """lingua with all its languages; None where it is not installed."""
    if importlib.util.find_spec("lingua") is None:
        return None
    builder = importlib.import_module("lingua").LanguageDetectorBuilder
    detector = builder.from_all_languages().with_preloaded_language_models().build()

    def judge(text: str) -> str:
        found = detector.detect_language_of(text)
        return str(found.iso_code_639_1.name).lower() if found else "und"

    return judge


PEERS: dict[str, Callable[[], Callable[[str], str] | None]] = {
    "langdetect": seeded_langdetect,
    "cld2": cld2_alone,
    "lingua": lingua_detector,
}
