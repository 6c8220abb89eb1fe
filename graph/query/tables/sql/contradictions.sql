-- each combination of actor, verb, target and two documents gives a row at least, so the first combinations suffice
WITH no AS (
  SELECT * FROM claim WHERE polarity = 'negated' AND modality IN ('asserted', 'planned') AND target IS NOT NULL AND ($actor IS NULL OR actor = $actor)
), pair AS (
  SELECT y.id AS yes, n.id AS no, y.actor_label, y.verb, y.target_label, y.document AS affirmed, n.document AS denied
  FROM no n JOIN claim y ON y.actor = n.actor AND y.class = n.class AND y.target = n.target AND y.modality = n.modality
  WHERE y.polarity = 'affirmed' AND (y.class <> (SELECT id FROM action WHERE iri = 'action/other') OR y.lemma = n.lemma)
    -- what was denied first may have been done since, unless somebody says that it had been done
    AND (y.attribution IS NOT NULL OR n.published = '' OR n.published >= y.published
         OR starts_with(y.published, n.published))
), first AS (
  SELECT DISTINCT actor_label, verb, target_label, affirmed, denied FROM pair
  ORDER BY ALL LIMIT $limit
)
SELECT DISTINCT a.label AS actor, y.verb AS action, t.label AS target, d.document_id AS affirmed_in, v.label AS affirmed_by,
       s."text" AS affirmation, e.document_id AS denied_in, w.label AS denied_by, r."text" AS denial
FROM pair p SEMI JOIN first f ON f.actor_label = p.actor_label AND f.verb = p.verb AND f.target_label = p.target_label
  AND f.affirmed = p.affirmed AND f.denied = p.denied
JOIN claim y ON y.id = p.yes JOIN claim n ON n.id = p.no JOIN entity a ON a.id = y.actor JOIN entity t ON t.id = y.target
JOIN document d ON d.id = y.document JOIN document e ON e.id = n.document
JOIN sentence s ON s.id = y.sentence JOIN sentence r ON r.id = n.sentence
LEFT JOIN entity v ON v.id = y.attribution LEFT JOIN entity w ON w.id = n.attribution
ORDER BY actor, action, target, affirmed_in, denied_in, affirmation, denial, affirmed_by, denied_by LIMIT $limit
