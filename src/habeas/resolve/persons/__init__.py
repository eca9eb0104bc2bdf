"""Persons: entries of documents and lists brought together into one register."""
