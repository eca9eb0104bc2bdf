"""Options of the engine `llm`, and the environment variables that set them at the edge of the program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from habeas.errors import RunError

PREFIX: Final = "HABEAS_LLM_"


class LlmOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Where the model is and how it is asked.

    `url` is the base address of an OpenAI-compatible API ("http://localhost:11434/v1"), `model` its name there.
    `timeout` is in seconds for one request; `retries` counts further attempts after a failed one (the client waits
    longer each time and heeds Retry-After). `budget` is the number of tokens, asked and answered, that one run may
    spend; 0 means no limit. `part` and `overlap` are in characters: longer texts go in overlapping parts.
    `answer` is the most tokens of one answer. `cache` is a folder that keeps answers by content; without one nothing
    is kept. `gate` is false where texts without words of custody should be sent as well.
    """

    url: str = ""
    model: str = ""
    key: str = ""
    timeout: float = 120.0
    retries: int = 3
    budget: int = 0
    part: int = 6000
    overlap: int = 600
    answer: int = 4000
    seed: int = 0
    cache: str = ""
    gate: bool = True


def options_from(environment: Mapping[str, str] | None = None) -> LlmOptions:
    """Return the options that the variables HABEAS_LLM_URL, HABEAS_LLM_MODEL, ... set.

    The key may also stand in OPENAI_API_KEY. Raises RunError where address or model are missing or a number is none.
    """
    source = os.environ if environment is None else environment
    given = {
        field: source[PREFIX + field.upper()]
        for field in LlmOptions.__struct_fields__
        if source.get(PREFIX + field.upper(), "") != ""
    }
    given.setdefault("key", source.get("OPENAI_API_KEY", ""))
    try:
        options = msgspec.convert(given, LlmOptions, strict=False)
    except msgspec.ValidationError as problem:
        raise RunError("engine llm", f"a setting is not usable: {problem}", f"see the variables {PREFIX}*") from problem
    if not options.url or not options.model:
        missing = PREFIX + ("MODEL" if options.url else "URL")
        raise RunError(
            "engine llm",
            f"{missing} is not set",
            f"set {PREFIX}URL (for Ollama http://localhost:11434/v1) and {PREFIX}MODEL",
        )
    if options.part < 200 or not 0 <= options.overlap < options.part:
        raise RunError(
            "engine llm", "the overlap must be shorter than a part of at least 200 characters", "correct them"
        )
    if options.cache and Path(options.cache).exists() and not Path(options.cache).is_dir():
        raise RunError(options.cache, "is a file, not a folder to keep answers in", f"give a folder in {PREFIX}CACHE")
    return options
