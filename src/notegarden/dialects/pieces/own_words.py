"""Words that are added to a note's text, in the note's own language, as its exporter does."""

from __future__ import annotations

_ENGLISH = {"figure": "Figure", "table": "Table", "listing": "Code Snippet", "references": "References"}
_WORDS = {
    "ar": ("شكل", "جدول", "شيفرة", "المراجع"),
    "de": ("Abbildung", "Tabelle", "Programmlisting", "Literaturverzeichnis"),
    "es": ("Figura", "Tabla", "Listado de programa", "Referencias"),
    "fa": ("شکل", "جدول", "کد", "منابع"),
    "fr": ("Figure", "Tableau", "Programme", "Références"),
    "he": ("איור", "טבלה", "קוד", "מקורות"),
    "hi": ("चित्र", "सारणी", "कोड", "संदर्भ"),
    "it": ("Figura", "Tabella", "Listato", "Riferimenti"),
    "ja": ("図", "表", "ソースコード", "参考文献"),
    "ko": ("그림", "표", "코드", "참고 문헌"),
    "nl": ("Figuur", "Tabel", "Programma", "Bronverwijzingen"),
    "pl": ("Rysunek", "Tabela", "Listing", "Bibliografia"),
    "pt": ("Figura", "Tabela", "Listagem", "Referências"),
    "ru": ("Рис.", "Таблица", "Распечатка", "Ссылки"),
    "sv": ("Illustration", "Tabell", "Programlistning", "Referenser"),
    "tr": ("Şekil", "Tablo", "Program", "Referanslar"),
    "uk": ("Рисунок", "Таблиця", "Лістинг", "Література"),
    "zh": ("图", "表", "代码", "参考文献"),
}


def word(language: str, name: str) -> str:
    """`name`: figure, table, listing or references. `language`: such as `de` or `pt_BR`; unknown ones use English."""
    own = _WORDS.get(language.replace("_", "-").partition("-")[0].lower())
    return own[list(_ENGLISH).index(name)] if own else _ENGLISH[name]
