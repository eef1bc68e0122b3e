"""The tiny embedding: its gradients, its determinism, and that it shows what it is there for."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.training.tiny_embedding import (
    ALIKE,
    DECAY,
    DIMS,
    EPOCHS,
    LABEL_SHARE,
    MOST_WORDS,
    OPPOSITE,
    build_corpus,
    losses_and_gradients,
    shipped_sentences,
    tiny_epochs,
    train_tiny,
)

CORPUS = build_corpus()


@settings(max_examples=20)
@given(st.integers(0, 2**31))
def test_losses_and_slopes_are_autograds(seed):
    rng = np.random.default_rng(seed)
    size = len(CORPUS.words)
    E, U = rng.normal(size=(size, DIMS)), rng.normal(size=(DIMS, size))
    b, w = rng.normal(size=size), rng.normal(size=DIMS)
    neighbour_loss, label_loss, grads = losses_and_gradients(CORPUS, E, U, b, w)

    tE, tU, tb, tw = (torch.tensor(p, requires_grad=True) for p in (E, U, b, w))
    counts = torch.tensor(CORPUS.neighbours)
    neighbours = -(counts * torch.log_softmax(tE @ tU + tb, dim=1)).sum() / counts.sum()
    labels = torch.nn.functional.binary_cross_entropy_with_logits(
        torch.tensor(CORPUS.bags) @ tE @ tw, torch.tensor(CORPUS.labels)
    )
    whole = neighbours + LABEL_SHARE * labels + DECAY / 2 * ((tE**2).sum() + (tU**2).sum())
    whole.backward()
    assert neighbour_loss == pytest.approx(neighbours.item(), abs=1e-9)
    assert label_loss == pytest.approx(labels.item(), abs=1e-9)
    for grad, parameter in zip(grads, (tE, tU, tb, tw), strict=True):
        np.testing.assert_allclose(grad, parameter.grad.numpy(), atol=1e-9)


@pytest.mark.parametrize(("language", "near"), [("en", 0.3), ("vi", 0.35)])
@pytest.mark.parametrize("seed", range(5))
def test_words_used_alike_draw_near_and_opposites_part(seed, language, near):
    run = train_tiny(build_corpus(language=language), seed)
    usual = run.mean_distance(-1)
    for pair in ALIKE[language][:3]:
        assert run.distance(*pair, -1) < near * usual, pair
    for pair in OPPOSITE[language]:
        assert run.distance(*pair, -1) > 1.5 * usual, pair
    assert run.label_losses[-1] < 0.1 * run.label_losses[0]
    assert run.neighbour_losses[-1] < run.neighbour_losses[0]


def test_a_seed_decides_everything():
    first, again, other = (train_tiny(CORPUS, seed, 30) for seed in (7, 7, 8))
    assert np.array_equal(first.tables, again.tables)
    assert not np.array_equal(first.tables, other.tables)


def test_the_first_snapshot_is_random_and_the_last_is_the_end():
    run = train_tiny(CORPUS, 0)
    start = np.random.default_rng(0).standard_normal((len(CORPUS.words), DIMS))
    assert np.array_equal(run.tables[0], start)
    assert run.epochs[0] == 0
    assert run.epochs[-1] == EPOCHS
    assert [e.number for e in tiny_epochs(CORPUS, 0, 3)] == [0, 1, 2, 3]


@pytest.mark.parametrize(("language", "praise"), [("en", "wonderful"), ("vi", "duyên")])
def test_the_reviews_are_balanced_and_every_word_stands_there_often_enough(language, praise):
    labels = [label for label, _ in shipped_sentences(language)]
    assert labels.count(0) == labels.count(1) == 20
    corpus = build_corpus(language=language)
    assert np.all(corpus.neighbours.sum(axis=1) > 0)
    assert np.array_equal(corpus.neighbours, corpus.neighbours.T)
    assert dict(zip(corpus.words, corpus.leaning, strict=True))[praise] == 1


def test_own_sentences_join_without_a_label():
    own = build_corpus("A gripping film. Gripping! Once.")
    assert set(own.words) - set(CORPUS.words) == {"gripping"}
    assert len(own.labels) == len(CORPUS.labels)
    assert own.leaning[own.words.index("gripping")] == 0


@settings(max_examples=15)
@given(st.text(max_size=400))
def test_any_text_gives_a_bounded_corpus_and_finite_numbers(text):
    corpus = build_corpus(text + " " + text)
    assert len(corpus.words) <= MOST_WORDS
    assert np.isfinite(train_tiny(corpus, 1, 8).tables).all()
