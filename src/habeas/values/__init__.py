"""The nouns of the domain: frozen values that cross the border between stages."""
