"""How right and how fast language detection and script conversion are.

    python bench/bench_language.py [--shared DIR] [--per-language N] [--peers NAME,...]

DIR (default: $NEWSMILL_SHARED, else ../shared) holds bench/language/sentences-dev: a file of sentences for each
language, named by its ISO 639-1 code. The first N of each (default 100) are read. Accuracy is macro: the mean over
languages. Times are CPU time of the process that does the work; on a busy machine trust only their ratios. Beside us
stand langdetect, seeded, CLD2 alone, and, in the environment of `make peers`, lingua (1.2 GB of memory) and the
official OpenCC; --peers names the detectors to measure, "" for none.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from statistics import mean

import opencc
from langdetect.detector_factory import PROFILES_DIRECTORY

sys.path.insert(0, str(Path(__file__).parent))

from language_peers import CODES, DETECTORS, Judge, timed
from script_conversion import report_conversion_speed, report_hard_pairs, report_idempotence, report_script
from shared import sha256_of, shared_folder

from newsmill import script
from newsmill.language import analyse, detect

Sentences = dict[str, list[str]]
CLAUSE = re.compile(r"[，。！？；：、,.!?;:「」『』（）()《》“”…\s]+")
HEADLINE = re.compile(r"[\u4e00-\u9fff]{6,20}")
KANJI = re.compile(r"(?=.*[\u3041-\u30fe])(?:[\u3041-\u30fe]{0,2}[\u4e00-\u9fff]+){2,}[\u3041-\u30fe]{0,2}")
MIXED = ("en", "fr", "de", "es", "ru", "uk", "zh", "ja", "ar", "vi")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", "../shared")))
    parser.add_argument("--per-language", type=int, default=100)
    parser.add_argument("--peers", default=",".join(DETECTORS))
    options = parser.parse_args()
    files = sorted((options.shared / "bench/language/sentences-dev").glob("*.txt"))
    if not files:
        parser.error(f"no sentences under {options.shared}")
    sentences = {file.stem: file.read_text("utf-8").splitlines() for file in files}
    sample = {language: lines[: options.per_language] for language, lines in sentences.items()}
    known = {CODES.get(file.name, file.name) for file in Path(PROFILES_DIRECTORY).iterdir()}
    report_accuracy("newsmill", timed(detect), sample, known)
    for name in filter(None, options.peers.split(",")):
        if peer := DETECTORS[name]():
            report_accuracy(name, peer, sample, known)
        else:
            print(f"{name}: not installed")
    report_short(sentences)
    report_paragraphs(sentences)
    report_processes(sentences)
    report_memory()
    report_script(sentences["zh"])
    report_idempotence(sentences["zh"])
    report_hard_pairs()
    report_conversion_speed(sentences["zh"])


def data_sha256() -> str:
    """Digest of the sentences that `measure` reads."""
    return sha256_of(*sorted((shared_folder() / "bench/language/sentences-dev").glob("*.txt")))


def measure() -> dict[str, float]:
    """What is pinned: accuracy by sentence, by paragraph and of scripts, and how often the package agrees."""
    files = sorted((shared_folder() / "bench/language/sentences-dev").glob("*.txt"))
    sentences = {file.stem: file.read_text("utf-8").splitlines() for file in files}
    known = {CODES.get(file.name, file.name) for file in Path(PROFILES_DIRECTORY).iterdir()}
    right = {code: mean(detect(line) == code for line in lines[:100]) for code, lines in sentences.items()}
    right_3 = [mean(detect(text) == code for text in threes(code, lines)) for code, lines in sentences.items()]
    headlines = {name: mean(detect(line) == code for line in lines) for name, code, lines in short_sets(sentences)}
    documents = list(two_language_documents(sentences))
    hans = sentences["zh"]
    hant = list(map(opencc.OpenCC("s2t").convert, hans))
    package = opencc.OpenCC("t2s").convert
    return {
        "accuracy_75": round(mean(right.values()), 4),
        "accuracy_75_three_sentences": round(mean(right_3), 4),
        "accuracy_langdetect_languages": round(mean(right[code] for code in right if code in known), 4),
        **headlines,
        "two_languages_by_paragraph": mean(analyse(parts).paragraphs == codes for parts, codes in documents),
        "script_found": mean(
            [script.detect(line) == "Hans" for line in hans] + [script.detect(line) == "Hant" for line in hant]
        ),
        "same_as_package": mean(script.convert(line, "t2s", overlay=False) == package(line) for line in hans + hant),
    }


def threes(code: str, lines: list[str]) -> list[str]:
    """Sentences joined by threes, as their language joins them."""
    gap = "" if code in ("zh", "ja", "th") else " "
    return [gap.join(lines[first : first + 3]) for first in range(0, len(lines) - 2, 3)]


def short_sets(sentences: Sentences) -> Iterator[tuple[str, str, list[str]]]:
    """Clauses as short as headlines: Chinese in both scripts, and Japanese that is mostly kanji."""
    chinese = [clause for line in sentences["zh"] for clause in CLAUSE.split(line) if HEADLINE.fullmatch(clause)]
    japanese = [clause for line in sentences["ja"] for clause in CLAUSE.split(line) if KANJI.fullmatch(clause)]
    yield "headlines_hans", "zh", chinese
    yield "headlines_hant", "zh", list(map(opencc.OpenCC("s2t").convert, chinese))
    yield "headlines_kanji", "ja", japanese


def report_short(sentences: Sentences) -> None:
    """Language of headlines in Han signs."""
    for name, code, lines in short_sets(sentences):
        wrong = [line for line in lines if detect(line) != code]
        print(f"{name}: {len(lines) - len(wrong)} of {len(lines)} are {code}", *wrong[:5])


def report_accuracy(name: str, judge: Judge, sample: Sentences, known: set[str]) -> None:
    """Macro accuracy over all languages and over those langdetect has, and what is below 95 %."""
    judge([lines[0] for lines in sample.values()])  # profiles are loaded at first use
    right, three, seconds = {}, [], 0.0
    for code, lines in sample.items():
        answers, spent = judge(lines)
        right[code] = mean(answer == code for answer in answers)
        seconds += spent
        three.append(mean(answer == code for answer in judge(threes(code, lines))[0]))
    microseconds = seconds * 1e6 / sum(map(len, sample.values()))
    ours = [share for code, share in right.items() if code in known]
    print(
        f"{name}: {percent(list(right.values()))} of {len(right)} languages, three sentences {percent(three)}; ", end=""
    )
    print(f"{percent(ours)} of the {len(ours)} that langdetect has; {microseconds:.0f} us a sentence")
    low = sorted((share, code) for code, share in right.items() if 0 < share < 0.95)
    print("  below 95 %:", ", ".join(f"{code} {share:.0%}" for share, code in low))
    print("  never found:", " ".join(code for code, share in right.items() if not share))


def report_paragraphs(sentences: Sentences) -> None:
    """How many documents in two languages have every paragraph right, and what a page costs."""
    documents = list(two_language_documents(sentences))
    right = sum(analyse(paragraphs).paragraphs == languages for paragraphs, languages in documents)
    print(f"two languages by paragraph: {right} of {len(documents)} documents have every paragraph right")
    costs = {code: microseconds_a_page(code, lines) for code, lines in sentences.items()}
    dearest = sorted(costs, key=costs.__getitem__)[-5:]
    print(f"a page of 3 KB: en {costs['en']:.0f} us, mean of languages {mean(costs.values()):.0f} us; ", end="")
    print("most", ", ".join(f"{code} {costs[code]:.0f}" for code in reversed(dearest)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process, with peers and sentences, has used {memory:.0f} MB at most")


def microseconds_a_page(code: str, lines: list[str]) -> float:
    """What a page costs: paragraphs of three sentences, about 3,000 characters together, four different pages."""
    pages: list[list[str]] = [[]]
    for paragraph in threes(code, lines):
        if sum(map(len, pages[-1])) > 3000:
            pages.append([])
        pages[-1].append(paragraph)
    for page in pages[:4]:
        analyse(page)
    start = time.process_time()
    for page in pages[:4] * 5:
        analyse(page)
    return (time.process_time() - start) * 1e6 / len(pages[:4] * 5)


def report_processes(sentences: Sentences, processes: int = 20) -> None:
    """Whether processes with different hash seeds agree on the first sentences of every language."""
    text = "\n".join(line for lines in sentences.values() for line in lines[:20])
    program = "import sys; from newsmill.language import analyse; print([analyse([x]) for x in sys.stdin])"
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=text,
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in range(processes)
    }
    print(f"{processes} processes give {len(answers)} set of answers to {text.count(chr(10)) + 1} sentences")


def two_language_documents(sentences: Sentences) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Three paragraphs of three sentences each, the odd one out at each place."""
    for major, minor in permutations(MIXED, 2):
        for place in range(3):
            languages = [major] * 2
            languages.insert(place, minor)
            paragraphs = [" ".join(sentences[code][9 * n : 9 * n + 3]) for n, code in enumerate(languages)]
            yield paragraphs, tuple(languages)


def report_memory() -> None:
    """What a process takes at most that does nothing but analyse a page of each kind and convert one."""
    # ru_maxrss of a new process starts with that of its parent; VmHWM does not.
    program = (
        "from pathlib import Path; from newsmill.language import analyse; from newsmill.script import convert\n"
        "analyse(['The council met on Tuesday.', 'Совет собрался', 'مجلس المدينة', 'नगर परिषद', '着'])\n"
        "convert('等著乾杯')\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(int(line.split()[1]) // 1024 for line in lines if line.startswith('VmHWM')))"
    )
    if not Path("/proc/self/status").exists():
        print("memory: not measured, for want of /proc")
        return
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8")
    print(f"a process of language and script alone uses {done.stdout.strip()} MB at most")


def percent(shares: list[float]) -> str:
    return f"{sum(shares) / len(shares):.2%}"


if __name__ == "__main__":
    main()
