"""`youtube`, `vimeo`, and plain links in place of embeds from other sites."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from notegarden.dialects.hugo.shortcodes import Call, ShortcodeError
from notegarden.dialects.pieces.draft import NoteDraft, Placeholder
from notegarden.dialects.pieces.html import escape

_FALSE = ("false", "0", "")


def _flag(call: Call, name: str, default: bool = False) -> str:
    value = call.named.get(name)
    return str(int(default if value is None else value.lower() not in _FALSE))


def _id(call: Call) -> str:
    identity = call.get("id", 0)
    if not identity:
        raise ShortcodeError("needs the id of the video", f"write {call.name} ID")
    return quote(identity, safe="")


def _frame(call: Call, address: str, title: str) -> Placeholder:
    placeholder = Placeholder(call.source, call.line, call.column)
    css = escape(call.named.get("class", "video"))
    placeholder.html = (
        f'<div class="{css}"><iframe src="{escape(address)}" title="{escape(title)}" loading="lazy" allowfullscreen '
        'allow="fullscreen; picture-in-picture; encrypted-media" referrerpolicy="strict-origin-when-cross-origin">'
        "</iframe></div>\n"
    )
    placeholder.alone = True
    return placeholder


def youtube(_draft: NoteDraft, call: Call) -> Placeholder:
    autoplay = _flag(call, "autoplay")
    query = {
        **({"playlist": call.get("id", 0) or ""} if _flag(call, "loop") == "1" else {}),  # loop needs a playlist
        "autoplay": autoplay,
        "controls": _flag(call, "controls", default=True),
        "end": call.named.get("end", "0"),
        "loop": _flag(call, "loop"),
        "mute": _flag(call, "mute", default=autoplay == "1"),  # browsers allow autoplay only without sound
        "start": call.named.get("start", "0"),
    }
    address = f"https://www.youtube.com/embed/{_id(call)}?{urlencode(sorted(query.items()))}"
    return _frame(call, address, call.named.get("title") or "YouTube video")


def vimeo(_draft: NoteDraft, call: Call) -> Placeholder:
    address = f"https://player.vimeo.com/video/{_id(call)}?dnt=0"
    return _frame(call, address, call.named.get("title") or call.get("title", 2) or "Vimeo video")


def post_link(_draft: NoteDraft, call: Call) -> Placeholder:
    """`x`, `tweet`, `instagram`, `gist`: a link to the post, because a build fetches nothing from other sites."""
    user, identity = call.get("user", 0), call.get("id", 1)
    if call.name == "instagram":
        address = f"https://www.instagram.com/p/{quote(call.get('id', 0) or '', safe='')}"
    elif call.name == "gist":
        address = f"https://gist.github.com/{quote(user or '', safe='')}/{quote(identity or '', safe='')}"
    else:
        address = f"https://x.com/{quote(user or '', safe='')}/status/{quote(identity or '', safe='')}"
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.html = f'<p><a href="{escape(address)}">{escape(address)}</a></p>\n'
    placeholder.alone, placeholder.plain = True, address
    return placeholder
