"""Datelines, which a report begins with: where it was written, when, and for which agency.

Two grammars: one for scripts that part words and places by punctuation (`BEIJING, Aug. 27 (Xinhua) -- `), one for
Chinese, Japanese and Korean (`新华社北京8月27日电`). An agency must be there, or place and date together, or a place in
capitals before a paragraph of prose: a capitalised word before a dash is no dateline.
"""

import re
from dataclasses import replace

from newsmill.metadata import joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.datelines import joined, loose, spaced, wires
from newsmill.metadata.datelines.dateline import Dateline
from newsmill.metadata.titles import is_prose

__all__ = ["REACH", "Dateline", "read_dateline", "read_signature"]

_COUNTRY = re.compile(r"(?<=[^\W\d_])\s?\([^\W\d_][^\d()]{2,24}\)(?=,\s\d)")
"""`Puerto Alondra (México), 27 nov`: the country, in brackets before the day."""

_WRITTEN = re.compile(r"\s*(?:كتب|كتبت|تقرير|إعداد|گزارش از)\s(?P<name>[^:،,.\d]{4,40}?)\s?:\s*")
"""`القدس- وكالة- كتب فلان الفلاني: `"""
_NAMED = re.compile(r"\s*(?P<name>[\u0600-\u06ff]{2,12}(?:\s[\u0600-\u06ff]{2,12}){1,2}):\s+")
"""`القدس - فلان الفلاني: `"""
_MARKUP = 12
"""Characters among which asterisks of Markdown begin a dateline."""
REACH = 130
"""Characters from the start of a text within which its dateline ends."""


def read_dateline(text: str, context: Context) -> Dateline | None:
    """The dateline that the text begins with, None where it begins at once."""
    text = text.replace("*", " ") if "*" in text[:_MARKUP] else text
    start = len(text) - len(text.lstrip())
    head = text[start : start + REACH]
    if "(" in head:
        head = _COUNTRY.sub(_blank, head)
    if len(head) < 5:
        return None
    if joined_names.is_joined(head[:40]):
        found = joined.read(head, context, prose=is_prose(text))
    else:
        found = spaced.read(head, context)
        if found is None and is_prose(text):
            found = wires.read(head, context) or loose.read(head, context) or spaced.shouted(head)
            found = found or spaced.glued(head) or spaced.capitals(head, context)
        elif found is not None and found.source is None and (bracket := spaced.agency_bracket(head, found.end)):
            found = replace(found, source=bracket[0], end=bracket[1])
        elif found is not None and found.source is None:
            source, author, end = loose.agency_after(
                head, found.end, context, certain=bool(found.place and found.place.isupper() and found.date)
            )
            found = replace(found, source=source, author=found.author or author, end=end)
        elif found is not None and found.author is None:
            author, end = loose.author_after(head, found.end, context)
            found = replace(found, author=author, end=end)
    if found is not None and found.author is None:
        written = _WRITTEN.match(head, found.end) or _NAMED.match(head, found.end)
        name = written["name"].strip() if written else ""
        if written and names.is_person(name, labelled=True) and context.text.count(name) <= 1:
            found = replace(found, author=name, end=written.end())
    return replace(found, end=found.end + start) if found else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def read_signature(text: str, context: Context) -> Dateline | None:
    """The dateline that a bracket holds at the end of a text: `(Agency, Place, August 27)`."""
    inner = text.strip().strip("()（）[]【】〔〕").strip()
    if not 2 <= len(inner) <= 70:
        return None
    if source := names.agency(inner):
        return Dateline(len(text), None if source in names.OWN else source)
    found = joined.read(inner, context) if joined_names.is_joined(inner) else spaced.agency_first(inner, context)
    return found if found and found.end >= len(inner) else None
