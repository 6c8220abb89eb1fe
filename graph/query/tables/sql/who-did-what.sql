-- Without dates, the counts of the table of relations tell which of them can be in the first rows.
WITH wanted AS MATERIALIZED (
  SELECT actor_label, action, target_label, sum(said) AS said FROM relation
  WHERE ($actor IS NULL OR actor = $actor) AND ($target IS NULL OR target = $target) AND target IS NOT NULL
    AND ($action IS NULL OR action = $action OR class = $action)
  GROUP BY ALL
), first AS (SELECT said FROM wanted ORDER BY said DESC LIMIT $limit),
chosen AS MATERIALIZED (
  SELECT * FROM wanted
  WHERE $since IS NOT NULL OR $until IS NOT NULL OR said >= (SELECT min(said) FROM first)
), kept AS MATERIALIZED (
  SELECT c.actor_label, c.action, c.target_label, c.verb, c.said, c.document, c.stated
  FROM claim c SEMI JOIN chosen w
    ON w.actor_label = c.actor_label AND w.action = c.action AND w.target_label = c.target_label
  WHERE ($actor IS NULL OR actor = $actor) AND ($target IS NULL OR target = $target)
    AND ($since IS NULL OR "date" >= $since) AND ($until IS NULL OR ("date" <> '' AND "date" <= $until || '~'))
), strongest AS MATERIALIZED (
  SELECT actor_label, action, target_label, min(verb) AS does, count(DISTINCT said) AS claims,
         count(DISTINCT document) AS documents
  FROM kept GROUP BY ALL ORDER BY claims DESC, documents DESC, actor_label, does, target_label LIMIT $limit
), status AS (
  SELECT actor_label, action, target_label, string_agg(DISTINCT stated, ', ' ORDER BY stated) AS stated
  FROM kept SEMI JOIN strongest s ON s.actor_label = kept.actor_label AND s.action = kept.action
    AND s.target_label = kept.target_label
  GROUP BY ALL
), named AS (SELECT label_id, any_value(label) AS label FROM entity GROUP BY label_id)
SELECT a.label AS actor, s.does, t.label AS target, u.stated, s.claims, s.documents
FROM strongest s JOIN status u USING (actor_label, action, target_label)
JOIN named a ON a.label_id = s.actor_label JOIN named t ON t.label_id = s.target_label
ORDER BY s.claims DESC, s.documents DESC, actor, s.does, target
