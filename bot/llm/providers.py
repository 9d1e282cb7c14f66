"""Asks the configured language model through LangChain, and gives every way in which that fails its name."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bot.errors import how_to_add
from bot.llm.known import known, lacks_key
from bot.llm.provider import Kind, ProviderTrouble, Reply, Said

_log = structlog.get_logger(__name__)
_BUSY, _OVERLOADED, _SERVER = 429, 529, 500
_CHARACTERS_A_TOKEN = 4


class LangChainProvider:
    """`model` is `openai:gpt-4.1-mini`; `base_url` any server that speaks its language, empty for the provider's own.

    LangChain and the provider's package are imported when the first question is asked: that takes seconds.
    """

    def __init__(self, model: str, base_url: str = "") -> None:
        self._model = model
        self._base_url = base_url
        self._clients: dict[int, Any] = {}

    @property
    def name(self) -> str:
        """As config.yaml calls it."""
        return self._model

    async def ask(self, conversation: Sequence[Said], schema: Mapping[str, Any], *, most_tokens: int) -> Reply:
        """See `Provider.ask`."""
        try:
            client = await asyncio.to_thread(self._client, most_tokens)
            answer = await self._invoke(client, conversation, dict(schema))
        except Exception as error:
            trouble = named(error)
            _log.warning("model_trouble", kind=trouble.kind, error=type(error).__name__, model=self._model)
            raise trouble from error
        return _reply(answer, conversation)

    async def _invoke(self, client: Any, conversation: Sequence[Said], schema: dict[str, Any]) -> dict[str, Any]:
        from langsmith import tracing_context

        roles = {"system": "system", "person": "human", "model": "ai"}
        messages = [(roles[said.by], said.text) for said in conversation]
        # Nothing leaves for a tracing service, whatever the environment says.
        with tracing_context(enabled=False):
            answer: dict[str, Any] = await client.with_structured_output(schema, include_raw=True).ainvoke(messages)
        return answer

    def _client(self, most_tokens: int) -> Any:
        if most_tokens not in self._clients:
            self._clients[most_tokens] = self._build(most_tokens)
        return self._clients[most_tokens]

    def _build(self, most_tokens: int) -> Any:
        from langchain.chat_models import init_chat_model

        provider = known(self._model)
        options: dict[str, Any] = {provider.tokens: most_tokens, **provider.options}
        if self._base_url:
            options["base_url"] = self._base_url
            if provider.keys and not any(os.environ.get(name) for name in provider.keys):
                options["api_key"] = "none"  # a server of one's own that wants no key, whose package insists on one
        return init_chat_model(self._model, **options)


def missing(model: str, base_url: str) -> tuple[str, str] | None:
    """What keeps the model from being asked, and how to mend it; None when nothing does that can be seen from here."""
    provider = known(model)
    if importlib.util.find_spec("langchain") is None or importlib.util.find_spec(provider.package) is None:
        return (
            f"the package for {model.partition(':')[0]} is not installed",
            f"Run {how_to_add(provider.extra)}.",
        )
    variable = lacks_key(model, base_url)
    if variable is not None:
        return f"{variable} is not set", f"Set {variable} in the environment that Groundwork runs in."
    return None


def named(error: BaseException) -> ProviderTrouble:
    """Which trouble an error of a provider's package is. They are told by status and name: there are six packages."""
    names = {each.__name__ for each in type(error).__mro__}
    response = getattr(error, "response", None)
    status = (
        getattr(error, "status_code", None) or getattr(response, "status_code", None) or getattr(error, "code", None)
    )
    words = str(error).lower()
    if names & {"LengthFinishReasonError", "OutputParserException"}:
        used = getattr(getattr(error, "completion", None), "usage", None)
        tokens_in, tokens_out = getattr(used, "prompt_tokens", 0), getattr(used, "completion_tokens", 0)
        return ProviderTrouble("cut", tokens_in=int(tokens_in or 0), tokens_out=int(tokens_out or 0))
    if names & {"ContentFilterFinishReasonError", "OpenAIRefusalError"}:
        return ProviderTrouble("refused")
    if "ContextOverflowError" in names or _says_too_long(words):
        return ProviderTrouble("too_long")
    if status == _BUSY or any(
        "RateLimit" in name or "Throttl" in name or "ResourceExhausted" in name for name in names
    ):
        return ProviderTrouble("not_allowed" if "insufficient_quota" in words else "busy", _retry_after(response))
    if any("Timeout" in name for name in names):
        return ProviderTrouble("slow")
    if (isinstance(status, int) and status >= _SERVER) or any("Connect" in name for name in names):
        return ProviderTrouble("down", _retry_after(response))
    if status in {401, 403, 404} or isinstance(error, ImportError) or "api_key" in words or "credentials" in words:
        return ProviderTrouble("not_allowed")
    return ProviderTrouble("broken")


def _says_too_long(words: str) -> bool:
    return (
        "context_length" in words
        or ("context" in words and any(one in words for one in ("length", "window", "exceed")))
        or "prompt is too long" in words
    )


def _retry_after(response: Any) -> float | None:
    headers = getattr(response, "headers", None)
    if not isinstance(headers, Mapping):
        return None
    for name, factor in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * factor)
        except (KeyError, ValueError):
            continue
    return None


def _reply(answer: Mapping[str, Any], conversation: Sequence[Said]) -> Reply:
    raw, data = answer.get("raw"), answer.get("parsed")
    text = _text(getattr(raw, "content", ""))
    about: Mapping[str, Any] = getattr(raw, "response_metadata", None) or {}
    reason = str(about.get("finish_reason") or about.get("stop_reason") or about.get("done_reason") or "").lower()
    used: Mapping[str, Any] = getattr(raw, "usage_metadata", None) or {}
    tokens_in = int(used.get("input_tokens") or sum(len(said.text) for said in conversation) // _CHARACTERS_A_TOKEN)
    whole = text or json.dumps(data, default=str)
    tokens_out = int(used.get("output_tokens") or len(whole) // _CHARACTERS_A_TOKEN)
    kind: Kind | None = None
    if (
        (getattr(raw, "additional_kwargs", None) or {}).get("refusal")
        or "content_filter" in reason
        or reason == "refusal"
    ):
        kind = "refused"
    elif reason in {"length", "max_tokens", "model_length"}:
        kind = "cut"
    if kind is not None:
        raise ProviderTrouble(kind, tokens_in=tokens_in, tokens_out=tokens_out)
    if text and not getattr(raw, "tool_calls", None):
        data = None  # LangChain also reads half a JSON; whoever asked reads the text strictly
    return Reply(data if isinstance(data, dict) else None, text, tokens_in, tokens_out)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content)
    return ""
