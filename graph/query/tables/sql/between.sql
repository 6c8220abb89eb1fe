SELECT DISTINCT c."date", a.label AS actor, c.verb AS action, t.label AS target, c.stated, v.label AS said_by,
       d.document_id, s."text" AS sentence
FROM claim c JOIN entity a ON a.id = c.actor JOIN entity t ON t.id = c.target
LEFT JOIN entity v ON v.id = c.attribution JOIN document d ON d.id = c.document JOIN sentence s ON s.id = c.sentence
WHERE (c.actor = $a AND c.target = $b) OR (c.actor = $b AND c.target = $a)
ORDER BY c."date", d.document_id, sentence, action, actor, target, c.stated, coalesce(said_by, '') LIMIT $limit
