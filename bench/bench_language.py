"""How right and how fast language detection and script conversion are.

    python bench/bench_language.py [--shared DIR] [--per-language N] [--langdetect]

DIR (default: $NEWSMILL_SHARED, else ../shared) holds bench/language/sentences-dev: a file of sentences for each
language, named by its ISO 639-1 code. The first N of each (default 100) are read. Accuracy is macro: the mean over
languages. Times are CPU time of this process; on a busy machine trust only their ratios. --langdetect measures the
package itself beside us, seeded, which takes minutes.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations
from pathlib import Path
from statistics import mean

import opencc
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

sys.path.insert(0, str(Path(__file__).parent))

from shared import sha256_of, shared_folder

from newsmill import script
from newsmill.language import analyse, detect
from newsmill.script import configurations

Sentences = dict[str, list[str]]
CODES = {"no": "nb", "zh-cn": "zh", "zh-tw": "zh"}
MIXED = ("en", "fr", "de", "es", "ru", "uk", "zh", "ja", "ar", "vi")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", "../shared")))
    parser.add_argument("--per-language", type=int, default=100)
    parser.add_argument("--langdetect", action="store_true")
    options = parser.parse_args()
    files = sorted((options.shared / "bench/language/sentences-dev").glob("*.txt"))
    if not files:
        parser.error(f"no sentences under {options.shared}")
    sentences = {file.stem: file.read_text("utf-8").splitlines() for file in files}
    sample = {language: lines[: options.per_language] for language, lines in sentences.items()}
    known = {CODES.get(file.name, file.name) for file in Path(PROFILES_DIRECTORY).iterdir()}
    report_accuracy("newsmill", detect, sample, known)
    if options.langdetect:
        report_accuracy("langdetect, seed 0", seeded_langdetect(), sample, known)
    report_paragraphs(sentences)
    report_script(sentences["zh"])


def data_sha256() -> str:
    """Digest of the sentences that `measure` reads."""
    return sha256_of(*sorted((shared_folder() / "bench/language/sentences-dev").glob("*.txt")))


def measure() -> dict[str, float]:
    """What is pinned: accuracy by sentence, by paragraph and of scripts, and how often we give what the package gives."""
    files = sorted((shared_folder() / "bench/language/sentences-dev").glob("*.txt"))
    sentences = {file.stem: file.read_text("utf-8").splitlines() for file in files}
    known = {CODES.get(file.name, file.name) for file in Path(PROFILES_DIRECTORY).iterdir()}
    right = {code: mean(detect(line) == code for line in lines[:100]) for code, lines in sentences.items()}
    documents = list(two_language_documents(sentences))
    hans = sentences["zh"]
    hant = list(map(opencc.OpenCC("s2t").convert, hans))
    package = opencc.OpenCC("t2s").convert
    return {
        "accuracy_75": round(mean(right.values()), 4),
        "accuracy_langdetect_languages": round(mean(right[code] for code in right if code in known), 4),
        "two_languages_by_paragraph": mean(analyse(parts).paragraphs == codes for parts, codes in documents),
        "script_found": mean([script.detect(line) == "Hans" for line in hans] + [script.detect(line) == "Hant" for line in hant]),
        "same_as_package": mean(script.convert(line, "t2s", overlay=False) == package(line) for line in hans + hant),
    }


def report_accuracy(name: str, judge: Callable[[str], str], sample: Sentences, known: set[str]) -> None:
    """Macro accuracy over all languages and over those langdetect has, and what is below 95 %."""
    for lines in sample.values():
        judge(lines[0])  # profiles are loaded at first use
    start = time.process_time()
    right = {code: sum(judge(line) == code for line in lines) / len(lines) for code, lines in sample.items()}
    microseconds = (time.process_time() - start) * 1e6 / sum(map(len, sample.values()))
    ours = [share for code, share in right.items() if code in known]
    print(f"{name}: {percent(list(right.values()))} of {len(right)} languages; ", end="")
    print(f"{percent(ours)} of the {len(ours)} that langdetect has; {microseconds:.0f} us a sentence")
    low = sorted((share, code) for code, share in right.items() if 0 < share < 0.95)
    print("  below 95 %:", ", ".join(f"{code} {share:.0%}" for share, code in low))
    print("  never found:", " ".join(code for code, share in right.items() if not share))


def report_paragraphs(sentences: Sentences) -> None:
    """How many documents in two languages have every paragraph right, and what a page costs."""
    documents = list(two_language_documents(sentences))
    right = sum(analyse(paragraphs).paragraphs == languages for paragraphs, languages in documents)
    print(f"two languages by paragraph: {right} of {len(documents)} documents have every paragraph right")
    page = sentences["en"][:25]
    start, repeats = time.process_time(), 100
    for _ in range(repeats):
        analyse(page)
    milliseconds = (time.process_time() - start) * 1e3 / repeats
    print(f"an English page of {len(page)} paragraphs, {sum(map(len, page))} characters: {milliseconds:.2f} ms")


def two_language_documents(sentences: Sentences) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Three paragraphs of three sentences each, the odd one out at each place."""
    for major, minor in permutations(MIXED, 2):
        for place in range(3):
            languages = [major] * 2
            languages.insert(place, minor)
            paragraphs = [" ".join(sentences[code][9 * n : 9 * n + 3]) for n, code in enumerate(languages)]
            yield paragraphs, tuple(languages)


def report_script(chinese: list[str]) -> None:
    """Differences to the package, script detection, and throughput beside the package."""
    traditional = list(map(opencc.OpenCC("s2t").convert, chinese))
    both = chinese + traditional
    for config in configurations():
        convert = opencc.OpenCC(config).convert
        differing = sum(script.convert(line, config, overlay=False) != convert(line) for line in both)
        documents = ["".join(both[first : first + 40]) for first in range(0, len(both), 40)]
        ours = throughput(partial(script.convert, config=config), documents, 20)
        theirs = throughput(convert, documents, 1)
        print(f"{config}: {differing} of {len(both)} lines differ; {ours:.1f} MB/s, the package {theirs:.2f}")
    for expected, lines in (("Hans", chinese), ("Hant", traditional)):
        print(f"script {expected}: {sum(script.detect(line) == expected for line in lines)} of {len(lines)} lines")


def throughput(convert: Callable[[str], str], documents: list[str], rounds: int) -> float:
    """Megabytes of UTF-8 a second, over documents in turn."""
    convert(documents[0])
    start = time.process_time()
    for _ in range(rounds):
        for document in documents:
            convert(document)
    size = sum(len(document.encode()) for document in documents) * rounds
    return size / 1e6 / (time.process_time() - start)


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


def percent(shares: list[float]) -> str:
    return f"{sum(shares) / len(shares):.2%}"


if __name__ == "__main__":
    main()
