"""Who wrote it, for whom, and where: bylines, with the outlet, the trade and the place beside a name."""

import re
from dataclasses import dataclass, field

from newsmill.metadata import calendars, names
from newsmill.metadata.context import Context
from newsmill.metadata.vocabulary import any_of

_BYLINE = re.compile(rf"(?P<word>{any_of('bylines', 'before')})\s+(?P<names>.+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:το|τη|την|the|la|le|el|il|die|der|das|den|het)\s+", re.IGNORECASE)
_TRADE_FIRST = re.compile(
    rf"(?:(?P<agency>.{{2,40}}?)\s)??(?:staff\s|special\s|senior\s)?(?:{any_of('bylines', 'trade')})s?\s(?P<names>.+)$",
    re.IGNORECASE,
)
_TRADE_LAST = re.compile(
    rf"(?P<names>[^,|]{{4,60}}),\s*(?:[^,]{{2,30}}\s)?(?:{any_of('bylines', 'trade')})$", re.IGNORECASE
)
_OUTLET = rf"(?P<agency>{any_of('agencies', 'joined')}|[^\W\d_a-zA-Z]{{1,8}}?(?:{any_of('names', 'joined_outlet')}))"
_HAN_BYLINE = re.compile(
    rf"[■●○◎▲]?\s?[\[【(（]?{_OUTLET}?[\]】)）]?\s?[／/]?\s?(?:特约|特約|见习|見習|实习|實習|首席|特派)?"
    r"(?:全媒体)?(?:记者|記者|通讯员|特派員|评论员)[\s：:]{0,3}(?P<names>[\u3400-\u9fff·、，,\s]{2,30}?)"
    r"(?:\s?[／/]?\s?(?P<place>[\u3400-\u9fff]{2,4}?)?(?:綜合|即時|连线|連線)?(?:報導|报道|報道|摄影报道|电|電|摄|攝))?$"
)
_JAPANESE_BYLINE = re.compile(
    rf"[\[【(（]?(?:{_OUTLET}[\s・＝=／/]\s?)?(?P<names>[\u3040-\u30ff\u3400-\u9fff・、\s]{{2,20}}?)\s?(?:記者|特派員|編集委員)[\]】)）]?$"
)
_JAPANESE_PLACE = re.compile(
    r"[【（(［\[]?(?!写真|画像|資料|提供|出典|図|文)(?P<place>[\u3040-\u30ff\u3400-\u9fff]{2,8})[＝=](?P<names>[\u3040-\u30ff\u3400-\u9fff\s、]{2,12})[】）)］\]]?$"
)
_HAN_CREDIT = re.compile(
    r"(?:写真・|取材・|图/|圖/)?(?:聞き手|構成|取材|文[・と]写真|文|圖文|图文|撰文|文字|文图|文、图)\s?(?:[/／|｜丨・]|(?<=写真)\s|(?<=^文)\s)\s?(?P<names>[\u3040-\u30ff\u3400-\u9fff·、，,\s]{2,20})$"
)
_HAN_NO_NAME = re.compile(
    r"获悉|獲悉|了解|采访|採訪|报道|報導|发现|發現|看到|注意|提问|手记|手記|观察|调查|調查|之家|会上|會上|团队|节快乐|从|問"
)
_KOREAN_BYLINE = re.compile(
    rf"[\[(【]?(?:{_OUTLET}[\])】]?\s?(?:[=＝]\s?)?)?"
    rf"(?:기자명\s)?(?P<names>[가-힣]{{2,4}}(?:[·,]\s?[가-힣]{{2,4}})*)\s?"
    r"(?:인턴|선임|수습|객원)?(?:기자|특파원|논설위원)(?:\s?=)?[\])】]?(?:\s?\S{1,40}@\S{1,60})?$"
)
_ORIGINAL = re.compile(r"原[创創]\s?[:：]?\s?(?P<names>[\u3400-\u9fff·]{2,4})\s(?P<account>\S{2,20})$")
"""How WeChat sets author and account under a title."""
_JOINED = (_HAN_BYLINE, _HAN_CREDIT, _KOREAN_BYLINE, _JAPANESE_PLACE, _JAPANESE_BYLINE)
_LISTED = re.compile(r"\s*[,;(（)）]\s*|\s+[-–—/|»]\s+")
_QUOTED = re.compile(r"[«\"“„](?P<name>[^«»\"“”„]{2,40})[»\"”“]$")
_GREEK_ARTICLES = frozenset({"του", "της"})
_GREEK_FIRST_NAMES = (("ου", "ος"), ("η", "ης"), ("ή", "ής"), ("α", "ας"), ("ά", "άς"))
_GREEK_SURNAMES = (("πουλου", "πουλος"), ("άκη", "άκης"), ("ίδη", "ίδης"), ("άδη", "άδης"))
_SLASHED = re.compile(
    r"(?P<names>[^\W\d_][^/,()]{3,40})/\s?(?P<place>[^\W\d_][^/,()]{2,24}),?\s?\(?(?P<agency>[^\W\d_]{2,6})\)?$"
)
_OUTLET_LAST = re.compile(rf"\s(?P<outlet>(?:{any_of('names', 'outlet_starts')})\S*)$")
_OUR = re.compile(
    r"(?:our|onze|notre|unserem|unserer|nuestro|nuestra|nostro|nostra|nosso|nossa|naszego|naszej)\s\S+\s", re.IGNORECASE
)
"""`Door onze verslaggever Jan Jansen`: whose reporter it is, and what he is."""
_HELPED = re.compile(
    r"\s(?:avec|with|mit|con|com|met|z|s|с|із|za)\s(?:l['’])?(?P<agency>[^\s,]{2,20}(?:\s[^\s,]{2,20})?)$"
)
"""`Par Jean Dupont avec AFP`: whose material the author used."""
_CODE = re.compile(r"[a-z]{1,4}\d{1,2}\s(?=[^\W\d_a-z])")
"""`g1 Minas`, `m4 News`: outlets with a figure in their name."""
_INITIALS = re.compile(r"[^\W\d_a-z]{2,6}$")


@dataclass(slots=True)
class Credit:
    """What a byline says."""

    authors: list[str] = field(default_factory=list)
    source: str | None = None
    place: str | None = None
    has_role: bool = False


def is_initials(text: str) -> bool:
    """Whether it may be short for an agency's name."""
    return _INITIALS.match(text) is not None and text.isupper()


def is_bar_credit(text: str) -> bool:
    """Whether it is `文｜王小某`, whose bar separates nothing."""
    return _HAN_CREDIT.match(text) is not None


def read_byline(part: str, context: Context) -> Credit | None:
    """What a part of a line says that no label announces: an agency, or a byline by its first or last word."""
    desk, _, agency = part.partition(" ")
    if names.agency(part) or (names.is_nobody(desk) and names.agency(agency)):
        return Credit(source=part if names.agency(part) else agency)
    if names.is_joined(part):
        return _read_joined(part)
    if match := _BYLINE.match(part):
        return _after_by(match["word"], match["names"], context)
    return _read_trade(part, context)


def _read_trade(part: str, context: Context) -> Credit | None:
    """What a part says whose names a slash or a trade tells: `Vie Nam/PARIS (AFP)`, `agency reporter Name`."""
    if (match := _SLASHED.match(part)) and is_initials(match["agency"]) and match["place"].isupper():
        return Credit(names.people(match["names"]) or [], match["agency"], match["place"])
    match = _TRADE_FIRST.match(part)
    if match and (not match["agency"] or names.agency(match["agency"]) or context.owns(match["agency"])):
        credit = read_list(match["names"], context)
        if credit:
            credit.source = credit.source or match["agency"]
            return credit
    match = _TRADE_LAST.match(part)
    return read_list(match["names"], context) if match else None


def _after_by(word: str, text: str, context: Context) -> Credit | None:
    helped = _HELPED.search(text)
    if helped and (names.agency(helped["agency"]) or is_initials(helped["agency"])):
        credit = _after_by(word, text[: helped.start()], context)
        if credit is not None:
            credit.source = credit.source or helped["agency"]
        return credit
    outlet = _OUTLET_LAST.search(text) if names.is_caseless(text) else None
    if outlet and names.is_person(text[: outlet.start()], labelled=True):
        return Credit([text[: outlet.start()]], outlet["outlet"])
    if names.is_caseless(text) and len(text.split()) <= 4 and names.is_person(text, labelled=True):
        return Credit([text])
    if word.lower() in _GREEK_ARTICLES and names.is_person(text):
        return Credit([_nominative(text, word.lower())])
    text = _OUR.sub("", text)
    article = _ARTICLE.match(text)
    office = text[article.end() :] if article else text
    if article and names.is_outlet(office) and not names.is_person(text):
        return Credit(source=office)
    return read_list(text, context)


def _nominative(name: str, article: str) -> str:
    """A Greek name after `of`: a man's names change their endings back, a woman's the first name only. Surnames in -ου
    are left: many have it in the nominative."""
    first, *others = name.split()
    if article == "της":
        return " ".join([first.removesuffix("ς"), *others])
    return " ".join([_ending(first, _GREEK_FIRST_NAMES), *(_ending(word, _GREEK_SURNAMES) for word in others)])


def _ending(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    found = next(((old, new) for old, new in endings if word.endswith(old)), ("", ""))
    return word.removesuffix(found[0]) + found[1]


def _read_joined(part: str) -> Credit | None:
    if original := _ORIGINAL.match(part):
        return Credit(names.people(original["names"]) or [], original["account"])
    match = next((match for pattern in _JOINED if (match := pattern.match(part))), None)
    if match is None or _HAN_NO_NAME.search(match["names"]):
        return None
    authors = names.people(match["names"])
    if authors is None:
        return None
    groups = match.groupdict()
    source = groups.get("agency")
    return Credit(authors, source if source not in names.OWN else None, groups.get("place"))


def read_list(text: str, context: Context, *, labelled: bool = False, sure: bool = True) -> Credit | None:
    """Names in a list, and what stands beside them: the outlet, the trade, the place. None if a part is none of these.

    `labelled`: a label has announced them, so one word is enough for a name. `sure`: something says that it is a
    byline, so one word more is an outlet's or a place's.
    """
    bare = names.without_contact(text)
    if names.is_nobody(bare):
        return Credit()
    credit = Credit()
    for part in filter(None, _LISTED.split(bare)):
        if (
            names.is_of_others(part)
            or names.is_nobody(part)
            or names.is_trade(part)
            or is_role(part)
            or calendars.is_weekday(part.split()[-1])
        ):
            credit.has_role = credit.has_role or bool(credit.authors)
            continue
        if credit.authors and (quoted := _QUOTED.match(part)):
            credit.source = credit.source or quoted["name"]
        elif _is_outlet(part, credit, context):
            credit.source = credit.source or part
        elif people := names.people(part, labelled=labelled and not credit.authors):
            credit.authors += people
        elif not (sure and credit.authors and _take_beside(part, credit, context)):
            return None
    return credit if credit.authors or credit.source or labelled else None


def _is_outlet(part: str, credit: Credit, context: Context) -> bool:
    """Whether a part of a list is an outlet. The first is a person's, unless the page or the world knows it better."""
    if names.agency(part):
        return True
    if context.owns(part) and not names.is_joined(part) and (credit.authors or not names.is_byline_alone(part)):
        return True
    return bool(credit.authors) and (is_initials(part) or names.is_outlet(part) or _CODE.match(part) is not None)


def is_role(part: str) -> bool:
    """Whether the text begins or ends with a trade: `корреспондент отдела ремёсел`."""
    tokens = part.split()
    return len(tokens) > 1 and (names.is_trade(tokens[0]) or names.is_trade(tokens[-1]))


def _take_beside(part: str, credit: Credit, context: Context) -> bool:
    """Read one word beside an author: the place if the text names it too, else the outlet."""
    if not names.is_place(part) or part.endswith("."):
        return False
    if context.echoes(part):
        credit.place = credit.place or part
    elif " " not in part:
        credit.source = credit.source or part
    else:
        return False
    return True
