SELECT DISTINCT coalesce(v.label, '(' || coalesce(d.source, 'the text') || ')') AS said_by, a.label AS actor,
       c.verb AS action, t.label AS target, c.stated, c.published AS "date", d.document_id, s."text" AS sentence
FROM claim c JOIN entity a ON a.id = c.actor LEFT JOIN entity t ON t.id = c.target
LEFT JOIN entity v ON v.id = c.attribution JOIN document d ON d.id = c.document JOIN sentence s ON s.id = c.sentence
WHERE (c.actor = $about OR c.target = $about) AND ($since IS NULL OR c.published >= $since)
ORDER BY said_by, c.published, d.document_id, sentence, actor, action, target, c.stated LIMIT $limit
