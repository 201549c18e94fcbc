-- The tables of a store. Version: PRAGMA user_version, see STORE_VERSION in sqlite.py; docs/store.md explains them for users.
-- stories.reading is the truth; every table that is filled by fill.sql is derived from it and can be made again from it.
-- Names are the contract's, joined by "_" where the contract nests; "in" is called string and "to" towards, which SQL reserves.
-- A column that ends in _words repeats the words of the spans before it, joined by " … ". Lists are JSON.

CREATE TABLE migrations (                -- which versions of these tables this store has had
  version INTEGER PRIMARY KEY,           -- version of the tables
  at TEXT NOT NULL,                      -- when the store came to it, UTC
  sandpiper TEXT NOT NULL                -- version of the engine that did it
);

CREATE TABLE runs (                      -- one row for each run that wrote here
  run INTEGER PRIMARY KEY,               -- number of the run
  version TEXT NOT NULL,                 -- version of the engine
  model TEXT,                            -- model of the run's first reading; null if there was none
  args TEXT NOT NULL,                    -- arguments of the run, JSON
  started TEXT NOT NULL,                 -- when it started, UTC
  ended TEXT,                            -- when it ended, UTC; null while it runs or when it was killed
  counts TEXT                            -- how many stories were read, rejected, and read by an earlier run, JSON
);

CREATE TABLE stories (                   -- one row for each story that was read
  number INTEGER PRIMARY KEY,            -- order of arrival
  id TEXT NOT NULL UNIQUE,               -- the story's id in this store; other tables say story
  given TEXT NOT NULL,                   -- the id it came with; differs from id where another text had that id already
  title TEXT,                            -- its title
  text TEXT NOT NULL,                    -- its text; offsets are code points into it
  published TEXT,                        -- date of publication, ISO
  url TEXT,                              -- where it stands on the web
  outlet TEXT,                           -- who published it
  language TEXT,                         -- language it is written in
  dateline_start INTEGER,                -- where the dateline begins
  dateline_end INTEGER,                  -- where the dateline ends
  dateline_place TEXT,                   -- place in the dateline
  dateline_date TEXT,                    -- date in the dateline
  dateline_agency TEXT,                  -- agency in the dateline
  furniture TEXT NOT NULL DEFAULT '[]',  -- headline, byline, credits and so on with their offsets, JSON
  contexts TEXT NOT NULL DEFAULT '[]',   -- PLOVER contexts of the story, JSON
  machine_translated_probability REAL,   -- how likely it was translated by machine; null when not estimated
  machine_translated_from TEXT,          -- the language it was probably translated from
  machine_translated_cues TEXT,          -- the words that say so, JSON
  schema TEXT NOT NULL,                  -- version of the contract
  model TEXT NOT NULL,                   -- model that read it
  sandpiper TEXT NOT NULL,               -- engine that read it
  text_hash TEXT NOT NULL,               -- BLAKE2 of the text: tells a story read again from another one of the same id
  run INTEGER REFERENCES runs,           -- the run that wrote it; null when written outside a run
  added TEXT NOT NULL,                   -- when it was written, UTC
  reading TEXT NOT NULL                  -- the whole Reading, JSON: export writes this
);
CREATE UNIQUE INDEX stories_given ON stories (given, text_hash);
CREATE INDEX stories_published ON stories (published);

CREATE TABLE sentences (                 -- the sentences of each story
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  number INTEGER NOT NULL,               -- which sentence, from 0
  start INTEGER NOT NULL,                -- where it begins
  end INTEGER NOT NULL,                  -- where it ends
  PRIMARY KEY (story, number)
) WITHOUT ROWID;

CREATE TABLE mentions (                  -- words that name or describe somebody or some place
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  start INTEGER NOT NULL,                -- where the words begin
  end INTEGER NOT NULL,                  -- where they end
  text TEXT NOT NULL,                    -- the words
  type TEXT NOT NULL,                    -- PER ORG GPE LOC FAC NORP ROLE PRON MISC
  actor TEXT,                            -- id of the actor they mean
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  confidence REAL,                       -- how sure it is that they mean the actor
  PRIMARY KEY (story, id)
) WITHOUT ROWID;

CREATE TABLE actors (                    -- the parties of each story
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  name TEXT NOT NULL,                    -- usual name
  kind TEXT NOT NULL,                    -- person, state, government, military, igo and so on
  country TEXT,                          -- ISO 3166-1 alpha-3 or a PLOVER entity code
  sectors TEXT NOT NULL,                 -- PLOVER sectors, JSON
  office TEXT,                           -- office held as of the story
  as_of TEXT,                            -- date for which the actor was resolved
  key TEXT,                              -- stable id in the actor tables; null when it stays open
  confidence REAL NOT NULL,              -- how sure that is
  evidence TEXT NOT NULL,                -- words and rules that decided it, JSON
  candidates TEXT NOT NULL,              -- keys it may be when it stays open, JSON
  PRIMARY KEY (story, id)
) WITHOUT ROWID;
CREATE INDEX actors_key ON actors (key);
CREATE INDEX actors_country ON actors (country);

CREATE TABLE places (                    -- mentions that are places
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  mention TEXT NOT NULL,                 -- id of the mention
  name TEXT NOT NULL,                    -- usual name
  country TEXT,                          -- ISO 3166-1 alpha-3
  admin1 TEXT,                           -- first-order division
  lat REAL,                              -- latitude, degrees
  lon REAL,                              -- longitude, degrees
  geonames INTEGER,                      -- GeoNames id
  precision TEXT NOT NULL,               -- point city division country region
  confidence REAL NOT NULL,              -- how sure that is
  PRIMARY KEY (story, id)
) WITHOUT ROWID;

CREATE TABLE times (                     -- expressions of time
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  start INTEGER NOT NULL,                -- where the words begin
  end INTEGER NOT NULL,                  -- where they end
  text TEXT NOT NULL,                    -- the words
  type TEXT NOT NULL,                    -- DATE TIME DURATION SET
  value TEXT NOT NULL,                   -- TIMEX3 value
  anchor TEXT,                           -- date or time id it was reckoned from
  precision TEXT NOT NULL,               -- minute hour day week month quarter year decade vague
  conflict TEXT,                         -- what contradicts it
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  PRIMARY KEY (story, id)
) WITHOUT ROWID;

CREATE TABLE statements (                -- who said what
  number INTEGER PRIMARY KEY,            -- row number, for the full-text index
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  source TEXT NOT NULL,                  -- spans of the source, JSON
  source_words TEXT NOT NULL,            -- words of the source
  cue TEXT NOT NULL,                     -- spans of the cue, JSON
  cue_words TEXT NOT NULL,               -- words of the cue
  content TEXT NOT NULL,                 -- spans of what was said, JSON
  content_words TEXT NOT NULL,           -- words of what was said
  speaker TEXT,                          -- id of the actor who said it
  form TEXT NOT NULL,                    -- direct indirect mixed
  kind TEXT NOT NULL,                    -- assertion accusation denial pledge forecast demand threat appeal
  within TEXT,                           -- id of the statement that reports this one
  date_value TEXT,                       -- when it was said, TIMEX3
  date_precision TEXT,                   -- how precisely that is known
  date_from TEXT,                        -- id of the time it comes from, or published or dateline
  certainty REAL,                        -- how certain the speaker is, 0 to 1
  negated INTEGER NOT NULL,              -- 1 when the story says that it was not said
  topics TEXT NOT NULL,                  -- ids of the actors it is about, JSON
  conflicts_with TEXT NOT NULL,          -- ids of statements and events that contradict it, JSON
  repairs TEXT NOT NULL,                 -- ids of the repairs it rests on, JSON
  confidence REAL NOT NULL,              -- how sure that is
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  co_speakers TEXT NOT NULL DEFAULT '[]', -- ids of the others who say it together with the speaker, JSON
  UNIQUE (story, id)
);
CREATE INDEX statements_kind ON statements (kind);

CREATE TABLE events (                    -- who did what to whom; the parties stand in event_actors
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  category TEXT NOT NULL,                -- PLOVER category
  trigger TEXT NOT NULL,                 -- spans of the words that tell it, JSON
  trigger_words TEXT NOT NULL,           -- those words
  actor TEXT NOT NULL,                   -- ids of those who act, JSON
  recipient TEXT NOT NULL,               -- ids of those acted upon, JSON
  mode TEXT,                             -- PLOVER mode
  contexts TEXT NOT NULL,                -- PLOVER contexts, JSON
  quad TEXT NOT NULL,                    -- quad class
  score REAL,                            -- conflict and cooperation score
  cameo TEXT,                            -- CAMEO code
  date_value TEXT,                       -- when it happened, TIMEX3
  date_precision TEXT,                   -- how precisely that is known
  date_from TEXT,                        -- id of the time it comes from, or published or dateline
  place TEXT,                            -- id of the place
  status TEXT NOT NULL,                  -- happened ongoing future called_for hypothetical negated historical
  reciprocal INTEGER NOT NULL,           -- 1 when all parties do it to each other
  dead_min INTEGER,                      -- least number of dead
  dead_max INTEGER,                      -- greatest number of dead
  dead_spans TEXT,                       -- spans that say so, JSON
  injured_min INTEGER,                   -- least number of injured
  injured_max INTEGER,                   -- greatest number of injured
  injured_spans TEXT,                    -- spans that say so, JSON
  arrested_min INTEGER,                  -- least number of arrested
  arrested_max INTEGER,                  -- greatest number of arrested
  arrested_spans TEXT,                   -- spans that say so, JSON
  size_min INTEGER,                      -- least number of people who took part
  size_max INTEGER,                      -- greatest number of people who took part
  size_spans TEXT,                       -- spans that say so, JSON
  alternatives TEXT NOT NULL,            -- other categories the words allow, with reasons, JSON
  conflicts_with TEXT NOT NULL,          -- ids of statements and events that contradict it, JSON
  repairs TEXT NOT NULL,                 -- ids of the repairs it rests on, JSON
  reported_by TEXT,                      -- id of the statement that reports it; null when the story itself does
  confidence REAL NOT NULL,              -- how sure that is
  sentence INTEGER,                      -- number of the sentence, from 0
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  PRIMARY KEY (story, id)
) WITHOUT ROWID;
CREATE INDEX events_category ON events (category);
CREATE INDEX events_date ON events (date_value);

CREATE TABLE event_actors (              -- one row for each party of an event
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  event TEXT NOT NULL,                   -- id of the event
  role TEXT NOT NULL,                    -- actor or recipient
  number INTEGER NOT NULL,               -- place in the list, from 0
  actor TEXT NOT NULL,                   -- id of the actor
  PRIMARY KEY (story, event, role, number)
) WITHOUT ROWID;

CREATE TABLE ledger (                    -- pledges, threats, demands, forecasts, conditions, deadlines
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  kind TEXT NOT NULL,                    -- pledge forecast demand threat condition deadline
  by TEXT,                               -- id of the actor who is bound
  towards TEXT NOT NULL,                 -- ids of the actors it is owed to, JSON ("to" in the contract)
  statement TEXT,                        -- id of the statement it comes from
  basis TEXT NOT NULL,                   -- personal or institutional
  content TEXT NOT NULL,                 -- spans of what is pledged, JSON
  content_words TEXT NOT NULL,           -- words of what is pledged
  due_text TEXT,                         -- spans of the deadline, JSON
  due_text_words TEXT,                   -- words of the deadline
  due_earliest TEXT,                     -- first day it may fall due, ISO
  due_latest TEXT,                       -- last day, ISO
  depends_on TEXT,                       -- id of the entry it depends on
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  PRIMARY KEY (story, id)
) WITHOUT ROWID;

CREATE TABLE repairs (                   -- words that a machine translation probably got wrong
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  id TEXT NOT NULL,                      -- id within the story
  start INTEGER NOT NULL,                -- where the words begin
  end INTEGER NOT NULL,                  -- where they end
  surface TEXT NOT NULL,                 -- the words
  reading TEXT NOT NULL,                 -- what they probably mean
  actor TEXT,                            -- id of the actor they mean
  rule TEXT NOT NULL,                    -- rule that found it
  evidence TEXT NOT NULL,                -- spans that speak for it, JSON
  confidence REAL NOT NULL,              -- how sure that is
  action TEXT NOT NULL,                  -- repair flag veto
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  PRIMARY KEY (story, id)
) WITHOUT ROWID;

CREATE TABLE warnings (                  -- contradictions and damage a reader should know of
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the story
  number INTEGER NOT NULL,               -- which warning, from 0
  kind TEXT NOT NULL,                    -- kind of warning
  text TEXT NOT NULL,                    -- the warning in words
  spans TEXT NOT NULL,                   -- the words it is about, JSON
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  PRIMARY KEY (story, number)
) WITHOUT ROWID;

CREATE TABLE rejected (                  -- what could not be read
  number INTEGER PRIMARY KEY,            -- order of arrival
  source TEXT NOT NULL,                  -- file, URL or story it came from
  story TEXT,                            -- the story's id where known
  reason TEXT NOT NULL,                  -- why it could not be read
  run INTEGER REFERENCES runs,           -- the run that met it last
  at TEXT NOT NULL                       -- when, UTC
);
CREATE INDEX rejected_source ON rejected (source, story);

CREATE TABLE matchings (                 -- when it was last looked for what became of the ledger; one row for each time
  number INTEGER PRIMARY KEY,            -- which time
  at TEXT NOT NULL,                      -- when, UTC
  proposals INTEGER NOT NULL,            -- how many proposals were made
  sandpiper TEXT NOT NULL                -- version of the engine that made them
);

CREATE TABLE proposals (                 -- what may have become of an entry of the ledger, as a later story tells; made anew by each matching
  id TEXT NOT NULL PRIMARY KEY,          -- the same for the same entry, state and later story in every matching
  state TEXT NOT NULL,                   -- met broken postponed
  evidence_story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- the later story
  evidence TEXT NOT NULL,                -- spans of the words in it that speak for the state, JSON
  evidence_words TEXT NOT NULL,          -- those words
  string TEXT NOT NULL,                  -- the string the offsets count in: text or title
  day TEXT NOT NULL,                     -- day of publication of the later story, ISO
  reasons TEXT NOT NULL,                 -- what matched: actor, content, time, JSON
  confidence REAL NOT NULL               -- how strong the match is, 0 to 1
) WITHOUT ROWID;
CREATE INDEX proposals_evidence ON proposals (evidence_story);

CREATE TABLE proposal_entries (          -- the entries that a proposal is about: several where the same promise is told again
  proposal TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,  -- id of the proposal
  number INTEGER NOT NULL,               -- which entry, from 0; 0 is the first that told it
  story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,  -- story of the entry
  entry TEXT NOT NULL,                   -- id of the entry in that story
  PRIMARY KEY (proposal, number)
) WITHOUT ROWID;
CREATE INDEX proposal_entries_entry ON proposal_entries (story, entry);

CREATE TABLE reviews (                   -- what people decided about proposals; never changed, the latest of a proposal holds
  number INTEGER NOT NULL,               -- order of decisions
  place INTEGER NOT NULL,                -- which of the proposal's entries, from 0
  proposal TEXT NOT NULL,                -- id of the proposal
  verdict TEXT NOT NULL,                 -- accepted rejected reopened
  note TEXT,                             -- why, in the reviewer's words
  who TEXT NOT NULL,                     -- who decided
  at TEXT NOT NULL,                      -- when, UTC
  story TEXT NOT NULL,                   -- story of the entry
  string TEXT NOT NULL,                  -- the string the entry's offsets count in: text or title
  start INTEGER NOT NULL,                -- where the entry's content begins: ids may change when a story is read again, words do not
  end INTEGER NOT NULL,                  -- where it ends
  state TEXT NOT NULL,                   -- the state that was proposed: met broken postponed
  evidence_story TEXT NOT NULL,          -- the later story
  evidence_words TEXT NOT NULL,          -- its words that spoke for the state
  day TEXT NOT NULL,                     -- day of publication of the later story, ISO
  PRIMARY KEY (number, place)
) WITHOUT ROWID;
CREATE INDEX reviews_story ON reviews (story);
CREATE INDEX reviews_proposal ON reviews (proposal);

CREATE VIEW verdicts AS                  -- the latest review of each proposal with the entries it is about, found by their words
SELECT l.story,                          -- story of the entry
       l.id AS entry,                    -- id of the entry in that story
       r.state,                          -- the state that was proposed: met broken postponed
       r.verdict,                        -- accepted rejected reopened
       r.note,                           -- why, in the reviewer's words
       r.who,                            -- who decided
       r.at,                             -- when, UTC
       r.evidence_story,                 -- the later story
       r.evidence_words,                 -- its words that spoke for the state
       r.day,                            -- day of publication of the later story, ISO
       r.number                          -- order of decisions
FROM reviews r
JOIN ledger l ON l.story = r.story AND l.string = r.string
 AND 2 * (min(r.end, json_extract(l.content, '$[#-1][1]')) - max(r.start, json_extract(l.content, '$[0][0]')))
     > max(r.end - r.start, json_extract(l.content, '$[#-1][1]') - json_extract(l.content, '$[0][0]'))
WHERE NOT EXISTS (
  SELECT 1 FROM reviews n
  WHERE n.story = r.story AND n.string = r.string AND n.state = r.state AND n.evidence_story = r.evidence_story
    AND n.start < r.end AND r.start < n.end AND n.number > r.number);

CREATE VIEW dyads AS                     -- one row for each pair of parties of an event; reciprocal events both ways round
SELECT e.story,                          -- the story
       e.id AS event,                    -- id of the event
       s.published,                      -- date of publication of the story
       e.date_value AS date,             -- when it happened
       e.category,                       -- PLOVER category
       e.mode,                           -- PLOVER mode
       e.status,                         -- status of the event
       e.score,                          -- conflict and cooperation score
       a.name AS actor,                  -- name of the one who acts
       a.country AS actor_country,       -- country of the one who acts
       a.sectors AS actor_sectors,       -- sectors of the one who acts, JSON
       b.name AS recipient,              -- name of the one acted upon
       b.country AS recipient_country,   -- country of the one acted upon
       b.sectors AS recipient_sectors,   -- sectors of the one acted upon, JSON
       e.trigger_words AS words,         -- the words that tell it
       e.confidence                      -- how sure that is
FROM events e
JOIN stories s ON s.id = e.story
JOIN event_actors x ON x.story = e.story AND x.event = e.id AND x.role = 'actor'
JOIN event_actors y ON y.story = e.story AND y.event = e.id
 AND (y.role = 'recipient' OR (e.reciprocal AND y.role = 'actor' AND y.number <> x.number))
JOIN actors a ON a.story = x.story AND a.id = x.actor
JOIN actors b ON b.story = y.story AND b.id = y.actor;

CREATE VIRTUAL TABLE stories_fts USING fts5 (  -- full text of the stories: WHERE stories_fts MATCH 'grain'; rowid is stories.number
  title,                                 -- words of the title
  text,                                  -- words of the text
  content='stories', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER stories_added AFTER INSERT ON stories BEGIN
  INSERT INTO stories_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
CREATE TRIGGER stories_gone AFTER DELETE ON stories BEGIN
  INSERT INTO stories_fts (stories_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;

CREATE VIRTUAL TABLE statements_fts USING fts5 (  -- full text of what was said; rowid is statements.number
  content_words,                         -- words of what was said
  content='statements', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER statements_added AFTER INSERT ON statements BEGIN
  INSERT INTO statements_fts (rowid, content_words) VALUES (new.number, new.content_words);
END;
CREATE TRIGGER statements_gone AFTER DELETE ON statements BEGIN
  INSERT INTO statements_fts (statements_fts, rowid, content_words) VALUES ('delete', old.number, old.content_words);
END;
