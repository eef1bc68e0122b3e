"""One term for each thing in Vietnamese, the one a Vietnamese teacher would use."""

from __future__ import annotations

import re

import pytest

from rnnviz.i18n import catalogue

VI = catalogue("vi")
# What a word must not say, what says it instead, and the keys in which it means something else.
BANNED = {
    # Regression; recurrence is "hồi tiếp".
    "hồi quy": (
        "hồi tiếp",
        {"weather.baseline.linear", "weather.baseline.linear_long", "weather.table_how"},
    ),
    # What a model says is a prediction. Here the network contradicts: an idiom.
    "kết luận": ("dự đoán", {"cost.turned"}),
    "lật ngược": ("đảo chiều", set()),
    "đổi phía": ("đảo chiều", set()),
    "đổi chiều": ("đảo chiều", set()),
    "giá trị riêng": ("trị riêng", set()),
    "bình luận": ("bài đánh giá", set()),
    "bài review": ("bài đánh giá", set()),
    "láng giềng": ("từ lân cận", set()),
    "bậc thang": ("bước", set()),
    "cái thang": ("bước", set()),
    "trên không": ("lớn hơn 0", set()),
    "dưới không": ("nhỏ hơn 0", set()),
    "bằng không": ("bằng 0", set()),
    "toàn số không": ("toàn số 0", set()),
    "lên tiếng": ("đóng góp", set()),
    "chỉ vào": ("rê chuột (hoặc chạm) vào", set()),
    "ký ức": ("trí nhớ", set()),
    "update gate": ("cổng update", set()),
    "forget gate": ("cổng forget", set()),
    # One spelling: the tone stands on the main vowel, as in schoolbooks.
    "xóa": ("xoá", set()),
    "khóa": ("khoá", set()),
    "hóa": ("hoá", set()),
    "lũy": ("luỹ", set()),
}
# The terms themselves, each where it is taught.
TERMS = {
    "home.intro": "Mạng nơ-ron hồi tiếp",
    "home.title": "Xem RNN hoạt động",
    "reviews.verdict": "Dự đoán",
    "reviews.flip": "đảo chiều",
    "memory.radius_help": "trị riêng",
    "build.past.radius": "trị riêng",
    "text.label": "bài đánh giá (review)",
    "build.ladder": "Các bước xây dựng",
    "embeddings.vectors_read": "Xanh: lớn hơn 0; cam: nhỏ hơn 0",
    "build.formula.first": "chỉ còn từ và các bias đóng góp",
    "cost.before": "Đọc toàn bộ văn bản",
    "cost.points": "điểm phần trăm",
    "tokens.tokens_hint": "Rê chuột (hoặc chạm) vào một từ",
    "tokens.coverage_how": "theo tần suất xuất hiện",
    "why.one_length": "Một cách là đưa mọi văn bản về cùng độ dài",
    "build.past.z_title": "Sao không truyền thẳng z sang bước sau?",
    "memory.story_vanishing": "Qua mỗi bước, gradient chỉ còn khoảng",
    "weather.baseline.linear": "hồi quy tuyến tính",
}


@pytest.mark.parametrize("word", BANNED)
def test_no_message_uses_a_word_for_something_else(word):
    _, allowed = BANNED[word]
    used = {
        key for key, message in VI.items() if re.search(rf"(?<!\w){word}", message, re.IGNORECASE)
    }
    assert used == allowed, f"say “{BANNED[word][0]}”"


@pytest.mark.parametrize("key", TERMS)
def test_a_term_stands_where_it_is_taught(key):
    assert TERMS[key] in re.sub(r"\[([^\]]+)\]\(#part-\w+\)", r"\1", VI[key])


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_picture_is_said_to_stand_left_or_right(language):
    """Columns lie one above the other on a phone. Inside one drawing, or a text, sides stay."""
    words = {"en": r"\bon the (left|right)\b", "vi": r"[Bb]ên (trái|phải)"}[language]
    found = {key for key, message in catalogue(language).items() if re.search(words, message)}
    file = "findings.times_side_by_side.action"
    assert found <= {"build.concat.picture", "build.concat.how", file}
