"""Keys and passwords are recognized by their form, or by the name they are assigned to; prose and code contain none."""

from __future__ import annotations

import pytest

from notegarden.check.keys import keys_in


def mixed(length: int) -> str:
    return ("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zC" * 8)[:length]


def hexed(length: int) -> str:
    return ("0a1b2c3d4e5f6789" * 8)[:length]


# Split, so that no host takes this file for a leak.
KEYS = [
    "AIza" + "SyD-" + mixed(31),
    "GOCSPX-" + mixed(28),
    "sk-ant-" + "api03-" + mixed(90),
    "sk-proj-" + mixed(80),
    "sk-or-" + "v1-" + hexed(64),
    "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH",
    "github_pat_" + mixed(22) + "_" + mixed(59),
    "dop_v1_" + hexed(64),
    "dapi" + hexed(32),
    "gsk_" + mixed(52),
    "r8_" + mixed(37),
    "ntn_" + "12345678901" + mixed(35),
    "lin_api_" + mixed(40),
    "shpat_" + hexed(32),
    "PMAK-" + hexed(24) + "-" + hexed(34),
    "glsa_" + mixed(32) + "_" + hexed(8),
    "hvs." + mixed(90),
    "dp.pt." + mixed(43),
    "dckr_pat_" + mixed(27),
    "rubygems_" + hexed(48),
    "sbp_" + hexed(40),
    "figd_" + mixed(40),
    "https://hooks.slack.com/services/" + "T01ABCDEF/B01ABCDEF/" + mixed(24),
    "https://discord.com/api/webhooks/" + "123456789012345678/" + mixed(68),
    "rk_live_" + mixed(24),
    "ATATT3" + mixed(170),
    "pat" + mixed(14) + "." + hexed(64),
    "key-" + hexed(32),
    "NRAK-" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ1",
    "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----",
    "AGE-SECRET-" + "KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE",
]


GIVEN = [
    (
        "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzK4kd9Qz1t",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzK4kd9Qz1t",
    ),
    ("CLOUDFLARE_API_TOKEN=" + mixed(40), mixed(40)),
    ('"password": "hunter2hunter2",', "hunter2hunter2"),
    ("my wifi passwort: k4ffee-am-morgen", "k4ffee-am-morgen"),
    ("The wifi password is: hunter2hunter2.", "hunter2hunter2"),
    ("Das Passwort ist geh3imnis-42, sagt er", "geh3imnis-42"),
    ("smtp:\n  user: me\n  pass: xk29dk20dkQ", "xk29dk20dkQ"),
    ("Le mot de passe est : s3same-ouvre-toi", "s3same-ouvre-toi"),
    ("la contraseña es abrete-s3samo", "abrete-s3samo"),
    ("a senha é abre-te-s3samo", "abre-te-s3samo"),
    ("Пароль: Сезам2024откройся", "Сезам2024откройся"),
    ("hasło: sezamie0tworz", "sezamie0tworz"),
    ("パスワード：hirake5goma7", "hirake5goma7"),
    ("密码：zhimakaimen88", "zhimakaimen88"),
    ("비밀번호: yeolryeora7kkae", "yeolryeora7kkae"),
    ("machine api.host.net login me password gj38dj28dhX", "gj38dj28dhX"),
    ("curl -s -u ada:S3cretWord https://api.host.net", "S3cretWord"),
    ("sshpass -p 'S3cretWord' ssh host", "S3cretWord"),
    ("Authorization: Basic " + "YWRhOnNlc2FtZS1vcGVuLTQy", "YWRhOnNlc2FtZS1vcGVuLTQy"),
    ("otpauth://totp/Me?issuer=X&secret=" + "KRSXG5CTMVRXEZLU", "KRSXG5CTMVRXEZLU"),
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_found_once_in_any_context(key: str) -> None:
    for text in (key, f"export A={key}\n", f'"{key}",', f"the key ({key}) is old", f"{'x ' * 15_000}{key} y"):
        assert [found for _, found in keys_in(text)] == [key], text[-200:]


@pytest.mark.parametrize(("text", "value"), GIVEN)
def test_a_value_assigned_to_a_password_or_key_is_found(text: str, value: str) -> None:
    assert [found for _, found in keys_in(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "api_key = os.environ[\"KEY_1\"]", "password: at least 8 characters", "password=config.db1",
        "token: str = next1()",
        "api_key=YOUR_API_KEY_1234567890123", "secret = get_secret_value_1", "the key: 0x7fffffff",
        "AIza and sk-ant keys",
        "`password: $PASSWORD1`", "key: https://example.net/1234567890123456789012",
        "primary_key: 20240506_notes_on_keys",
        "compass: north123 by east", "bypass is v1.2.3-rc4", "the pass is 2473m4 high up", "curl -u user:$TOKEN1 url",
        "curl -u me:password https://host", "password is required since 2019",
        "Authorization: Basic authentication", "The key is 12345678901234567890123",
        "hf_hub_download", "const token = tokenizer2.next", "dp.pt.zero", "monkey: aB3dE5gH7jK9mN1pQ2rS", "key=value1",
    ],
)  # fmt: skip
def test_prose_and_code_contain_no_key(text: str) -> None:
    assert [*keys_in(text)] == []
