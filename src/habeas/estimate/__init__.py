"""Linked lists -> how many there are in all."""
