"""The grammar of claims: code that knows dependencies and word classes, and no language."""
