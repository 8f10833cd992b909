"""Who wrote a text, for whom and where, as the lines around it tell it: learned, for what no rule knows."""

from newsmill.metadata.tagger.evidence import Told, tell
from newsmill.metadata.tagger.model import Name, Tagger, load_tagger
from newsmill.metadata.tagger.reach import Reach, lines_in_reach

__all__ = ["Name", "Reach", "Tagger", "Told", "lines_in_reach", "load_tagger", "tell"]
