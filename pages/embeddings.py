"""The vectors of the user's words: random before learning, meaningful after."""

from rnnviz.models.shipped import info_of
from rnnviz.ui.embeddings.learning import show_learning
from rnnviz.ui.embeddings.vectors import own_words, show_neighbours, show_vectors
from rnnviz.ui.embeddings.word_map import show_map
from rnnviz.ui.shell.navigation import start_page
from rnnviz.ui.shell.reading import model_choice, text_panel

t, view = start_page("embeddings")
text = text_panel(t, view)
model = model_choice(t, view)
words = own_words(t, text, model)
if words:
    show_vectors(t, model, words, text)
    show_neighbours(t, model, words)
show_learning(t, view, text)
show_map(t, model, words, info_of(model))
