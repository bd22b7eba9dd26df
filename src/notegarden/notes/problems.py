"""Problems: findings as values that are collected and never raised, and the table of their codes."""

# ruff: noqa: E501 - a table, one code a line

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Severity = Literal["error", "warning", "info"]


class Problem(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One finding. `path` is relative to `content/`; `line` and `column` are 1-based, 0 where unknown.

    `file`: where the note is written, relative to the garden's root, if that is not `content/` and the path. `subject`:
    what the problem is about, for those that look for a way out: a link's target as typed, a file's address, the
    path of a note that is not published.
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
        """A problem at the severity of its code; the configuration may judge otherwise (`check.findings`)."""
        return cls(path, line, column, code, CODES[code].severity, message, hint, subject=subject)

    @property
    def shown_path(self) -> str:
        """The file as findings name it."""
        return self.file or self.path


class Code(NamedTuple):
    """`title` heads a group of findings; `meaning` and `remedy` are its documentation."""

    severity: Severity
    title: str
    meaning: str
    remedy: str


CODES: dict[str, Code] = {
    "link-missing": Code("error", "Wanted notes", "A relref names a note that does not exist; info where `[check] wanted` lists it as still to be written.", "Write the note, or mend the name."),
    "link-ambiguous": Code("error", "Ambiguous links", "A relref fits several notes.", "Give the path below content/."),
    "link-by-luck": Code("info", "Links that work by luck", "A link finds its file by the name alone: others have the name, or the folder it names is another.", "Write the whole path."),
    "not-drawn": Code("info", "Files that are not drawn", "A note shows or links to a base, a canvas, a drawing or a query, whose rows, cards and lines no page shows.", "Write what readers need as a note, or export a picture of it."),
    "html-markdown": Code("info", "Markdown in HTML", "A note of a vault has links or bold text in a block of HTML, where Obsidian shows them as they are typed.", "Leave a blank line behind the HTML, or begin the line with text."),
    "html-dropped": Code("warning", "HTML that is left out", "A note has HTML that may run programs, show another site or ask for input, which no page shows.", "Link to it instead; unsafe_html = true lets the HTML of all notes through."),
    "embed-cycle": Code("warning", "Notes that embed themselves", "A note, a section or a block embeds something that shows it again.", "Link to one of them instead of embedding it."),
    "daily-format": Code("warning", "Format of daily notes", "The format of a vault's daily notes has a token that is not understood, so that no note counts as one.", "Use YYYY, YY, MM, M, MMM, MMMM, DD, D, Do, ddd and dddd, and put other words in brackets."),
    "link-draft": Code("error", "Links to drafts", "A published note links to one that is not.", "Publish the target, or drop the link."),
    "id-missing": Code("error", "Links to unknown ids", "A link names an id, a file or a heading that no published note has.", "Mend the link, or write the note; its words are shown meanwhile."),
    "address-missing": Code("error", "Dead internal links", "A link leads to an address that the site has not.", "Mend the address, or write the page."),
    "file-missing": Code("error", "Missing files", "A link leads to a file, a PDF for instance, that is not there.", "Put the file under static/, or mend the link."),
    "anchor-missing": Code("error", "Missing anchors", "A link's #anchor is not in the note it leads to.", "Use the id of a heading there."),
    "picture-missing": Code("error", "Missing pictures", "A picture's file is not there.", "Put the file under static/."),
    "picture-unused": Code("info", "Unused pictures", "No note shows the picture.", "Delete it, or show it."),
    "picture-large": Code("warning", "Large pictures", "A picture is over the size limit.", "Shrink it, or raise picture_limit."),
    "id-repeated": Code("warning", "Repeated ids", "A page has the same id twice; links reach the first only.", "Give one of the headings another id."),
    "address-clash": Code("error", "Notes with one address", "Two notes want the same address, or a note that of a file.", "Give one of them another slug or name."),
    "alias-clash": Code("error", "Alias clashes", "An alias is another page's address or alias.", "Drop one of the two."),
    "bundle-of-notes": Code("error", "Notes swallowed by an index.md", "An index.md makes its folder one page, as in Hugo, so the other notes of the folder have none.", "Rename it to _index.md, and the folder is a section."),
    "case-clash": Code("warning", "Names that differ in case alone", "Two files are one on some file systems.", "Rename one."),
    "publish-unclear": Code("warning", "Keys of other programs", "The front matter says in words of other programs that the note is not for readers: public: false keeps it back, status: draft and the like do not.", "Write draft: true, in a vault publish: false, or an expiryDate; or drop the key."),
    "front-matter": Code("error", "Front matter", "The front matter does not parse, or a value has the wrong type.", "Mend the syntax or the value."),
    "shortcode": Code("error", "Shortcodes", "A shortcode is unknown or malformed.", "Mend it, or put a template of that name in templates/shortcodes/."),
    "math": Code("error", "Formulas", "A formula is not valid TeX.", "Mend the TeX."),
    "encoding": Code("error", "Encoding", "The file is not UTF-8.", "Save it as UTF-8."),
    "unsafe-link": Code("error", "Refused links", "A link with a scheme that can run code.", "Use http(s), mailto or a path."),
    "org-leak": Code("warning", "Leaked org syntax", "Org syntax that the export left behind.", "Mend it in the org file."),
    "link-dead": Code("warning", "Dead outgoing links", "Another site does not answer for a link (only with --external).", "Mend or drop the link."),
    "mention": Code("info", "Unlinked mentions", "A note names another without a link (only with --mentions).", "Link to it where that helps the reader."),
    "orphan": Code("info", "Orphans", "No note links to this one.", "Link to it from where it belongs."),
    "empty": Code("info", "Empty notes", "A note with nothing in it.", "Write it, or delete it."),
    "metadata-only": Code("info", "Notes of metadata only", "A note with a list of tags and the like, and nothing below it.", "Write it, or delete it."),
    "self-link": Code("info", "Links to themselves", "A relref leads to the note that it stands in.", "Link to a heading of it, or drop the link."),
    "citation": Code("error", "Unknown citations", "A citation names a work that no bibliography of the file has.", "Mend the key, or add the work."),
    "macro": Code("warning", "Unknown macros", "A macro is used that the file does not define.", "Define it with #+macro, or mend its name."),
    "target-missing": Code("error", "Links to nothing in the file", "A link names a heading, a target or an id of its own file that is not there.", "Mend the link; its words are shown meanwhile."),
    "dead-scheme": Code("info", "Links only an editor can follow", "A link that runs something in the editor leads nowhere on a page.", "Its words are shown alone."),
    "footnote": Code("error", "Footnotes that are not defined", "A footnote is referred to and defined nowhere.", "Define it, or drop the reference."),
    "footnote-lost": Code("warning", "Footnotes that no page shows", "Nothing refers to a footnote, or its label is taken by another one.", "Refer to it, give it a label of its own, or delete it."),
    "unclosed": Code("warning", "Blocks that are not closed", "A block or an element is begun and never ended, so that it is shown as text, or hides what follows.", "Close it."),
    "stray-drawer": Code("warning", "Misplaced property drawers", "A property drawer stands where Org reads none.", "Move it right below its heading, or to the top of the file."),
    "include": Code("error", "Includes", "A file that is to be included is missing, outside of the garden, or includes itself.", "Mend the path."),
    "org-untitled": Code("warning", "Org files without a title", "An Org file has neither a title nor a heading with an EXPORT_FILE_NAME, so it makes no page.", "Write #+title: at its top, or keep it out of the garden."),
    "org-unpublished": Code("info", "Org text without a page", "Text of an Org file stands on no page: a tag keeps the file or all its posts back, a post inside another is kept back, the file has an ID and only posts in it are pages, or the page waits for what it includes.", "Drop what keeps it back to publish it."),
    "org-setting": Code("info", "Org settings that are not followed", "An Org file sets a variable of Emacs that the program does not know, or has inline tasks.", "Write it in a way that is followed."),
    "note": Code("error", "Unreadable notes", "A note could not be read as its author meant it.", "See the message."),
}  # fmt: skip
