"""Run-in heads: titles that begin the paragraph of their brief, `HOLM. Bridge opens again. The first walkers …`.

Any paragraph may begin with a short sentence. So all briefs of a page have to, and the page has to be a digest.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from newsmill.chars import weight
from newsmill.items.brief import Brief
from newsmill.metadata.titles import may_be_title

_HEAD = re.compile(
    r"\s*(?P<head>[^.!?…。！？:：;；\n]{6,50}?)"
    r"(?:\.\s+|(?<=[\u3040-\u9fff])\s+|\s[–—]\s)(?=\S)"
)
_WORDS = 8
_LEAST_SHARE = 2
"""The text behind a head is at least this many times as long."""


def with_run_in_heads(briefs: Sequence[Brief]) -> list[Brief]:
    """The briefs, with the head of each if all have one."""
    headed = [found for brief in briefs if (found := _with_head(brief))]
    return headed if len(headed) == len(briefs) else list(briefs)


def _with_head(brief: Brief) -> Brief | None:
    if brief.titled or brief.column == "title":
        return None
    match = _HEAD.match(brief.first.text, brief.mark.end)
    if match is None or len(match["head"].split()) > _WORDS or not may_be_title(match["head"]):
        return None
    if _LEAST_SHARE * weight(match["head"]) > brief.size:
        return None
    return replace(brief, head_start=match.start("head"), head_end=match.end())
