"""Training on reviews: it learns, repeats itself for a seed, and never looks at validation."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from rnnviz.models.checkpoint import Checkpoint, ModelInfo, load_checkpoint, save_checkpoint
from rnnviz.models.specs import CELL_KINDS, ClassifierSpec
from rnnviz.text.reviews import CorpusError, Reviews
from rnnviz.training.loop import EpochDone, Finished, LoopSpec
from rnnviz.training.reviews import (
    bucketed,
    predict,
    prepare,
    split_films,
    train_events,
)
from rnnviz.training.specs import ReviewTraining

GOOD = ("wonderful", "lovely", "brilliant", "moving")
BAD = ("terrible", "boring", "awful", "clumsy")
PLAIN = ("the", "film", "and", "a", "story", "of", "it", "was", "actor", "scene")


def tiny_corpus(count: int = 120) -> Reviews:
    """Short reviews of our own with a signal to find, half of them positive, three to a film."""
    rng = random.Random(0)
    texts = []
    for i in range(count):
        words = rng.choices(PLAIN, k=rng.randint(3, 12))
        words.insert(rng.randrange(len(words)), rng.choice(GOOD if i % 2 else BAD))
        texts.append(" ".join(words))
    films = tuple(f"film {i // 3}" for i in range(count))
    return Reviews(tuple(texts), tuple(i % 2 for i in range(count)), films, "tiny")


def settings(cell: str = "gru", **changes) -> ReviewTraining:
    model = ClassifierSpec(cell=cell, vocab_size=40, embed_dim=8, hidden_size=8, readout="mean")
    loop = LoopSpec(epochs=6, learning_rate=0.02, average=0.5)
    return ReviewTraining(
        **{
            "model": model,
            "loop": loop,
            "batch_size": 16,
            "dropout": 0.3,
            "word_dropout": 0.1,
            "validation": 0.2,
            **changes,
        }
    )


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_every_cell_learns_what_can_be_learned(cell):
    spec = settings(cell, loop=LoopSpec(epochs=20, learning_rate=0.02, average=0.5))
    ready = prepare(tiny_corpus(), spec)
    *_, end = train_events(ready, spec)
    assert isinstance(end, Finished)
    assert end.scores["accuracy"] >= 0.95


def test_the_same_seed_gives_the_same_weights_and_another_seed_does_not():
    def run(seed):
        spec = settings(seed=seed, loop=LoopSpec(epochs=1, average=0.5))
        # What others drew before must not matter.
        torch.rand(seed + 3)
        *_, end = train_events(prepare(tiny_corpus(), spec), spec)
        return end.weights

    first, second, other = run(1), run(1), run(2)
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


def test_the_vocabulary_is_built_on_the_training_part_only():
    corpus = tiny_corpus()
    spec = settings()
    _, validation = split_films(corpus, spec.validation, spec.seed)
    marked = list(corpus.texts)
    for i in validation:
        marked[i] += " onlyinvalidation"
    changed = Reviews(tuple(marked), corpus.labels, corpus.films, "tiny")
    assert "onlyinvalidation" not in prepare(changed, spec).vocabulary.words


@given(st.integers(0, 50), st.floats(0.05, 0.5))
def test_the_two_sides_of_a_split_share_no_film_and_lose_no_review(seed, share):
    corpus = tiny_corpus(60)
    train, validation = split_films(corpus, share, seed)
    assert sorted(train + validation) == list(range(60))
    assert not {corpus.films[i] for i in train} & {corpus.films[i] for i in validation}
    assert len(validation) >= share * 60


@given(st.lists(st.integers(1, 30), min_size=1, max_size=300), st.integers(1, 20))
def test_buckets_hold_every_row_once(lengths, batch_size):
    rows = [[1] * n for n in lengths]
    batches = bucketed(rows, batch_size, random.Random(0))
    assert sorted(i for batch in batches for i in batch) == list(range(len(rows)))
    assert all(len(batch) <= batch_size for batch in batches)


def test_without_validation_the_last_epoch_is_kept():
    spec = settings(validation=0.0, loop=LoopSpec(epochs=3))
    ready = prepare(tiny_corpus(), spec)
    events = list(train_events(ready, spec))
    assert events[-1].best_epoch == 3
    assert all(e.better for e in events if isinstance(e, EpochDone))


def test_the_cooccurrence_start_is_what_training_begins_with():
    spec = settings(start="cooccurrence")
    table = prepare(tiny_corpus(), spec).model.embedding.weight
    random_start = prepare(tiny_corpus(), settings()).model.embedding.weight
    assert not torch.equal(table, random_start)
    assert not table[:2].any()


def test_word_vectors_are_what_training_begins_with():
    spec = settings(start="vectors")
    vector = np.array([3, 1], np.float32)

    def find(words):
        return {word: vector * k for k, word in enumerate(words)}

    table = prepare(tiny_corpus(), spec, find_vectors=find).model.embedding.weight
    assert not table[:2].any()
    known = table[2:, :2].detach().numpy()
    np.testing.assert_allclose(known @ [1, -3], 0, atol=1e-5)
    assert np.all(np.diff(known[:, 0]) > 0)
    with pytest.raises(ValueError, match="no word vectors"):
        prepare(tiny_corpus(), spec)


def test_predictions_come_back_in_the_order_of_the_rows():
    ready = prepare(tiny_corpus(), settings())
    rows = ready.examples.epoch(1)[0][:20]
    together = predict(ready.model, rows, batch_size=3)
    alone = torch.cat([predict(ready.model, [row]) for row in rows])
    torch.testing.assert_close(together, alone)


def test_a_corpus_too_small_to_split_says_so():
    with pytest.raises(CorpusError) as error:
        prepare(Reviews(("good", "bad"), (1, 0), ("a", "a"), "two"), settings(validation=0.2))
    assert error.value.code == "corpus_too_small"


def test_a_teacher_softens_the_targets_and_leaves_validation_alone():
    plain, taught = (
        prepare(tiny_corpus(), settings()),
        prepare(tiny_corpus(), settings(teacher=0.5)),
    )
    labels = plain.examples.epoch(1)[1]
    assert set(labels) == {0.0, 1.0}
    assert taught.validation_labels == plain.validation_labels
    for label, target in zip(labels, taught.examples.epoch(1)[1], strict=True):
        assert 0 < abs(label - target) < 0.5


def test_reviews_that_weigh_more_stand_in_an_epoch_so_often():
    corpus = tiny_corpus()
    plain = prepare(corpus, settings(times=3)).examples
    some = frozenset(corpus.texts[:10])
    weighed = prepare(corpus, settings(times=3), some)
    learned = sum(text in some for text in corpus.texts) - sum(
        corpus.texts[i] in some for i in split_films(corpus, 0.2, 0)[1]
    )
    assert learned
    assert weighed.examples.count == plain.count + 2 * learned


def test_pairs_get_vectors_where_the_corpus_has_them():
    model = ClassifierSpec(cell="gru", vocab_size=40, embed_dim=8, hidden_size=8, pair_count=7)
    ready = prepare(tiny_corpus(), settings(model=model))
    assert ready.model.pairs is not None
    assert len(ready.model.pair_keys) == ready.model.spec.pair_count <= 7
    assert (ready.model.pair_keys.diff() > 0).all()
    before = ready.model.pairs.weight.clone()
    list(train_events(ready, settings(model=model)))
    assert not torch.equal(ready.model.pairs.weight, before)
    assert not ready.model.pairs.weight[0].any()  # a pair without a vector stays without one


def test_a_corpus_too_small_for_a_teacher_is_named():
    with pytest.raises(CorpusError) as error:
        prepare(tiny_corpus(6), settings(teacher=0.5))
    assert error.value.code == "corpus_too_small"


def checkpoint(folder: Path, spec: ReviewTraining, corpus: Reviews) -> Checkpoint:
    """A network trained and kept, as read again."""
    ready = prepare(corpus, spec)
    *_, end = train_events(ready, spec)
    info = ModelInfo(
        spec=ready.model.spec,
        seed=spec.seed,
        corpus=corpus.source,
        fingerprint=corpus.fingerprint(),
        training={},
        metrics={},
    )
    save_checkpoint(folder, info, ready.vocabulary.words, ready.vocabulary.counts, end.weights)
    return load_checkpoint(folder)


def test_a_training_goes_on_from_a_checkpoint_and_remembers_it(tmp_path):
    corpus = tiny_corpus()
    spec = settings(loop=LoopSpec(epochs=12, learning_rate=0.02, average=0.5))
    before = checkpoint(tmp_path, spec, corpus)
    # The same films with the labels turned: who remembers all of it learns nothing of that.
    turned = Reviews(
        corpus.texts, tuple(1 - label for label in corpus.labels), corpus.films, "turned"
    )
    more = spec.model_copy(update={"model": before.info.spec})
    begun = prepare(turned, more, before=before)
    assert begun.vocabulary.words == before.words
    kept = before.model.state_dict()
    assert all(torch.equal(kept[name], value) for name, value in begun.model.state_dict().items())
    rows = begun.validation_rows
    first = predict(before.model, rows) > 0.5

    def after(remember: float) -> Tensor:
        going_on = more.model_copy(update={"remember": remember})
        ready = prepare(turned, going_on, before=before)
        *_, end = train_events(ready, going_on)
        ready.model.load_state_dict(end.weights)
        return predict(ready.model, rows) > 0.5

    assert (after(1.0) == first).float().mean() >= 0.8
    assert (after(0.0) == first).float().mean() <= 0.6
    assert all(torch.equal(kept[k], value) for k, value in before.model.state_dict().items())
