"""Whether a text is English or Vietnamese: by letters, small words, and the shape of syllables.

Enough to notice that a text is in another language than a model reads, and careful: where it cannot
know, and for any third language, the answer is None. It knows nothing of meaning or of spelling.

Three kinds of evidence, each a share of the words:

- letters that only Vietnamese has (ơ, ư, ế, ặ …), and its small words that carry marks;
- without marks, words that look like Vietnamese syllables, some small words among them;
- English small words, against those of other languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rnnviz.models.specs import Language
from rnnviz.text.marks import without_marks
from rnnviz.text.standardise import split_words, standardise

MOST, ENOUGH = 400, 10_000  # words and characters looked at

# No other language in wide use writes these.
_ONLY_VIETNAMESE = frozenset("ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_VIETNAMESE_WORDS = """
và là không có của cho với này đó các những một mình tôi phim quán đã đang sẽ rất quá lắm nên thì
mà như từ trong ra vào lên thôi đi ăn ngon hay chán dở tệ đẹp vui buồn nhân viên món đồ cũng còn
khi đến về nhà cảm thấy xem lại chưa chẳng chả đừng hơn nhất đầu hết sao gì tuyệt bánh bún trà giá
uống bạn mua tiền tiếc thêm xong
"""
_VIETNAMESE = frozenset(_VIETNAMESE_WORDS.split())
# Without marks; none of them is a common word of English, French, Spanish or German.
_WITHOUT_MARKS_WORDS = """
khong phim nhung duoc nguoi rat cua minh nhu quan dien vien cung nen ngon nhan phuc vu xem lai
chan hoi thich dep nhieu gia qua lam voi mot cac nay thi roi chua cham thay nghe noi dung biet ko
kh hok dc vs mik mk ntn hem khg tuyet ngoi moi dang thoi nhat lan nua tot vay trong canh nhac hom
nha hang uong sach se gio luon chung gan duong khach cam dong cho mua tien tiec xong ghe ban banh
bun com tra them
"""
_WITHOUT_MARKS = frozenset(_WITHOUT_MARKS_WORDS.split())
_ENGLISH_WORDS = """
the and of is was it this that with for not but you are have has had his her they she what which
who would could should there their were been from very just about really never ever because than
then when where how why if so my your our its it's i'm i've don't didn't isn't wasn't can't
couldn't good bad great movie boring best worst nice love loved hate hated amazing awful terrible
wonderful excellent beautiful funny dull food service place story acting actors watch watched
watching watchable recommend enjoyed enjoy disappointing disappointed nothing everything something
anyone more most too much many some any only also well again after before while through all these
those am be do does did will
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# English too, but other languages have them as well: they only count beside others.
_WEAK_ENGLISH_WORDS = """
a i an in on to no he me we as at by or film one
"""
_WEAK_ENGLISH = frozenset(_WEAK_ENGLISH_WORDS.split())
_OTHERS_WORDS = """
der die das und ist nicht ein eine einen sehr aber war mit ich auf den dem zu für auch wie nur le
la les et est pas un une très mais c'est ce que qui dans pour avec je il elle j'ai du des el los
las y es muy pero una por con para no lo se su más película esta este está fue del di che non è
molto ma gli nel della sono bello questo questa i per film o os as e é muito mas uma não com filme
eu da em foi de het een niet van en maar zeer ik dit dat met voor was ook jest nie to się na że
bardzo ale jak ten och är inte det som att på jag ini itu yang dan tidak sangat saya untuk dengan
bagus sekali ang ng ako maganda bir ve çok bu ama için değil güzel
"""
_OTHERS = frozenset(_OTHERS_WORDS.split()) - _ENGLISH

_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
_RIME = (
    r"(?:i|e|a|o|u|y|ia|ie|ieu|iu|iem|ien|iep|iet|ieng|iec|im|in|ip|it|inh|ich|em|en|ep|et|eo|eng|ec"
    r"|eu|enh|ech|am|an|ap|at|ang|ac|anh|ach|ai|ay|ao|au|om|on|op|ot|ong|oc|oi|oa|oai|oan|oang|oat"
    r"|oac|oanh|oach|oay|oe|oet|oen|um|un|up|ut|ung|uc|ui|ua|uan|uang|uat|uay|uy|uye|uyen|uyet|uynh"
    r"|uyt|ue|uong|uoc|uon|uot|uom|uoi|uou|uu|uya|uo|uenh|yen|yeu|yet)"
)
_SYLLABLE = re.compile(_ONSET + _RIME)
_CHAT_WORDS = """
k ko kh dc đc vs ntn ok j z vl bt nv sp mn hok mk
"""
_LETTER_SHORT = frozenset(_CHAT_WORDS.split())


def detect_language(text: str) -> Language | None:
    """``en``, ``vi``, or None: too little to go by, a mixture, or another language."""
    words = [w for w in split_words(standardise(text[:ENOUGH]))[:MOST] if not w.isdigit()]
    latin = [w for w in words if any(c.isascii() or "\u00c0" <= c <= "\u1eff" for c in w)]
    if not words or len(latin) < 0.7 * len(words):
        return None
    count = len(words)
    marked = sum(w in _VIETNAMESE or not _ONLY_VIETNAMESE.isdisjoint(w) for w in words) / count
    sure = sum(not _ONLY_VIETNAMESE.isdisjoint(w) for w in words)
    english = sum(w in _ENGLISH for w in words) / count
    if english:
        english += 0.5 * sum(w in _WEAK_ENGLISH for w in words) / count
    others = sum(w in _OTHERS or _is_foreign(w) for w in words) / count
    if marked >= 0.3 and marked >= 2 * english and marked > others and (sure or count <= 3):
        return "vi"
    if _looks_unmarked(words):
        return "vi"
    least = 0.5 if count <= 3 else 0.2
    if english >= least and english > 1.5 * others and english >= 3 * marked:
        return "en"
    return None


def language_of_texts(texts: Iterable[str]) -> Language | None:
    """The language of more than half of the texts that have one; None if there is no such."""
    found = Counter(language for text in texts if (language := detect_language(text)))
    for language, times in found.items():
        if 2 * times > found.total():
            return language
    return None


def _looks_unmarked(words: list[str]) -> bool:
    """Whether these are syllables as Vietnamese has them, and some of its small words.

    Marks count for nothing: some people write some of them.
    """
    if any(map(_is_foreign, words)):
        return False
    plain = [without_marks(w) for w in words]
    odd = [w for w in plain if not (_SYLLABLE.fullmatch(w) or w in _LETTER_SHORT)]
    small = sum(w in _WITHOUT_MARKS for w in plain)
    english = sum(w in _ENGLISH for w in odd)
    if len(odd) > 0.2 * len(words) or english > 0.1 * len(words):
        return False
    # Many syllables in a row are telling in themselves.
    least = 0.1 if len(words) >= 10 and len(odd) <= 0.1 * len(words) else 0.2
    return small >= max(1, least * len(words))


def _is_foreign(word: str) -> bool:
    """Whether a word has a letter that neither English nor Vietnamese writes."""
    return any(c > "\x7f" and c.isalpha() and not _known_letter(c) for c in word)


def _known_letter(letter: str) -> bool:
    return letter in _ONLY_VIETNAMESE or letter in "àáâãèéêìíòóôõùúýăđĩũ"
