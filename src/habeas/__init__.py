"""Habeas: a record of political imprisonment in which every number can be checked."""

__version__ = "0.1.0"
