"""The options that say what extracts claims: the rules, a language model, or an extractor of a third party."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.common import actors_file, actors_option, beside
from actorgraph.cli.options.groups import option_group
from extract.extractors import BUILT_IN, RULES
from extract.llm.settings import ANSWERS, DEFAULT_PARALLEL, DEFAULT_TIMEOUT, DEFAULT_URL, ModelSettings
from extract.parsing.defaults import DEFAULT_MODEL

if TYPE_CHECKING:
    from extract.extractors import DocumentExtractor, ExtractorSettings
    from extract.multilingual import MultilingualExtractor

NO_SCORER = (
    "onnxruntime is not installed, so this runs as with --fast and finds fewer claims; "
    "to install it: pip install onnxruntime"
)
URL_VARIABLE, MODEL_VARIABLE = "ACTORGRAPH_LLM_URL", "ACTORGRAPH_LLM_MODEL"

model_option = click.option(
    "--model",
    "models",
    multiple=True,
    default=(DEFAULT_MODEL,),
    show_default=True,
    metavar="[LANG=]NAME",
    help="Installed spaCy pipeline, by name or path; es=NAME adds one for documents in that language.",
)
fast_option = click.option(
    "--fast",
    is_flag=True,
    help="Skip the contextual scorer: about twice as fast, but misses more claims and makes more errors.",
)
extractor_option = click.option(
    "--extractor",
    default=RULES,
    show_default=True,
    metavar="NAME",
    help="Extractor of the claims: rules, llm, rules+llm, or one that is installed (docs/models.md).",
)
url_option = click.option(
    "--llm-url",
    metavar="URL",
    default=DEFAULT_URL,
    show_default=True,
    envvar=URL_VARIABLE,
    help="With --extractor llm: an OpenAI-compatible API. Its key is read from ACTORGRAPH_LLM_KEY.",
)
llm_model_option = click.option(
    "--llm-model", metavar="NAME", default="", envvar=MODEL_VARIABLE, help="With --extractor llm: the model to ask."
)
cache_option = click.option(
    "--llm-cache",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"With --extractor llm: the file in which its answers are cached.  [default: {ANSWERS} beside the build]",
)
offline_option = click.option(
    "--llm-offline", is_flag=True, help="With --extractor llm: use only cached answers; send nothing."
)
request_option = click.option(
    "--llm-request",
    metavar="JSON",
    default="{}",
    help='With --extractor llm: keys to add to each request, such as {"seed": 1}; null removes one.',
)
parallel_option = click.option(
    "--llm-parallel",
    type=click.IntRange(min=1),
    default=DEFAULT_PARALLEL,
    show_default=True,
    help="With --extractor llm: number of concurrent requests.",
)
timeout_option = click.option(
    "--llm-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="With --extractor llm: maximum time for an answer.",
)
price_option = click.option(
    "--llm-price",
    nargs=2,
    type=click.FloatRange(min=0),
    metavar="IN OUT",
    help="Prices per million input and output tokens, for an estimate of the cost.",
)


@dataclass(frozen=True, slots=True)
class ExtractorOptions:
    """What extracts: its name, the spaCy pipelines `models`, the file of additional `actors`, and a language model.

    `fast` leaves out the contextual scorer.
    """

    models: tuple[str, ...]
    actors: Path | None
    fast: bool
    extractor: str
    llm_url: str
    llm_model: str
    llm_cache: Path | None
    llm_offline: bool
    llm_request: str
    llm_parallel: int
    llm_timeout: float

    def check_scorer(self) -> None:
        """Say on standard error if the contextual scorer is wanted and not installed."""
        from extract.judge.encoder.scorer import is_installed

        if not self.fast and not is_installed():
            click.echo(f"actorgraph: {NO_SCORER}", err=True)

    def llm(self, out: Path = Path("out")) -> ModelSettings | None:
        """The language model, None if no extractor of this project uses one. `out`: the build beside its answers.

        Raises ModelError if the request is no JSON object.
        """
        if self.extractor not in BUILT_IN or self.extractor == RULES:
            return None
        return ModelSettings(
            self.llm_model,
            self.llm_url,
            self.llm_cache or beside(out, ANSWERS),
            offline=self.llm_offline,
            parallel=self.llm_parallel,
            timeout=self.llm_timeout,
            parameters=self.llm_request,
        )

    def settings(self, out: Path = Path("out")) -> ExtractorSettings:
        """What extracts. `out`: the build beside which files of the user are looked for."""
        from extract.extractors import ExtractorSettings

        actors = actors_file(self.actors, out)
        return ExtractorSettings(self.models, actors, self.fast, self.extractor, self.llm(out))

    def languages(self, out: Path = Path("out")) -> frozenset[str] | None:
        """Codes of the languages that are read, None for all; nothing is loaded.

        Says so if the contextual scorer is missing. `out`: as for `settings`. Raises DataError for an invalid file of
        actors, ModelError for an unknown extractor.
        """
        from extract.extractors import extractor_of

        self.check_scorer()
        return extractor_of(self.settings(out)).languages

    def loaded(self, out: Path = Path("out")) -> DocumentExtractor:
        """The extractor, its default pipeline loaded. Raises ModelError if a pipeline is missing."""
        from extract.extractors import extractor_of

        self.check_scorer()
        extractor = extractor_of(self.settings(out))
        extractor.load()
        return extractor

    def rules(self, out: Path = Path("out")) -> MultilingualExtractor:
        """The rules, whatever the extractor, with the default pipeline loaded. Raises ModelError."""
        self.check_scorer()
        extractor = self.settings(out).pipelines()
        extractor.load()
        return extractor


extractor_options = option_group(
    "extraction",
    ExtractorOptions,
    model_option,
    actors_option,
    fast_option,
    extractor_option,
    url_option,
    llm_model_option,
    cache_option,
    offline_option,
    request_option,
    parallel_option,
    timeout_option,
)
"""Passes `extraction: ExtractorOptions` to the command."""
