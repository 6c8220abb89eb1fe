-- The rows come by date, actor, action, target and document: the first `$window` of these are tried, then more.
WITH word AS (SELECT id FROM action WHERE iri IN ('action/propose', 'action/pledge', 'action/plan')),
kept AS (
  SELECT id, actor, target, verb, document, published FROM claim
  WHERE polarity = 'affirmed' AND target IS NOT NULL AND ($actor IS NULL OR actor = $actor)
    AND (modality = 'planned' OR class IN (SELECT id FROM word))
    AND ($bloc IS NULL OR actor IN (SELECT entity FROM member WHERE body = $bloc))
  ORDER BY published, id LIMIT $limit
), keyed AS (
  SELECT k.*, a.label AS actor_name, t.label AS target_name,
         dense_rank() OVER (ORDER BY k.published, a.label, k.verb, t.label, k.document) AS place
  FROM kept k JOIN entity a ON a.id = k.actor JOIN entity t ON t.id = k.target
), early AS MATERIALIZED (SELECT * FROM keyed WHERE place <= $window),
later AS MATERIALIZED (
  SELECT DISTINCT c.target, c.document, c.published, c.verb, c.actor_label,
         CASE WHEN c.polarity = 'negated' THEN 'negated' WHEN c.alleged THEN 'alleged'
              WHEN c.class IN (SELECT id FROM action WHERE iri = 'action/reject') OR c.lemma IN (
                'postpone', 'delay', 'put off', 'defer', 'shelve', 'suspend', 'withdraw', 'drop', 'cancel', 'scrap', 'abandon', 'halt'
              ) THEN 'set back' ELSE 'done' END AS stated
  FROM claim c
  WHERE c.modality = 'asserted' AND c.published <> '' AND c.target IN (SELECT target FROM early)
    AND c.class NOT IN (SELECT id FROM word UNION SELECT id FROM action WHERE iri = 'action/state')
), named AS (SELECT label_id, any_value(label) AS label FROM entity GROUP BY label_id),
paired AS (
  SELECT DISTINCT k.published AS "date", k.actor_name AS actor, k.verb AS action, k.target_name AS target, k.document,
         l.published AS later_date, l.actor_label, l.verb AS later_action, l.stated, l.document AS later_document
  FROM early k LEFT JOIN later l ON l.target = k.target AND l.document <> k.document AND l.published >= k.published
  -- labels are numbered in the order of the alphabet, documents in that of their ids
  ORDER BY k.published, actor, action, k.target_name, k.document, later_date, later_document, l.actor_label, later_action,
           l.stated LIMIT $limit
)
SELECT p."date", p.actor, p.action, p.target, d.document_id, p.later_date, b.label AS later_actor, p.later_action,
       p.stated AS later_stated, e.document_id AS later_document, (SELECT count(*) FROM paired) AS "_found"
FROM paired p JOIN document d ON d.id = p.document LEFT JOIN document e ON e.id = p.later_document
LEFT JOIN named b ON b.label_id = p.actor_label
ORDER BY p."date", p.actor, p.action, p.target, d.document_id, p.later_date, e.document_id, later_actor, p.later_action,
         later_stated
