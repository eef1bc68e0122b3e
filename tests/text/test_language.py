"""Which language a short text is in, on texts of our own writing."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.text.language import detect_language, language_of_texts
from rnnviz.ui.shell.examples import example_texts

ENGLISH = """
A quiet film, and a wonderful one.
Not bad at all, I was never bored.
This is the worst thing I have seen this year.
The soup was cold and the waiter did not care.
What a waste of two hours
I loved the ending but the middle is far too long.
Great music, awful acting.
Would not watch it again, even for free.
My daughter laughed from the first minute to the last.
The pho at Bun Cha Huong Lien was amazing, and the staff were so kind.
It's funny, it's sad, and it's over before you know it.
How could anyone sit through this?
Nice place for a date, but very expensive.
The director of Parasite has done it again, with a very different story.
boring
I do not think that any of them can act
We ordered the café au lait and it was excellent.
"""
VIETNAMESE = """
Phim hay quá, mình xem lại lần hai rồi.
Không dở chút nào.
Quán này phục vụ chậm, đồ ăn thì nguội.
Kết phim hơi hụt hẫng nhưng nhạc rất hay.
Diễn viên chính diễn quá đơ!
Chán
tuyệt vời
Mua vé xong thấy tiếc tiền ghê
Con mình thích lắm, cứ đòi đi xem nữa.
Món bún bò ở đây ăn được, giá 45k một tô.
Ko hay như quảng cáo, xem được 30 phút là buồn ngủ.
Đạo diễn làm phim này đúng là có tâm.
Nhân viên vui vẻ, quán sạch sẽ, sẽ quay lại.
Mình chưa từng xem phim nào chán như vậy
Ai thích phim hành động thì nên đi xem.
Cà phê ngon, wifi mạnh, ngồi làm việc cả ngày được.
Phim này ok nha mọi người, trailer sao phim vậy.
"""
WITHOUT_MARKS = """
phim hay qua, xem lai lan hai roi
khong do chut nao
quan nay phuc vu cham, do an nguoi
dien vien chinh dien qua do
phim chan lam, xem duoc nua tieng la buon ngu
nhan vien vui ve, quan sach se, se quay lai
mua ve xong thay tiec tien ghe
mon bun bo o day an duoc, gia 45k mot to
ko hay nhu quang cao
minh chua tung xem phim nao chan nhu vay
con minh thich lam, cu doi di xem nua
Ai thich phim hanh dong thi nen di xem
nhac phim hay, canh dep, ket phim hoi buon
do uong ngon ma gia hoi cao, khong gian am cung
"""
NEITHER = """
Der Film war wirklich schön, aber viel zu lang.
Das ist ein sehr guter Film und die Musik ist toll.
Ich habe mich keine Minute gelangweilt
Un film magnifique, mais la fin est un peu longue.
C'est le pire film que j'ai vu cette année.
Je ne suis pas d'accord avec vous
Una película muy buena, la recomiendo.
No me gustó nada, el final es muy malo.
Un film molto bello, ma troppo lungo.
Filme muito bom, mas não gostei do final.
De film was heel mooi, maar ook erg lang.
To jest bardzo dobry film, ale za długi.
Film ini sangat bagus dan saya suka sekali.
Filmen var väldigt bra och jag skrattade mycket.
Bu film çok güzel ama biraz uzun.
Фильм очень хороший, мне понравилось.
这部电影很好看
とても面白い映画でした
فيلم رائع جدا
zhe bu dian ying hen hao kan
Film foarte bun, dar prea lung și cam trist.
Film je dobar, ali predug za moj ukus, žao mi je.
A film nagyon jó volt, de túl hosszú.
Quán này food thì good but service was too slow
Phim này the best of the year, must watch with your friends nhé mọi người
10/10
😀👍
OK
...
hmm
Titanic
xyz qwrt plmk
"""
EXPECTED = {
    text: language
    for texts, language in (
        (ENGLISH, "en"),
        (VIETNAMESE, "vi"),
        (WITHOUT_MARKS, "vi"),
        (NEITHER, None),
    )
    for text in texts.strip().splitlines()
}


@pytest.mark.parametrize("text", EXPECTED)
def test_a_short_text_is_told(text):
    assert detect_language(text) == EXPECTED[text]


def test_there_are_enough_of_them():
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize("text", [text for text in EXPECTED if EXPECTED[text] == "vi"])
def test_half_the_marks_are_enough(text):
    words = text.replace("đ", "d").replace("Đ", "D").split()
    apart = [unicodedata.normalize("NFD", word) for word in words]
    plain = ["".join(c for c in word if not unicodedata.combining(c)) for word in apart]
    half = [new if k % 2 else old for k, (old, new) in enumerate(zip(words, plain, strict=True))]
    if len(words) > 3:  # of two or three syllables without marks nothing is sure
        assert detect_language(" ".join(half)) == "vi"
    assert detect_language(unicodedata.normalize("NFD", text)) == "vi"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_example_is_taken_for_the_other_language(language):
    for text in example_texts(language).values():
        assert detect_language(text) in (language, None)


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text):
    assert detect_language(text) in ("en", "vi", None)


def test_markup_is_not_english():
    assert detect_language("<b>Phim hay quá</b><br />mình rất thích <i>đoạn kết</i>") == "vi"


def test_a_long_text_is_judged_by_its_beginning():
    start = time.thread_time()
    assert detect_language("A quiet film, and a wonderful one. " * 30_000) == "en"
    assert time.thread_time() - start < 5


def test_many_texts_have_the_language_of_most():
    english, vietnamese = ENGLISH.strip().splitlines(), VIETNAMESE.strip().splitlines()
    assert language_of_texts(["10/10", *vietnamese, english[0]]) == "vi"
    assert language_of_texts([*english[:8], *vietnamese[:8]]) is None
    assert language_of_texts(["10/10", ""]) is None
