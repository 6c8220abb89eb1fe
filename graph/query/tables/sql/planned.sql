WITH kept AS (
  SELECT *, coalesce(begins, '') AS due FROM claim
  WHERE modality IN ('planned', 'obligated') AND polarity = 'affirmed' AND NOT alleged
    AND ($actor IS NULL OR actor = $actor)
    AND ($since IS NULL OR due >= $since OR (due = '' AND published >= $since))
  ORDER BY due = '', due, published, id LIMIT $limit
)
SELECT DISTINCT k.due, a.label AS actor, k.verb AS action, t.label AS target, k.modality AS stated, v.label AS said_by,
       k.published AS said_on, d.document_id
FROM kept k JOIN entity a ON a.id = k.actor LEFT JOIN entity t ON t.id = k.target
LEFT JOIN entity v ON v.id = k.attribution JOIN document d ON d.id = k.document
ORDER BY k.due = '', k.due, said_on, d.document_id, actor, action, target, stated, coalesce(said_by, '') LIMIT $limit
