"""Story -> the wire's own furniture: headline, dateline, bylines, credits, captions, links, boilerplate.

The text is read line by line and each rule is anchored at the start or the end of a line, so the time grows
with the length of the text. In running order:

1. Lines that are furniture by their own form (credits, links, sign-offs, bylines …).
2. Lists: the headlines under "Related articles", the notebook of an agency.
3. A caption: a paragraph that ends in its credit or opens as captions do, or a short line right above a credit line.
4. The dateline, at the head of one of the first lines that are left, or a line with the day.
5. The headline: what stands above the dateline, or a first line in the form of one.
6. What hangs on the ends of real paragraphs: bullets, ``(END)``, ``(Reporting by …)``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from sandpiper.types import Dateline, Furniture, FurnitureKind, Span, Story

_LONGEST = 400  # characters of a line that may be furniture as a whole
_LONGEST_CAPTION = 800  # and of a caption with its credit
_LONGEST_LINK = 150  # and of a headline in a list of links
_TOP = 8  # lines among which notes of the desk, names of sections and a title given apart stand
_HEAD = 240  # characters at the head of a line where a dateline may stand
_HEADLINE_WORDS = 30
_DASH = "-–—―‒−"
_FINAL = ".!?…"
_CLOSING = "\"'”’»)]"

_MONTHS = {
    1: "january jan enero ene janvier janv januar jän gennaio gen janeiro",
    2: "february feb febrero février févr fevrier februar febbraio fevereiro fev",
    3: "march mar marzo mars märz março",
    4: "april apr abril abr avril avr aprile",
    5: "may mayo mai maggio mag maio",
    6: "june jun junio juin juni giugno giu junho",
    7: "july jul julio juillet juil juli luglio lug julho",
    8: "august aug agosto ago août aout",
    9: "september sept sep septiembre septembre settembre set setembro",
    10: "october oct octubre octobre oktober okt ottobre ott outubro out",
    11: "november nov noviembre novembre novembro",
    12: "december dec diciembre dic décembre déc decembre dezember dez dicembre dezembro",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?"
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)(?![\d:])"

# Agencies by the names that datelines use, and their usual name.
_AGENCIES = {
    "TASS": "TASS", "ITAR-TASS": "TASS", "REUTERS": "Reuters", "THOMSON REUTERS FOUNDATION": "Thomson Reuters Foundation",
    "AP": "AP", "ASSOCIATED PRESS": "AP", "THE ASSOCIATED PRESS": "AP", "AFP": "AFP", "AGENCE FRANCE-PRESSE": "AFP",
    "UPI": "UPI", "INTERFAX": "Interfax", "INTERFAX-UKRAINE": "Interfax-Ukraine", "INTERFAX.RU": "Interfax",
    "INTERFAX-AVN": "Interfax-AVN", "INTERFAX-KAZAKHSTAN": "Interfax-Kazakhstan", "RIA NOVOSTI": "RIA Novosti",
    "RIA": "RIA Novosti", "SPUTNIK": "Sputnik", "RT": "RT", "XINHUA": "Xinhua", "CNS": "China News Service",
    "IRNA": "IRNA", "ISNA": "ISNA", "FARS": "Fars", "FNA": "Fars", "TASNIM": "Tasnim", "MNA": "Mehr", "MEHR": "Mehr",
    "YONHAP": "Yonhap", "KCNA": "KCNA", "KYODO": "Kyodo", "KYODO NEWS": "Kyodo", "JIJI": "Jiji", "JIJI PRESS": "Jiji",
    "EFE": "EFE", "ACAN-EFE": "ACAN-EFE", "DPA": "dpa", "ANSA": "ANSA", "APA": "APA", "BELGA": "Belga", "PAP": "PAP",
    "CTK": "CTK", "MTI": "MTI", "BTA": "BTA", "TANJUG": "Tanjug", "HINA": "HINA", "BETA": "Beta", "FENA": "FENA",
    "UKRINFORM": "Ukrinform", "UNIAN": "UNIAN", "UNN": "UNN", "RBC-UKRAINE": "RBC-Ukraine", "BELTA": "BelTA",
    "ARMENPRESS": "Armenpress", "AZERTAC": "Azertac", "TREND": "Trend", "KAZINFORM": "Kazinform", "24.KG": "24.kg",
    "AKIPRESS": "AKIpress", "ANADOLU": "Anadolu", "AA": "Anadolu", "ANADOLU AGENCY": "Anadolu", "DHA": "DHA",
    "IHA": "IHA", "SANA": "SANA", "MENA": "MENA", "KUNA": "KUNA", "WAM": "WAM", "SPA": "SPA", "QNA": "QNA", "BNA": "BNA",
    "PETRA": "Petra", "WAFA": "WAFA", "MAAN": "Ma'an", "NNA": "NNA", "APS": "APS", "MAP": "MAP", "TAP": "TAP",
    "PTI": "PTI", "ANI": "ANI", "IANS": "IANS", "UNI": "UNI", "APP": "APP", "PPI": "PPI", "BSS": "BSS", "UNB": "UNB",
    "BERNAMA": "Bernama", "ANTARA": "Antara", "PNA": "PNA", "VNA": "VNA", "TNA": "TNA", "CNA": "CNA", "AAP": "AAP",
    "CP": "Canadian Press", "THE CANADIAN PRESS": "Canadian Press", "PA": "PA", "NAN": "NAN", "GNA": "GNA", "ENA": "ENA",
    "SAPA": "SAPA", "PANA": "PANA", "PRENSA LATINA": "Prensa Latina", "NOTIMEX": "Notimex", "TELAM": "Telam",
    "BLOOMBERG": "Bloomberg", "IPS": "IPS", "DPA INTERNATIONAL": "dpa", "NA": "NA", "VOA": "VOA", "RFE/RL": "RFE/RL",
    "PRNEWSWIRE": "PR Newswire", "BUSINESS WIRE": "Business Wire", "GLOBE NEWSWIRE": "GlobeNewswire",
    "CNN": "CNN", "BBC": "BBC", "KNA": "KNA", "PAJHWOK": "Pajhwok", "BAKHTAR": "Bakhtar", "EUROPA PRESS": "Europa Press", "LUSA": "Lusa",
    "ADNKRONOS": "Adnkronos", "AGERPRES": "Agerpres", "MONTSAME": "Montsame", "KEYSTONE-SDA": "Keystone-SDA", "ANGOP": "Angop",
    "AL JAZEERA": "Al Jazeera", "DEUTSCHE WELLE": "Deutsche Welle", "YONHAP NEWS AGENCY": "Yonhap", "XINHUA NEWS AGENCY": "Xinhua",
    "KUWAIT NEWS AGENCY": "KUNA", "ASIANET-PAKISTAN": "Asianet-Pakistan", "IRIN": "IRIN", "MEDIA INDONESIA": "Media Indonesia",
}  # fmt: skip
_KNOWN = "|".join(re.escape(name).replace(r"\ ", " ") for name in sorted(_AGENCIES, key=len, reverse=True))

# --- the dateline grammar: every quantifier is bounded or possessive -------------------------------------------
_WORD = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*+(?:['’.-][^\W\d_]+)*+\.?"
_LINK = r"(?:[ ](?:al|el|de|del|da|do|la|le|upon|on|and|of|ez|an|der)[ ](?=[^\W\d_])|[ ]|/|[ ]?-)"
_PLACE_TEXT = rf"(?!(?:{_MONTH})\s*\d){_WORD}(?:{_LINK}(?!(?i:{_MONTH})\s*\d){_WORD}){{0,4}}"
_PLACE = (
    rf"(?P<place>{_PLACE_TEXT}(?:\s?[(\[]{_PLACE_TEXT}[)\]])?(?:,\s(?!(?i:{_MONTH}|{_WEEKDAY}))"
    rf"(?!(?:(?i:{_KNOWN}))\b){_PLACE_TEXT}){{0,2}})"
)
_DATE = (
    rf"(?i:(?:{_WEEKDAY},?\s)?(?:(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<year>{_YEAR}))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\.?\s(?:de\s)?(?P<month2>{_MONTH})(?:,?\s(?:de\s)?(?P<year2>{_YEAR}))?"
    r"|(?P<day3>\d{1,2})\.(?P<month3>0?[1-9]|1[0-2])\.(?P<year3>(?:19|20)\d\d)(?!\d)|(?P<undated>no\sdate)\b))"
)
_ANY_NAME = r"[^()\[\]/\n]{2,60}"
_BARE = "|".join(re.escape(name) for name in sorted({*_AGENCIES, *_AGENCIES.values()}, key=len, reverse=True))
_JOINT = rf"(?i:{_KNOWN})(?:\s?[/&]\s?(?i:{_KNOWN})){{0,3}}"  # dpa/AP
_DESK = r"(?:(?:-|\s(?i:correspondents?|special|staff)\s)[^()\[\]/\n]{2,60})?"  # TASS-Far East, TASS correspondent A. B.
_NAMED = (
    rf"(?:\((?P<known>{_JOINT}){_DESK}\)|/(?P<slashed>{_JOINT}){_DESK}/|\[(?P<squared>{_JOINT})\]"
    rf"|(?P<bare>(?:{_BARE})(?![\w-])))"
)
_AGENCY = rf"(?:{_NAMED}|\((?P<unknown>{_ANY_NAME})\))"
_CLOSE = rf"\s*(?:[.,:]{{0,2}}\s?[{_DASH}]{{1,3}}(?![\w])|[.,:]{{0,2}}[_]|[.:]+(?=\s|$)|:|(?=\s|$))"
_GAP = rf"(?:\s?[,.]\s?|\s)(?:[{_DASH}]{{1,2}}\s)?"
_BRACKET = re.compile(r"\s*\[([^\[\]\n]{2,160})\]")
# What FBIS writes in brackets after a dateline; the names between them are those of speakers and authors.
_BRACKET_WORD = re.compile(
    r"(?:TEXT|EXCERPTS?|SUMMARY|REPORT|COMMENTARY|ARTICLE|COMMUNIQUE|CONTINUED|EDITORIAL|INTERVIEW|SPEECH|"
    r"NEWS CONFERENCE|PASSAGE OMITTED|STATEMENT|UNATTRIBUTED)\b"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}{_GAP}{_DATE}(?:{_GAP})?{_AGENCY}(?P<close>{_CLOSE})",  # ASTANA, 8 June. /TASS/.
        rf"{_PLACE},?\s?{_NAMED}(?:{_GAP}{_DATE})?(?P<close>{_CLOSE})",  # PARIS (Reuters) -
        rf"{_PLACE}{_GAP}{_DATE}(?P<close>\s?[.,:]?\s?[{_DASH}]{{1,3}}(?![\w])|:(?=\s|$))",  # LUSAKA, March 12 -
        rf"{_PLACE}(?:,|\.|(?<=\.))\s{_DATE}(?P<close>\.)(?=\s|$)",  # Moscow. February 9.
        rf"{_DATE}(?:{_GAP})?{_NAMED}(?P<close>{_CLOSE})",  # June 8 (Reuters) -
        rf"{_NAMED}(?:{_GAP}{_DATE})?(?P<close>{_CLOSE})",  # (Reuters) -
        rf"{_PLACE}\s?\({_DATE}\)(?P<close>\s?[{_DASH}]{{1,3}}|:)(?=\s+[^\sa-zß-öø-ÿ]|\s*$)",  # GENEVA (23 May 2024) –
        rf"{_PLACE}\s[{_DASH}]{{1,2}}\s(?P<dashed>{_BARE})(?P<close>\s[{_DASH}]{{1,2}}(?=\s|$))",  # TEHRAN - ISNA -
        rf"{_PLACE}(?P<close>\s[{_DASH}]{{1,3}}(?=\s|$))",  # WASHINGTON —
        r"(?P<city>[A-Z][A-Z .’'-]{2,24})(?P<close>:)(?=\s[A-Z\d\"“‘'])",  # NEW DELHI: The
    )
)
_NO_PLACE = re.compile(
    r"(?i:on(?! board\s)|in|at|by|from|since|after|before|until|last|this|that|early|late|today|yesterday|tomorrow|and|but|the|a|an|he|she|"
    rf"it|they|we|i|for|as|if|when|while|update|photo|file|source|mr|mrs|{_WEEKDAY}|{_MONTH})(?:\s|$)"
)

_NO_CITY = re.compile(
    r"['’]S\b|\b(?:EXCLUSIVE|BREAKING|ANALYSIS|OPINION|UPDATED?|CORRECTION|RECORD|WATCH|VIDEO|PHOTOS?|NEWS|LIVE|REPORT|POLL|NOTE|"
    r"INTERVIEW|EDITORIAL|COMMENT|REVIEW|FACTBOX|TIMELINE|EXPLAINER|FEATURE|PROFILE|URGENT|SPECIAL|WARNING|NATO|EU|UN)\b"
)
_SOLE_PLACE = re.compile(
    r"(?!(?:SPORTS?|POLITICS|WORLD|BUSINESS|ECONOMY|FINANCE|HEALTH|SCIENCE|CULTURE|TECHNOLOGY|SOCIETY|ARTS?|TRAVEL|SUMMARY|LETTERS|"
    r"ABSTRACT|INTRODUCTION|BACKGROUND|CHAPTER|CONTENTS|TEXT|STORIES|HIGHLIGHTS|AFRICA|ASIA|EUROPE|AMERICAS)\b)"
    r"(?:(?:NEW|SAN|SANTA|SAO|LOS|LAS|RIO|ADDIS|TEL|ST|EL|KUALA|HONG|ABU|PORT|CAPE|BUENOS|GUATEMALA|MEXICO|PANAMA|UNITED|THE)\.?\s"
    r"(?:DE\s)?)?[^\W\d_]{4,}+(?:[’'-][^\W\d_]+)?$"
)
# Cities that stand alone before a colon ("NEW DELHI: The …"), as South Asian papers set them; without an agency's name
# or a byline above, a word in capitals and a colon may as well be a speaker or a heading.
_COLON_CITY = re.compile(
    "ABU DHABI|ABUJA|ACCRA|ADDIS ABABA|ADEN|ALGIERS|AMMAN|ANKARA|BAGHDAD|BANGKOK|BEIJING|BEIRUT|BENGALURU|BERLIN|BRUSSELS|CAIRO|CANBERRA|CHENNAI|"
    "COLOMBO|DAMASCUS|DHAKA|DOHA|DUBAI|GAZA CITY|GENEVA|HANOI|HARARE|HERAT|HONG KONG|HYDERABAD|IMPHAL|ISLAMABAD|ISTANBUL|JAKARTA|JAMMU|JEDDAH|"
    "JERUSALEM|KABUL|KAMPALA|KANDAHAR|KARACHI|KATHMANDU|KHARTOUM|KOLKATA|KUALA LUMPUR|KUWAIT CITY|KYIV|LAGOS|LAHORE|LONDON|LUCKNOW|MADRID|MALE|MANAMA|"
    "MANILA|MOGADISHU|MOSCOW|MUMBAI|MUSCAT|MUZAFFARABAD|NAIROBI|NAYPYIDAW|NEW DELHI|NEW YORK|PARIS|PESHAWAR|PHNOM PENH|PYONGYANG|QUETTA|RAMALLAH|"
    "RANCHI|RAWALPINDI|RIYADH|ROME|SANAA|SEOUL|SHANGHAI|SINGAPORE|SRINAGAR|STOCKHOLM|SYDNEY|TAIPEI|TEHRAN|TEL AVIV|THIMPHU|TOKYO|TRIPOLI|TUNIS|"
    "UNITED NATIONS|VIENNA|VIENTIANE|WARSAW|WASHINGTON|YANGON"
)
_DATE_LINE = re.compile(rf"{_DATE}(?:[,|]?\s(?:at\s|[{_DASH}]\s)?\d{{1,2}}[:.]\d\d[^\n]{{0,20}})?$")

# --- whole lines ------------------------------------------------------------------------------------------------
_NAME = (
    r"[A-ZÀ-ÞА-Я][\w.'’-]*+(?:\s(?:(?:al|bin|de|del|der|di|la|van|von|el|ten)\s)?[A-ZÀ-ÞА-Я][\w.'’-]*+){1,3}"
)
_DAY = re.sub(r"\?P<\w+>", "?:", _DATE)
# An agency or a picture desk as a source, in any writing but all small letters (dpa apart).
_PICTURES = r"(?:Getty Images|Getty|EPA(?:-EFE)?|Shutterstock|AP Photo|POOL|Pool|Handout|HANDOUT|Flickr|Wikimedia Commons)"
_SOURCE = rf"(?:(?=[A-ZÀ-Þ]|dpa\b)(?:the\s|The\s)?(?i:{_KNOWN})(?:\sNews)?|{_PICTURES})(?![\w-])"
_SECTION = (
    r"(?:(?:all|world|top|latest|local|national|international|regional) news|world|news|politics|business|economy|markets?|sports?|opinion|"
    r"national|international|regional|local|society|culture|defen[cs]e|security|conflicts?|military|diplomacy|foreign affairs|law|health|science|technology|"
    r"environment|climate)"
)
_REGION = r"(?:europe|africa|asia|asia[ -]pacific|americas?|latin america|north america|middle east|mena|ukraine|russia|china|india|pakistan|israel|uk|us|usa)"
_CRUMB = r"[^\W_][^\n|>»›/.!?]{1,39}"
_Where = Literal["any", "top", "below", "sign"]
_LINE_RULES: tuple[tuple[FurnitureKind, _Where, str], ...] = (
    ("boilerplate", "any", r"(?i)(?:(?:copyright\s?)?(?:©|\(c\))|copyright(?=\s(?:by\s|(?:19|20)\d\d)))[^\n]{0,60}?\b(?:19|20)\d\d\b"),
    ("boilerplate", "any", r"(?i)(?:[^\n]{0,80}\W)?all rights reserved\.?(?:\W[^\n]{0,200})?$"),
    ("credit", "any", r"(?:©\s{0,2}\S|\([cC]\)\s{0,2}[A-ZА-Я])[^\n]{0,90}(?<![.!?])$"),
    ("credit", "any", r"(?i)[(\[]?(?:file |archive )?(?:photos?|pictures?|images?|video|photograph|illustration)(?: credits?)?"
                          r"(?:\s?[:/©][^\n]{1,150}|\s(?:by|courtesy(?: of)?)\s[^\n]{1,80}(?<![.!?]))$"),
    ("credit", "any", rf"(?:REUTERS|AFP|EPA|AP(?: Photo)?|TASS|Getty Images|Xinhua)\s?/\s?{_NAME}[^\n]{{0,60}}$"),
    ("credit", "any", rf"\({_NAME}/[^()\n]{{2,60}}\)$"),
    ("caption", "any", r"(?i)image (?:caption|copyright)\s[^\n]{4,250}$"),
    ("credit", "any", rf"{_NAME}\s?/\s?{_SOURCE}(?:[/,\s][^\n]{{0,60}})?$"),
    ("byline", "any", rf"(?i:by)\s{_NAME}(?:(?:,\s?|\s(?:and|AND|&)\s|,\sand\s){_NAME}){{0,4}}(?:\s?[{_DASH},/]\s?[^\n.]{{0,80}}|\s?\|\s?[^\n]{{0,80}})?$"),
    ("byline", "any", r"(?i)\(?(?:additional )?(?:reporting|writing|editing|written|compiled|translated|edited) by:?\s[^\n]{2,250}$"),
    ("byline", "any", r"[^\n]{4,250}\scontributed (?:reporting|research|to this (?:report|story|article))[^\n]{0,80}$"),
    ("link", "any", r"(?i)(?:[(\[]\s?)?(?:read|see|watch|listen) (?:also|more|next)\b(?:\s?[:>»|]|\s?$|\s(?:about|on|at|here)\b[^\n.]{0,80}\.?$)"),
    ("link", "any", r"(?i)(?:also read|must read|related(?: (?:stories|story|articles?|news|links?|topics?|coverage|content))?|more (?:on this|stories|news|(?:from|about) [^\n:]{2,40}|about)"
                        r"|recommended|don['’]t miss|you may also like|on the (?:same )?topic|in pictures|most read|trending)\s?(?:[:>»|]|$)"),
    ("link", "below", r"(?:(?i:watch|listen|read|related|more|video report)|(?i:watch|read) (?i:live|here|now))\s?[:|]\s[^\n]{4,150}(?<![.…])$"),
    ("link", "below", r"(?i:read|see|watch|listen|must|also)\s(?i:also|more|next|read|see)\s(?=[A-ZÀ-ÞА-Я\"“‘'\d])[^\n]{4,150}(?<![.…])$"),
    ("link", "any", r"(?i)(?:tags?|topics?|keywords?|key words|categor(?:y|ies)|filed under|hashtags?)\s?:[^\n]{1,250}(?<![.!?])$"),
    ("link", "any", r"#[^\W\d_][^\n#.]{0,40}(?:\s#[^\n#.]{2,40}){0,20}$"),
    ("link", "any", r"(?i)(?:read the (?:rest|full \w+|original)|click here|more here|see the full)\b[^\n]{0,100}$"),
    ("link", "any", r"(?:https?://|www\.|pic\.twitter\.com/)\S+$"),
    ("boilerplate", "any", r"(?i)[\"“(\[]?(?:please )?(?:subscribe|register (?:now|here|for free|for unlimited)|get (?:our|the) (?:[\w-]+ )?(?:newsletter|app)|join (?:our|the) (?:[\w-]+ )?(?:channel|group|newsletter)|sign up|join us|follow (?:us|\w+(?:\s[\w.]+){0,3} on (?:x|twitter|facebook|telegram|instagram))|follow [^\n]{2,60} coverage (?:at|on|here)|"
                               r"like us|find us|visit our|download (?:the|our) app|get (?:the latest|breaking news)|email us|"
                               r"(?:reach|contact|email) (?:him|her|the (?:author|writer|reporter)) (?:directly )?(?:at|on))\b[^\n]{0,200}$"),
    ("boilerplate", "any", r"(?i)(?:more|full|all|read|see|find)\b[^\n.]{0,80}(?:coverage|news|stories|report)[^\n.]{0,20}\shttps?://\S+$"),
    ("boilerplate", "any", r"(?i)our standards:|(?:,\s)?opens new tab$|(?:purchase|acquire) licensing rights(?:, opens new tab)?$|\(?our (?:editorial staff|editors|newsroom|editorial office) (?:can be|may be|is) "
                               r"(?:reached|contacted)\b|(?:in case of|while|when) (?:citing|quoting|using|reprinting|republishing)\b[^\n]{0,120}\b(?:materials?|links?|hyperlinks?)\b[^\n]{0,160}\b(?:mandatory|required|obligatory)\b"),
    ("boilerplate", "any", r"\(\([^()\n]{0,200}[@;+][^()\n]{0,200}\)\)$|(?:\((?:[A-Z]{0,3}[$€£¥]|1\s)\s?[\d.,]{0,12}\s?=\s?[^()\n]{2,80}\)\s?){1,4}$|[#\s]*\d{3,6}\*\*\d{3,6}$|(?:[*_=~•·-]\s?){3,}+$"),
    ("boilerplate", "any", r"(?i)(?:news |story |article )?(?:id|code|number)\s?:?\s\d{3,10}$|\d{1,3}[\s-]min(?:ute)?s?[\s-]read$|(?:(?:last )?(?:published|updated|posted)\s)?\d{1,3}\s(?:minute|min|hour|day|week|month)s?\sago$"),
    ("boilerplate", "any", rf"(?:All News\s)?\d{{1,2}}[:.]\d\d(?:\s?(?:[ap]\.?m\.?|[A-Z]{{2,4}}))?,?\s{_DAY}$|{_DAY},?\s(?:(?:at|[{_DASH}|])\s)?\d{{1,2}}[:.]\d\d[^\n]{{0,20}}$"),
    ("boilerplate", "any", rf"(?i:home)(?:\s?[|>»›/]\s?{_CRUMB}){{1,6}}$|(?i:{_SECTION})(?:\s?[|>»›/]\s?(?i:{_SECTION}|{_REGION})){{1,5}}$|{_CRUMB}(?:\s?[>»›]\s?{_CRUMB}){{2,6}}$"),
    ("boilerplate", "any", rf"(?:MORE|MTF)(?:\s(?:{_KNOWN}))?$|(?i:\(?more to (?:follow|come)\)?\.?)$"),
    ("credit", "any", rf"\(?{_PICTURES}\)?\.?$"),
    ("byline", "any", rf"\(?{_SOURCE}(?:\s(?:staff|Staff|STAFF)(?:\s[Ww]riters?)?|\s(?:correspondents?|reporters?|bureau|desk))?\)?\.?$"),
    ("byline", "any", rf"{_NAME}\s?\|\s?{_SOURCE}$"),
    ("byline", "any", rf"[Bb]y\s{_SOURCE}(?:\s[\w]{{2,15}}){{0,2}}$"),
    ("byline", "any", rf"{_SOURCE}\s(?:correspondents?|writers?|reporters?|journalists?|staff)\b[^\n]{{4,250}}\scontributed\.$"),
    ("byline", "any", rf"[{_DASH}(\s]*(?:{_NAME},\s)?[Ww]ith\s(?:(?:(?:[a-z]{{2,12}}\s)?(?:inputs?|files?|reporting|reports|material|additional reporting)\sfrom\s)|(?=[A-Z]{{2}}))(?:{_SOURCE}|agenc(?:y|ies)|wires?)(?:(?:,\s|\sand\s|,\sand\s|\s&\s)(?:{_SOURCE}|agencies|wires)){{0,4}}\)?\.?$"),
    ("byline", "any", r"(?i)\(?with (?:agency|agencies|wire|bureau)['’]?(?: service)? (?:inputs?|reports?|files?)\)?\.?$"),
    ("byline", "any", r"(?i)this (?:article|story|report|text) (?:was|has been) (?:edited|written|compiled|produced|reported|translated) by\s[^\n]{2,200}$"),
    ("byline", "any", rf"(?i:authors?|editors?|writers?|reporters?)\s?:\s?(?:{_NAME}|[\w.-]{{2,20}})(?:\s?[{_DASH},|/(<;][^\n]{{0,80}})?$"),
    ("credit", "any", rf"(?i:sources?)\s?[:|]\s?{_SOURCE}(?:\s?[|/,;&][^\n]{{1,120}})?$"),  # not "Source: talks to resume"
    ("credit", "below", r"(?i:sources?)\s?[:|]\s?\w[\w.'’-]{1,20}(?:\s[\w.'’-]{1,20}){0,3}(?<!\.)$"),
    ("credit", "any", rf"{_NAME}(?:\s?[/|]\s?|,\s)(?:Getty Images|Getty|EPA|EPA-EFE|Shutterstock|AP Photo)$"),
    ("boilerplate", "any", r"(?i)(?:\(?end(?:s|item)?\)?\.?|item ends|[#*]{3,}|[-–—]{1,2}\s?[03]0?\s?[-–—]{1,2}|[-–—]\s?ends?\s?[-–—]|/{2,3}|\(ends?\)[^\n]{0,200})$"),
    ("boilerplate", "any", r"(?i)(?:story continues below )?advertise?ment\b[^\n]{0,40}$|sponsored(?: content)?$|continue reading\b[^\n]{0,60}$|(?:abstract|full text)\.?$|loading\W{0,3}$"),
    ("boilerplate", "any", rf"(?i:published in)\s[A-Z][^\n.]{{1,50}},\s{_DAY}$"),
    ("boilerplate", "any", r"(?i)(?:last )?(?:published|updated|posted|modified)(?:\s?[:|]|\s(?:on|at|duration)\b|\s\d|\s(?:" + _MONTH + "|" + _WEEKDAY + r"))(?=[^\n]{0,60}\d)[^\n.]{0,70}$"),
    ("boilerplate", "any", r"(?i)[(\[]?(?:editor['’]?s['’]? note|eds|note to (?:editors|readers)|disclaimer)\s?:"),
    ("boilerplate", "any", r"(?i)(?:the views expressed|the opinions expressed|views expressed in this|this (?:article|story) (?:was|has been) (?:originally |automatically |first )?"
                               r"(?:published|translated|generated|updated|corrected)|this material may not be published)\b"),
    ("boilerplate", "any", r"[\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{2,40}$"),
    ("boilerplate", "any", r"(?i)(?:photos?|images?|video|gallery)?\s?\d{1,3} (?:comments?|shares?|likes?|views?)$|\d{1,3}\s?/\s?\d{1,3}$"),
    # at the top: notes of the desk, names of pages, the day
    ("slug", "top", r"(?i)\((?:attn|adds?|updates?|updated|recasts?|corrects?|refiles?|rewrites?|repeats?|removes?|clarifies|changes?|fixes|writes? thr\w+|releads?|with)\b[^\n]{0,300}(?<![.!?])\)$"),
    ("boilerplate", "top", rf"(?i)(?:{_SECTION}|home|menu|search|skip to (?:main )?content|log ?in|sign in)$"),
    # below the first line: initials of writers and editors, after a whole sentence
    ("boilerplate", "sign", r"[a-z]{2,5}(?:[-/][a-z]{2,5}){1,6}$|[a-z]{2}(?:\s[a-z]{2}){1,2}$|[A-Z]{2,4}(?:/[A-Z]{2,4}){1,3}$"),
)  # fmt: skip


def _one_of(rules: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """One alternation, so that a line is gone over once; the name of the group that matched says the kind."""
    return re.compile(
        "|".join(
            f"(?P<{kind}_{number}>" + (f"(?i:{rule[4:]})" if rule.startswith("(?i)") else rule) + ")"
            for number, (kind, rule) in enumerate(rules)
        )
    )


_LINE = {
    place: _one_of((kind, rule) for kind, where, rule in _LINE_RULES if where == place)
    for place in ("any", "top", "below", "sign")
}

_KINDS: dict[str, FurnitureKind] = {kind: kind for kind, _, _ in _LINE_RULES}

# A line alone that opens a list: of short lines without a full stop, or of all that is left.
_LIST_RULES: tuple[tuple[FurnitureKind, str], ...] = (
    ("link", r"(?i)(?:(?:read|see|watch)(?: (?:also|more|next))?|also read|must reads?|related(?: (?:stories|story|articles?|news|links?|topics?|coverage|content|posts?|reading))?|"
             r"(?:read )?more (?:on|about|from|in) [^\n.:]{2,40}|more (?:stories|news|articles|coverage|headlines)|most (?:viewed|read|popular|shared|commented|watched)(?: \w+)?|"
             r"recommended(?: (?:for you|stories|articles|reading))?|trending(?: (?:now|stories|news|topics))?|popular(?: (?:now|stories|news|articles))?|(?:latest|top|other|more top|breaking) (?:news|stories|headlines)|"
             r"editors?['’]?s?['’]? (?:picks?|choice)|(?:you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|up next|don['’]t miss|in case you missed it|"
             r"on the (?:same )?topic|in pictures|also in(?: the)? [^\n.:]{2,30}|keywords|tags|topics|issues in this article|(?:in|on) this (?:article|story|topic)))\s?[:>»|]?$"),
    ("boilerplate", r"(?i)notes? to (?:the )?editors?:?$"),
)  # fmt: skip
_LIST = _one_of(_LIST_RULES)
_REST = re.compile(
    r"(?i)#{1,3}\s?(?:dpa[- ])?notebook\b|\W{0,12}the following (?:information )?is not (?:intended )?for publication\b"
)
_REST_LINES = 40

# --- captions ---------------------------------------------------------------------------------------------------
_STOP = r"(?<=[.!?…\"”’)\]|])\s"  # between a caption and its credit
_PHOTO = r"(?i:photo(?:graph)?s?|pictures?|pics?|images?|videos?|illustration|screen ?grab|footage)"
_CREDIT_END = re.compile(
    "(?:"
    + "|".join((
        # (AP Photo/A. B., File)  (Photo by A. B. / AFP)  (Pool photo)
        rf"[(\[](?:{_SOURCE}\s|(?i:file|pool|handout|archive|courtesy)\s)?{_PHOTO}(?:\s?[/:,©|][^()\[\]\n]{{0,120}}|\s(?i:by|from|courtesy|via|credit|provided)\s[^()\[\]\n]{{0,120}})?[)\]]",
        rf"{_STOP}[(\[](?i:file|files|pool|handout|courtesy (?:of|photo))\b[^()\[\]\n]{{0,80}}[)\]]",
        # (Xinhua/A. B.)  (A. B./AFP via Getty Images)  [A. B./Reuters], but not (AFP/Reuters)
        rf"[(\[](?!{_SOURCE}(?:\s?[/,&]\s?{_SOURCE}){{1,4}}[)\]])(?:{_SOURCE}\s?/\s?[A-Z][^()\[\]/\n]{{1,80}}|[^()\[\]/\n]{{2,60}}\s?/\s?{_SOURCE}(?:\W[^()\[\]\n]{{0,60}})?)[)\]]",
        # REUTERS/A. B./File Photo Purchase Licensing Rights
        rf"{_STOP}(?:{_NAME}\s?/\s?)?{_SOURCE}\s?/\s?[A-Z][^\n.!?]{{1,60}}(?:\.[^\n.!?]{{1,60}}){{0,2}}",
        rf"{_STOP}[A-Z][\w.'’-]{{0,30}}(?:\s[\w.'’-]{{1,30}}){{0,4}}(?:/[\w\s.'’-]{{2,40}}){{0,2}}(?:\s?/\s?|\svia\s){_SOURCE}(?:[\s,/][^\n.!?]{{1,60}})?",
        rf"{_STOP}{_NAME}\sfor\s{_SOURCE}",
        rf"{_STOP}(?i:photo |picture |image )?(?i:credits?|photo(?:graph)?s?|pictures?|images?|pic|illustration)(?:\s?[:/©]\s?|\s(?i:by|courtesy(?: of)?)\s)[^\n!?]{{2,80}}(?<!\.)",
        rf"{_STOP}©\s?[^\n.!?]{{2,60}}",
        rf"\s[{_DASH}]\s?{_SOURCE}\s(?i:file )?(?i:photo|pic|picture|filepic)",
    ))
    + rf")(?:\s[(\[]{_SOURCE}[)\]])?(?:\s(?:ATTENTION EDITORS|THIS IMAGE|NO RESALES)\b[^\n]{{0,250}})?$"
)  # fmt: skip
# An agency's name alone may as well sign a paragraph: it makes a caption only of words that speak of a picture.
_SIGN_END = re.compile(rf"(?:\s[{_DASH}]\s?{_SOURCE}|\s?[(\[]{_SOURCE}[)\]])\.?$")
_PICTURED = re.compile(
    rf"(?:This|The|In this)\s(?:[\w-]+\s){{0,4}}?{_PHOTO}\b|{_PHOTO}\s(?:taken|shows?|released)\b"
    r"|[^\n]{2,300}\((?:(?:2nd|3rd|4th|front|back|top|bottom|seated|standing),?\s?(?:from\s)?)?(?:L|R|C|L-R|[Ll]eft|[Rr]ight|[Cc]ent(?:er|re)|[Ff]rom [Ll](?:eft)?)\)"
)  # fmt: skip
_TAKEN = r"(?:taken|released|provided|obtained|made available|distributed|issued|shot|captured|received)"
_CAPTION_HEAD = re.compile(
    r"\(?FILES?(?:\s(?:PHOTO|IMAGE|PICTURE)S?)?\)?\s?[-–—:|]\s?\S|\(FILES\)\s|(?i:file (?:photo|picture|image))(?i: of\s|\s?[:|–—-]\s)"
    r"|\[\d{1,2}\s?/\s?\d{1,2}\]\s?(?=[^\W\d_])|\d{1,2} of \d{1,2}\s?\|"
    rf"|This\s(?:[\w-]+\s){{0,4}}?{_PHOTO}\s{_TAKEN}\s[^\n]{{2,160}}?\sshow(?:s|ing)?\b|{_PHOTO}\s{_TAKEN}\son\s[^\n]{{4,60}}?\sshows?\b"
    rf"|In this\s(?:[\w-]+\s){{0,4}}?{_PHOTO}\s{_TAKEN}\s[^\n]{{2,160}}?,\s"
    rf"|In this\s(?:{_DAY},?\s(?i:file\s)?|(?i:(?:undated|file|handout|satellite|combination)\s){{1,3}}){_PHOTO},?\s"
)  # fmt: skip
_SHARE = frozenset({
    "share", "tweet", "facebook", "twitter", "whatsapp", "telegram", "print", "email", "e-mail", "linkedin", "pinterest",
    "reddit", "messenger", "viber", "vk", "copy", "link", "save", "comment", "comments", "pocket", "flipboard", "on", "via",
    "this", "article", "story", "and", "the", "to", "x",
})  # fmt: skip
_TRIM = ".,:;|()+ "
_SLUG = re.compile(
    r"(?:[A-Z0-9]{2,}+(?:[-/][A-Z0-9]{2,}+){1,5}/?|[A-Z]{3,}+/)(?:\s?\([A-Z][A-Z0-9 ,.-]{2,40}\))*$"
    r"|\(?(?:UPDATE|UPD|CORRECTED|RECASTS?|REFILE|WRAPUP|LEAD|RPT|ADDS?|1ST LEAD|2ND LEAD)\b[A-Z0-9 ,:-]{0,30}\)?$"
    r"|(?:URGENT|BREAKING(?: NEWS)?|EXCLUSIVE|FACTBOX|FLASH|BULLETIN|ALERT|ATTENTION)\W{0,3}$"
    r"|(?:[a-z]{1,3}-?)?(?:bc|BC)-[\w-]{3,40}(?:\s[^\n]{0,40})?$"
)
_BULLET = re.compile(r"(?:[•▪●■◦‣·►▶◆➤✓]+|\*)[ \t]+(?=\S)|[•▪●■◦‣►▶◆➤]+(?=\S)")
_TAIL = re.compile(
    r"(?:\(END\)|\(ends?\)|[-–]0[-–]|[-–]30[-–]|\bEnditem\.?|\bENDITEM\.?|\[END (?:RECORDING|LIVE RELAY|TEXT)\]|\[PASSAGE OMITTED\]|\[CONTINUED\]"
    r"|\((?:Reporting|Writing|Additional reporting|Editing|Compiled|Translated|Written) by [^()]{2,250}\)\.?)\s*$"
)
_TAIL_ENDS = (")", "]", ").", "0-", "0–", "nditem", "NDITEM", "nditem.", "NDITEM.")
_CAPTION_LEAD = re.compile(
    r"(?i)(?:file(?: photo| -|:)|photo:|in this \w+[^\n]{0,40}\bphoto\b|pictured:|\(?(?:l|r|left|right|c)\)\s)"
)


class _Line(NamedTuple):
    """A line without its outer white space."""

    start: int
    end: int
    text: str
    gap: bool  # whether a blank line (or the start of the text) stands above


def annotate(story: Story) -> Story:
    """The story with ``dateline`` and ``furniture`` filled, and ``title`` where it had none and the text has a headline.

    Furniture is sorted and does not overlap; a line holds at most one piece as a whole, a dateline or bullet at
    its head and a sign-off at its end. A dateline's date is ISO when its year is in it or follows from
    ``story.published`` (the last such day before it), else ``XXXX-MM-DD``; a day that does not exist stays as written.
    """
    lines = _lines(story.text)
    blocks = _blocks(lines)
    kinds = _whole_lines(lines, story.title)
    _lists(lines, blocks, kinds, story.title)
    _captions(story.text, lines, blocks, kinds, story.title)
    dateline, at = _dateline(lines, kinds, story)
    found: list[Furniture] = []
    prefix = _headline(lines, kinds, at, story.title)
    if prefix is not None:
        found.append(prefix)
    if dateline is not None:
        found.append(Furniture(dateline.start, dateline.end, "dateline"))
    taken = {item.start for item in found}
    for index, line in enumerate(lines):
        kind = kinds.get(index)
        if dateline is not None and dateline.start <= line.start and line.end <= dateline.end:
            continue
        if kind is not None:
            found.append(Furniture(line.start, line.end, kind))
        elif line.start not in taken:
            found += _ends(line, line.start)
        else:
            found += _ends(line, max(item.end for item in found if item.start == line.start))
    furniture = tuple(sorted(found, key=lambda item: item.start))
    title = story.title or _title(story.text, furniture)
    return replace(story, dateline=dateline, furniture=furniture, title=title)


def _title(text: str, furniture: Sequence[Furniture]) -> str | None:
    lines = [text[item.start : item.end] for item in furniture if item.kind == "headline"]
    return " ".join(lines[0].split()) if lines else None


def _lines(text: str) -> list[_Line]:
    lines = []
    position, gap = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + len(raw) - len(raw.lstrip())
            lines.append(_Line(start, start + len(stripped), stripped, gap))
        gap = not stripped
        position += len(raw) + 1
    return lines


def _blocks(lines: Sequence[_Line]) -> list[range]:
    """The lines of each paragraph: parted by blank lines, and by every line end unless the lines are broken at a
    fixed width or the next one goes on in lower case."""
    wrapped = _wrapped(lines)
    starts = [
        index
        for index, line in enumerate(lines)
        if index == 0 or line.gap or not (wrapped or _goes_on(lines[index - 1].text, line.text))
    ]
    return [range(a, b) for a, b in itertools.pairwise([*starts, len(lines)])]


def _whole_lines(lines: Sequence[_Line], title: str | None) -> dict[int, FurnitureKind]:
    """Index of line -> kind, for the lines that are furniture by their own form."""
    kinds: dict[int, FurnitureKind] = {}
    for index, line in enumerate(lines):
        above = lines[index - 1].text if index else ""
        if title and index < _TOP and _same(line.text, title):
            continue
        whole = index > 0 and (
            index - 1 in kinds or above.rstrip(_CLOSING)[-1:] in _FINAL or above[-1] in _CLOSING
        )
        kind = _kind(line.text, index, whole)
        if kind is None and index - 1 in kinds and not line.gap and _goes_on(above, line.text):
            kind = kinds[index - 1]  # a note broken into lines
        if kind is not None:
            kinds[index] = kind
    return kinds


def _kind(text: str, index: int, whole: bool) -> FurnitureKind | None:
    """The kind of a line by its form and its number; ``whole``: what stands above it has come to its end."""
    if len(text) > _LONGEST:
        return None
    if index < 4 and _SLUG.match(text):
        return "slug"
    words = text.lower().split() if len(text) <= 80 else []
    if words and words[0].strip(_TRIM) in _SHARE:
        words = [word.strip(_TRIM) for word in words]
        if all(word in _SHARE or not word for word in words) and any(len(word) > 4 for word in words):
            return "boilerplate"
    match = (
        _LINE["any"].match(text)
        or (index < _TOP and _LINE["top"].match(text))
        or (index > 0 and _LINE["below"].match(text))
        or (whole and _LINE["sign"].match(text))
        or _LIST.match(text)
    )
    return _named(match) if match else None


def _named(match: re.Match[str]) -> FurnitureKind:
    kind: FurnitureKind = _KINDS[(match.lastgroup or "").rsplit("_", 1)[0]]
    return kind


def _lists(
    lines: Sequence[_Line], blocks: Sequence[range], kinds: dict[int, FurnitureKind], title: str | None
) -> None:
    """What a heading opens: headlines of other stories up to the next sentence, or an agency's notebook."""
    kind: FurnitureKind | None = None
    items: list[int] = []
    text_above = False  # a list above all text runs on into the story's own headline, its last line
    for index, line, last in ((i, lines[i], lines[block[-1]].text) for block in blocks for i in block):
        if len(lines) - index <= _REST_LINES and _REST.match(line.text):
            kinds.update({rest: kinds.get(rest, "boilerplate") for rest in range(index, len(lines))})
            return
        match = _LIST.match(line.text)
        if match and kinds.get(index) == _named(match):
            kind, items = _named(match), [] if kind is None else items
        elif index in kinds and not (kinds[index] == "byline" and not text_above):
            continue
        elif (
            kind is not None
            and index not in kinds
            and _is_link(line.text, last)
            and not (title and _same(line.text, title))
        ):
            kinds[index] = kind
            items.append(index)
        else:
            if kind is not None and items and not text_above:
                del kinds[items[-1]]
            kind, text_above = None, text_above or index not in kinds


def _is_link(text: str, last: str) -> bool:
    """Whether a line has the form of a linked headline; ``last`` is the last line of its paragraph."""
    end = last.rstrip(_CLOSING)[-1:]
    return len(text) <= _LONGEST_LINK and end not in (".", "…", ":", ";", ",", *_DASH)


def _captions(
    text: str,
    lines: Sequence[_Line],
    blocks: Sequence[range],
    kinds: dict[int, FurnitureKind],
    title: str | None,
) -> None:
    for block in blocks:
        start, end = lines[block[0]].start, lines[block[-1]].end
        if end - start > _LONGEST_CAPTION or kinds.get(block[0], "credit") != "credit":
            continue
        words = " ".join(text[start:end].split())
        if _CAPTION_HEAD.match(words) or (block[0] not in kinds and _ends_in_credit(words)):
            kinds.update({index: "caption" for index in block if kinds.get(index, "credit") == "credit"})
    for index in [i for i, kind in kinds.items() if kind == "credit" and i > 0]:
        above = index - 1
        line = lines[above].text
        if above in kinds or len(line) > _LONGEST:
            continue
        first = all(i in kinds for i in range(above))  # then it is the headline, unless that was given apart
        if first and (title is None or _same(line, title)):
            continue
        short = len(line) <= 200 and line.rstrip(_CLOSING)[-1:] not in (*_FINAL, ":", ",", ";")
        if short or _CAPTION_LEAD.match(line):
            kinds[above] = "caption"


def _ends_in_credit(text: str) -> bool:
    near = max(0, len(text) - 400)
    signed = _SIGN_END.search(text, near) is not None and _PICTURED.match(text) is not None
    return signed or _CREDIT_END.search(text, near) is not None


def _dateline(
    lines: Sequence[_Line], kinds: dict[int, FurnitureKind], story: Story
) -> tuple[Dateline | None, int]:
    """The dateline and the index of its line (-1: none), among the first four lines that are not furniture."""
    capitals = not any(char.islower() for char in story.text[:2000])
    left = [index for index in range(min(len(lines), 12)) if index not in kinds][:4]
    for order, index in enumerate(left):
        line = lines[index]
        if order and any(len(lines[i].text) > _LONGEST for i in left[:order]):
            break
        signed = index > 0 and kinds.get(index - 1) in ("byline", "caption", "credit")
        dateline = _read_dateline(line, story, capitals, signed)
        top = order == 0 or (order == 1 and lines[left[0]].text.rstrip(_CLOSING)[-1:] not in _FINAL)
        below = lines[index + 1] if index + 1 < len(lines) else None
        if dateline is None and top and not capitals and below is not None and _place_line(line, below):
            dateline = Dateline(line.start, line.end, line.text)
        if dateline is not None:
            return dateline, index
    for index in range(left[-1] + 1 if left else 0):
        line = lines[index]
        match = _DATE_LINE.match(line.text) if kinds.get(index) in (None, "boilerplate") else None
        date = _date_of(match.groupdict(), None) if match else None
        if date and not date.startswith("XXXX"):  # the day of the story on a line of its own
            below = lines[index + 1] if index + 1 < len(lines) else None
            agency = _agency(below.text) if below is not None and not below.gap else None
            end = below.end if below is not None and agency else line.end
            kinds[index] = "dateline"
            return Dateline(line.start, end, None, date, agency), -1
    return None, -1


def _agency(name: str) -> str | None:
    """The usual name of an agency, of several ("dpa/AP") parted by a stroke."""
    parts = [_AGENCIES.get(part.strip().upper()) for part in re.split(r"(?<!RFE)[/&]", name)]
    return "/".join(part for part in parts if part) if all(parts) else None


def _read_dateline(line: _Line, story: Story, capitals: bool, signed: bool) -> Dateline | None:
    """``signed``: a byline, an agency's name or a caption with its credit stands right above."""
    head = line.text[:_HEAD]
    for form in _FORMS:
        match = form.match(head)
        if match is None:
            continue
        groups = match.groupdict()
        place = groups.get("place") or groups.get("city")
        if "city" in groups:
            if capitals or line.text[-1] not in (*_FINAL, *_CLOSING) or not _colon_place(place or "", signed):
                continue
        elif not _believable(place, groups, capitals):
            continue
        known = next(filter(None, map(groups.get, ("known", "slashed", "squared", "dashed", "bare"))), None)
        agency = (_agency(known) or known) if known else groups.get("unknown")
        end = len(match[0].rstrip())
        position = match.end()
        while bracket := _BRACKET.match(line.text, position):
            position = bracket.end()
            end = position if _BRACKET_WORD.match(bracket[1]) else end
        date = _date_of(groups, story.published)
        return Dateline(line.start, line.start + end, _bare_place(place), date, agency)
    return None


def _bare_place(place: str | None) -> str | None:
    """Without the full stop of "MOSCOW. June 8", with that of "TUCSON, Ariz."; None where FBIS says it knows none."""
    if place is None or place.startswith(("CLANDESTINE", "NO CITY")):
        return None
    if place.endswith(".") and "," not in place and "." not in place.split()[-1][:-1]:
        return place[:-1]
    return place


def _believable(place: str | None, groups: dict[str, str | None], capitals: bool) -> bool:
    """Whether a match of the grammar is a dateline and not the beginning of a sentence."""
    close = (groups.get("close") or "").strip()
    dashed = bool(close) and (close[-1] in _DASH + "_")
    dated = any(groups.get(name) for name in ("day", "day2", "day3", "undated"))
    enclosed = any(groups.get(name) for name in ("known", "slashed", "squared", "dashed"))
    bare, unknown = groups.get("bare"), groups.get("unknown")
    if place is None:
        return (enclosed and (dashed or close.endswith(".") or dated)) or bool(dated and bare and close)
    if _NO_PLACE.match(place):
        return False
    shouting = place == place.upper() and not capitals
    if enclosed:
        return dashed or dated or bool(close) or shouting
    if unknown:  # a name in brackets may be anything: "Doe (Bradford North), June 8 -"
        return dated and dashed and not unknown[0].isdigit()
    if bare:  # "NATO AP" is no dateline; with a date and something that closes it, it is
        return (dated and bool(close)) or (shouting and dashed)
    if dated:
        return dashed or (shouting and bool(close)) or (close == "." and place.endswith("."))
    return shouting and _place_alone(place) and dashed


def _place_line(line: _Line, below: _Line) -> bool:
    """Whether a line is a place in capitals above the first paragraph, as Anadolu and VOA write it."""
    city, _, region = line.text.partition(", ")
    return (
        len(line.text) <= 40
        and city.isupper()
        and _SOLE_PLACE.match(city) is not None
        and _place_alone(line.text)
        and (not region or re.fullmatch(_PLACE_TEXT, region) is not None)
        and len(below.text) > 80
    )


def _colon_place(place: str, signed: bool) -> bool:
    return _COLON_CITY.fullmatch(place) is not None or (signed and _place_alone(place) and len(place) > 3)


def _place_alone(place: str) -> bool:
    """Whether a place in capitals that only a dash follows is one: not "EXCLUSIVE -", not "POLLS OPEN, VOTERS WAIT -"."""
    city, *region = place.split(", ")
    return (
        len(city) >= 3
        and len(city.split()) <= 3
        and not _NO_CITY.search(city)
        and all(not part.isupper() or "." in part for part in region)
    )


def _date_of(groups: dict[str, str | None], published: str | None) -> str | None:
    day_text, month_text, year_text = (
        groups.get(part) or groups.get(f"{part}2") or groups.get(f"{part}3")
        for part in ("day", "month", "year")
    )
    if not day_text or not month_text:
        return None
    day = int(day_text)
    month = int(month_text) if month_text.isdecimal() else _MONTH_OF[month_text.lower().rstrip(".")]
    try:
        dt.date(2000, month, day)
        if year_text:
            year = int(year_text.lstrip("'’"))
            if year < 100:
                year += 1900 if year >= 50 else 2000
            return dt.date(year, month, day).isoformat()
    except ValueError:
        return " ".join(filter(None, (day_text, month_text, year_text)))
    return _nearest(month, day, published) or f"XXXX-{month:02d}-{day:02d}"


def _nearest(month: int, day: int, published: str | None) -> str | None:
    """The last day of that name before publication (31 December for a story of 1 January); two days of grace,
    since the day may have begun where the story was written and not where it was published."""
    try:
        anchor = dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    days = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            days.append(dt.date(year, month, day))
        except ValueError:  # 29 February, or beyond the calendar
            continue
    days = [date for date in days if (date - anchor).days <= 2]
    return max(days).isoformat() if days else None


def _headline(
    lines: Sequence[_Line], kinds: dict[int, FurnitureKind], at: int, title: str | None
) -> Furniture | None:
    """Mark headline lines in ``kinds``; a headline run together with the first paragraph is returned instead."""
    left = [index for index in range(min(len(lines), 40)) if index not in kinds]
    if not left or left[0] == at:
        return None
    first = lines[left[0]]
    if title and first.text.startswith(title) and (rest := first.text[len(title) :]):
        # "Talks resume in Lusaka. Ministers met …" in one paragraph
        if rest[0] in ".:?!|–—-" and rest.lstrip(".:?!|–—- ")[:1].isupper():
            end = first.start + len(title) + (1 if rest[0] in ".:?!" else 0)
            return Furniture(first.start, end, "headline")
        return None
    above = [index for index in left if index < at] if at > 0 else []
    if 0 < len(above) <= 3 and all(len(lines[index].text) <= _LONGEST for index in above):
        for index in above:
            if _DATE_LINE.match(lines[index].text):
                kinds[index] = "boilerplate"
                continue
            # What stands above a dateline is a headline, but below the first line a whole sentence is a summary.
            text = lines[index].text
            if _short(text) and (
                index == next(i for i in above if kinds.get(i) != "boilerplate")
                or text.rstrip(_CLOSING)[-1:] not in _FINAL
            ):
                kinds[index] = "headline"
        return None
    if len(left) < 2:
        return None
    body = lines[left[1]]
    if (title and _same(first.text, title)) or _is_headline(first.text, body, _wrapped(lines)):
        kinds[left[0]] = "headline"
    return None


def _short(text: str) -> bool:
    return len(text) <= 250 and len(text.split()) <= _HEADLINE_WORDS


def _same(text: str, title: str) -> bool:
    return re.sub(r"\W+", " ", text).strip().lower() == re.sub(r"\W+", " ", title).strip().lower()


def _is_headline(text: str, body: _Line, wrapped: bool) -> bool:
    """The form of a headline: a short first line, without a full stop or in title case, above a paragraph."""
    words = text.split()
    if not _short(text) or len(words) < 3 or text[0].islower() or (wrapped and not body.gap):
        return False
    if body.text[0].islower() or (len(body.text) < 30 and body.text[-1] not in _FINAL):
        return False
    bare = text.rstrip(_CLOSING)
    if _DATE_LINE.match(text) or bare[-1:] in (":", ";", ",", *_DASH) or text[0] in "•*-–—([":
        return False
    if text[-1] in _FINAL or bare[-1:] == ".":
        if text.endswith(("...", "…")) or not body.gap:
            return False
        return _title_case(words)
    quotation = text[0] in '"“«' and text[-1] in '"”»'  # a paragraph that is one quotation
    return not quotation


def _title_case(words: Sequence[str]) -> bool:
    """Nearly all longer words begin with a capital, and not all are in capitals throughout."""
    long = [word.lstrip("\"'“‘«(") for word in words if len(word) > 4]
    capital = [word for word in long if word[:1].isupper() or word[:1].isdigit()]
    return len(long) >= 3 and len(capital) >= 0.85 * len(long) and any(not word.isupper() for word in long)


def _wrapped(lines: Sequence[_Line]) -> bool:
    """Whether paragraphs are broken into lines of one width, so that a line's end means nothing."""
    inner = [(a, b) for a, b in itertools.pairwise(lines[:200]) if not b.gap]
    if len(inner) < 3 or max(len(line.text) for line in lines[:200]) > 110:
        return False
    lengths = sorted(len(line.text) for line in lines[:200])
    width = lengths[len(lengths) * 9 // 10]
    open_ = [pair for pair in inner if pair[0].text.rstrip(_CLOSING)[-1:] not in (*_FINAL, ":")]
    # A line was broken because the next word found no room; a list of headlines has lines of any length.
    full = sum(len(line.text) + len(below.text.split(maxsplit=1)[0]) >= 0.7 * width for line, below in open_)
    return len(open_) >= 0.5 * len(inner) and full >= 0.6 * len(open_)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Spans of paragraphs without outer white space: parted by blank lines, and by every line end unless the
    lines are broken at a fixed width or the next one goes on in lower case."""
    lines = _lines(text)
    return tuple(Span(lines[block[0]].start, lines[block[-1]].end) for block in _blocks(lines))


def _goes_on(text: str, following: str) -> bool:
    return following[0].islower() and text[-1] not in (*_FINAL, ":", ";", *_CLOSING) and len(text) > 20


def _ends(line: _Line, start: int) -> list[Furniture]:
    """A bullet at the head of a line (unless something else stands there) and sign-offs at its end."""
    found = []
    end = line.end
    if start == line.start and (bullet := _BULLET.match(line.text)):
        start = line.start + bullet.end()
        found.append(Furniture(line.start, line.start + len(bullet[0].rstrip()), "boilerplate"))
    while end > start and line.text[: end - line.start].endswith(_TAIL_ENDS):
        piece = line.text[max(start, end - 320) - line.start : end - line.start]
        opening = max(piece.rfind("("), piece.rfind("["), len(piece) - 12 if piece[-1] not in ")]" else -1)
        tail = _TAIL.search(piece, max(0, opening - 1))
        if tail is None or not piece[: tail.start()].strip():
            break
        kind: FurnitureKind = "byline" if " by " in tail[0] else "boilerplate"
        tail_start = end - len(piece) + tail.start()
        found.append(Furniture(tail_start, end, kind))
        end = line.start + len(line.text[: tail_start - line.start].rstrip())
    return found
