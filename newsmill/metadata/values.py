"""What stands behind a label that announces where a report comes from: outlets, an office, a reporter beside them."""

import re

from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit, read_list

_AND_REPORTER = re.compile(
    r"《?(?P<outlet>[\u3400-\u9fff]{2,12})(?:》\s?|\s)(?:记者|記者|通讯员|通訊員|作者)[\s：:]{0,2}(?P<names>[\u3400-\u9fff·、，,\s]{2,24})$"
)
"""`来源：某某日报 记者 张三`"""
_GLUED_BUTTONS = re.compile(
    r"\s?(?:阅读|閱讀|评论|評論|浏览|瀏覽|点击|點擊|收藏|分享)\s?[(（]\d.*$|"
    r"(?:参与互动|參與互動|我要评论|我要評論|点击查看|字号|字體|浏览次数|点击数|分享到).{0,12}$"
)
_YEAR = re.compile(r"(?<=[^\W\d_]),\s(?:19|20)\d\d$")
"""`Zeitschrift für Bachkunde, 2026`"""
_QUOTES = '«»"“”„'
_AND = re.compile(r"\s?[,;、，]\s?|\s(?:und|and|et|y|e|i|и|та|și|ve|en)\s(?=[^\W\d_]{2,12}$)")
_OFFICE = re.compile(r"[^\W\d_a-z\u3040-\u9fff][^,;:.!?()，；：。،؛\n]{3,80}$")
"""After a label, the name of an office may be long: `Пресс-служба УМВД по области`."""
_BUREAU = re.compile(r"[\u3400-\u9fff]{1,12}(?:室|處|处|局|科|組|组|部|署|廳|厅|會|会|館|馆|院|中心)$")
"""The same in Chinese: `資料來源：秘書室`."""


def read_authors(value: str, context: Context) -> Credit | None:
    """Who stands behind a label of authors, an outlet now and then: `Por: La Voz del Sur`."""
    credit = read_list(value, context, labelled=True)
    if credit and not credit.source and len(credit.authors) == 1 and names.begins_as_outlet(credit.authors[0]):
        return Credit(source=credit.authors[0])
    return credit


def read_outlets(value: str) -> Credit | None:
    """The outlets, or the office, that a label announces, with their reporters; None if they do not read as such."""
    value = _YEAR.sub("", _GLUED_BUTTONS.sub("", value)) or value
    if (credited := _AND_REPORTER.match(value)) and (authors := names.people(credited["names"])):
        return Credit(authors, credited["outlet"])
    several = [_unquoted(part) for part in _AND.split(value) if part]
    if len(several) > 1 and all(names.is_outlet(part, labelled=True) for part in several):
        return Credit(source=", ".join(several))
    bare = _unquoted(value)
    if names.is_outlet(bare, labelled=True) or _OFFICE.match(value) or _BUREAU.match(value):
        return Credit(source=bare)
    return None


def _unquoted(name: str) -> str:
    """A name without the quotes around it; those around a part of it, as in `ИА «Заречье»`, are its own."""
    bare = name.strip(_QUOTES)
    return bare if bare == name or name[0] in _QUOTES else name
