-- Makes the tables of a store from the files of `collector.py`, which are the views raw_claim, raw_sentence …
-- Ids are ordinals: entities in the order of their IRIs, documents in that of their ids, labels in that of the
-- alphabet, claims in that of their documents and IRIs. So ordering by them is ordering by the text.

CREATE TABLE document AS
SELECT row_number() OVER (ORDER BY any_value(documentId), iri) AS id, iri, any_value(documentId) AS document_id,
       any_value("date") AS published, any_value(title) AS title, any_value(url) AS url, any_value(source) AS source
FROM raw_document GROUP BY iri HAVING any_value(documentId) IS NOT NULL;

CREATE TABLE action AS
SELECT row_number() OVER (ORDER BY iri) AS id, iri, any_value(prefLabel) AS label FROM raw_action GROUP BY iri;

CREATE TEMP TABLE described AS
SELECT iri, min(value) FILTER (property = 'label') AS label, min(value) FILTER (property = 'head') AS head,
       min(value) FILTER (property = 'type' AND starts_with(value, 'ontology#'))[10:] AS type,
       min(value) FILTER (property = 'country') AS country,
       min(value) FILTER (property = 'firstSeen') AS first_seen, max(value) FILTER (property = 'lastSeen') AS last_seen
FROM raw_fact GROUP BY iri HAVING min(value) FILTER (property = 'label') IS NOT NULL;

CREATE TEMP TABLE numbered AS
SELECT row_number() OVER (ORDER BY iri) AS id, dense_rank() OVER (ORDER BY label) AS label_id, * FROM described;
DROP TABLE described;

CREATE TEMP TABLE mentioned AS
SELECT n.id, count(DISTINCT m.document) AS documents FROM raw_mention m JOIN numbered n ON n.iri = m.entity
GROUP BY n.id;

CREATE TABLE member AS
SELECT DISTINCT e.id AS entity, b.id AS body
FROM raw_fact f JOIN numbered e USING (iri) JOIN numbered b ON b.iri = f.value WHERE f.property = 'memberOf';

CREATE TABLE name AS
SELECT DISTINCT n.id AS entity, f.property AS kind, f.folded FROM raw_fact f JOIN numbered n USING (iri)
WHERE f.folded IS NOT NULL;

CREATE TEMP TABLE one_claim AS
SELECT iri, any_value(COLUMNS(* EXCLUDE (iri))) FROM raw_claim GROUP BY iri;

CREATE TEMP TABLE sentence_number AS
SELECT row_number() OVER () AS id, iri, any_value("text") AS "text" FROM raw_sentence
WHERE "text" IS NOT NULL GROUP BY iri;
CREATE TABLE sentence AS SELECT id, "text" FROM sentence_number;

CREATE TEMP TABLE linked AS
SELECT row_number() OVER (ORDER BY d.id, c.iri) AS id, c.iri, a.id AS actor, t.id AS target, v.id AS attribution,
       w.id AS place, d.id AS document, s.id AS sentence, k.id AS action, l.id AS class,
       a.label_id AS actor_label, t.label_id AS target_label, c.actionLabel AS verb, c.lemma AS lemma,
       c.confidence::DECIMAL(9, 6) AS confidence,
       c.polarity[10:] AS polarity, c.modality[10:] AS modality, c.alleged = 'true' AS alleged,
       coalesce(c."when", c.whenStart) AS begins, coalesce(c."when", c.whenEnd) AS ends,
       coalesce(d.published, '') AS published, c.repeats, c.generatedBy IS NOT NULL AS by_model
FROM one_claim c
JOIN numbered a ON a.iri = c.actor JOIN document d ON d.iri = c.document
JOIN sentence_number s ON s.iri = c.sentence
JOIN action k ON k.iri = c.action JOIN action l ON l.iri = c.actionClass
LEFT JOIN numbered t ON t.iri = c.target LEFT JOIN numbered v ON v.iri = c.attribution
LEFT JOIN numbered w ON w.iri = c."where"
WHERE c.target IS NULL OR t.id IS NOT NULL;
DROP TABLE one_claim;
DROP TABLE sentence_number;

CREATE TEMP TABLE relation_number AS
SELECT row_number() OVER (ORDER BY actor, action, target) AS id, actor, action, target
FROM (SELECT DISTINCT actor, action, target FROM linked);

CREATE TABLE claim AS
SELECT c.id, c.iri, c.actor, c.target, c.attribution, c.place, c.document, c.sentence, c.action, c.class, r.id AS relation,
       c.actor_label, c.target_label, c.verb, c.lemma, c.polarity, c.modality, c.alleged,
       c.confidence, CASE WHEN c.polarity = 'negated' THEN 'negated' WHEN c.alleged THEN 'alleged' ELSE c.modality END AS stated,
       c.begins, c.ends, c.published, coalesce(c.begins, c.published) AS "date",
       c.by_model, c.repeats IS NOT NULL AS is_repeat, coalesce(o.id, c.id) AS said
FROM linked c
JOIN relation_number r ON r.actor = c.actor AND r.action = c.action AND r.target IS NOT DISTINCT FROM c.target
LEFT JOIN (SELECT id, iri FROM linked SEMI JOIN (SELECT DISTINCT repeats AS iri FROM linked) USING (iri)) o
  ON o.iri = c.repeats
ORDER BY c.id;
DROP TABLE linked;
DROP TABLE relation_number;
