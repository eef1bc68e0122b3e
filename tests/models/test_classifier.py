import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.initial import initial_embedding
from rnnviz.models.specs import CELL_KINDS, ClassifierSpec
from rnnviz.training.reviews import pad_batch

cells = st.sampled_from(sorted(CELL_KINDS))
readouts = st.sampled_from(["last", "mean", "max"])


def classifier(cell, readout, layers=1):
    torch.manual_seed(1)
    spec = ClassifierSpec(
        cell=cell, vocab_size=20, embed_dim=5, hidden_size=7, num_layers=layers, readout=readout
    )
    return ReviewClassifier(spec).eval()


@settings(max_examples=25)
@given(
    cells,
    readouts,
    st.integers(1, 3),
    st.lists(st.lists(st.integers(1, 19), min_size=1, max_size=9), min_size=1, max_size=5),
)
def test_the_verdict_on_a_text_is_the_last_of_its_prefixes(cell, readout, layers, rows):
    model = classifier(cell, readout, layers)
    model.length_power = 0.25
    ids, lengths = pad_batch(rows)
    with torch.no_grad():
        whole = model(ids, lengths)
        for row, logit in zip(rows, whole, strict=True):
            prefixes = model.prefix_logits(torch.tensor([row]))[0]
            torch.testing.assert_close(prefixes[-1], logit, atol=1e-5, rtol=1e-5)
            for t in range(1, len(row) + 1):
                alone = model(*pad_batch([row[:t]]))[0]
                torch.testing.assert_close(prefixes[t - 1], alone, atol=1e-5, rtol=1e-5)


def test_the_power_of_the_length_makes_a_verdict_surer_and_moves_none_to_the_other_side():
    model = classifier("gru", "mean")
    batch = pad_batch([[3, 4, 5, 6], [7], [8, 9]])
    with torch.no_grad():
        plain = model(*batch)
        model.length_power = 0.5
        torch.testing.assert_close(model(*batch), plain * torch.tensor([2.0, 1.0, 2**0.5]))


def with_pairs(*pairs):
    """A classifier of 20 words where these pairs, in rising order, have vectors."""
    torch.manual_seed(1)
    spec = ClassifierSpec(vocab_size=20, embed_dim=5, hidden_size=7, pair_count=len(pairs))
    model = ReviewClassifier(spec).eval().requires_grad_(False)
    model.pair_keys.copy_(torch.tensor([first * 20 + second for first, second in pairs]))
    torch.nn.init.normal_(model.pairs.weight[1:])
    return model


@given(st.lists(st.integers(0, 19), min_size=1, max_size=12))
def test_the_input_of_a_step_is_its_word_plus_the_pair_it_ends(ids):
    known = {(2, 3): 1, (3, 2): 2, (3, 19): 3, (19, 19): 4}
    model = with_pairs(*known)
    numbers = [known.get(pair, 0) for pair in zip([0, *ids], ids, strict=False)]
    assert model.pair_ids(torch.tensor(ids)).tolist() == numbers
    paired = model.pairs.weight[numbers] @ model.pair_map.weight.T
    expected = model.embedding.weight[ids] + paired
    torch.testing.assert_close(model.inputs(torch.tensor(ids)), expected)


def test_a_pair_without_a_vector_changes_nothing():
    model = with_pairs((2, 3))
    ids, lengths = pad_batch([[3, 2, 4, 1, 5]])
    before = model(ids, lengths)
    model.pairs.weight[1:] = 100.0
    torch.testing.assert_close(model(ids, lengths), before)


@pytest.mark.parametrize("readout", ["last", "mean", "max"])
def test_padding_after_a_text_does_not_touch_its_verdict(readout):
    model = classifier("rnn", readout)
    ids, lengths = pad_batch([[3, 4, 5]])
    padded = torch.cat([ids, torch.zeros(1, 6, dtype=torch.long)], dim=1)
    torch.testing.assert_close(model(padded, lengths), model(ids, lengths))


def test_dropout_acts_in_training_only():
    spec = ClassifierSpec(vocab_size=20, embed_dim=5, hidden_size=7)
    model = ReviewClassifier(spec, dropout=0.5)
    batch = pad_batch([[3, 4, 5]])
    model.eval()
    assert torch.equal(model(*batch), model(*batch))
    model.train()
    assert not torch.equal(model(*batch), model(*batch))


def test_the_embedding_before_learning_can_be_drawn_again():
    spec = ClassifierSpec(vocab_size=20, embed_dim=5)
    model = ReviewClassifier(spec, seed=3)
    again = torch.from_numpy(initial_embedding(spec, 3))
    assert torch.equal(model.embedding.weight, again)
    assert not torch.equal(again, torch.from_numpy(initial_embedding(spec, 4)))
    assert not again[0].any()
