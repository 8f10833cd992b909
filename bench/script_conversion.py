"""How script conversion does: the same as the package, the same when done twice, right on hard pairs, and how fast.

The package's own converter and the official OpenCC stand beside ours. The official one has a module of the same name,
so it runs in the environment of `make peers`.
"""

import json
import random
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import median

import opencc
from language_peers import PEERS

from newsmill import script
from newsmill.script import configurations
from newsmill.script.dictionaries import chain

HARD_PAIRS = [Path(__file__).parents[1] / "tests" / name for name in ("hard_pairs.toml", "hard_pairs_second.toml")]
LINES = 10_000
"""Lines that each configuration is compared with the package on."""
ROUNDS, TEXTS_A_ROUND, SENTENCES_A_TEXT = 41, 200, 20


def generated_lines(config: str, count: int) -> Iterator[str]:
    """Lines of words of the dictionaries of a configuration, cut so that words begin and end in the middle of one."""
    draw = random.Random(7)
    dictionaries = [dictionary for group in chain(config) for dictionary in group]
    keys = sorted({key for dictionary in dictionaries for key in dictionary})
    values = sorted({value for dictionary in dictionaries for value in dictionary.values()})
    kinds = (keys, values, list("的一是了我不人在他有這這個们来到時地为子中说，。 -「a1"))
    for _ in range(count):
        yield "".join(draw.choice(draw.choice(kinds)) for _ in range(draw.randint(1, 8)))[draw.randint(0, 2) :]


def report_script(chinese: list[str]) -> None:
    """Differences to the package with the overlay off, over LINES lines for each configuration; script detection."""
    traditional = list(map(opencc.OpenCC("s2t").convert, chinese))
    real = chinese + traditional
    for config in configurations():
        convert = opencc.OpenCC(config).convert
        lines = [*real, *generated_lines(config, LINES - len(real))]
        differing = sum(script.convert(line, config, overlay=False) != convert(line) for line in lines)
        print(f"{config}: {differing} of {len(lines)} lines ({len(real)} real) differ from the package, overlay off")
    for expected, lines in (("Hans", chinese), ("Hant", traditional)):
        print(f"script {expected}: {sum(script.detect(line) == expected for line in lines)} of {len(lines)} lines")


def report_idempotence(chinese: list[str]) -> None:
    """How many real lines and hard pairs a second conversion to Simplified changes."""
    traditional = opencc.OpenCC("s2t").convert
    pairs = [pair for path in HARD_PAIRS for pair in pairs_of(path)]
    texts = [form for line in chinese for form in (line, traditional(line))]
    texts += [form for pair in pairs for form in (pair["traditional"], pair["simplified"])]
    for config in ("t2s", "tw2s", "hk2s"):
        once = [script.convert(text, config) for text in texts]
        changed = sum(script.convert(text, config) != text for text in once)
        print(f"{config}: {changed} of {len(texts)} real lines and hard pairs change when converted twice")


def pairs_of(path: Path) -> list[dict[str, str]]:
    """The hard pairs of a list."""
    pairs: list[dict[str, str]] = tomllib.loads(path.read_text("utf-8"))["pair"]
    return pairs


def report_hard_pairs() -> None:
    """How many hard pairs to Simplified come right, beside the package and the official OpenCC."""
    for path in HARD_PAIRS:
        pairs = pairs_of(path)
        given = [(pair["traditional"], pair["config"]) for pair in pairs]
        answers = {
            "newsmill": [script.convert(text, config) for text, config in given],
            "package": [package(config)(text) for text, config in given],
            "official": official(given),
        }
        for name, texts in answers.items():
            right = sum(text == pair["simplified"] for text, pair in zip(texts, pairs, strict=False))
            print(f"{path.name}, {name}: {f'{right} of {len(pairs)}' if texts else 'not installed'}")


@cache
def package(config: str) -> Callable[[str], str]:
    """The converter of the package."""
    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


def official(given: Sequence[tuple[str, str]]) -> list[str]:
    """What the official OpenCC makes of texts, each with its configuration; nothing where it is not installed."""
    if not PEERS.exists():
        return []
    program = (
        "import json, sys, opencc; given = json.load(sys.stdin)\n"
        "converters = {config: opencc.OpenCC(config) for _, config in given}\n"
        "print(json.dumps([converters[config].convert(text) for text, config in given]))"
    )
    done = subprocess.run(
        [str(PEERS), "-c", program], input=json.dumps(given), capture_output=True, check=True, text=True
    )
    texts: list[str] = json.loads(done.stdout)
    return texts


def report_conversion_speed(chinese: list[str]) -> None:
    """t2s beside the package and the official OpenCC: texts that are all different, the converters in turn.

    Each converter stands in a process of its own; in a round each is sent the same new texts, one after the other.
    """
    traditional = list(map(opencc.OpenCC("s2t").convert, chinese))
    names = ["newsmill", "newsmill, overlay off", "package", *(["official"] if PEERS.exists() else [])]
    peers = [converter_process(name) for name in names]
    draw = random.Random(11)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    size = 0
    for _ in range(ROUNDS):
        texts = ["".join(draw.sample(traditional, SENTENCES_A_TEXT)) for _ in range(TEXTS_A_ROUND)]
        size += sum(len(text.encode()) for text in texts)
        for name, peer in zip(names, peers, strict=True):
            seconds[name].append(converted(peer, texts))
    for peer in peers:
        peer.communicate()
    for name in names:
        ratios = [theirs / ours for theirs, ours in zip(seconds[name], seconds["newsmill"], strict=True)]
        rate = size / 1e6 / sum(seconds[name])
        print(f"t2s of {ROUNDS * TEXTS_A_ROUND} different texts, {name}: {rate:.1f} MB/s; ", end="")
        print(f"newsmill takes 1/{median(ratios):.1f} of its time (median of rounds)")


def converter_process(name: str) -> subprocess.Popen[str]:
    """A process that converts a line of JSON with texts at a time and answers with the CPU seconds that took."""
    programs = {
        "newsmill": "from newsmill.script import convert",
        "newsmill, overlay off": "from newsmill import script; convert = lambda t: script.convert(t, overlay=False)",
        "package": "import opencc; convert = opencc.OpenCC('t2s').convert",
        "official": "import opencc; convert = opencc.OpenCC('t2s').convert",
    }
    program = (
        f"import json, sys, time; {programs[name]}\n"
        "convert('等著乾杯')\n"
        "for line in sys.stdin:\n"
        "    texts = json.loads(line); start = time.process_time()\n"
        "    for text in texts: convert(text)\n"
        "    print(time.process_time() - start, flush=True)"
    )
    python = str(PEERS) if name == "official" else sys.executable
    return subprocess.Popen([python, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def converted(peer: subprocess.Popen[str], texts: list[str]) -> float:
    """CPU seconds a converter takes for texts."""
    if peer.stdin is None or peer.stdout is None:
        raise ValueError("the process has no pipes")
    peer.stdin.write(json.dumps(texts) + "\n")
    peer.stdin.flush()
    return float(peer.stdout.readline())
