SELECT p.id,
       p.state,
       v.verdict,
       e.story,
       s.published,
       s.title,
       l.id AS entry,
       l.kind,
       a.name AS bound,
       (SELECT group_concat(b.name, '; ') FROM json_each(l.towards) t
        JOIN actors b ON b.story = l.story AND b.id = t.value) AS towards,
       l.content_words AS words,
       c.content_words AS condition,
       l.due_text_words AS due,
       l.due_earliest,
       l.due_latest,
       p.evidence_story,
       p.day,
       w.title AS evidence_title,
       p.evidence,
       p.string,
       p.evidence_words,
       p.reasons,
       p.confidence,
       (SELECT group_concat(o.story, '; ') FROM proposal_entries o
        WHERE o.proposal = p.id AND o.number > 0 AND o.story <> e.story) AS told_again,
       v.note,
       v.who,
       v.at
FROM proposals p
JOIN proposal_entries e ON e.proposal = p.id AND e.number = (
  SELECT min(f.number) FROM proposal_entries f WHERE f.proposal = p.id)
JOIN ledger l ON l.story = e.story AND l.id = e.entry
JOIN stories s ON s.id = e.story
JOIN stories w ON w.id = p.evidence_story
LEFT JOIN actors a ON a.story = l.story AND a.id = l.by
LEFT JOIN ledger c ON c.story = l.story AND c.id = l.depends_on
LEFT JOIN verdicts v ON v.story = e.story AND v.entry = e.entry AND v.state = p.state
 AND v.evidence_story = p.evidence_story
WHERE :id IS NOT NULL AND p.id = :id
   OR :id IS NULL AND (:settled OR coalesce(v.verdict, 'reopened') = 'reopened' AND NOT EXISTS (
        SELECT 1 FROM verdicts x WHERE x.story = e.story AND x.entry = e.entry AND x.verdict = 'accepted'))
ORDER BY s.published, s.number, cast(substr(l.id, 2) AS INTEGER), p.day, p.id;
