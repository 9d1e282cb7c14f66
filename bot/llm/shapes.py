"""Secrets that can be told by their shape, each under the name that people read.

They cover what detect-secrets (Apache-2.0) looks for, told anew for what people write rather than for source code: no
rule goes by how random a word looks, since hashes, UUIDs and order numbers do as well and are no secrets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_B64 = r"[A-Za-z0-9+/]"

SHAPES: Mapping[str, str] = {
    "private key": (
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----.*?"
        r"(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\Z)"
        r"|PuTTY-User-Key-File-\d:.*?(?:Private-MAC: [0-9a-f]+|\Z)"
    ),
    "AWS key": r"\b(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AKIA|ANPA|AROA|ASIA)[0-9A-Z]{16}\b",
    "AWS secret": (
        r"(?i:(?<=aws_secret_access_key=)|(?<=aws_secret_access_key = )|(?<=secretaccesskey: )"
        rf"|(?<=secret access key: )|(?<=secret access key is )){_B64}{{40}}(?![A-Za-z0-9+/=])"
    ),
    "Azure key": (
        r"(?i:(?<=accountkey=)|(?<=sharedaccesskey=)|(?<=sharedaccesssignature=)|(?<=[?&]sig=)|(?<=[?&]code=))"
        r"[A-Za-z0-9+/%_=-]{30,}"
    ),
    "Azure secret": r"(?<![\w~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![\w~-])",
    "Google key": r"\bAIza[0-9A-Za-z_-]{30,}",
    "Google token": r"\b(?:ya29\.[0-9A-Za-z_-]{20,}|GOCSPX-[0-9A-Za-z_-]{20,}|1//0[0-9A-Za-z_-]{30,})",
    "GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
    "GitLab token": r"\b(?:gl(?:pat|dt|cbt|ptt|ft|soat|agent|oas)-|glrt-|GR1348941)[A-Za-z0-9_-]{16,}",
    "chat token": r"\b(?:xox[abeprs]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{10,}|xoxe\.xox[bp]-[A-Za-z0-9-]{10,})",
    "web hook": (
        r"https://hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Za-z0-9_/+-]{20,}"
        r"|https://[a-z0-9.-]+\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{20,}"
        r"|https://discord(?:app)?\.com/api/webhooks/\d+/[A-Za-z0-9_-]{20,}"
    ),
    "Discord token": r"\b[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,38}",
    "Telegram token": r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b",
    "model key": r"\bsk-[A-Za-z0-9_-]{16,}",
    "payment key": (
        r"\b(?:[rs]k_(?:live|test)_[0-9A-Za-z]{16,}|whsec_[0-9A-Za-z]{20,}|sq0(?:atp|csp)-[0-9A-Za-z_-]{22,})"
    ),
    "mail key": r"\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{39,50}|\b[0-9a-f]{32}-us\d{1,2}\b|\bkey-[0-9a-f]{32}\b",
    "phone key": r"\b(?:AC|SK)[0-9a-f]{32}\b",
    "package token": (
        r"\b(?:npm_[A-Za-z0-9]{36}|pypi-AgE[A-Za-z0-9_-]{50,}|rubygems_[0-9a-f]{48}|dckr_pat_[A-Za-z0-9_-]{20,})"
    ),
    "npm token": r"(?<=_authToken=)[A-Za-z0-9_.+/=-]{16,}",
    "service token": (
        r"\b(?:shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|dop_v1_[0-9a-f]{64}|hvs\.[A-Za-z0-9_-]{24,}|lin_api_[A-Za-z0-9]{32,}"
        r"|secret_[A-Za-z0-9]{40,}|ntn_[A-Za-z0-9]{40,}|ATATT3[A-Za-z0-9_=-]{50,}|figd_[A-Za-z0-9_-]{36,}"
        r"|sntrys_[A-Za-z0-9_=+/-]{40,}|AKC[a-zA-Z0-9]{10,}|hf_[A-Za-z0-9]{30,}|dapi[0-9a-f]{32})"
    ),
    "web token": r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
    "bearer": r"(?<=[Bb]earer )[A-Za-z0-9._~+/=-]{12,}|(?<=[Bb]asic )[A-Za-z0-9+/]{16,}={0,2}(?![\w+/])",
    "address with a password": r"\b[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@]+@\S+",
    "password": (
        r"(?i:(?<=password is )|(?<=password: )|(?<=password=)|(?<=passwd=)|(?<=passwd: )|(?<=pwd=)|(?<=pwd: )"
        r"|(?<=secret=)|(?<=secret: )|(?<=token=)|(?<=token: )|(?<=api_key=)|(?<=api_key: )|(?<=api-key: )"
        r"|(?<=api key: )|(?<=apikey=)|(?<=apikey: )|(?<=passphrase: )|(?<=access_key=)|(?<=private_key=)"
        r"|(?<=client_secret=)|(?<=clientsecret=))(?!\[hidden-)[^\s,;\"'“”]{4,}"
    ),
    "card number": (
        r"(?<![\d.,-])(?<![\da-fA-F]{7}[a-fA-F])(?:\d[ -]?){12,18}\d(?![\d-]|[.,]\d|[a-fA-F][\da-fA-F]{7})"
    ),  # nor within a hash
    "bank account": r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
}
"""Card and account numbers also have to pass their check digits."""

_IBAN_SHORTEST = 15


def passes_its_check(name: str, text: str) -> bool:
    """Whether a text of this shape is one of these, as far as it can be calculated."""
    check = _CHECKED.get(name)
    return check is None or check(text)


def _is_card(text: str) -> bool:
    """The check digit fits, and it begins as cards do."""
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) if index % 2 else digit for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1 and digits[0] in _BRANDS


_BRANDS = frozenset({2, 3, 4, 5, 6})


def _is_account(text: str) -> bool:
    joined = "".join(text.split())
    if len(joined) < _IBAN_SHORTEST:
        return False
    return int("".join(str(int(char, 36)) for char in joined[4:] + joined[:4])) % 97 == 1


_CHECKED: Mapping[str, Callable[[str], bool]] = {"card number": _is_card, "bank account": _is_account}
