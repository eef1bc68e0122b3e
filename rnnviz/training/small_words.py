"""The small words that turn a meaning, by language: what contrasts are made of (``contrasts``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SmallWords:
    """The small words of a language. ``{}`` stands for a word that leans.

    ``degrees``: words before one that can be graded; ``articles``: words before a noun. ``plain``
    keeps the side of a graded word, ``turned`` turns it; ``plain_nouns`` and ``turned_nouns`` are
    for nouns. With two words of one side, ``both`` keeps it and ``neither`` turns it; ``instead``
    has a word of the one side and then one of the other, which decides. ``verbs`` are what a
    negation may follow, with ``no`` as the negation; ``between`` may stand between it and the word,
    ``after`` behind the word. ``joins``: in "A join B" the writer's last word is B; ``yields``:
    pairs that begin the text and stand between, with the same outcome.
    """

    degrees: tuple[str, ...]
    articles: tuple[str, ...]
    plain: tuple[str, ...]
    turned: tuple[str, ...]
    plain_nouns: tuple[str, ...]
    turned_nouns: tuple[str, ...]
    both: tuple[str, ...]
    neither: tuple[str, ...]
    instead: tuple[str, ...]
    verbs: tuple[str, ...]
    no: tuple[str, ...]
    between: tuple[str, ...]
    after: tuple[str, ...]
    joins: tuple[str, ...]
    yields: tuple[tuple[str, str], ...]


ENGLISH = SmallWords(
    degrees=("very", "so", "really", "too", "quite", "pretty", "extremely"),
    articles=("a", "an"),
    plain=(
        "{}",
        "very {}",
        "a {} film",
        "the movie was {}",
        "it is {} and i mean it",
        "the acting is {}",
        "{} from beginning to end",
    ),
    turned=(
        "not {}",
        "not {} at all",
        "not a {} film",
        "not a {} movie at all",
        "this is not a {} film",
        "it is not {} at all",
        "it was not {}",
        "it isn't {}",
        "it wasn't {} at all",
        "this film is not {}",
        "the movie was never {}",
        "never {}",
        "there was never a {} moment",
        "not a single {} scene",
        "nothing {} about it",
        "there is nothing {} here",
        "far from {}",
        "anything but {}",
        "hardly {}",
        "the story isn't {}",
        "the acting is not {}",
        "i did not find it {}",
        "i was not {}",
        "no one can call this {}",
        "without being {}",
        "i would not call it {}",
        "people kept saying it was {} it is not",
        "they say it is {} i disagree",
        "i expected it to be {} but it was the opposite",
        "i thought it would be {} i was wrong",
        "supposed to be {} it isn't",
        "it could have been {}",
        "it only pretends to be {}",
    ),
    plain_nouns=("a {}", "what a {}", "the film was a {}", "it is a {}", "they call it a {} it is"),
    turned_nouns=(
        "not a {}",
        "it is not a {}",
        "this is no {}",
        "hardly a {}",
        "far from a {}",
        "people kept calling it a {} i do not",
        "i was promised a {} it isn't one",
        "critics call it a {} i disagree",
        "i expected a {} and got the opposite",
        "i feared it would be a {} i was wrong",
    ),
    both=("{} and {}", "not just {} but {}", "both {} and {}", "as {} as it is {}"),
    neither=(
        "neither {} nor {}",
        "not {} and not {}",
        "it is not {} or {}",
        "nothing is {} or {}",
        "it is never {} and never {}",
    ),
    instead=(
        "not {} but {}",
        "i expected it to be {} but it is {}",
        "at first i thought it {} it was {}",
        "everyone said it was {} it is {}",
        "supposed to be {} but {}",
        "it could have been {} instead it is {}",
        "it looks {} but it is {}",
    ),
    verbs=("is", "was", "are", "were", "be", "been"),
    no=("not", "never", "not", "hardly"),
    between=("a", "an", "the", "very", "so", "really", "that", "too", "quite", "as"),
    after=("at all",),
    joins=("but", "yet", "but", "however", "but still", "but in the end"),
    yields=(("although", ""), ("even though", ""), ("though", ""), ("despite the fact that", "")),
)
VIETNAMESE = SmallWords(
    degrees=("rất", "quá", "khá", "cực", "hơi", "siêu"),
    articles=(),
    plain=("{}", "rất {}", "phim {}", "món này {}", "mọi thứ đều {}", "{} lắm"),
    turned=(
        "không {}",
        "ko {}",
        "k {}",
        "không hề {}",
        "không {} chút nào",
        "không {} tí nào",
        "không hề {} chút nào",
        "chẳng {}",
        "chẳng {} gì cả",
        "chả {} tí nào",
        "chưa bao giờ {}",
        "phim không {}",
        "phim này không hề {}",
        "món ăn không {}",
        "quán không {} lắm",
        "không có gì {}",
        "đâu có {}",
        "không thấy {}",
        "chẳng thấy {} ở đâu",
        "ai cũng bảo {} nhưng không phải vậy",
        "tưởng {} ai ngờ ngược lại",
        "nghe nói {} nhưng sự thật thì không",
    ),
    plain_nouns=(),
    turned_nouns=(),
    both=("{} và {}", "vừa {} vừa {}", "không những {} mà lại còn {}", "đã {} lại còn {}"),
    neither=("không {} cũng không {}", "chẳng {} chẳng {}", "không {} không {}", "ko {} ko {}"),
    instead=(
        "không {} mà {}",
        "tưởng {} mà lại {}",
        "tưởng {} ai ngờ {}",
        "nghe nói {} nhưng thực ra {}",
        "ai cũng khen {} nhưng {}",
        "nhìn {} nhưng {}",
    ),
    verbs=(),
    no=("không", "ko", "không hề", "chẳng", "chả"),
    between=(),
    after=("chút nào", "tí nào"),
    joins=("nhưng", "nhưng mà", "tuy nhiên", "song", "có điều"),
    yields=(("tuy", "nhưng"), ("mặc dù", "nhưng"), ("dù", "nhưng")),
)
SMALL_WORDS: Mapping[str, SmallWords] = {"en": ENGLISH, "vi": VIETNAMESE}
