-- A pair shares at most as many relations as either actor has. So the pairs of the most active actors give a lower
-- bound for the last row, and actors with fewer relations than that need not be paired.
WITH act AS (
  SELECT DISTINCT actor, action, target FROM relation
  WHERE target IS NOT NULL AND ($action IS NULL OR action = $action OR class = $action)
), shared_act AS (
  SELECT * FROM act SEMI JOIN (SELECT action, target FROM act GROUP BY ALL HAVING count(*) > 1) s
    ON s.action = act.action AND s.target = act.target
), near AS (
  SELECT * FROM shared_act
  WHERE $actor IS NULL OR (action, target) IN (SELECT (action, target) FROM shared_act WHERE actor = $actor)
), degree AS (SELECT actor, count(*) AS n FROM near GROUP BY actor),
busy AS (SELECT actor FROM degree ORDER BY n DESC, actor LIMIT 100),
first_pair AS (
  SELECT count(*) AS n FROM near x JOIN near y ON x.action = y.action AND x.target = y.target AND x.actor < y.actor
  WHERE x.actor IN (SELECT actor FROM busy) AND y.actor IN (SELECT actor FROM busy)
    AND ($actor IS NULL OR x.actor = $actor OR y.actor = $actor)
  GROUP BY x.actor, y.actor ORDER BY n DESC LIMIT $limit
), bound AS (SELECT CASE WHEN count(*) < $limit THEN 1 ELSE min(n) END AS least FROM first_pair),
candidate AS (
  SELECT n.* FROM near n JOIN degree USING (actor) WHERE degree.n >= (SELECT least FROM bound)
), pair AS (
  SELECT x.actor AS a, y.actor AS b, count(*) AS shared
  FROM candidate x JOIN candidate y ON x.action = y.action AND x.target = y.target AND x.actor < y.actor
  WHERE $actor IS NULL OR x.actor = $actor OR y.actor = $actor
  GROUP BY a, b HAVING shared >= (SELECT least FROM bound)
), keyed AS (
  SELECT p.*, e.label AS first, f.label AS second, md5($base || e.iri)[:16] AS one, md5($base || f.iri)[:16] AS two
  FROM pair p JOIN entity e ON e.id = p.a JOIN entity f ON f.id = p.b
), kept AS (
  SELECT * FROM keyed WHERE one <> two ORDER BY shared DESC, least(one, two), greatest(one, two) LIMIT $limit
)
SELECT k.first, k.second, k.shared, min(c.verb || ' ' || t.label) AS for_example
FROM kept k JOIN act x ON x.actor = k.a JOIN act y ON y.actor = k.b AND y.action = x.action AND y.target = x.target
JOIN claim c ON c.actor = k.a AND c.action = x.action AND c.target = x.target JOIN entity t ON t.id = x.target
WHERE $action IS NULL OR c.action = $action OR c.class = $action
GROUP BY k.a, k.b, k.first, k.second, k.shared ORDER BY k.shared DESC, k.first, k.second LIMIT $limit
