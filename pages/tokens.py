"""From characters to ids, every step side by side, with the choices that change them."""

from rnnviz.ui.navigation import start_page
from rnnviz.ui.reading import text_panel
from rnnviz.ui.tokens_panel import choices, show_coverage, show_ids, show_steps, show_tokens

t, view = start_page("tokens")
text = text_panel(t, view)
vocabulary, spec = choices(t, view)
encoding = show_steps(t, text, vocabulary, spec)
if encoding.tokens:
    show_tokens(t, encoding)
    show_ids(t, encoding, spec)
show_coverage(t, encoding, len(vocabulary))
