"""Problems: findings as values that are collected, never raised, and the table of their codes."""

# ruff: noqa: E501 - a table, one code a line

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Severity = Literal["error", "warning", "info"]


class Problem(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One finding. `path` is relative to `content/`; `line` and `column` are 1-based, 0 if unknown.

    `file`: the note's source file, relative to the garden's root, if it is not `content/` and the path. `subject`:
    what the problem is about, for code that looks for a fix: a link's target as typed, a file's address, or the path
    of an unpublished note.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    subject: str = ""

    @classmethod
    def of(
        cls, path: str, line: int, column: int, code: str, message: str, hint: str = "", subject: str = ""
    ) -> Problem:
        """A problem with the default severity of its code; the configuration may change it (`check.findings`)."""
        return cls(path, line, column, code, CODES[code].severity, message, hint, subject=subject)

    @property
    def shown_path(self) -> str:
        """The file name as findings show it."""
        return self.file or self.path


class Code(NamedTuple):
    """`title` is the heading of a group of findings; `meaning` and `remedy` are its documentation."""

    severity: Severity
    title: str
    meaning: str
    remedy: str


CODES: dict[str, Code] = {
    "link-missing": Code("error", "Wanted notes", "A relref names a note that does not exist; info if `[check] wanted` lists it as still to be written.", "Write the note, or fix the name."),
    "link-ambiguous": Code("error", "Ambiguous links", "A relref matches several notes.", "Give the path below content/."),
    "link-by-luck": Code("info", "Links that work by luck", "A link finds its file only by its name: other files have the same name, or the folder in the link is a different one.", "Write the full path."),
    "not-drawn": Code("info", "Files that are not drawn", "A note shows or links to a base, a canvas, a drawing or a query; pages do not show their content.", "Write the content as a note, or export a picture of it."),
    "html-markdown": Code("info", "Markdown in HTML", "A note of a vault has links or bold text inside an HTML block, where Obsidian does not render them.", "Leave a blank line after the HTML, or begin the line with text."),
    "html-dropped": Code("warning", "HTML that is left out", "A note has HTML that may run code, embed another site or ask for input; it is left out of the page.", "Link to it instead; unsafe_html = true keeps the HTML of all notes."),
    "embed-cycle": Code("warning", "Notes that embed themselves", "A note, section or block embeds something that embeds it again.", "Link to one of them instead of embedding it."),
    "daily-format": Code("warning", "Format of daily notes", "The format of a vault's daily notes has an unknown token, so no note counts as a daily note.", "Use YYYY, YY, MM, M, MMM, MMMM, DD, D, Do, ddd and dddd, and put other words in brackets."),
    "link-draft": Code("error", "Links to drafts", "A published note links to one that is not published.", "Publish the target, or remove the link."),
    "id-missing": Code("error", "Links to unknown ids", "A link names an id, a file or a heading that no published note has; the page shows its text without a link.", "Fix the link, or write the note."),
    "address-missing": Code("error", "Dead internal links", "A link leads to an address that does not exist on the site.", "Fix the address, or write the page."),
    "file-missing": Code("error", "Missing files", "A link leads to a file, such as a PDF, that does not exist.", "Put the file under static/, or fix the link."),
    "anchor-missing": Code("error", "Missing anchors", "A link's #anchor is not in the note it leads to.", "Use the id of a heading there."),
    "picture-missing": Code("error", "Missing pictures", "The file of a picture does not exist.", "Put the file under static/."),
    "picture-unused": Code("info", "Unused pictures", "No note shows the picture.", "Delete it, or show it."),
    "picture-large": Code("warning", "Large pictures", "A picture is over the size limit.", "Shrink it, or raise picture_limit."),
    "id-repeated": Code("warning", "Repeated ids", "A page has the same id twice; links reach the first only.", "Give one of the headings another id."),
    "address-clash": Code("error", "Notes with one address", "Two notes have the same address, or a note has the address of a file.", "Give one of them another slug or name."),
    "alias-clash": Code("error", "Alias clashes", "An alias is another page's address or alias.", "Remove one of the two."),
    "bundle-of-notes": Code("error", "Notes swallowed by an index.md", "An index.md makes its folder a single page, as in Hugo, so the other notes in the folder have no pages.", "Rename it to _index.md to make the folder a section."),
    "case-clash": Code("warning", "Names that differ only in case", "Two files are the same file on some file systems.", "Rename one."),
    "publish-unclear": Code("warning", "Keys of other programs", "The front matter says in another program's terms that the note is private. `public: false` keeps it from being published; `status: draft` and the like do not.", "Write draft: true, in a vault publish: false, or an expiryDate; or remove the key."),
    "front-matter": Code("error", "Front matter", "The front matter does not parse, or a value has the wrong type.", "Fix the syntax or the value."),
    "shortcode": Code("error", "Shortcodes", "A shortcode is unknown or malformed.", "Fix it, or put a template of that name in templates/shortcodes/."),
    "math": Code("error", "Formulas", "A formula is not valid TeX.", "Fix the TeX."),
    "encoding": Code("error", "Encoding", "The file is not UTF-8.", "Save it as UTF-8."),
    "unsafe-link": Code("error", "Refused links", "A link has a scheme that can run code.", "Use http(s), mailto or a path."),
    "org-leak": Code("warning", "Leaked org syntax", "The export to Markdown left Org syntax behind.", "Fix it in the Org file."),
    "link-dead": Code("warning", "Dead outgoing links", "Another site does not answer for a link (only with --external).", "Fix or remove the link."),
    "mention": Code("info", "Unlinked mentions", "A note names another without a link (only with --mentions).", "Link to it if that helps the reader."),
    "orphan": Code("info", "Orphans", "No note links to this one.", "Link to it from a related note."),
    "empty": Code("info", "Empty notes", "A note has no content.", "Write it, or delete it."),
    "metadata-only": Code("info", "Notes of metadata only", "A note has a list of tags or other terms, and nothing else.", "Write it, or delete it."),
    "self-link": Code("info", "Links to themselves", "A relref leads to its own note.", "Link to a heading in it, or remove the link."),
    "citation": Code("error", "Unknown citations", "A citation names a work that is in no bibliography of the file.", "Fix the key, or add the work."),
    "macro": Code("warning", "Unknown macros", "A macro is used that the file does not define.", "Define it with #+macro, or fix its name."),
    "target-missing": Code("error", "Links to nothing in the file", "A link names a heading, target or id that does not exist in its own file; the page shows its text without a link.", "Fix the link."),
    "dead-scheme": Code("info", "Links only an editor can follow", "A link runs something in the editor, so it cannot work on a page; the page shows its text only.", "Replace it, or leave it as it is."),
    "footnote": Code("error", "Footnotes that are not defined", "A footnote is referenced but not defined.", "Define it, or remove the reference."),
    "footnote-lost": Code("warning", "Footnotes that no page shows", "Nothing references a footnote, another footnote has the same label, or text below Org's heading Footnotes defines none.", "Reference it, give it a unique label, or delete it."),
    "unclosed": Code("warning", "Blocks that are not closed", "A block or an element is opened and never closed, so it is shown as text, or hides what follows.", "Close it."),
    "stray-drawer": Code("warning", "Misplaced property drawers", "A property drawer is in a place where Org ignores it.", "Move it directly below its heading, or to the top of the file."),
    "include": Code("error", "Includes", "An included file is missing, outside the garden, or includes itself.", "Fix the path."),
    "org-untitled": Code("warning", "Org files without a title", "An Org file has neither a title nor a heading with an EXPORT_FILE_NAME, so it makes no page.", "Write #+title: at its top, or exclude it from the garden."),
    "org-unpublished": Code("info", "Org text without a page", "Text of an Org file is on no page: a tag excludes the file or all its posts, an unpublished post is inside another one, the file has an ID and only its posts are pages, or the page waits for the publication of what it includes.", "To publish it, remove what excludes it."),
    "org-setting": Code("info", "Org settings that are not followed", "An Org file sets an Emacs variable or an ox-hugo key that the program does not support, or has inline tasks.", "Use a supported setting."),
    "note": Code("error", "Unreadable notes", "A note could not be parsed as its author intended.", "See the message."),
}  # fmt: skip
