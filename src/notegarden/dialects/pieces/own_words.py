"""Words that a reader writes into a page by itself, in the page's language."""

from __future__ import annotations

_ENGLISH = {"figure": "Figure", "table": "Table", "listing": "Code Snippet", "references": "References",
            "cited": "Also cited in"}  # fmt: skip
_WORDS = {
    "ar": ("شكل", "جدول", "شيفرة", "المراجع", "ورد أيضًا في"),
    "de": ("Abbildung", "Tabelle", "Programmlisting", "Literaturverzeichnis", "Auch zitiert in"),
    "es": ("Figura", "Tabla", "Listado de programa", "Referencias", "También citado en"),
    "fa": ("شکل", "جدول", "کد", "منابع", "همچنین در"),
    "fr": ("Figure", "Tableau", "Programme", "Références", "Également cité dans"),
    "he": ("איור", "טבלה", "קוד", "מקורות", "מצוטט גם ב"),
    "hi": ("चित्र", "सारणी", "कोड", "संदर्भ", "यहाँ भी उद्धृत"),
    "it": ("Figura", "Tabella", "Listato", "Riferimenti", "Citato anche in"),
    "ja": ("図", "表", "ソースコード", "参考文献", "他の引用元"),
    "ko": ("그림", "표", "코드", "참고 문헌", "다른 인용 노트"),
    "nl": ("Figuur", "Tabel", "Programma", "Bronverwijzingen", "Ook geciteerd in"),
    "pl": ("Rysunek", "Tabela", "Listing", "Bibliografia", "Cytowane także w"),
    "pt": ("Figura", "Tabela", "Listagem", "Referências", "Também citado em"),
    "ru": ("Рис.", "Таблица", "Распечатка", "Ссылки", "Также цитируется в"),
    "sv": ("Illustration", "Tabell", "Programlistning", "Referenser", "Citeras även i"),
    "tr": ("Şekil", "Tablo", "Program", "Referanslar", "Ayrıca şurada anılıyor"),
    "uk": ("Рисунок", "Таблиця", "Лістинг", "Література", "Також цитується в"),
    "zh": ("图", "表", "代码", "参考文献", "另见引用于"),
}


def word(language: str, name: str) -> str:
    """`name`: figure, table, listing, references or cited. `language`: as `de` or `pt_BR`; for others it is English."""
    own = _WORDS.get(language.replace("_", "-").partition("-")[0].lower())
    return own[list(_ENGLISH).index(name)] if own else _ENGLISH[name]
