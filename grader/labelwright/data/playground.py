"""Run the course's small open model on your own prompts, offline: `Playground().ask("...")`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from labelwright.data.files import DataMissing
from labelwright.errors import LabelwrightError

MODEL = "smollm2-model"
"""The dataset folder that pins the model's file."""
ENGINE = "xllamacpp"
MOST_TOKENS = 512
"""The most tokens that an answer may have."""
CONTEXT = 2048
"""Tokens of prompt and answer together."""
SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
"""The system message that the model's own chat template puts first; the model was trained with it."""
TEMPLATE = (
    "<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"
)
"""The chat template stored in the model's file, for one message."""
SAMPLING = {
    "samplers": ["top_k", "top_p", "min_p", "temperature"],
    "top_k": 40,
    "top_p": 0.95,
    "min_p": 0.05,
    "repeat_penalty": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
}
"""Every setting that changes an answer, except temperature and seed, so that no default of the engine matters."""


class PlaygroundMissing(LabelwrightError, ImportError):
    """The engine that runs the model is not installed."""


class PlaygroundError(LabelwrightError, ValueError):
    """A question that the playground cannot send to the model."""


@dataclass(frozen=True)
class Answer:
    """One answer: its text, its length in tokens, and `stop` (the model ended it) or `length` (it was cut off)."""

    text: str
    tokens: int
    finish: str


class Playground:
    """SmolLM2-135M-Instruct (Apache-2.0) in this interpreter; no prompt and no answer leaves the machine.

    A model of 135 million parameters is often wrong and always sounds sure: good for practising judgement, and never a
    source of facts. `model` is a GGUF file; without it, the file pinned by `datasets/smollm2-model`.
    Raises PlaygroundMissing if the engine is not installed and DataMissing if the model is not fetched.
    """

    def __init__(self, model: Path | None = None, threads: int = 1) -> None:
        self._engine = _engine()
        self.model = Path(model) if model is not None else _pinned()
        if not self.model.is_file():
            raise DataMissing(
                f"There is not a model file at {self.model}. Give the path of a GGUF file, or none: Playground()."
            )
        self._server = self._engine.Server(_settings(self._engine, self.model, threads))

    def ask(self, prompt: str, temperature: float = 0.0, seed: int = 0, tokens: int = 128) -> str:
        """Return the model's answer to one prompt, at most `tokens` long (1 to 512).

        Temperature runs from 0 (always the likeliest next token) to 2. The same prompt, temperature and seed give the
        same answer on the same machine; another processor may round differently and answer differently. Raises
        PlaygroundError for what cannot be asked.
        """
        return self.answer(prompt, temperature, seed, tokens).text

    def answer(self, prompt: str, temperature: float = 0.0, seed: int = 0, tokens: int = 128) -> Answer:
        """Return the answer as `ask` does, with its length in tokens and the reason why it ended."""
        _check_question(prompt, temperature, seed, tokens)
        question = {
            "prompt": TEMPLATE.format(system=SYSTEM, prompt=prompt),
            "temperature": float(temperature),
            "seed": seed,
            "max_tokens": tokens,
            "cache_prompt": False,
            **SAMPLING,
        }
        try:
            reply = self._server.handle_completions(question)
        except Exception as error:
            raise PlaygroundError(_refusal(error)) from None
        if "choices" not in reply:
            raise PlaygroundError(_refusal(reply.get("error", reply)))
        choice = reply["choices"][0]
        return Answer(choice["text"].strip(), reply["usage"]["completion_tokens"], choice["finish_reason"])

    def provenance(self) -> dict[str, Any]:
        """Return what an answer depends on: the model's file, the engine's version, the template and the settings."""
        with self.model.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {
            "model": {"name": "SmolLM2-135M-Instruct", "file": self.model.name, "sha256": digest},
            "engine": {
                "name": ENGINE,
                "version": version(ENGINE),
                "system": self._engine.get_system_info().strip(),
            },
            "template": TEMPLATE,
            "system": SYSTEM,
            "context": CONTEXT,
            "sampling": SAMPLING,
        }


def _engine() -> Any:
    try:
        return import_module(ENGINE)
    except ImportError:
        raise PlaygroundMissing(
            "The playground runs a small model with xllamacpp, which is not installed here. It is an extra of this "
            'course. Install it, restart the kernel and try again: pip install "labelwright[playground]"'
        ) from None


def _pinned() -> Path:
    from labelwright.course.root import find_root
    from labelwright.data.card import load_card
    from labelwright.data.files import locate

    return locate(load_card(find_root() / "datasets" / MODEL))


def _settings(engine: Any, model: Path, threads: int) -> Any:
    params = engine.CommonParams()
    params.model.path = str(model)
    params.n_ctx, params.n_parallel = CONTEXT, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.n_gpu_layers, params.fit_params, params.warmup = 0, False, False
    params.cache_ram_mib, params.verbosity = 0, 0
    return params


def _check_question(prompt: str, temperature: float, seed: int, tokens: int) -> None:
    if not isinstance(prompt, str) or not prompt.strip():
        raise PlaygroundError(
            f"The prompt is {prompt!r}. Give the model some text to answer, in quotation marks."
        )
    if not 0 <= temperature <= 2:
        raise PlaygroundError(
            f"temperature is {temperature}; it runs from 0 (no chance) to 2 (mostly noise)."
        )
    if not 1 <= tokens <= MOST_TOKENS:
        raise PlaygroundError(
            f"tokens is {tokens}; an answer here has 1 to {MOST_TOKENS}. A token is part of a word."
        )
    if not 0 <= seed < 2**32 - 1:
        raise PlaygroundError(f"seed is {seed}; it is a whole number from 0 to {2**32 - 2:,}.")


def _refusal(reason: object) -> str:
    return (
        f"The model did not accept this prompt: {reason}. Prompt and answer together may have {CONTEXT:,} tokens, about "
        "1,500 English words; shorten the prompt."
    )
