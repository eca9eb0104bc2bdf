"""Russian through natasha (https://github.com/natasha/natasha) and its slovnet models, turned into the neutral form.

The models come in natasha's wheels and follow the SynTagRus treebank of Universal Dependencies. This adapter smooths
what differs from the neutral form: the sub-types of `nummod`, subjects of short participles, and participles used as
nouns ("задержанные"), which become nouns with a lemma of their own. Lemmas are written with е for ё.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, tee
from typing import Any, Final, NamedTuple

from habeas.errors import MissingExtraError
from habeas.extract.parse.base import Sentence, Token

_RELATIONS: Final = {"nummod:gov": "nummod", "nummod:entity": "nummod", "flat:name": "flat", "flat:foreign": "flat"}
_NOMINAL: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "conj", "root", "appos", "parataxis"})
_GROUPS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])")
_ENDING: Final = re.compile(r"(?:ыми|ими|ого|его|ому|ему|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ом|ем|ой|ей|ую|юю)$")
_COMPARATIVES: Final = frozenset({"более", "менее", "больше", "меньше"})
_INFINITIVE: Final = ("ать", "ить", "еть", "ыть", "уть", "оть", "ять", "ти", "ться")
_BATCH: Final = 64


class _Models(NamedTuple):
    morph: Any
    syntax: Any
    vocabulary: Any
    words: Any


@lru_cache(maxsize=1)
def _models() -> _Models:
    """Load the models once.

    Raises MissingExtraError where natasha is not installed.
    """
    with warnings.catch_warnings():
        # pymorphy2, which natasha uses for lemmas, still finds its dictionaries through pkg_resources.
        warnings.simplefilter("ignore")
        try:
            from natasha import MorphVocab, NewsEmbedding, NewsMorphTagger, NewsSyntaxParser
            from razdel import tokenize
        except ImportError as problem:
            raise MissingExtraError("Russian text", "ru") from problem
        embedding = NewsEmbedding()
        return _Models(NewsMorphTagger(embedding), NewsSyntaxParser(embedding), MorphVocab(), tokenize)


class NatashaRussian:
    """The Russian parser."""

    def parse(self, stretches: Iterable[tuple[str, int, int]]) -> Iterator[Sentence]:
        """Yield a parsed `Sentence` for each (text, start offset, index)."""
        stream = iter(stretches)
        while batch := list(islice(stream, _BATCH)):
            yield from _parsed(batch)


def _parsed(batch: Sequence[tuple[str, int, int]]) -> Iterator[Sentence]:
    models = _models()
    flat = [re.sub(r"\s", " ", text) for text, _, _ in batch]
    words = [list(models.words(text)) for text in flat]
    listed = ([word.text for word in sentence] for sentence in words)
    for_morph, for_syntax = tee(listed)
    tagged, linked = models.morph.map(for_morph), models.syntax.map(for_syntax)
    for (_, start, index), text, spans, morph, syntax in zip(batch, flat, words, tagged, linked, strict=True):
        tokens = _tokens(spans, morph.tokens, syntax.tokens, start)
        # "1 400" is one number: a comma in place of the space keeps every offset.
        yield Sentence(tokens, _GROUPS.sub(lambda m: re.sub(r"\s", ",", m[0]), text), start, index)


def _tokens(spans: Sequence[Any], morph: Sequence[Any], syntax: Sequence[Any], start: int) -> list[Token]:
    place = {token.id: n for n, token in enumerate(syntax)}
    heads = [place.get(token.head_id, n) for n, token in enumerate(syntax)]
    rels = [link.rel for link in syntax]
    _lower_comparatives(morph, heads, rels)
    tokens = []
    for n, (span, tag) in enumerate(zip(spans, morph, strict=True)):
        features = "|".join(f"{name}={value}" for name, value in sorted(tag.feats.items()))
        rel = "root" if heads[n] == n else _relation(rels[n], morph[heads[n]].feats)
        pos, lemma = _word(span.text, tag, rel)
        tokens.append(
            Token(
                i=n,
                text=span.text,
                lower=span.text.lower(),
                lemma=lemma,
                pos=pos,
                rel=rel,
                head=heads[n],
                start=start + span.start,
                end=start + span.stop,
                features=features,
            )
        )
    return tokens


def _lower_comparatives(morph: Sequence[Any], heads: list[int], rels: list[str]) -> None:
    """Let the noun of "more than 500 people" bear the relation that the parser gave to "more"."""
    for n, tag in enumerate(morph):
        if tag.text.lower() not in _COMPARATIVES:
            continue
        noun = next((k for k in range(n + 1, min(n + 5, len(heads))) if heads[k] == n and morph[k].pos == "NOUN"), None)
        if noun is None:
            continue
        if heads[n] in {noun, n}:
            verb = next((k for k in range(n - 1, -1, -1) if morph[k].pos == "VERB"), None)
            heads[noun], rels[noun] = (noun, "root") if verb is None else (verb, "obj")
        else:
            heads[noun], rels[noun] = heads[n], rels[n] if rels[n] in _NOMINAL else "obj"
        heads[n], rels[n] = noun, "advmod"


def _relation(rel: str, head: dict[str, str]) -> str:
    """Return the neutral relation; the subject of a passive participle is one of the passive."""
    if rel in {"nsubj", "obj"} and head.get("VerbForm") == "Part" and head.get("Voice") == "Pass":
        return "nsubj:pass"
    return _RELATIONS.get(rel, rel)


def _word(text: str, tag: Any, rel: str) -> tuple[str, str]:
    """Return part of speech and lemma; a participle or adjective in the place of a noun is a noun."""
    used_as_noun = rel in _NOMINAL and tag.feats.get("Variant") != "Short" and tag.feats.get("Case") is not None
    if tag.pos == "VERB" and tag.feats.get("VerbForm") == "Part" and used_as_noun:
        return "NOUN", _participle(text.lower())
    if tag.pos == "ADJ" and used_as_noun and rel != "root":
        return "NOUN", _lemma(text, "ADJ", tuple(sorted(tag.feats.items())))
    lemma = _lemma(text, tag.pos, tuple(sorted(tag.feats.items())))
    if tag.pos == "NOUN" and lemma.endswith(_INFINITIVE):  # the dictionary knows "заключенных" as a participle only
        return "NOUN", _participle(text.lower())
    return tag.pos, lemma


@lru_cache(maxsize=50_000)
def _lemma(text: str, pos: str, features: tuple[tuple[str, str], ...]) -> str:
    lemma: str = _models().vocabulary.lemmatize(text, pos, dict(features))
    return lemma.lower().replace("ё", "е")


def _participle(word: str) -> str:
    """Return the masculine nominative of a participle ("задержанных" -> "задержанный")."""
    stem = _ENDING.sub("", word.removesuffix("ся")).replace("ё", "е")
    return stem + ("ий" if stem[-1:] in {"ш", "щ"} else "ый")
