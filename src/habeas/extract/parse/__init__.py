"""Parses: a neutral form of a parsed sentence, and one adapter a language."""
