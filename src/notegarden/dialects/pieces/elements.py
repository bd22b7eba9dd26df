"""HTML element names by how a browser's parser treats their tags (HTML Standard, section 13.2.6)."""

VOID = frozenset(("area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "image", "img", "input", "link",
    "meta", "param", "source", "track", "wbr"))  # fmt: skip
FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TABLE_PARTS = frozenset(("caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"))
OLD_BLOCKS = HEADINGS | {"blockquote", "center", "dir", "div", "dl", "listing", "menu", "ol", "p", "pre", "ul"}
BLOCKS = OLD_BLOCKS | {"address", "article", "aside", "details", "dialog", "fieldset", "figcaption", "figure",
    "footer", "header", "hgroup", "main", "nav", "search", "section", "summary"}  # fmt: skip
CLOSES_P = BLOCKS | {"dd", "dt", "form", "hr", "li", "plaintext", "table", "xmp"}
