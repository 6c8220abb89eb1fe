WITH here AS (SELECT id FROM entity WHERE id = $place OR country = $place),
spot AS (
  SELECT id FROM here UNION SELECT e.id FROM entity e JOIN entity h ON h.label_id = e.label_id WHERE h.id = $place
), kept AS (
  SELECT *, CASE WHEN place IN (SELECT id FROM spot) THEN 'the place' WHEN actor IN (SELECT id FROM here) THEN 'who acts'
            ELSE 'the target' END AS reason
  FROM claim
  WHERE (place IN (SELECT id FROM spot) OR actor IN (SELECT id FROM here) OR target = $place)
    AND ($action IS NULL OR action = $action OR class = $action)
    AND ($since IS NULL OR "date" >= $since) AND ($until IS NULL OR ("date" <> '' AND "date" <= $until || '~'))
  ORDER BY "date", id LIMIT $limit
)
SELECT DISTINCT k."date", a.label AS actor, k.verb AS action, t.label AS target, k.stated, k.reason AS why_here,
       d.document_id
FROM kept k JOIN entity a ON a.id = k.actor LEFT JOIN entity t ON t.id = k.target JOIN document d ON d.id = k.document
ORDER BY k."date", d.document_id, actor, action, target, k.stated, why_here LIMIT $limit
