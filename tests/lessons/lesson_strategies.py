"""Random examples of the lesson: sentences, sizes, draws and edits."""

from hypothesis import strategies as st

from rnnviz.lessons.edits import GATE_BIASES, word_tag
from rnnviz.lessons.example import MAX_SIZE, MAX_WORDS, Sizes, build_example

sizes = st.builds(
    Sizes, st.integers(2, MAX_WORDS), st.integers(2, MAX_SIZE), st.integers(2, MAX_SIZE)
)
WORDS = ["not", "bad", "at", "all", "i", "was", "it's", "phim", "好"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1)
values = st.integers(-999, 999).map(lambda hundredths: hundredths / 100)
index = st.integers(0, 7)
places = st.one_of(
    st.tuples(st.sampled_from(["W_ih", "W_hh", "W_out"]), index, index),
    st.tuples(st.sampled_from(["b_ih", "b_hh", "b_out", *GATE_BIASES]), st.just(0), index),
    st.tuples(st.just("E"), st.sampled_from(["not", "bad", "nobody"]).map(word_tag), index),
)
edits = st.dictionaries(places, values, max_size=12)
draws = st.integers(0, 999)
examples = st.builds(build_example, sentences, sizes, draws, edits)
