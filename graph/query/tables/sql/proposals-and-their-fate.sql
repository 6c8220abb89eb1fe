WITH word AS (SELECT id FROM action WHERE iri IN ('action/propose', 'action/pledge', 'action/plan')),
kept AS (
  SELECT id, actor, target, verb, document, published FROM claim
  WHERE polarity = 'affirmed' AND target IS NOT NULL AND ($actor IS NULL OR actor = $actor)
    AND (modality = 'planned' OR class IN (SELECT id FROM word))
    AND ($bloc IS NULL OR actor IN (SELECT entity FROM member WHERE body = $bloc))
  ORDER BY published, id LIMIT $limit
), later AS (
  SELECT DISTINCT c.target, c.document, c.published, c.verb, c.actor_label,
         CASE WHEN c.polarity = 'negated' THEN 'negated' WHEN c.alleged THEN 'alleged' ELSE 'done' END AS stated
  FROM claim c
  WHERE c.modality = 'asserted' AND c.published <> '' AND c.target IN (SELECT target FROM kept)
    AND c.class NOT IN (SELECT id FROM word UNION SELECT id FROM action WHERE iri = 'action/state')
), named AS (SELECT label_id, any_value(label) AS label FROM entity GROUP BY label_id),
paired AS (
  SELECT DISTINCT k.published AS "date", a.label AS actor, k.verb AS action, t.label AS target, k.document,
         l.published AS later_date, l.actor_label, l.verb AS later_action, l.stated, l.document AS later_document
  FROM kept k JOIN entity a ON a.id = k.actor JOIN entity t ON t.id = k.target
  LEFT JOIN later l ON l.target = k.target AND l.document <> k.document AND l.published >= k.published
  -- labels are numbered in the order of the alphabet, documents in that of their ids
  ORDER BY k.published, actor, action, t.label, k.document, later_date, later_document, l.actor_label, later_action,
           l.stated LIMIT $limit
)
SELECT p."date", p.actor, p.action, p.target, d.document_id, p.later_date, b.label AS later_actor, p.later_action,
       p.stated AS later_stated, e.document_id AS later_document
FROM paired p JOIN document d ON d.id = p.document LEFT JOIN document e ON e.id = p.later_document
LEFT JOIN named b ON b.label_id = p.actor_label
ORDER BY p."date", p.actor, p.action, p.target, d.document_id, p.later_date, e.document_id, later_actor, p.later_action,
         later_stated
