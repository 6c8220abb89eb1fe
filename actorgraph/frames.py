"""Claims and answers of queries as pandas DataFrames; pandas is an extra and is imported when it is first used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim

if TYPE_CHECKING:
    from pandas import DataFrame

FRAME_COLUMNS = tuple(
    """id document actor actor_id actor_type action lemma class concept target target_id target_type quantity polarity
    modality alleged attribution when where confidence rule sentence start end""".split()
)
"""The columns of a frame of claims; a frame of a build has those of `DOCUMENT_COLUMNS` too."""
DOCUMENT_COLUMNS = ("batch", "document_date", "title", "source", "url")


def claims_frame(claims: Iterable[Claim | StoredClaim]) -> DataFrame:
    """Claims as a pandas DataFrame, one row per claim in their order.

    Columns: `id`, `document`, `actor`, `actor_id`, `actor_type`, `action`, `lemma`, `class`, `concept`, `target`,
    `target_id`, `target_type`, `quantity`, `polarity`, `modality`, `alleged` (bool), `attribution`, `when`, `where`,
    `confidence` (float), `rule`, `sentence`, `start`, `end` (offsets of the sentence, int); for claims of a build also
    `batch`, `document_date`, `title`, `source`, `url`. What a claim does not have is None.

    Raises ImportError if pandas is not installed: pip install "actorgraph[pandas]".
    """
    known = list(claims)
    has_documents = any(isinstance(claim, StoredClaim) for claim in known)
    columns = [*FRAME_COLUMNS, *(DOCUMENT_COLUMNS if has_documents or not known else ())]
    return data_frame(columns, [_row(claim) for claim in known])


def data_frame(columns: Sequence[str], data: Sequence[object]) -> DataFrame:
    """Rows or records as a pandas DataFrame. Raises ImportError as `claims_frame`."""
    return _pandas().DataFrame(data, columns=columns)


def _row(claim: Claim | StoredClaim) -> Mapping[str, object]:
    if isinstance(claim, StoredClaim):
        document = (claim.batch, claim.date, claim.title, claim.source, claim.url)
        return {**_row(claim.claim), **dict(zip(DOCUMENT_COLUMNS, document, strict=True))}
    target = claim.target
    return {
        "id": claim.id,
        "document": claim.document,
        "actor": claim.actor.entity.label,
        "actor_id": claim.actor.entity.id,
        "actor_type": claim.actor.entity.type.value,
        "action": claim.action.label,
        "lemma": claim.action.lemma,
        "class": claim.action.class_,
        "concept": claim.action.concept,
        "target": None if target is None else target.entity.label,
        "target_id": None if target is None else target.entity.id,
        "target_type": None if target is None else target.entity.type.value,
        "quantity": None if target is None else target.quantity,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "alleged": claim.alleged,
        "attribution": None if claim.attribution is None else claim.attribution.label,
        "when": claim.when,
        "where": None if claim.where is None else claim.where.label,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "sentence": claim.sentence.text,
        "start": claim.sentence.start,
        "end": claim.sentence.end,
    }


def _pandas() -> Any:  # noqa: ANN401  # an optional package
    try:
        import pandas  # noqa: PLC0415, ICN001  # an optional package, named in full
    except ModuleNotFoundError as error:
        raise ImportError('pandas is not installed; install it with: pip install "actorgraph[pandas]"') from error
    return pandas
