"""Markup in a text: what is a tag, what only looks like one, and that nobody waits for it."""

from __future__ import annotations

import time

import pytest

from rnnviz.text.encoding import encode
from rnnviz.text.standardise import TAGS, standardise
from rnnviz.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary.build(["good film bad phim hay"], 9)
TAGGED = {
    "a <b>good</b> film": "a good film",
    "<p class='x'>good</p><BR>film<br/>": "good film",
    'see <a href="https://example.org/?a=1&b=2">this film</a>': "see this film",
    "<I>good</I > <hr />film": "good film",
    "<script>alert('hi'); x = a < b</script>good": "alert hi x a b good",
    "<script type='text/javascript'>alert('hi')</script>good": "good",
    "<style>p { color: red }</style> film": "film",
    "<script>good": "good",
    "<h1>Phim</h1>\n<span\nlang = vi>hay</span>": "phim hay",
    "good<br>film": "good film",
}
LEFT = {
    "I <3 this film": "i 3 this film",
    "a < b > c": "a b c",
    "5<6 and 7>2": "5 6 and 7 2",
    "<Mắt biếc> phim hay": "mắt biếc phim hay",
    "<Parasite> is good": "parasite is good",
    "x<b and c>d": "x b and c d",
    "<bad film>": "bad film",
    "good < /b> film": "good b film",
    "<": "",
    "<<<b": "b",
}


@pytest.mark.parametrize("text", TAGGED)
def test_tags_are_no_words(text):
    assert standardise(text).split() == TAGGED[text].split()


@pytest.mark.parametrize("text", LEFT)
def test_what_only_looks_like_a_tag_stays(text):
    assert standardise(text).split() == LEFT[text].split()


@pytest.mark.parametrize("tag", TAGS.split())
def test_every_tag_goes_in_each_of_its_forms(tag):
    forms = [f"<{tag}>", f"</{tag}>", f"<{tag}/>", f"<{tag.upper()} id=x>", f"<{tag} a='b' c=d />"]
    assert standardise("good " + " ".join(forms) + " film").split() == ["good", "film"]


@pytest.mark.parametrize("text", TAGGED)
def test_words_are_still_found_where_they_stand(text):
    encoding = encode(text, VOCABULARY)
    for token in encoding.tokens:
        assert encoding.text[token.start : token.end].lower() == token.word


HOSTILE = (
    "<", "<b", "<b ", "<a href=", "<script>", "<style>a", "<script>" + "a" * 90, "</", "<b =",
    "<b>", "<br", "<br ", "a\u0301", "\u0323\u0301", "'", "a'", "<a =\t",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.parametrize("head", ["", "<b "])
def test_the_work_grows_as_the_text_does(part, head):
    """Eight times the text is at most three times eight times the work; squared it would be 64."""

    def work(size: int) -> float:
        text = head + part * (size // len(part))
        times = []
        for _ in range(3):
            start = time.thread_time()  # of this thread alone: others at work do not count
            standardise(text)
            times.append(time.thread_time() - start)
        return min(times)

    assert work(160_000) < 24 * max(work(20_000), 0.001)
