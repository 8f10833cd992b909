"""Datelines of wires that set no dash: `PLACE في 4 مارس / AGENCY / text`, `PLACE - AGENCY: text`, `AGENCY/PLACE text`,
and the initials that Vietnamese papers put before their own reports, `TTO - `. Prose must follow.
"""

import re

from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.datelines.dateline import Dateline
from newsmill.metadata.datelines.loose import VIETNAMESE
from newsmill.metadata.datelines.spaced import where_and_when
from newsmill.metadata.vocabulary import words

_ARABIC = "[\u0600-\u06ff\u200c]"
_SLASHED = re.compile(
    rf"(?P<lead>{_ARABIC}[^/]{{6,50}}?)\s?/\s?(?P<agency>{_ARABIC}[^/\d]{{1,30}}?)\s?/\s*(?={_ARABIC})"
)
_COLON = re.compile(
    rf"(?P<place>{_ARABIC}[^:/\d–—-]{{2,24}}?)\s?[-–—]\s?(?P<agency>{_ARABIC}[^:/\d–—-]{{2,30}}?)\s?:\s+(?={_ARABIC})"
)
_AGENCY_FIRST = re.compile(rf"(?P<agency>{_ARABIC}{{2,14}})/(?P<place>{_ARABIC}{{3,16}})\s(?:[-–]\s)?(?={_ARABIC})")
_INITIALS = re.compile(r"\(?(?P<agency>[A-ZĐ]{2,5})\)?\s?[-–]\s(?=[^\W\d_])")


def read(head: str, context: Context) -> Dateline | None:
    """The dateline that a paragraph of prose begins with; None where it begins at once."""
    found = (reader(head, context) for reader in (_slashed, _colon, _agency_first, _initials))
    return next((dateline for dateline in found if dateline), None)


def _slashed(head: str, context: Context) -> Dateline | None:
    """`رأس الزعفران في 4 مارس / ونا / `: place and day vouch for what stands between the slashes."""
    match = _SLASHED.match(head)
    place, date, _ = (where_and_when(match["lead"], context) if match else None) or (None, None, None)
    if match is None or place is None or date is None or not names.is_outlet(match["agency"], labelled=True):
        return None
    return Dateline(match.end(), match["agency"], place, None, date)


def _colon(head: str, context: Context) -> Dateline | None:
    """`واحة الريحان - سبأ نيوز: `: a place that the text has again, and an outlet."""
    match = _COLON.match(head)
    if match is None or not names.is_place(match["place"]) or not context.echoes(match["place"]):
        return None
    agency = match["agency"].strip()
    told = names.agency(agency) or names.is_outlet(agency) or context.owns(agency)
    return Dateline(match.end(), agency, match["place"].strip()) if told else None


def _agency_first(head: str, context: Context) -> Dateline | None:
    """`ایستا/سبزکوه `: the page's own agency, and a place that the text has again."""
    match = _AGENCY_FIRST.match(head)
    if match is None or match["agency"] not in context.above + context.owners or not context.echoes(match["place"]):
        return None
    return Dateline(match.end(), match["agency"], match["place"])


def _initials(head: str, _: Context) -> Dateline | None:
    """`TTO - `"""
    match = _INITIALS.match(head)
    if match is None or not VIETNAMESE.search(head) or match["agency"].casefold() in words("names", "kinds"):
        return None
    return Dateline(match.end(), match["agency"])
