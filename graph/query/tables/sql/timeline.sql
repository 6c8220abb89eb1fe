WITH kept AS (
  SELECT * FROM claim
  WHERE ($actor IS NULL OR actor = $actor OR target = $actor)
    AND ($action IS NULL OR action = $action OR class = $action) AND "date" <> ''
    AND ($since IS NULL OR "date" >= $since) AND ($until IS NULL OR "date" <= $until || '~')
  ORDER BY "date", id LIMIT $limit
)
SELECT DISTINCT k."date", CASE WHEN k.begins IS NULL THEN 'document' ELSE 'sentence' END AS date_from,
       a.label AS actor, k.verb AS action, t.label AS target, k.stated, d.document_id
FROM kept k JOIN entity a ON a.id = k.actor LEFT JOIN entity t ON t.id = k.target JOIN document d ON d.id = k.document
ORDER BY k."date", d.document_id, actor, action, target, k.stated, date_from LIMIT $limit
