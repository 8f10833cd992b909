"""Bylines in Chinese, Japanese and Korean, which part no words: `新华社记者 王某某`, `글 김서연 기자`."""

import re

from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit
from newsmill.metadata.vocabulary import any_of, words

_OUTLET = rf"(?P<agency>{any_of('agencies', 'joined')}|[^\W\d_a-zA-Z]{{1,8}}?(?:{any_of('names', 'joined_outlet')}))"
_HAN_BYLINE = re.compile(
    rf"[■□●○◎▲]?\s?[\[【(（]?{_OUTLET}?[\]】)）]?\s?[／/]?\s?(?:特约|特約|见习|見習|实习|實習|首席|特派)?"
    r"(?:全媒体)?(?:记者|記者|通讯员|特派員|评论员)[\s：:]{0,3}(?P<names>[\u3400-\u9fff·・．、，,\s]{2,30}?)"
    r"(?:\s?[／/]?\s?(?P<place>[\u3400-\u9fff]{2,4}?)?(?:綜合|即時|连线|連線)?(?:報導|报道|報道|摄影报道|电|電|摄|攝)|"
    r"\s?[／/]\s?(?P<where>[\u3400-\u9fff]{2,3})|\s?文\s?[/／并]\s?[摄攝图圖影])?$"
)
_JAPANESE_BYLINE = re.compile(
    rf"[\[【(（]?(?:{_OUTLET}[\s・＝=／/]\s?)?(?P<names>[\u3040-\u30ff\u3400-\u9fff・、\s]{{2,20}}?)\s?(?:記者|特派員|編集委員)[\]】)）]?$"
)
_JAPANESE_PLACE = re.compile(
    r"[【（(［\[]?(?!写真|画像|資料|提供|出典|図|文)(?P<place>[\u3040-\u30ff\u3400-\u9fff]{2,8})[＝=](?:(?P<agency>[\u3040-\u30ff\u3400-\u9fff]{2,8}(?:通信|新聞|社))・)?(?P<names>[\u3040-\u30ff\u3400-\u9fff\s、]{2,12})[】）)］\]]?$"
)
_HAN_CREDIT = re.compile(
    r"(?:写真・|取材・|图/|圖/)?(?:(?:記者|編集委員|論説委員|特派員|通信員|ライター)(?=・)|聞き手|構成|取材|文[・と]写真|文|圖文|图文|撰文|文字|文图|文、图)\s?(?:[/／|｜丨・]|(?<=写真)\s|(?<=^文)\s)\s?(?P<names>[\u3040-\u30ff\u3400-\u9fff·、，,\s]{2,20})$"
)
_JAPANESE_DESK = re.compile(
    r"[（(]?[\u3040-\u30ff\u3400-\u9fff]{2,10}(?:支局|総局|支社|通信部|本社|編集部|報道部)・"
    r"(?P<names>[\u3040-\u30ff\u3400-\u9fff、\s]{3,20})[）)]?$"
)
"""`（潮見沢支局・真柄ことは）`"""
_HAN_NO_NAME = re.compile(
    r"获悉|獲悉|了解|采访|採訪|报道|報導|发现|發現|看到|注意|提问|手记|手記|观察|调查|調查|之家|会上|會上|团队|节快乐|从|問"
)
_KOREAN_BYLINE = re.compile(
    rf"[\[(【]?(?:{_OUTLET}[\])】]?\s?(?:[=＝]\s?)?)?"
    rf"(?:(?P<place>[가-힣]{{2,5}})\s?[＝=-]\s?)?(?:기자명\s|글\s|취재\s|글·사진\s)?"
    rf"(?P<names>[가-힣]{{2,4}}(?:[·,]\s?[가-힣]{{2,4}})*|(?:{any_of('names', 'hangul_surnames')})\s[가-힣]{{1,3}})\s?"
    r"(?:인턴|선임|수습|객원|명예|시민|학생|주민|청소년|본지|현장|[가-힣]{1,4}전문)?(?:기자|특파원|논설위원)(?:\s?=)?[\])】]?(?:\s?\S{1,40}@\S{1,60})?$"
)
_KOREAN_TEXT = re.compile(r"(?:글|기자명|글\s?[·ㆍ,]\s?사진)\s(?P<names>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*)$")
_ORIGINAL = re.compile(r"(?:原[创創]|Original)\s?[:：]?\s?(?P<names>[\u3400-\u9fff·]{2,4})\s(?P<account>\S{2,20})$")
"""How WeChat sets author and account under a title."""
_DESK_BYLINE = re.compile(
    r"[\u3400-\u9fff]{2,4}(?:中心|組|组)\s?[／/]\s?(?P<names>[\u3400-\u9fff]{2,4}(?:[、\s][\u3400-\u9fff]{2,4}){0,2}?)"
    r"(?:綜合|整理)?(?:報導|報道|报道|报导)$|"
    r"(?:編譯組|編譯|编译)(?P<translated>[\u3400-\u9fff]{2,3})\s?[／/]\s?(?:綜合|综合)?(?:外電|外电|報導|报道)$"
)
"""`生活中心／王小某報導`, `編譯組王小某／綜合外電`"""
_AGENCY_AND_PLACE = re.compile(
    r"(?P<agency>[\u3400-\u9fff]{2,5})\s?[／/]\s?(?P<place>[\u3400-\u9fff]{2,3})(?:電|电|報導)?$"
)
"""`中央社／花蓮`"""
_TAIWAN_BYLINE = re.compile(
    r"(?P<names>[\u3400-\u9fff]{2,4}(?:[\s、](?:[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,3}[·・．][\u3400-\u9fff]{1,4})){0,3})\s?[／/]\s?(?P<place>[\u3400-\u9fff]{2,4}?)"
    r"(?:綜合|連線|现场|現場)?(?:報導|報道|报道|报导)$"
)
"""`卓某某 葉某某 / 花蓮報導`"""
_JOINED = (
    _DESK_BYLINE,
    _JAPANESE_DESK,
    _TAIWAN_BYLINE,
    _HAN_BYLINE,
    _HAN_CREDIT,
    _KOREAN_BYLINE,
    _KOREAN_TEXT,
    _JAPANESE_PLACE,
    _JAPANESE_BYLINE,
)
_LONGEST_HAN_NAME = 4
_COMPILED = re.compile("(?:綜合|综合|即時|即时|连线|連線)$")
_TOWNS = frozenset("市县縣区區镇鎮乡鄉")
_LONG_CITIES = tuple(
    "呼和浩特 乌鲁木齐 烏魯木齊 齐齐哈尔 齊齊哈爾 鄂尔多斯 西双版纳 石家庄 石家莊 哈尔滨 哈爾濱 秦皇岛 秦皇島 连云港 "
    "連雲港 张家界 張家界 张家口 張家口 景德镇 景德鎮 葫芦岛 牡丹江 佳木斯 满洲里 防城港 攀枝花 六盘水 石河子".split()
)
"""Cities of three signs and more: names of two signs stand before them."""


def is_bar_credit(text: str) -> bool:
    """Whether it is `文｜王小某`, whose bar separates nothing."""
    return _HAN_CREDIT.match(text) is not None


def read_joined_byline(part: str, context: Context) -> Credit | None:
    """What a part of a line says by a trade beside names, or by a slash; None if it is no byline."""
    if (wired := _AGENCY_AND_PLACE.match(part)) and names.agency(wired["agency"]):
        return Credit(source=wired["agency"], place=wired["place"])
    if original := _ORIGINAL.match(part):
        return Credit(names.people(original["names"]) or [], original["account"])
    match = next((match for pattern in _JOINED if (match := pattern.match(part))), None)
    named = match and (match["names"] or match.groupdict().get("translated"))
    if match is None or not named or _HAN_NO_NAME.search(named):
        return None
    is_japanese = "・" in part[: part.index(named)] and len(named.split()) == len(("family", "given"))
    place = match.groupdict().get("place") or ""
    if place and match.start("place") == match.end("names"):
        named, place = _name_and_place(named, place, context)
    authors = [named] if is_japanese and names.is_person(named) else names.people(named)
    if authors is None:
        return None
    groups = match.groupdict()
    source = groups.get("agency")
    return Credit(authors, source if source not in names.OWN else None, place or groups.get("where"))


def _name_and_place(name: str, place: str, context: Context) -> tuple[str, str]:
    """A Chinese name and the place behind it, with nothing between them: the place is what the text has again, else the
    name has three signs, as most do."""
    joint = _COMPILED.sub("", name + place)
    if len(joint) < _LONGEST_HAN_NAME and len(joint) < len(name + place):
        return joint, ""  # `王小明綜合報導`: no place
    if not place or not joint.isalpha() or len(name) > _LONGEST_HAN_NAME or len(joint) < _LONGEST_HAN_NAME:
        return name, place
    cuts = [cut for cut in (3, 2, 4) if len(joint) - cut >= len("大地市" if joint[-1] in _TOWNS else "地名")]
    if city := next((city for city in _LONG_CITIES if joint.endswith(city)), None):
        return joint.removesuffix(city), city
    told = (cut for cut in cuts if joint[cut:] in context.text or joint[cut:] in context.above.replace(joint, ""))
    cut = next(told, cuts[0] if cuts and joint[0] in words("names", "han_surnames") else len(name))
    return joint[:cut], joint[cut:]
