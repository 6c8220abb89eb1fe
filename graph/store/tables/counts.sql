-- What is counted of the claims: of all of them in the tables of a store ($temp is empty), of some in temporary tables.

-- `said`: claims, of which those that repeat each other are one; `document`: the first independent one
CREATE $temp TABLE relation AS
SELECT relation AS id, any_value(actor) AS actor, any_value(action) AS action, any_value(target) AS target,
       any_value(class) AS class, any_value(actor_label) AS actor_label, any_value(target_label) AS target_label,
       count(DISTINCT CASE WHEN NOT is_repeat THEN document END) AS documents,
       count(DISTINCT said) AS said, min(document) FILTER (NOT is_repeat) AS document
FROM claim GROUP BY relation ORDER BY relation;

CREATE $temp TABLE actor_class AS
SELECT actor, class, count(*) FILTER (NOT is_repeat) AS claims, count(DISTINCT document) AS documents
FROM claim GROUP BY actor, class;

CREATE TEMP TABLE tally AS
WITH part AS (
  SELECT actor AS id, document, CASE WHEN is_repeat THEN 0 ELSE 1 END AS acts, 0 AS acted_on FROM claim
  UNION ALL
  SELECT target, document, 0, CASE WHEN is_repeat THEN 0 ELSE 1 END FROM claim WHERE target IS NOT NULL
)
SELECT id, sum(acts) AS acts, sum(acted_on) AS acted_on, count(DISTINCT document) AS claim_documents
FROM part GROUP BY id;
