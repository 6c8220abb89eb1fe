SELECT e.label AS actor, e.type, c.label AS country, e.first_seen, e.last_seen, e.documents
FROM entity e LEFT JOIN entity c ON c.id = e.country
WHERE e.documents > 0 AND e.first_seen IS NOT NULL AND e.last_seen IS NOT NULL
  AND e.type NOT IN ('Thing', 'Event', 'Law', 'Place') AND ($country IS NULL OR e.country = $country)
  AND ($type IS NULL OR lower($type) = lower(e.type)) AND ($since IS NULL OR e.first_seen >= $since)
ORDER BY e.first_seen DESC, e.documents DESC, actor LIMIT $limit
