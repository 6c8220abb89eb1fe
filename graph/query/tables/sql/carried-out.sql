-- The rows come by the date of the plan: the first `$window` plans are tried, and more if they do not give all rows.
WITH word AS MATERIALIZED (SELECT id FROM action WHERE iri IN ('action/propose', 'action/pledge', 'action/plan')),
plan AS MATERIALIZED (
  SELECT id, published FROM claim
  WHERE polarity = 'affirmed' AND target IS NOT NULL AND published <> ''
    AND (modality = 'planned' OR class IN (SELECT id FROM word))
    AND ($actor IS NULL OR actor = $actor OR actor IN (SELECT id FROM entity WHERE country = $actor))
    AND ($bloc IS NULL OR actor IN (
      SELECT id FROM entity WHERE coalesce(country, id) IN (SELECT entity FROM member WHERE body = $bloc)))
), early AS MATERIALIZED (
  SELECT c.id, c.iri, c.actor, c.verb, c.action, c.target, c.document, c.published, c.class IN (SELECT id FROM word) AS is_word,
         coalesce(a.country, a.id) AS side, a.label AS actor_name, t.label AS target_name, t.head
  FROM claim c SEMI JOIN plan p ON p.id = c.id JOIN entity a ON a.id = c.actor JOIN entity t ON t.id = c.target
  WHERE c.published <= coalesce(
    (SELECT published FROM plan ORDER BY published LIMIT 1 OFFSET $window), (SELECT max(published) FROM plan))
), side AS MATERIALIZED (
  SELECT id, coalesce(country, id) AS side FROM entity WHERE coalesce(country, id) IN (SELECT side FROM early)
), act AS MATERIALIZED (
  SELECT c.id, c.iri, c.actor, c.action, c.target, c.document, c.published, coalesce(c.ends, '') || '~' AS until, a.side,
         t.label AS target_name, t.head
  FROM claim c JOIN side a ON a.id = c.actor JOIN entity t ON t.id = c.target
  WHERE c.modality = 'asserted' AND c.polarity = 'affirmed' AND NOT c.alleged
    AND c.published <> '' AND c.published >= (SELECT min(published) FROM early)
    AND c.class NOT IN (SELECT id FROM word UNION SELECT id FROM action WHERE iri = 'action/state')
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
), kept AS MATERIALIZED (
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
