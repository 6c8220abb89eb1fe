-- The rows come by the date of the plan: the first `$window` plans are tried, and more if they do not give all rows.
WITH word AS (SELECT id FROM action WHERE iri IN ('action/propose', 'action/pledge', 'action/plan')),
plan AS (
  SELECT c.id, c.iri, c.actor, c.verb, c.action, c.target, c.document, c.published, c.class IN (SELECT id FROM word) AS is_word,
         coalesce(a.country, a.id) AS side, a.label AS actor_name, t.label AS target_name, t.head
  FROM claim c JOIN entity a ON a.id = c.actor JOIN entity t ON t.id = c.target
  WHERE c.polarity = 'affirmed' AND c.published <> '' AND (c.modality = 'planned' OR is_word)
    AND ($actor IS NULL OR c.actor = $actor OR side = $actor)
    AND ($bloc IS NULL OR side IN (SELECT entity FROM member WHERE body = $bloc))
), early AS (
  SELECT * FROM plan WHERE published <= coalesce(
    (SELECT published FROM plan ORDER BY published LIMIT 1 OFFSET $window), (SELECT max(published) FROM plan))
), act AS (
  SELECT c.id, c.iri, c.actor, c.action, c.target, c.document, c.published, coalesce(c.ends, '') || '~' AS until,
         coalesce(a.country, a.id) AS side, t.label AS target_name, t.head
  FROM claim c JOIN entity a ON a.id = c.actor JOIN entity t ON t.id = c.target
  WHERE c.modality = 'asserted' AND c.polarity = 'affirmed' AND NOT c.alleged AND c.published <> ''
    AND c.class NOT IN (SELECT id FROM word UNION SELECT id FROM action WHERE iri = 'action/state')
    AND side IN (SELECT side FROM early)
), met AS (
  SELECT p.id AS plan, l.id AS later FROM early p JOIN act l ON l.side = p.side AND l.target = p.target
  UNION
  SELECT p.id, l.id FROM early p JOIN act l ON l.side = p.side AND l.head = p.head
  UNION
  SELECT p.id, l.id FROM early p JOIN act l ON l.side = p.side AND l.action = p.action WHERE NOT p.is_word
), pair AS (
  SELECT p.*, l.iri AS later_iri, l.id AS later, l.actor AS later_actor, l.target_name AS later_target_name,
         l.published AS later_date, p.target = l.target OR p.head = l.head AS is_target,
         p.action = l.action AND NOT p.is_word AND p.action <> (SELECT id FROM action WHERE iri = 'action/other') AS is_action
  FROM met m JOIN early p ON p.id = m.plan JOIN act l ON l.id = m.later
  WHERE l.document <> p.document AND l.published >= p.published AND l.until >= p.published
), kept AS (
  SELECT *, CASE WHEN is_target AND is_action THEN 'action and target' WHEN is_target THEN 'target' ELSE 'action' END AS alike
  FROM pair WHERE (is_target OR is_action) AND ($alike IS NULL OR alike = $alike)
  ORDER BY published, later_date, actor, verb, target_name, alike, later_iri, iri LIMIT $limit
)
SELECT DISTINCT k.published AS "date", k.actor_name AS actor, k.verb AS action, k.target_name AS target, k.alike,
       k.later_date, b.label AS later_actor, c.verb AS later_action, k.later_target_name AS later_target,
       s."text" AS later_sentence, (SELECT count(*) FROM kept) AS "_found"
FROM kept k JOIN claim c ON c.id = k.later JOIN entity b ON b.id = k.later_actor JOIN sentence s ON s.id = c.sentence
ORDER BY "date", actor, k.verb, target, k.alike, k.later_date, later_actor, later_action, later_target, later_sentence
LIMIT $limit
