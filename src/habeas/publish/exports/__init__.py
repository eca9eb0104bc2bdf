"""The record as data for other programs: tables, linked data, entities, and a package for archives."""
