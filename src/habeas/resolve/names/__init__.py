"""Whether two spellings, of any script, order and language, are one person's name."""
