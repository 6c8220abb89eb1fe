-- The table of relations has counted their documents; the latest documents with such a relation give all rows.
WITH single AS MATERIALIZED (
  SELECT r.*, d.published FROM relation r JOIN document d ON d.id = r.document
  WHERE r.documents = 1 AND r.target IS NOT NULL AND ($actor IS NULL OR r.actor = $actor)
    AND ($action IS NULL OR r.action = $action OR r.class = $action)
), latest AS (
  SELECT DISTINCT coalesce(published, '') AS published, document FROM single
  ORDER BY published DESC, document LIMIT $limit
), told AS (
  SELECT s.id, min(c.verb) AS does, string_agg(DISTINCT c.stated, ', ' ORDER BY c.stated) AS stated
  FROM single s SEMI JOIN latest l ON l.document = s.document JOIN claim c ON c.relation = s.id
  WHERE NOT c.is_repeat GROUP BY s.id
)
SELECT coalesce(s.published, '') AS "date", a.label AS actor, w.does, t.label AS target, w.stated, d.document_id
FROM told w JOIN single s USING (id) JOIN document d ON d.id = s.document
JOIN entity a ON a.id = s.actor JOIN entity t ON t.id = s.target
ORDER BY "date" DESC, d.id, actor, w.does, target LIMIT $limit
