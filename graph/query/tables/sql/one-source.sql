-- a relation of one document: the table of relations has counted them
WITH single AS (
  SELECT r.id, any_value(c.document) AS document, min(c.verb) AS does,
         string_agg(DISTINCT c.stated, ', ' ORDER BY c.stated) AS stated
  FROM relation r JOIN claim c ON c.relation = r.id
  WHERE r.documents = 1 AND r.target IS NOT NULL AND NOT c.is_repeat
    AND ($actor IS NULL OR r.actor = $actor) AND ($action IS NULL OR r.action = $action OR r.class = $action)
  GROUP BY r.id
)
SELECT coalesce(d.published, '') AS "date", a.label AS actor, s.does, t.label AS target, s.stated, d.document_id
FROM single s JOIN relation r USING (id) JOIN document d ON d.id = s.document
JOIN entity a ON a.id = r.actor JOIN entity t ON t.id = r.target
ORDER BY "date" DESC, d.id, actor, s.does, target LIMIT $limit
