-- A pair shares at most as many relations as either actor has. So the pairs of the most active actors give a lower
-- bound for the last row, and actors with fewer relations than that need not be paired.
WITH act AS MATERIALIZED (
  SELECT id, actor, action, target FROM relation
  WHERE target IS NOT NULL AND ($action IS NULL OR action = $action OR class = $action)
), deed AS MATERIALIZED (
  SELECT action, target, row_number() OVER () AS id FROM act GROUP BY action, target HAVING count(*) > 1
), doer AS MATERIALIZED (
  SELECT a.actor, d.id AS deed FROM act a JOIN deed d ON d.action = a.action AND d.target = a.target
), near AS MATERIALIZED (
  SELECT * FROM doer WHERE $actor IS NULL OR deed IN (SELECT deed FROM doer WHERE actor = $actor)
), degree AS MATERIALIZED (SELECT actor, count(*) AS n FROM near GROUP BY actor),
busy AS MATERIALIZED (SELECT actor FROM degree ORDER BY n DESC, actor LIMIT 100),
early AS MATERIALIZED (SELECT * FROM near WHERE actor = $actor OR actor IN (SELECT actor FROM busy)),
first_pair AS MATERIALIZED (
  SELECT count(*) AS n FROM early x JOIN early y ON x.deed = y.deed AND x.actor < y.actor
  WHERE $actor IS NULL OR x.actor = $actor OR y.actor = $actor
  GROUP BY x.actor, y.actor ORDER BY n DESC LIMIT $limit
), bound AS MATERIALIZED (SELECT CASE WHEN count(*) < $limit THEN 1 ELSE min(n) END AS least FROM first_pair),
candidate AS MATERIALIZED (
  SELECT n.* FROM near n JOIN degree USING (actor) WHERE degree.n >= (SELECT least FROM bound)
), one_side AS MATERIALIZED (SELECT * FROM candidate WHERE $actor IS NULL OR actor = $actor),
pair AS MATERIALIZED (
  SELECT least(x.actor, y.actor) AS a, greatest(x.actor, y.actor) AS b, count(*) AS shared
  FROM one_side x JOIN candidate y ON x.deed = y.deed AND x.actor <> y.actor
  WHERE $actor IS NOT NULL OR x.actor < y.actor
  GROUP BY a, b HAVING shared >= (SELECT least FROM bound)
), keyed AS (
  SELECT p.*, e.label AS first, f.label AS second, md5($base || e.iri)[:16] AS one, md5($base || f.iri)[:16] AS two
  FROM pair p JOIN entity e ON e.id = p.a JOIN entity f ON f.id = p.b
), kept AS MATERIALIZED (
  SELECT * FROM keyed WHERE one <> two ORDER BY shared DESC, least(one, two), greatest(one, two) LIMIT $limit
)
SELECT k.first, k.second, k.shared, min(c.verb || ' ' || t.label) AS for_example
FROM kept k JOIN act x ON x.actor = k.a JOIN act y ON y.actor = k.b AND y.action = x.action AND y.target = x.target
JOIN claim c ON c.relation = x.id JOIN entity t ON t.id = x.target
WHERE $action IS NULL OR c.action = $action OR c.class = $action
GROUP BY k.a, k.b, k.first, k.second, k.shared ORDER BY k.shared DESC, k.first, k.second LIMIT $limit
