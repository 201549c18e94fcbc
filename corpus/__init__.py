"""Our annotated newswire: passages in words, their guidelines, and the compiler from words to offsets."""
