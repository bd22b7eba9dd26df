"""What `preflight` knows by its form: keys of many services, spellings of addresses, places in media, names."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, PngImagePlugin

from notegarden.check.emails import emails_in
from notegarden.check.keys import keys_in
from notegarden.check.leaks import Known, leaks
from notegarden.check.places import says_where
from notegarden.cli import main


def mixed(length: int) -> str:
    return ("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zC" * 8)[:length]


def hexed(length: int) -> str:
    return ("0a1b2c3d4e5f6789" * 8)[:length]


# Parted, so that no host takes this file for a leak.
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
def test_a_key_is_found_once_wherever_it_stands(key: str) -> None:
    for text in (key, f"export A={key}\n", f'"{key}",', f"the key ({key}) is old", f"{'x ' * 15_000}{key} y"):
        assert [found for _, found in keys_in(text)] == [key], text[-200:]


@pytest.mark.parametrize(("text", "value"), GIVEN)
def test_what_is_given_to_a_password_or_key_is_found(text: str, value: str) -> None:
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
def test_prose_and_code_hold_no_key(text: str) -> None:
    assert [*keys_in(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "anna@firm.net", "anna [at] firm [dot] net", "anna(at)firm.net", "anna at firm dot net", "Anna AT firm DOT net",
        "mailto:anna%40firm.net", "anna{at}firm.net", "anna＠firm.net", "anna @ firm.net", "anna_at_firm.net",
        "anna (at) firm (punkt) net", "anna [ät] firm.net", "anna@\u200bfirm.net", "**anna**@firm.net",
        "<anna@firm.net>.",
    ],
)  # fmt: skip
def test_an_address_is_found_in_any_spelling(text: str) -> None:
    assert [each.lower() for each in emails_in(f"Ask {text} today")] == ["anna@firm.net"]


def test_addresses_in_other_scripts_are_found() -> None:
    assert {*emails_in("анна@почта.рф anna@müller.de a@b.xn--p1ai")} == {
        "анна@почта.рф",
        "anna@müller.de",
        "a@b.xn--p1ai",
    }


@pytest.mark.parametrize(
    "text",
    [
        "y = W @ x.T", "a @ b.shape[0]", "arrived at the dot product", "look at this dot com page", "npm i pkg@1.2.3",
        "user@2x.png", "git@host.net:me/n.git", "me@example.org", "they met at noon in Rome", "f(at)x",
        "@media (at) all",
        "the list[at].append", "model_at_step.co_x",
    ],
)  # fmt: skip
def test_prose_and_code_hold_no_address(text: str) -> None:
    assert emails_in(text) == {}


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,12.5N"/></rdf:RDF></x:xmpmeta>'
)


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def exif(*, place: bool) -> bytes:
    data = Image.Exif()
    data[0x010F] = "A camera"
    gps = data.get_ifd(0x8825)
    gps[0] = b"\2\3\0\0"  # the version, which many cameras write without a place
    if place:
        gps[2], gps[4] = (48.0, 12.0, 30.0), (16.0, 22.0, 5.0)
    return data.tobytes()


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif", "tif", "heic"])
@pytest.mark.parametrize("place", [True, False])
def test_a_place_in_exif_data_is_found(tmp_path: Path, ending: str, *, place: bool) -> None:
    file = tmp_path / f"x.{ending}"
    if ending == "heic":  # nothing here writes one: its boxes around the same data
        data = b"\0\0\0\6" + exif(place=place)
        file.write_bytes(box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"mdat", data))
    else:
        Image.new("RGB", (40, 30), "green").save(file, exif=exif(place=place))
    assert says_where(file) is place


def test_a_place_in_xmp_data_is_found(tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 30), "green")
    picture.save(tmp_path / "x.jpg", xmp=XMP)
    picture.save(tmp_path / "x.webp", xmp=XMP)
    for packed in (False, True):
        told = PngImagePlugin.PngInfo()
        told.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=packed)
        picture.save(tmp_path / f"{packed}.png", pnginfo=told)
    assert zlib.compress(XMP)[2:20] in (tmp_path / "True.png").read_bytes(), "it is packed"
    assert all(says_where(file) for file in tmp_path.iterdir())


def test_a_place_in_a_film_is_found(tmp_path: Path) -> None:
    for name, data, found in (
        ("a.mp4", box(b"\xa9xyz", b"\0\x12\x15\xc7+48.2082+016.3738/"), True),
        ("b.mov", b"com.apple.quicktime.location.ISO6709\0\0\0\0+48.2082+016.3738/", True),
        ("c.mp4", box(b"\xa9too", b"\0\0\0\0a program"), False),
        ("d.mp4", b"", False),
    ):
        (tmp_path / name).write_bytes(box(b"moov", box(b"udta", data)) if data else b"")
        assert says_where(tmp_path / name) is found, name


@pytest.mark.parametrize(
    "data", [b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"II*\0\0\0\0\0" * 50]
)
def test_broken_media_say_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.jpg").write_bytes(data)
    assert not says_where(tmp_path / "x.jpg")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<p>これは夜鷹計画です。</p>", "夜鷹計画"), ("<p>see project-nightjar/</p>", "Project Nightjar"),
        ("<p>Project\u00a0Nightjar</p>", "Project Nightjar"), ("<p>Ada\u2019s Plan</p>", "Ada's Plan"),
        ("<p>Pro<b>ject Night</b>jar</p>", "Project Nightjar"), ("<p>Project_Nightjar.zip</p>", "Project Nightjar"),
        ('<img alt="PROJECT  NIGHTJAR">', "Project Nightjar"), ("<p>Project Nightjars</p>", ""),
        ("<p>reproject</p>", ""),
    ],
)  # fmt: skip
def test_a_private_word_is_found_however_it_is_written(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    found = leaks(tmp_path, ["a.html"], Known({}, words=("夜鷹計画", "Project Nightjar", "Ada's Plan", "project")[:3]))
    assert [leak.what for leak in found] == ([f"a private word: {word}"] if word else [])


def test_what_a_garden_would_let_out_is_found(tmp_path: Path) -> None:
    """Files of any ending, nested tags, names of unpublished notes that a note links to."""
    files = {
        "content/posts/resignation.md": "+++\ntitle = 'Resignation'\ndraft = true\n+++\n",
        "content/posts/leaving-the-firm.md": "+++\ntitle = 'Out'\ndraft = true\n+++\n",
        "content/posts/linked.md": "Of [Resignation](resignation.md) I think.\n",
        "content/posts/unlinked.md": "Resignation is a word.\n",
        "content/posts/address.md": "It was at /posts/leaving-the-firm/ once.\n",
        "content/posts/nested.md": "+++\ntags = ['diary/work']\n+++\nText.\n",
        "content/Journal/a.md": "Text.\n",
        "content/posts/entity.md": "Text.\n\nAsk &#97;nna&#64;firm&#46;net now.\n",
        "static/deep.env": f"A={KEYS[0]}\n",
        "static/card.vcf": "EMAIL:anna@firm.net\n",
        "static/binary.bin": "anna@firm.net\0",
        "static/unused.svg": "<svg/>",
        "static/logo.svg": "<svg/>",
        "templates/base.html": "{% extends 'theme/base.html' %}{% block brand %}<img src='/logo.svg'>{% endblock %}",
        "notegarden.toml": "[private]\ntags = ['diary']\nfolders = ['journal']\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["preflight", str(tmp_path), "--format", "json"])
    found = json.loads(done.stdout)["leaks"]
    assert {(each["kind"], each.get("path") or each["file"], each.get("line", 0)) for each in found} == {
        ("unpublished", "posts/linked.md", 1), ("unpublished", "posts/address.md", 1),
        ("private", "posts/nested.md", 0),
        ("private", "Journal/a.md", 0), ("email", "posts/entity.md", 3),
        ("secret", "deep.env", 0), ("email", "card.vcf", 0),
        ("unlinked", "deep.env", 0), ("unlinked", "card.vcf", 0), ("unlinked", "binary.bin", 0),
        ("unlinked", "unused.svg", 0),
    }  # fmt: skip
