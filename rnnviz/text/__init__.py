"""Text to numbers: standardise, tokenise, ids; and the review corpora."""
