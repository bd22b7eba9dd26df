"""One sentence in eight languages: how many characters it has, and how many bytes of UTF-8."""

from __future__ import annotations

from svg import Drawing, save

# The first sentence of article 1 of the Universal Declaration of Human Rights.
SENTENCES = {
    "English": "All human beings are born free and equal in dignity and rights.",
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
    "Russian": "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "Greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "Thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "Hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "Japanese": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "Chinese": "人人生而自由,在尊严和权利上一律平等。",
}


def draw() -> Drawing:
    left, row_height, scale = 126, 58, 1.85
    drawing = Drawing(640, len(SENTENCES) * row_height + 44)
    drawing.rect(left, 6, 22, 22, fill="a", radius=3)
    drawing.text(left + 30, 25, "characters", size=22)
    drawing.rect(left + 170, 6, 22, 22, fill="b-wash", stroke="b", radius=3)
    drawing.text(left + 200, 25, "bytes", size=22)
    for row, (language, sentence) in enumerate(SENTENCES.items()):
        y = 44 + row * row_height
        characters, size = len(sentence), len(sentence.encode())
        drawing.text(left - 12, y + 31, language, size=23, anchor="end")
        drawing.rect(left, y, size * scale, 44, fill="b-wash", stroke="b", radius=4)
        drawing.rect(left, y + 11, characters * scale, 22, fill="a", radius=3)
        drawing.text(left + size * scale + 8, y + 30, str(size), size=23)
    return drawing


if __name__ == "__main__":
    save("utf8-bytes.svg", draw())
