-- Entities with their numbers of documents and claims (the last of the tables).
CREATE TABLE entity AS
SELECT n.id, n.iri, n.label_id, n.label, n.head, n.type, c.id AS country, n.first_seen, n.last_seen,
       coalesce(m.documents, 0) AS documents, coalesce(t.acts, 0) AS acts, coalesce(t.acted_on, 0) AS acted_on,
       coalesce(t.claim_documents, 0) AS claim_documents
FROM numbered n LEFT JOIN numbered c ON c.iri = n.country LEFT JOIN mentioned m ON m.id = n.id
LEFT JOIN tally t ON t.id = n.id
ORDER BY n.id;
