"""Asks the model: one question, one answer, with retries, a deadline and a count of tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from habeas.errors import ItemError, MissingExtraError, RunError
from habeas.extract.llm.answer import INSTRUCTIONS, PROMPT_VERSION, SCHEMA
from habeas.extract.llm.cache import Cache, key_of
from habeas.extract.llm.options import LlmOptions

if TYPE_CHECKING:
    from openai import OpenAI

T = TypeVar("T")

# How a server may be asked for JSON, the strictest first; older ones refuse the first.
_FORMATS: Final[tuple[dict[str, Any] | None, ...]] = (
    {"type": "json_schema", "json_schema": {"name": "claims", "schema": SCHEMA, "strict": True}},
    {"type": "json_object", "schema": SCHEMA},
    None,
)
# After so many questions in a row that met no server, the rest of the run is not asked.
_GIVE_UP: Final = 3
# A rough number of characters in a token, for servers that do not report usage; on the safe side for English.
_CHARACTERS_A_TOKEN: Final = 3


class Client:
    """Questions to one model. Not for use from several threads at once."""

    def __init__(self, options: LlmOptions) -> None:
        self._options = options
        self._cache = Cache(options.cache) if options.cache else None
        self._format = 0
        self._unreached = 0
        self._api: OpenAI | None = None
        self.spent = 0

    def ask(self, question: str, where: str, read: Callable[[str], T]) -> T:
        """Return what `read` makes of the model's answer, from the cache where the question has been asked before.

        An answer that `read` refuses with msgspec.DecodeError is asked for once more with another seed, and never
        kept. Raises ItemError where this question failed and RunError where no question can succeed.
        """
        options = self._options
        for seed in (options.seed, options.seed + 1):
            key = key_of(PROMPT_VERSION, options.model, options.url, options.answer, seed, INSTRUCTIONS, question)
            kept = self._cache.get(key) if self._cache is not None else None
            content = kept if kept is not None else self._asked(question, where, seed)
            try:
                result = read(content)
            except msgspec.DecodeError:
                continue
            if kept is None and self._cache is not None:
                self._cache.put(key, content)
            return result
        raise ItemError(where, "the model's answer is not the JSON asked for", "use a model that follows a JSON schema")

    def _estimate(self, question: str) -> int:
        return (len(question) + len(INSTRUCTIONS)) // _CHARACTERS_A_TOKEN

    def _asked(self, question: str, where: str, seed: int) -> str:
        import openai

        budget = self._options.budget
        if budget and self.spent + self._estimate(question) > budget:
            what = f"the run's budget of {budget} tokens is used up ({self.spent} spent)"
            raise ItemError(where, what, "raise HABEAS_LLM_BUDGET, or run again with HABEAS_LLM_CACHE set to go on")
        if self._unreached >= _GIVE_UP:
            raise RunError(
                self._options.url, f"no answer {_GIVE_UP} times in a row; not asked again", "start the server"
            )
        try:
            reply = self._created(question, seed)
        except openai.APITimeoutError as problem:
            what = f"the model did not answer in {self._options.timeout:g} s"
            raise ItemError(where, what, "raise HABEAS_LLM_TIMEOUT or send smaller parts") from problem
        except openai.APIConnectionError as problem:
            self._unreached += 1
            raise RunError(
                self._options.url, "no server answers there", "start it or correct HABEAS_LLM_URL"
            ) from problem
        except (openai.AuthenticationError, openai.PermissionDeniedError) as problem:
            raise RunError(self._options.url, "the server refused the key", "correct HABEAS_LLM_KEY") from problem
        except openai.NotFoundError as problem:
            what = f"the server knows no model {self._options.model!r} at this address"
            raise RunError(self._options.url, what, "correct HABEAS_LLM_MODEL or HABEAS_LLM_URL") from problem
        except openai.RateLimitError as problem:
            raise ItemError(where, "the server still refuses: too many requests", "run again later") from problem
        except (openai.OpenAIError, ValueError) as problem:
            what = f"the server failed ({type(problem).__name__})"
            raise ItemError(where, what, "run again, or look at the server's own messages") from problem
        self._unreached = 0
        return self._content(reply, question, where)

    def _created(self, question: str, seed: int) -> Any:
        """Ask, stepping down to a laxer form of JSON where the server refuses the strict one."""
        import openai

        while True:
            form = _FORMATS[self._format]
            extra: dict[str, Any] = {} if form is None else {"response_format": form}
            try:
                return self._server().chat.completions.create(
                    model=self._options.model,
                    messages=[{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": question}],
                    temperature=0,
                    seed=seed,
                    max_tokens=self._options.answer,
                    **extra,
                )
            except (openai.BadRequestError, openai.UnprocessableEntityError, openai.InternalServerError) as problem:
                # Some servers report a form of answer that they do not know as an error of their own.
                server_error = isinstance(problem, openai.InternalServerError)
                of_form = not server_error or "response_format" in problem.response.text
                if not of_form or self._format + 1 >= len(_FORMATS):
                    raise
                self._format += 1

    def _content(self, reply: Any, question: str, where: str) -> str:
        """Return the text of a reply and count its tokens."""
        choices = getattr(reply, "choices", None) or []
        message = getattr(choices[0], "message", None) if choices else None
        content = getattr(message, "content", None)
        usage = getattr(getattr(reply, "usage", None), "total_tokens", None)
        estimate = self._estimate(question) + len(content or "") // _CHARACTERS_A_TOKEN
        self.spent += usage if isinstance(usage, int) and usage > 0 else estimate
        if not isinstance(content, str) or not content.strip():
            raise ItemError(where, "the model gave an empty answer", "use another model or a larger HABEAS_LLM_ANSWER")
        return content

    def _server(self) -> OpenAI:
        if self._api is None:
            try:
                from openai import OpenAI
            except ImportError as problem:
                raise MissingExtraError("engine llm", "llm") from problem
            self._api = OpenAI(
                base_url=self._options.url,
                api_key=self._options.key or "none",
                timeout=self._options.timeout,
                max_retries=self._options.retries,
            )
        return self._api
