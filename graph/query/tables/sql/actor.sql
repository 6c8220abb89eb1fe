WITH kept AS (
  SELECT * FROM claim
  WHERE (actor = $actor OR target = $actor OR attribution = $actor)
    AND ($since IS NULL OR "date" >= $since) AND ($until IS NULL OR ("date" <> '' AND "date" <= $until || '~'))
  ORDER BY "date", id LIMIT $limit
)
SELECT DISTINCT k."date", a.label AS actor, k.verb AS action, t.label AS target, k.stated, v.label AS said_by,
       d.document_id, s."text" AS sentence
FROM kept k JOIN entity a ON a.id = k.actor LEFT JOIN entity t ON t.id = k.target
LEFT JOIN entity v ON v.id = k.attribution JOIN document d ON d.id = k.document JOIN sentence s ON s.id = k.sentence
ORDER BY k."date", d.document_id, sentence, action, actor, target, k.stated, coalesce(said_by, '') LIMIT $limit
