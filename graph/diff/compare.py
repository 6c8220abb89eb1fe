"""Compares two batches of claims: collects all findings in one `Diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.diff.alignment.actor_names import one_name_each
from graph.diff.alignment.alignments import THRESHOLD
from graph.diff.alignment.batch_claims import BatchClaim, batch_claims
from graph.diff.alignment.reports import reports
from graph.diff.alignment.statements import statements
from graph.diff.alignment.subjects import readings, with_antecedents
from graph.diff.alignment.topics import topics
from graph.diff.alignment.wording.counts import recounts
from graph.diff.findings.accounts import changed_accounts
from graph.diff.findings.contradictions import contradictions
from graph.diff.findings.developments import developments_of
from graph.diff.findings.measures import without_echoes
from graph.diff.findings.model import BACK, Contradiction, Development, Diff, RelationChange
from graph.diff.findings.quoted import quoted_developments
from graph.diff.findings.relations import Mentioned, actor_changes, relation_changes
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from graph.review.identity import Pair
from ontology.model import Entity

HEADLINES = ("changed", "numbers", "repeated")
"""The lists of relations that tell news beside developments and contradictions."""
Sentences = tuple[Sequence[StoredSentence], Sequence[StoredSentence]]


def diff(  # noqa: PLR0913  # the last seven are keywords
    before: Iterable[StoredClaim],
    after: Iterable[StoredClaim],
    *,
    before_name: str,
    after_name: str,
    threshold: float = THRESHOLD,
    mentioned: Mentioned = (frozenset(), frozenset()),
    apart: frozenset[Pair] = frozenset(),
    sentences: Sentences = ((), ()),
    notes: tuple[str, ...] = (),
) -> Diff:
    """Compare the claims of two batches.

    `before` and `after` are the claims, in any order; the names are those of the batches. `threshold`, from 0 to 1:
    lowest score at which two targets with different words are one topic. `mentioned`: the ids of the entities that the
    texts of each side name, also those without a claim; such an actor is neither new nor gone. `apart`: the pairs of
    ids that a person keeps apart, so that their names are not joined. `sentences`: those of each side, from which
    developments are read that no claim tells, because nobody acts in them. `notes`: see `Diff`.
    """
    one_named, names = one_name_each(batch_claims((before, after)), apart)
    read = readings(sentences, one_named)
    claims = without_echoes(with_antecedents(one_named, read))
    all_topics = topics(claims, threshold)
    named = _chosen(mentioned[0], names), _chosen(mentioned[1], names)
    added, gone = actor_changes(claims, named, sentences)
    has_news = _has_news(claims)
    contradicted = contradictions(claims, all_topics) if has_news else ()
    contradicted += changed_accounts(reports(read), contradicted)
    stated = statements(read, claims)
    developments = developments_of(claims, all_topics, stated) if has_news or stated else ()
    moved = tuple(one for one in developments if not any(_is_told(one, it) for it in contradicted))
    relations = relation_changes(claims, all_topics, recounts(read, claims))
    quoted = quoted_developments(read, _told(moved, contradicted, relations))
    return Diff(
        before_name,
        after_name,
        developments=(*moved, *quoted),
        contradictions=contradicted,
        **relations,
        actors_added=added,
        actors_gone=gone,
        notes=notes,
    )


def _told(
    moved: Iterable[Development],
    contradicted: Iterable[Contradiction],
    relations: Mapping[str, Iterable[RelationChange]],
) -> Iterator[StoredClaim]:
    """The claims of the later batch that headline findings tell."""
    for development in moved:
        yield from (claim.stored for claim in development.news)
    for contradiction in contradicted:
        yield from (*contradiction.affirmed, *contradiction.denied)
    for section in HEADLINES:
        for change in relations[section]:
            yield from change.after


def _chosen(mentioned: frozenset[str], names: Mapping[str, Entity]) -> frozenset[str]:
    """The ids of mentioned entities, each by the name that stands for all names of an actor."""
    return frozenset(names[key].id if key in names else key for key in mentioned)


def _is_told(development: Development, contradiction: Contradiction) -> bool:
    """True if all news of a development is what the contradiction denies: word against word, nothing has moved."""
    denied = {stored.claim.id for stored in contradiction.denied}
    return development.direction == BACK and all(claim.claim.id in denied for claim in development.news)


def _has_news(claims: Iterable[BatchClaim]) -> bool:
    """True if a claim is in one of the batches only."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for claim in claims:
        sides[claim.batch].add(claim.claim.id)
    return sides[0] != sides[1]
