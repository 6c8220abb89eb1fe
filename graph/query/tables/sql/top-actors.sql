SELECT label AS actor, type, acts, acted_on, claim_documents AS documents FROM entity
WHERE claim_documents > 0 AND type NOT IN ('Thing', 'Event', 'Law', 'Place')
  AND ($type IS NULL OR lower($type) = lower(type))
ORDER BY acts DESC, acted_on DESC, label LIMIT $limit
