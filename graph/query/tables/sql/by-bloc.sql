WITH side AS (
  SELECT DISTINCT e.id, e.label AS member, b.label AS bloc
  FROM entity e JOIN member m ON m.entity = e.id JOIN entity b ON b.id = m.body WHERE $bloc IS NULL OR m.body = $bloc
  UNION
  SELECT e.id, e.label, b.label
  FROM entity e JOIN member m ON m.entity = e.country JOIN entity b ON b.id = m.body WHERE $bloc IS NULL OR m.body = $bloc
), tally AS (
  SELECT actor, class, claims, documents FROM actor_class WHERE $action IS NULL
  UNION ALL
  SELECT actor, class, count(*) FILTER (NOT is_repeat), count(DISTINCT document) FROM claim
  WHERE $action IS NOT NULL AND (class = $action OR action = $action) GROUP BY ALL
)
SELECT bloc, member, k.label AS does, sum(claims)::BIGINT AS claims, sum(documents)::BIGINT AS documents
FROM tally t JOIN side s ON s.id = t.actor JOIN action k ON k.id = t.class
GROUP BY bloc, member, does ORDER BY bloc, claims DESC, member, does LIMIT $limit
