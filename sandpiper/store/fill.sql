-- Reading JSON -> the derived tables, for the one story :story. words(string, spans) is Python's: SQLite counts as we do,
-- but has no slice over a list of spans. No -> operators: SQLite before 3.38 has none, and Python runs on those.

INSERT INTO sentences (story, number, start, end)
SELECT s.id,
       r.key,
       json_extract(r.value, '$[0]'),
       json_extract(r.value, '$[1]')
FROM stories s, json_each(s.reading, '$.sentences') r WHERE s.id = :story;

INSERT INTO mentions (story, id, start, end, text, type, actor, string, confidence)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.start'),
       json_extract(r.value, '$.end'),
       json_extract(r.value, '$.text'),
       json_extract(r.value, '$.type'),
       json_extract(r.value, '$.actor'),
       ifnull(json_extract(r.value, '$.in'), 'text'),
       json_extract(r.value, '$.confidence')
FROM stories s, json_each(s.reading, '$.mentions') r WHERE s.id = :story;

INSERT INTO actors (story, id, name, kind, country, sectors, office, as_of, key, confidence, evidence, candidates)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.name'),
       json_extract(r.value, '$.kind'),
       json_extract(r.value, '$.country'),
       json_extract(r.value, '$.sectors'),
       json_extract(r.value, '$.office'),
       json_extract(r.value, '$.as_of'),
       json_extract(r.value, '$.key'),
       json_extract(r.value, '$.confidence'),
       json_extract(r.value, '$.evidence'),
       json_extract(r.value, '$.candidates')
FROM stories s, json_each(s.reading, '$.actors') r WHERE s.id = :story;

INSERT INTO places (story, id, mention, name, country, admin1, lat, lon, geonames, precision, confidence)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.mention'),
       json_extract(r.value, '$.name'),
       json_extract(r.value, '$.country'),
       json_extract(r.value, '$.admin1'),
       json_extract(r.value, '$.lat'),
       json_extract(r.value, '$.lon'),
       json_extract(r.value, '$.geonames'),
       json_extract(r.value, '$.precision'),
       json_extract(r.value, '$.confidence')
FROM stories s, json_each(s.reading, '$.places') r WHERE s.id = :story;

INSERT INTO times (story, id, start, end, text, type, value, anchor, precision, conflict, string)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.start'),
       json_extract(r.value, '$.end'),
       json_extract(r.value, '$.text'),
       json_extract(r.value, '$.type'),
       json_extract(r.value, '$.value'),
       json_extract(r.value, '$.anchor'),
       json_extract(r.value, '$.precision'),
       json_extract(r.value, '$.conflict'),
       ifnull(json_extract(r.value, '$.in'), 'text')
FROM stories s, json_each(s.reading, '$.times') r WHERE s.id = :story;

INSERT INTO statements (story, id, source, source_words, cue, cue_words, content, content_words, speaker, form, kind, within, date_value, date_precision, date_from, certainty, negated, topics, conflicts_with, repairs, confidence, string, co_speakers)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.source'),
       words(iif(json_extract(r.value, '$.in') = 'title', s.title, s.text), json_extract(r.value, '$.source')),
       json_extract(r.value, '$.cue'),
       words(iif(json_extract(r.value, '$.in') = 'title', s.title, s.text), json_extract(r.value, '$.cue')),
       json_extract(r.value, '$.content'),
       words(iif(json_extract(r.value, '$.in') = 'title', s.title, s.text), json_extract(r.value, '$.content')),
       json_extract(r.value, '$.speaker'),
       json_extract(r.value, '$.form'),
       json_extract(r.value, '$.kind'),
       json_extract(r.value, '$.within'),
       json_extract(r.value, '$.date.value'),
       json_extract(r.value, '$.date.precision'),
       json_extract(r.value, '$.date.from'),
       json_extract(r.value, '$.certainty'),
       json_extract(r.value, '$.negated'),
       json_extract(r.value, '$.topics'),
       json_extract(r.value, '$.conflicts_with'),
       json_extract(r.value, '$.repairs'),
       json_extract(r.value, '$.confidence'),
       ifnull(json_extract(r.value, '$.in'), 'text'),
       ifnull(json_extract(r.value, '$.co_speakers'), '[]')
FROM stories s, json_each(s.reading, '$.statements') r WHERE s.id = :story;

INSERT INTO events (story, id, category, trigger, trigger_words, actor, recipient, mode, contexts, quad, score, cameo, date_value, date_precision, date_from, place, status, reciprocal, dead_min, dead_max, dead_spans, injured_min, injured_max, injured_spans, arrested_min, arrested_max, arrested_spans, size_min, size_max, size_spans, alternatives, conflicts_with, repairs, reported_by, confidence, sentence, string)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.category'),
       json_extract(r.value, '$.trigger'),
       words(iif(json_extract(r.value, '$.in') = 'title', s.title, s.text), json_extract(r.value, '$.trigger')),
       json_extract(r.value, '$.actor'),
       json_extract(r.value, '$.recipient'),
       json_extract(r.value, '$.mode'),
       json_extract(r.value, '$.contexts'),
       json_extract(r.value, '$.quad'),
       json_extract(r.value, '$.score'),
       json_extract(r.value, '$.cameo'),
       json_extract(r.value, '$.date.value'),
       json_extract(r.value, '$.date.precision'),
       json_extract(r.value, '$.date.from'),
       json_extract(r.value, '$.place'),
       json_extract(r.value, '$.status'),
       json_extract(r.value, '$.reciprocal'),
       json_extract(r.value, '$.dead.min'),
       json_extract(r.value, '$.dead.max'),
       json_extract(r.value, '$.dead.spans'),
       json_extract(r.value, '$.injured.min'),
       json_extract(r.value, '$.injured.max'),
       json_extract(r.value, '$.injured.spans'),
       json_extract(r.value, '$.arrested.min'),
       json_extract(r.value, '$.arrested.max'),
       json_extract(r.value, '$.arrested.spans'),
       json_extract(r.value, '$.size.min'),
       json_extract(r.value, '$.size.max'),
       json_extract(r.value, '$.size.spans'),
       json_extract(r.value, '$.alternatives'),
       json_extract(r.value, '$.conflicts_with'),
       json_extract(r.value, '$.repairs'),
       json_extract(r.value, '$.reported_by'),
       json_extract(r.value, '$.confidence'),
       json_extract(r.value, '$.sentence'),
       ifnull(json_extract(r.value, '$.in'), 'text')
FROM stories s, json_each(s.reading, '$.events') r WHERE s.id = :story;

INSERT INTO ledger (story, id, kind, by, towards, statement, basis, content, content_words, due_text, due_text_words, due_earliest, due_latest, depends_on, string)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.kind'),
       json_extract(r.value, '$.by'),
       json_extract(r.value, '$.to'),
       json_extract(r.value, '$.statement'),
       json_extract(r.value, '$.basis'),
       json_extract(r.value, '$.content'),
       words(iif(json_extract(r.value, '$.in') = 'title', s.title, s.text), json_extract(r.value, '$.content')),
       json_extract(r.value, '$.due.text'),
       words(iif(json_extract(r.value, '$.in') = 'title', s.title, s.text), json_extract(r.value, '$.due.text')),
       json_extract(r.value, '$.due.earliest'),
       json_extract(r.value, '$.due.latest'),
       json_extract(r.value, '$.depends_on'),
       ifnull(json_extract(r.value, '$.in'), 'text')
FROM stories s, json_each(s.reading, '$.ledger') r WHERE s.id = :story;

INSERT INTO repairs (story, id, start, end, surface, reading, actor, rule, evidence, confidence, action, string)
SELECT s.id,
       json_extract(r.value, '$.id'),
       json_extract(r.value, '$.start'),
       json_extract(r.value, '$.end'),
       json_extract(r.value, '$.surface'),
       json_extract(r.value, '$.reading'),
       json_extract(r.value, '$.actor'),
       json_extract(r.value, '$.rule'),
       json_extract(r.value, '$.evidence'),
       json_extract(r.value, '$.confidence'),
       json_extract(r.value, '$.action'),
       ifnull(json_extract(r.value, '$.in'), 'text')
FROM stories s, json_each(s.reading, '$.repairs') r WHERE s.id = :story;

INSERT INTO warnings (story, number, kind, text, spans, string)
SELECT s.id,
       r.key,
       json_extract(r.value, '$.kind'),
       json_extract(r.value, '$.text'),
       json_extract(r.value, '$.spans'),
       ifnull(json_extract(r.value, '$.in'), 'text')
FROM stories s, json_each(s.reading, '$.warnings') r WHERE s.id = :story;

INSERT INTO event_actors (story, event, actor, role, number)
SELECT s.id, json_extract(e.value, '$.id'), r.value, 'actor', r.key
FROM stories s, json_each(s.reading, '$.events') e, json_each(e.value, '$.actor') r WHERE s.id = :story;

INSERT INTO event_actors (story, event, actor, role, number)
SELECT s.id, json_extract(e.value, '$.id'), r.value, 'recipient', r.key
FROM stories s, json_each(s.reading, '$.events') e, json_each(e.value, '$.recipient') r WHERE s.id = :story;
