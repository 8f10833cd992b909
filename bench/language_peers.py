"""Other language detectors, as most programs call them: each gives the ISO 639-1 codes of texts, and what that took.

As a program (`python language_peers.py`, run by the Python of the environment that `make peers` installs, which has no
newsmill) it is lingua: it reads lines of JSON, each a list of texts, and answers each with codes and seconds of CPU.
"""

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PEERS = Path(__file__).parents[1] / ".peers/bin/python"
"""The Python of the environment that `make peers` installs."""
CODES = {"iw": "he", "no": "nb", "zh-cn": "zh", "zh-Hant": "zh", "zh-tw": "zh"}

Judge = Callable[[Sequence[str]], tuple[list[str], float]]
"""From texts to their codes, and the seconds of CPU that took."""


def timed(judge: Callable[[str], str]) -> Judge:
    """A detector in this process."""

    def judge_all(texts: Sequence[str]) -> tuple[list[str], float]:
        start = time.process_time()
        codes = [judge(text) for text in texts]
        return codes, time.process_time() - start

    return judge_all


def seeded_langdetect() -> Judge:
    """langdetect as most programs call it, with the seed that makes it repeat itself."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # noqa: PLC0415 - not where lingua is
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415 - as above

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

    return timed(judge)


def cld2_alone() -> Judge:
    """CLD2 as most programs call it."""
    import pycld2  # noqa: PLC0415 - not where lingua is

    def judge(text: str) -> str:
        try:
            code = str(pycld2.detect(text, isPlainText=True)[2][0][1])
        except pycld2.error:
            return "und"
        return CODES.get(code, code)

    return timed(judge)


def lingua_detector() -> Judge | None:
    """lingua with all its languages, in a process of its own; None where it is not installed."""
    if not PEERS.exists():
        return None
    peer = subprocess.Popen([str(PEERS), __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def judge_all(texts: Sequence[str]) -> tuple[list[str], float]:
        if peer.stdin is None or peer.stdout is None:
            raise ValueError("the process has no pipes")
        peer.stdin.write(json.dumps(texts) + "\n")
        peer.stdin.flush()
        codes, seconds = json.loads(peer.stdout.readline())
        return codes, seconds

    return judge_all


def serve_lingua() -> None:
    """Answer every line of standard input."""
    builder = importlib.import_module("lingua").LanguageDetectorBuilder
    detector = builder.from_all_languages().with_preloaded_language_models().build()

    def judge(text: str) -> str:
        found = detector.detect_language_of(text)
        return str(found.iso_code_639_1.name).lower() if found else "und"

    judge_all = timed(judge)
    for line in sys.stdin:
        print(json.dumps(judge_all(json.loads(line))), flush=True)


DETECTORS: dict[str, Callable[[], Judge | None]] = {
    "langdetect": seeded_langdetect,
    "cld2": cld2_alone,
    "lingua": lingua_detector,
}

if __name__ == "__main__":
    serve_lingua()
