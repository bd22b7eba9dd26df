"""Words that are added to a note's text, in the note's own language, as its exporter does."""

from __future__ import annotations

_ENGLISH = {
    "figure": "Figure", "table": "Table", "listing": "Code Snippet", "references": "References",
    "toc": "Table of Contents",
}  # fmt: skip
_WORDS = {
    "ar": ("شكل", "جدول", "شيفرة", "المراجع", "قائمة المحتويات"),
    "de": ("Abbildung", "Tabelle", "Programmlisting", "Literaturverzeichnis", "Inhaltsverzeichnis"),
    "es": ("Figura", "Tabla", "Listado de programa", "Referencias", "Índice"),
    "fa": ("شکل", "جدول", "کد", "منابع", "فهرست مطالب"),
    "fr": ("Figure", "Tableau", "Programme", "Références", "Table des matières"),
    "he": ("איור", "טבלה", "קוד", "מקורות", "תוכן העניינים"),
    "hi": ("चित्र", "सारणी", "कोड", "संदर्भ", "विषय-सूची"),
    "it": ("Figura", "Tabella", "Listato", "Riferimenti", "Indice"),
    "ja": ("図", "表", "ソースコード", "参考文献", "目次"),
    "ko": ("그림", "표", "코드", "참고 문헌", "목차"),
    "nl": ("Figuur", "Tabel", "Programma", "Bronverwijzingen", "Inhoudsopgave"),
    "pl": ("Rysunek", "Tabela", "Listing", "Bibliografia", "Spis treści"),
    "pt": ("Figura", "Tabela", "Listagem", "Referências", "Índice"),
    "ru": ("Рис.", "Таблица", "Распечатка", "Ссылки", "Содержание"),
    "sv": ("Illustration", "Tabell", "Programlistning", "Referenser", "Innehåll"),
    "tr": ("Şekil", "Tablo", "Program", "Referanslar", "İçindekiler"),
    "uk": ("Рисунок", "Таблиця", "Лістинг", "Література", "Зміст"),
    "zh": ("图", "表", "代码", "参考文献", "目录"),
}


def word(language: str, name: str) -> str:
    """`name`: a key of `_ENGLISH`. `language`: such as `de` or `pt_BR`; unknown ones use English."""
    own = _WORDS.get(language.replace("_", "-").partition("-")[0].lower())
    return own[list(_ENGLISH).index(name)] if own else _ENGLISH[name]
