"""Find keys, tokens and passwords in a text by their form.

The rules of detect-secrets know about twenty services; this file adds others. Its rules that guess by entropy or
keyword are not used: they match prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

_DETECTORS = (
    "AWSKeyDetector", "ArtifactoryDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "DiscordBotTokenDetector",
    "GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector", "MailchimpDetector", "NpmDetector",
    "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector",
    "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip
_FORMS = {
    "Airtable": r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}",
    "Alibaba": r"LTAI[A-Za-z0-9]{20,24}",
    "Anthropic": r"sk-ant-[\w-]{30,}",
    "Atlassian": r"ATATT3[\w=-]{60,}",
    "AWS": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}|bedrock-api-key-[A-Za-z0-9+/=]{20,}",
    "Azure": r"[\w.~-]{3}[78]Q~[\w.~-]{31,34}",
    "Bitbucket": r"ATBB[A-Za-z0-9]{28,}",
    "Databricks": r"dapi[0-9a-f]{32}(?:-\d)?",
    "DigitalOcean": r"do[opr]_v1_[0-9a-f]{64}",
    "Discord": r"https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d{15,21}/[\w-]{40,}",
    "Docker": r"dckr_(?:pat|oat)_[\w-]{20,}",
    "Doppler": r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[\w-]+\.)?[A-Za-z0-9]{40,}",
    "Dropbox": r"sl\.[\w-]{100,}",
    "Facebook": r"EAA[A-Za-z0-9]{90,}",
    "Figma": r"fig[dou]_[\w-]{40,}|figd_[\w-]{30,}",
    "Fly.io": r"fo1_[\w-]{43}|fm[12]_[A-Za-z0-9+/]{60,}",
    "GitHub": r"github_pat_\w{22}_\w{59}|gh[pousr]_[A-Za-z0-9]{36,}",
    "GitLab": r"gl(?:pat|ptt|rt|dt|soat|ft|cbt|agent|imt|oas|ffct)-[\w.-]{20,}",
    "Google": r"AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{40,}|1//0[\w-]{60,}",
    "Grafana": r"gl(?:sa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}|c_[A-Za-z0-9+/=]{32,})",
    "Groq": r"gsk_[A-Za-z0-9]{50,}",
    "Heroku": r"HRKU-[\w-]{36,}",
    "Hugging Face": r"(?:hf|api_org)_[A-Za-z0-9]{34,}",
    "LangSmith": r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}",
    "Linear": r"lin_(?:api|oauth)_[A-Za-z0-9]{40,}",
    "Mailgun": r"key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}",
    "Mapbox": r"sk\.eyJ[\w-]{40,}\.[\w-]{20,}",
    "OAuth": r"(?<=Bearer )[\w.~+/-]{30,}=*",
    "New Relic": r"NRAK-[A-Z0-9]{27}|NRII-[\w-]{32}",
    "Notion": r"ntn_[A-Za-z0-9]{43,}|secret_[A-Za-z0-9]{43}",
    "npm": r"npm_[A-Za-z0-9]{36}",
    "NVIDIA": r"nvapi-[\w-]{60,}",
    "OpenAI": r"sk-(?:proj|svcacct|admin|None)-[\w-]{40,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
    "OpenRouter": r"sk-or-(?:v1-)?[0-9a-f]{40,}",
    "Perplexity": r"pplx-[A-Za-z0-9]{40,}",
    "PlanetScale": r"pscale_(?:tkn|pw|oauth)_[\w.=-]{32,}",
    "Postman": r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
    "Pulumi": r"pul-[0-9a-f]{40}",
    "Replicate": r"r8_[A-Za-z0-9]{37}",
    "RubyGems": r"rubygems_[0-9a-f]{48}",
    "Rust crates": r"cio[A-Za-z0-9]{32}",
    "Sentry": r"sntry[su]_[\w+/=.-]{40,}",
    "Shopify": r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    "Slack": r"https://hooks\.slack\.com/(?:services|workflows|triggers)/[\w/]{20,}|xapp-\d-[\w-]{20,}|xox[abeoprs]-[\w-]{20,}",
    "Stripe": r"(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{20,}|whsec_[A-Za-z0-9+/=]{32,}",
    "Supabase": r"sb(?:p|_secret)_[\w-]{30,}",
    "Tailscale": r"tskey-(?:[a-z]+-)?[A-Za-z0-9]+-[A-Za-z0-9]{16,}",
    "Terraform": r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}",
    "Together": r"tgp_v1_[\w-]{40,}",
    "Vault": r"hv[sbr]\.[\w-]{24,}",
    "Vercel": r"vc[pkira]_[A-Za-z0-9]{24,}",
    "WireGuard": r"(?<=PrivateKey = )[A-Za-z0-9+/]{43}=",
    "xAI": r"xai-[A-Za-z0-9]{70,}",
}  # fmt: skip
_FORM = re.compile("|".join(rf"(?<![\w.~+-])({form})(?![A-Za-z0-9_])" for form in _FORMS.values()))
_LONG = re.compile(r"[\w.~+/=:-]{20,}")  # where a key may be: searching only there is forty times faster
_WORD = re.compile(r"[^\s<>]{9}|-----BEGIN")  # the minimum that any rule of detect-secrets needs
_BLOCK = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{58,}")
_PASSWORDS = (
    "passw(?:or)?d|pwd|passphrase|passcode|passwort|(?<![a-z])pass|kennwort|mot de passe|contraseña|senha|palavra-passe"
    "|wachtwoord|hasło|пароль|parola|şifre|heslo|lösenord|salasana|密码|密碼|口令|パスワード|비밀번호|암호"
    "|كلمة المرور|סיסמה|رمز عبور|पासवर्ड"
)
"""Words that precede a password, in the languages of the interface and some others."""
_NAMES = rf"(?:key|token|secret|credentials?|{_PASSWORDS})"
_SIGN = r"(?:=>|:=|[:=：]|\bis:?|\bist:?|\best[ ]?:?|\bes:?|\bè:?|\bé:?)"
_ASSIGNED = re.compile(
    rf"""(?:^|[^A-Za-z])["']?(?P<name>[\w.-]{{0,40}}{_NAMES})["']?"""
    rf"""[ \t]{{0,3}}{_SIGN}[ \t]{{0,3}}(?P<quote>["'`]?)(?P<value>[^\s"'`<>(){{}}\[\]$,;|]{{8,200}})""",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_AND_SIGN = re.compile(rf"""{_NAMES}["']?[ \t]{{0,3}}{_SIGN}""", re.IGNORECASE)
"""A name and a sign, which each such line contains: searching for that first is faster."""
_PASSWORD = re.compile(_PASSWORDS, re.IGNORECASE)
# Credentials passed to programs: in a command, a netrc file, a header, an otpauth URL.
_GIVEN = re.compile(
    r"""\bcurl\b[^\n]{0,200}?[ ](?:-u|--user)[ =]?["']?[^\s:"']{1,60}:(?P<curl>[^\s"']{6,})"""
    r"""|\bsshpass[ ]+-p[ ]*["']?(?P<ssh>[^\s"']{6,})"""
    r"""|\blogin[ \t\n]+\S{1,80}[ \t\n]+password[ \t\n]+(?P<netrc>\S{6,})"""
    r"""|\bAuthorization["']?[:=][ ]*["']?Basic[ ]+(?P<basic>(?=[a-z]*[A-Z0-9])[A-Za-z0-9+/]{12,}={0,2})"""
    r"""|\botpauth://[^\s"'<>]{1,200}?[?&]secret=(?P<code>[A-Z2-7]{16,})"""
)
_PLACEHOLDER = re.compile(
    r"example|your|xxx|\.\.\.|…|\*\*|change|placeholder|dummy|sample|redacted|12345678|insert|todo|foobar|test",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:https?:|/|\.{1,2}/|[A-Za-z_]\w*[.:]{1,2}[A-Za-z_]).*|[a-z_]+(?:[A-Z]+[a-z0-9]+)+"
    r"|[a-z]+(?:[_.][a-z0-9]+)+|[a-z0-9]+(?:[_.][a-z]+)+"
)
_NO_KEY = re.compile(r"(?<!api)(?<!access)(?<!auth)(?<!secret)(?<!private)(?<=[a-z])key$")  # monkey, hotkey
_PIECE, _OVERLAP = 20_000, 400


def keys_in(text: str) -> Iterator[tuple[str, str]]:
    """(kind of key, the key) for each key in the text, without duplicates."""
    found: list[str] = []
    for kind, key in (*_known_forms(text), *_given(text), *_assigned(text), *_detected(text)):
        if not any(key in longer for longer in found):
            found.append(key)
            yield kind, key


def _known_forms(text: str) -> Iterator[tuple[str, str]]:
    services = list(_FORMS)
    for long in _LONG.finditer(text):
        for match in _FORM.finditer(text, long.start(), long.end()):
            yield f"{services[(match.lastindex or 1) - 1]} key", match[0]
    for block in _BLOCK.findall(text):
        yield "Private Key", block


def _given(text: str) -> Iterator[tuple[str, str]]:
    """Credentials passed to programs, except examples and variables."""
    for found in _GIVEN.finditer(text):
        value = found[found.lastgroup or 0]
        if not _PLACEHOLDER.search(value) and value[0] not in "$<{%" and value.lower() not in ("password", "secret"):
            yield "Password", value


def _detected(text: str) -> Iterator[tuple[str, str]]:
    lines = "\n".join(line for line in text.splitlines() if _WORD.search(line))
    for at in range(0, len(lines), _PIECE - _OVERLAP):  # in batches, because one call per line is slow
        for detector in _detectors():
            yield from ((detector.secret_type, found) for found in detector.analyze_string(lines[at : at + _PIECE]))


def _assigned(text: str) -> Iterator[tuple[str, str]]:
    """Values assigned to a name of a key or password, unless they are words, code or examples."""
    lines = "\n".join(line for line in text.splitlines() if _NAME_AND_SIGN.search(line))
    for found in _ASSIGNED.finditer(lines):
        value = found["value"].rstrip(".:!?)&")
        digits = sum(char.isdigit() for char in value)
        letters = sum(char.isalpha() for char in value)
        if (
            _NO_KEY.search(found["name"])
            or _PLACEHOLDER.search(value)
            or _CODE.fullmatch(value)
            or not digits
            or not letters
        ):
            continue
        if _PASSWORD.search(found["name"]):
            if len(value) >= 8:
                yield "Password", value
        elif len(value) >= 20 and digits >= 2 and len(set(value)) >= 10 and re.fullmatch(r"[\w+/=.~-]+", value):
            yield "Key", value


@cache
def _detectors() -> tuple[Any, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    known: dict[str, Any] = get_mapping_from_secret_type_to_class()
    classes = {each.__name__: each for each in known.values()}
    return tuple(classes[name]() for name in _DETECTORS if name in classes)
