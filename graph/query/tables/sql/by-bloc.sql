WITH side AS (
  SELECT DISTINCT e.id, e.label AS member, b.label AS bloc
  FROM entity e JOIN member m ON m.entity = e.id OR m.entity = e.country JOIN entity b ON b.id = m.body
  WHERE $bloc IS NULL OR m.body = $bloc
), tally AS (
  SELECT actor, class, count(*) FILTER (NOT is_repeat) AS claims, count(DISTINCT document) AS documents FROM claim
  WHERE actor IN (SELECT id FROM side) AND ($action IS NULL OR class = $action OR action = $action) GROUP BY ALL
)
SELECT bloc, member, k.label AS does, sum(claims)::BIGINT AS claims, sum(documents)::BIGINT AS documents
FROM tally t JOIN side s ON s.id = t.actor JOIN action k ON k.id = t.class
GROUP BY bloc, member, does ORDER BY bloc, claims DESC, member, does LIMIT $limit
