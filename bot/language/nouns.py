"""Things and people in a sentence: one or many, "a" or "an", and whether a word names somebody."""

from __future__ import annotations

import re

from bot.language.text import words

_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "kids": "kid",
    "mice": "mouse",
    "feet": "foot",
    "teeth": "tooth",
    "lives": "life",
    "wives": "wife",
    "shelves": "shelf",
    "halves": "half",
    "leaves": "leave",
    "criteria": "criterion",
    "indices": "index",
    "analyses": "analysis",
    "movies": "movie",
    "cookies": "cookie",
    "techies": "techie",
    "newbies": "newbie",
    "rookies": "rookie",
    "ties": "tie",
    "buses": "bus",
    "bonuses": "bonus",
    "statuses": "status",
    "viruses": "virus",
    "caches": "cache",
    "quizzes": "quiz",
    "mps": "MP",
}
_PLURALS = {one: many for many, one in _IRREGULAR.items()} | {"person": "people", "leaf": "leaves"}
# They end in -s and are still one thing.
_SINGULAR_S = frozenset(
    """
    address access process progress success business bus status bonus virus focus campus menu news gas lens boss
    class pass glass loss mass press stress express basis analysis crisis emphasis diagnosis axis series species
    always this is was has its us plus various previous less unless across canvas atlas sms gps ios css https
    dns pos rss saas aws sas wordless wireless paperless
    """.split()
)
_UNCOUNTABLE = frozenset(
    """
    access advice aid approval authentication authorisation authorization baggage billing cash clutter
    communication compliance confidentiality content control data documentation downtime encryption equipment
    evidence feedback freight furniture guidance hardware health help history homework information
    infrastructure inventory knowledge luggage machinery mail maintenance money music navigation news overtime
    paper paperwork pay payroll performance permission personnel post privacy proof progress reliability
    research responsibility safety security sick software staff stock storage stuff support time traceability
    traffic training transparency transport validation visibility waste water work wifi wi-fi sso mfa 2fa
    autocomplete autosave
    """.split()
)
_MASS_ENDINGS = ("ness", "ism", "ware", "ity", "ing", "ance", "ence")
_COUNTABLE_DESPITE_ENDING = frozenset(
    """
    meeting building booking setting warning training-course listing rating reading ruling string thing heading
    posting drawing painting recording opening holding filing mapping facility activity entity utility identity
    city university ability quantity community opportunity entry allowance instance balance distance entrance
    appliance grievance licence sequence reference difference conference preference absence occurrence greeting
    finding hearing ring wing screening ordering-form
    """.split()
)

DETERMINERS = frozenset(
    """
    a an the this that these those my your his her its our their some any each every no all both either neither
    another such what which whose one two three four five six seven eight nine ten several many few more most
    enough less fewer
    """.split()
)

# Nouns for people whose ending doesn't give them away.
_PEOPLE = frozenset(
    """
    person individual guy guest host boss chief head lead clerk nurse doctor medic midwife surgeon carer vet
    chef cook waitress crew mate pilot guard coach parent mother father mum mom dad child kid pupil student
    teacher tutor dean admin sysadmin dev tech techie temp intern trainee apprentice volunteer steward
    stewardess rep agent official salesperson chairperson spokesperson freelancer contractor associate colleague
    coworker co-worker delegate candidate secretary notary deputy judge priest citizen neighbour neighbor
    resident tenant landlord patient client customer member user superuser visitor viewer reader author editor
    owner approver requester requestor dispatcher planner picker packer porter driver rider courier fitter
    welder plumber cashier operator supervisor inspector auditor analyst scientist specialist therapist
    receptionist dentist pharmacist scheduler superintendent principal professional expert executive
    representative operative detective captain partner friend staff team personnel workforce folk folks
    management secretariat dispatch sailor tailor treasurer bursar registrar scholar warden foreman athlete
    bookkeeper borrower patron donor sponsor fundraiser pm po ceo cfo cto coo hr qa dba sre md gp rn hca
    key-user keyuser tester developer designer engineer architect janitor concierge accountant buyer seller
    vendor supplier merchant retailer subscriber passenger traveller traveler employee payee trustee attendee
    assignee licensee mentee nominee referee
    """.split()
)
_PERSON_ENDINGS = ("er", "or", "ist", "ant", "ent", "ian", "ee", "man", "woman", "person", "eer")
# They end like people and aren't.
_NOT_PEOPLE = frozenset(
    """
    computer number order paper letter printer scanner server browser folder filter header footer other later
    after over under never ever whether either neither together however rather quarter summer winter center
    counter water power transfer register offer answer timer tracker trailer container charger router corner
    copper newsletter matter chapter character cluster buffer border bumper cover danger dinner discover diver
    drawer driverless dumper engineer-hour error factor floor door monitor sensor color colour mirror motor
    elevator indoor outdoor for nor or minor major prior poor humor favor flavor labor harbor anchor vector
    cursor meteor rumor tumor tremor vapor consumer-price hour four your our tour event document payment
    department shipment appointment equipment treatment moment percent content agreement statement comment
    management environment requirement assessment assignment segment argument amount investment settlement
    attachment improvement deployment replacement adjustment absent present recent different current urgent
    frequent silent patent spent sent went rent cent intent extent accent component accident incident talent
    orient convenient efficient permanent transparent consistent dependent independent prevalent evident
    excellent sufficient restaurant important relevant instant plant constant significant variant grant want
    distant elegant compliant redundant warrant brilliant tolerant dominant pendant covenant list exist
    checklist wishlist assist twist consist resist insist mist fist worklist playlist picklist shortlist
    whitelist blacklist waitlist allowlist see fee free tree three agree degree coffee guarantee knee bee flee
    toffee committee human woman german roman ottoman before dealer-portal per super upper lower inner outer
    higher bigger better faster easier cheaper earlier longer shorter smaller larger greater fewer newer older
    clearer safer simpler smoother quicker slower former another proper consider deliver enter remember render
    reorder trigger wonder suffer refer prefer differ cancer fever ladder layer ledger liter litre meter metre
    master-data membership pointer poster rubber sticker sweater tower trouser user-id voucher wrapper weather
    whenever wherever whoever calendar similar regular particular popular dollar barrier carrier-bag career deer
    beer cheer peer-review pier steer laser maker-space freezer cooler heater boiler toner binder ringer
    reminder remainder disorder ticker slider spinner toaster banner helper-text placeholder identifier modifier
    qualifier parameter diameter perimeter thermometer december november october september easter
    """.split()
)
_SPELLED = re.compile(r"^(?:[A-Z]{2,}|[A-Z]\d|[A-Z]-)")
_SAYS_AN = frozenset("AEFHILMNORSX")
_SOUNDS_LIKE_YOU = re.compile(
    r"^(?:uni(?!n|m)|use|usa|usu|util|ur[aei]|eu|ewe|one(?!i)|once|ubi|ufo|u-|uk\b|ux\b|ui\b)", re.IGNORECASE
)
_SILENT_H = re.compile(r"^(?:hour|honest|honou?r|heir)", re.IGNORECASE)


def article(phrase: str) -> str:
    """ "a" or "an" as it is said before the phrase: "an HR manager", "a user", "an hour"."""
    first = next(iter(re.findall(r"[^\W_][\w'-]*", phrase)), "")
    if _SPELLED.match(first) and not _SOUNDS_LIKE_YOU.match(first):
        return "an" if first[0] in _SAYS_AN else "a"
    if _SOUNDS_LIKE_YOU.match(first):
        return "a"
    if _SILENT_H.match(first) or first[:1].lower() in set("aeiouàáâäæéèêíóöøúü") or re.match(r"8|11\b|18\b", first):
        return "an"
    return "a"


def is_plural(word: str) -> bool:
    """Whether the word, as a noun, is more than one."""
    low = word.lower()
    if low in _IRREGULAR:
        return True
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is", "'s", "’s"))
        and low not in _SINGULAR_S
        and len(low) > 2  # noqa: PLR2004 - "is", "us", "as"
    )


def singular(word: str) -> str:
    """One of them: "agents" → "agent", "families" → "family"; a word that is one already stays."""
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if not is_plural(word):
        return word
    if low.endswith("ies") and len(low) > 4:  # noqa: PLR2004 - "pies", "ties"
        return word[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """Many of them: "box" → "boxes"; a word that is many already stays."""
    low = word.lower()
    if is_plural(word):
        return word
    if low in _PLURALS:
        return _PLURALS[low]
    if low.endswith("y") and low[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    if low.endswith(("ch", "sh", "s", "x", "z")):
        return word + "es"
    return word + "s"


def is_countable(word: str) -> bool:
    """Whether "a" may stand before the word: "a report", but "training", "stock"."""
    low = word.lower()
    if low in _COUNTABLE_DESPITE_ENDING:
        return True
    if low.endswith("work") and low not in {"network", "framework", "artwork", "patchwork"}:
        return False
    return low not in _UNCOUNTABLE and not low.endswith(_MASS_ENDINGS)


_SHORTEST_PERSON = 3  # letters of an unknown word, so that "per" or "fee" is nobody


def is_person(word: str) -> bool:
    """Whether the word names somebody: "agent", "nurses", "planner"; never a thing that only sounds so ("printer")."""
    low = word.lower().strip("'’")
    one = singular(low).lower()
    if low in _PEOPLE or one in _PEOPLE:
        return True
    last = one.rsplit("-", 1)[-1]
    return (
        len(last) > _SHORTEST_PERSON
        and last.endswith(_PERSON_ENDINGS)
        and last not in _NOT_PEOPLE
        and low not in _NOT_PEOPLE
        and not last.endswith("ment")
    )


_LINK = re.compile(
    r"(?<!\s)\s++(?:of|in|on|at|from|to|for|with|by|about|over|under|above|below|beyond|before|after|until|"
    r"without|within|through|into|via|during|than|older|younger|longer|larger|between|per|who|that|"
    r"which|as)\s",
    re.IGNORECASE,
)


def head(phrase: str) -> str:
    """The noun that a phrase is about: "the refund button on the page" → "button"."""
    core = _LINK.split(f"{phrase.strip()} ", maxsplit=1)[0]
    found = words(core)
    return found[-1] if found else ""


_ONE_OF_A_KIND = frozenset(
    "last next previous current same latest whole wrong right only main best fastest nearest "
    "shortest cheapest first oldest newest remaining".split()
)


def with_article(phrase: str) -> str:
    """The phrase with "a" or "an" where one thing needs it: "refund button" → "a refund button"; "training" stays."""
    found = words(phrase)
    noun = head(phrase)
    if not found or found[0] in DETERMINERS or found[0][0].isdigit() or not noun[:1].isalpha():
        return phrase
    if is_plural(noun) or not is_countable(noun) or not noun.isascii():
        return phrase
    if found[0] in _ONE_OF_A_KIND:
        return f"the {phrase}"
    if ", " in phrase or found[-1].startswith("multi"):
        return phrase
    return f"{article(phrase)} {phrase}"
