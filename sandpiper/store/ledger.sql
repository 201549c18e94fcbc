WITH settled AS (                        -- the latest that somebody accepted
  SELECT max(number) AS latest, story, entry, state AS outcome, evidence_story, evidence_words, day, note, who, at
  FROM verdicts WHERE verdict = 'accepted' AND day <= :day GROUP BY story, entry
), proposed AS (                         -- the latest that is proposed and was not rejected
  SELECT max(p.day || printf(' %.6f', p.confidence)) AS latest, e.story, e.entry, p.state AS outcome, p.evidence_story,
         p.evidence_words, p.day, p.id, p.confidence, p.reasons
  FROM proposals p JOIN proposal_entries e ON e.proposal = p.id
  WHERE p.day <= :day AND NOT EXISTS (
    SELECT 1 FROM verdicts v WHERE v.story = e.story AND v.entry = e.entry AND v.state = p.state
       AND v.evidence_story = p.evidence_story AND v.verdict = 'rejected')
  GROUP BY e.story, e.entry
)
SELECT l.story,
       s.published,
       l.kind,
       CASE WHEN r.outcome IS NOT NULL THEN r.outcome
            WHEN p.outcome IS NOT NULL THEN 'possibly ' || p.outcome
            WHEN coalesce(l.due_latest, l.due_earliest) IS NULL THEN 'undated'
            WHEN l.due_latest < :day THEN 'overdue'
            WHEN coalesce(l.due_latest, l.due_earliest) BETWEEN :day AND date(:day, '+14 days') THEN 'due soon'
            ELSE 'open' END AS state,
       a.name AS bound,
       a.country AS bound_country,
       (SELECT group_concat(b.name, '; ') FROM json_each(l.towards) t
        JOIN actors b ON b.story = l.story AND b.id = t.value) AS towards,
       l.due_earliest,
       l.due_latest,
       l.due_text_words AS due,
       l.content_words AS words,
       c.content_words AS condition,
       l.statement,
       l.id AS entry,
       coalesce(r.evidence_story, p.evidence_story) AS evidence_story,
       coalesce(r.day, p.day) AS evidence_day,
       coalesce(r.evidence_words, p.evidence_words) AS evidence,
       CASE WHEN r.outcome IS NULL THEN p.id END AS proposal,
       CASE WHEN r.outcome IS NULL THEN p.reasons END AS reasons,
       CASE WHEN r.outcome IS NULL THEN p.confidence END AS confidence,
       r.who AS reviewed_by,
       r.at AS reviewed_at,
       r.note
FROM ledger l
JOIN stories s ON s.id = l.story
LEFT JOIN actors a ON a.story = l.story AND a.id = l.by
LEFT JOIN settled r ON r.story = l.story AND r.entry = l.id
LEFT JOIN proposed p ON p.story = l.story AND p.entry = l.id
LEFT JOIN ledger c ON c.story = l.story AND c.id = l.depends_on
WHERE (:kind IS NULL AND l.kind <> 'condition' OR l.kind = :kind)
  AND (:state IS NULL OR state = :state)
  AND (:due_before IS NULL OR coalesce(l.due_latest, l.due_earliest) < :due_before)
  AND (:since IS NULL OR s.published >= :since)
  AND (:text IS NULL OR instr(lower(l.content_words), lower(:text)) > 0)
  AND (:actor IS NULL OR EXISTS (
        SELECT 1 FROM actors x
        WHERE x.story = l.story AND (x.id = l.by OR x.id IN (SELECT value FROM json_each(l.towards)))
          AND (x.country = upper(:actor) OR x.key = :actor OR instr(lower(x.name), lower(:actor)) > 0
               AND NOT EXISTS (SELECT 1 FROM actors y WHERE y.country = :actor))))  -- "USA" is not in "Jerusalem"
ORDER BY CASE :sort WHEN 'published' THEN s.published IS NULL WHEN 'actor' THEN a.name IS NULL END,
         CASE :sort WHEN 'published' THEN s.published END DESC,
         CASE :sort WHEN 'actor' THEN lower(a.name) WHEN 'kind' THEN l.kind END,
         coalesce(l.due_latest, l.due_earliest) IS NULL, coalesce(l.due_latest, l.due_earliest), s.published, s.number,
         cast(substr(l.id, 2) AS INTEGER);  -- l2 before l10
