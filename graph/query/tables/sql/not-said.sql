WITH side AS (SELECT e.id, e.label FROM entity e JOIN member m ON m.entity = e.id WHERE m.body = $bloc),
done AS (
  SELECT DISTINCT actor FROM claim
  WHERE (action = $action OR class = $action) AND polarity = 'affirmed' AND modality = 'asserted' AND NOT alleged
    AND ($target IS NULL OR coalesce(target = $target, false))
)
SELECT s.label AS member, count(c.id) AS other_claims
FROM side s LEFT JOIN claim c ON c.actor = s.id WHERE s.id NOT IN (SELECT actor FROM done)
GROUP BY s.label ORDER BY other_claims DESC, member LIMIT $limit
