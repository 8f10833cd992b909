"""One page cleaned without any folder:  python examples/one_page.py page.html"""

import sys
from pathlib import Path

import newsmill
from newsmill import language, script

text = newsmill.extract(Path(sys.argv[1]).read_text(encoding="utf-8"))
found = language.analyse(text.split("\n\n"))
print(f"{found.language} ({found.confidence:.2f}), script {script.detect(text)}\n")
print(script.convert(text, "t2s") if found.language == "zh" else text)
