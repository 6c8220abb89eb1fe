WITH accused AS (
  SELECT id, actor AS accuser, target AS accused, attribution, false AS is_act, published FROM claim
  WHERE target IS NOT NULL
    AND class IN (SELECT id FROM action WHERE iri IN ('action/accuse', 'action/condemn', 'action/prosecute'))
  UNION ALL
  SELECT id, attribution, actor, attribution, true, published FROM claim WHERE alleged
), kept AS (
  SELECT * FROM accused
  WHERE $actor IS NULL OR accuser = $actor OR accused = $actor OR coalesce(attribution = $actor, false)
  ORDER BY published, id LIMIT $limit
)
SELECT DISTINCT k.published AS "date", b.label AS accuser, o.label AS accused,
       CASE WHEN k.is_act THEN c.verb || ' ' || coalesce(t.label, '') ELSE c.verb END AS of_what, c.stated,
       d.document_id, s."text" AS sentence
FROM kept k JOIN claim c USING (id) JOIN entity o ON o.id = k.accused LEFT JOIN entity b ON b.id = k.accuser
LEFT JOIN entity t ON t.id = c.target JOIN document d ON d.id = c.document JOIN sentence s ON s.id = c.sentence
ORDER BY k.published, d.document_id, sentence, accuser, accused, of_what, c.stated LIMIT $limit
