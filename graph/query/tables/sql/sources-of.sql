-- each document gives a row at least, so the first documents suffice
WITH kept AS (
  SELECT * FROM claim
  WHERE target IS NOT NULL AND ($actor IS NULL OR actor = $actor) AND ($target IS NULL OR target = $target)
    AND ($action IS NULL OR action = $action OR class = $action)
    AND ($since IS NULL OR published >= $since)
), first AS (SELECT DISTINCT published, document FROM kept ORDER BY published, document LIMIT $limit)
SELECT DISTINCT k.published AS "date", d.source AS publisher, d.document_id, d.title, coalesce(k.begins, '') AS "when",
       k.stated, v.label AS said_by, s."text" AS sentence, d.url
FROM kept k SEMI JOIN first f ON f.document = k.document JOIN document d ON d.id = k.document
JOIN sentence s ON s.id = k.sentence LEFT JOIN entity v ON v.id = k.attribution
ORDER BY k.published, d.document_id, sentence, k.stated, coalesce(said_by, ''), "when", d.title, d.source, d.url
LIMIT $limit
