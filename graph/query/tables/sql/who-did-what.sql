WITH kept AS (
  SELECT * FROM claim
  WHERE ($actor IS NULL OR actor = $actor) AND ($target IS NULL OR target = $target) AND target IS NOT NULL
    AND ($action IS NULL OR action = $action OR class = $action)
    AND ($since IS NULL OR "date" >= $since) AND ($until IS NULL OR ("date" <> '' AND "date" <= $until || '~'))
), strongest AS (
  SELECT actor_label, action, target_label, min(verb) AS does, count(DISTINCT said) AS claims,
         count(DISTINCT document) AS documents
  FROM kept GROUP BY ALL ORDER BY claims DESC, documents DESC, actor_label, does, target_label LIMIT $limit
), named AS (SELECT label_id, any_value(label) AS label FROM entity GROUP BY label_id)
SELECT a.label AS actor, s.does, t.label AS target,
       (SELECT string_agg(DISTINCT stated, ', ' ORDER BY stated) FROM kept k
        WHERE k.actor_label = s.actor_label AND k.action = s.action AND k.target_label = s.target_label) AS stated,
       s.claims, s.documents
FROM strongest s JOIN named a ON a.label_id = s.actor_label JOIN named t ON t.label_id = s.target_label
ORDER BY s.claims DESC, s.documents DESC, actor, s.does, target
