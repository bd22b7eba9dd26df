"""`info:` links: the pages of manuals of GNU software on the web."""

from __future__ import annotations

import re

_OF_EMACS = (
    "ada-mode auth autotype bovine calc ccmode cl dbus dired-x ebrowse ede ediff edt efaq-w32 efaq eieio eintr elisp "
    "emacs-gnutls emacs-mime emacs epa erc ert eshell eudc eww flymake forms gnus htmlfontify idlwave ido info "
    "mairix-el message mh-e newsticker nxml-mode octave-mode pcl-cvs pgg rcirc reftex remember sasl sc semantic ses "
    "sieve smtpmail speedbar srecode todo-mode tramp url vip viper widget wisent woman"
)
_ROOTS = {name: f"https://www.gnu.org/software/emacs/manual/html_node/{name}" for name in _OF_EMACS.split()}
_ROOTS["org"] = "https://orgmode.org/manual"
_ON_ONE_PAGE = {
    "libc": "https://www.gnu.org/software/libc/manual/html_mono/libc.html",
    "make": "https://www.gnu.org/software/make/manual/make.html",
}
_IN_NAME = re.compile(r"(\s+)|([^a-zA-Z0-9])")


def info_page(path: str) -> tuple[str, str, str, str]:
    """The address of `manual#node` or `manual::node`, the default text of links to it, no title, and a tooltip."""
    manual, _, node = path.replace("#", "::", 1).partition("::")
    node = node or "Top"
    name = "index" if node == "Top" else _IN_NAME.sub(_in_address, node.strip())
    root = _ROOTS.get(manual, f"https://www.gnu.org/software/{manual}/manual/html_node")
    address = _ON_ONE_PAGE.get(manual, f"{root}/{name}.html")
    text = f"{manual.title()} Info" if node == "Top" else f"{manual.title()} Info: {node}"
    return address, text, "", f'Emacs Lisp: (info "({manual}) {node}")'


def _in_address(found: re.Match[str]) -> str:
    return "-" if found[1] else f"_{ord(found[2]):04x}"
