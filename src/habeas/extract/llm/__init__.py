"""The engine `llm`: a language model behind any OpenAI-compatible endpoint, each of its claims checked in the text."""

from __future__ import annotations

from habeas.extract.llm.engine import LlmEngine, engine_from_environment
from habeas.extract.llm.merge import merge
from habeas.extract.llm.options import LlmOptions

__all__ = ["LlmEngine", "LlmOptions", "engine_from_environment", "merge"]
