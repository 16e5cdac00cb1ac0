CREATE TABLE articles (
	article_key SERIAL NOT NULL, 
	source TEXT NOT NULL, 
	id TEXT NOT NULL, 
	url TEXT, 
	canonical_url TEXT, 
	title TEXT, 
	publisher TEXT, 
	language TEXT, 
	published_at TIMESTAMP WITHOUT TIME ZONE, 
	modified_at TIMESTAMP WITHOUT TIME ZONE, 
	fetched_at TIMESTAMP WITHOUT TIME ZONE, 
	dated_at TIMESTAMP WITHOUT TIME ZONE, 
	text_sha256 TEXT NOT NULL, 
	raw_sha256 TEXT NOT NULL, 
	schema_version INTEGER NOT NULL, 
	extractor_version TEXT NOT NULL, 
	extractor_model TEXT, 
	extractor_rules TEXT NOT NULL, 
	text TEXT NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_articles PRIMARY KEY (article_key), 
	CONSTRAINT uq_articles_source UNIQUE (source)
);
CREATE INDEX ix_articles_dated_at ON articles (dated_at);
CREATE INDEX ix_articles_id ON articles (id);
CREATE TABLE failures (
	source TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	error TEXT NOT NULL, 
	message TEXT NOT NULL, 
	CONSTRAINT pk_failures PRIMARY KEY (source)
);
CREATE INDEX ix_failures_error ON failures (error);
CREATE TABLE ledger (
	source TEXT NOT NULL, 
	text_sha256 TEXT NOT NULL, 
	extractor TEXT NOT NULL, 
	claim_count INTEGER NOT NULL, 
	CONSTRAINT pk_ledger PRIMARY KEY (source)
);
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY (name)
);
CREATE TABLE claims (
	claim_key SERIAL NOT NULL, 
	article_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	event TEXT NOT NULL, 
	modality TEXT NOT NULL, 
	status TEXT NOT NULL, 
	status_confidence DOUBLE PRECISION NOT NULL, 
	status_scope TEXT NOT NULL, 
	confidence DOUBLE PRECISION NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_claims PRIMARY KEY (claim_key), 
	CONSTRAINT uq_claims_article_key_position UNIQUE (article_key, position), 
	CONSTRAINT fk_claims_article_key FOREIGN KEY(article_key) REFERENCES articles (article_key) ON DELETE CASCADE
);
CREATE INDEX ix_claims_event ON claims (event);
CREATE INDEX ix_claims_id ON claims (id);
CREATE INDEX ix_claims_status ON claims (status);
CREATE TABLE amounts (
	claim_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	value_min DOUBLE PRECISION, 
	value_max DOUBLE PRECISION, 
	value_min_text TEXT, 
	value_max_text TEXT, 
	currency TEXT, 
	modifier TEXT NOT NULL, 
	per TEXT, 
	rule TEXT NOT NULL, 
	CONSTRAINT pk_amounts PRIMARY KEY (claim_key, position), 
	CONSTRAINT fk_amounts_claim_key FOREIGN KEY(claim_key) REFERENCES claims (claim_key) ON DELETE CASCADE
);
CREATE INDEX ix_amounts_currency ON amounts (currency);
CREATE INDEX ix_amounts_value_max ON amounts (value_max);
CREATE TABLE attributions (
	claim_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	name TEXT, 
	kind TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	CONSTRAINT pk_attributions PRIMARY KEY (claim_key, position), 
	CONSTRAINT fk_attributions_claim_key FOREIGN KEY(claim_key) REFERENCES claims (claim_key) ON DELETE CASCADE
);
CREATE TABLE cues (
	claim_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	text TEXT NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	CONSTRAINT pk_cues PRIMARY KEY (claim_key, position), 
	CONSTRAINT fk_cues_claim_key FOREIGN KEY(claim_key) REFERENCES claims (claim_key) ON DELETE CASCADE
);
CREATE INDEX ix_cues_rule ON cues (rule);
CREATE TABLE durations (
	claim_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	iso8601 TEXT, 
	kind TEXT NOT NULL, 
	modifier TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	CONSTRAINT pk_durations PRIMARY KEY (claim_key, position), 
	CONSTRAINT fk_durations_claim_key FOREIGN KEY(claim_key) REFERENCES claims (claim_key) ON DELETE CASCADE
);
CREATE TABLE evidence (
	claim_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	start_char INTEGER NOT NULL, 
	end_char INTEGER NOT NULL, 
	prefix TEXT NOT NULL, 
	suffix TEXT NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (claim_key, position), 
	CONSTRAINT fk_evidence_claim_key FOREIGN KEY(claim_key) REFERENCES claims (claim_key) ON DELETE CASCADE
);
CREATE TABLE parties (
	claim_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_folded TEXT NOT NULL, 
	role TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	identifier TEXT, 
	confidence DOUBLE PRECISION NOT NULL, 
	CONSTRAINT pk_parties PRIMARY KEY (claim_key, position), 
	CONSTRAINT fk_parties_claim_key FOREIGN KEY(claim_key) REFERENCES claims (claim_key) ON DELETE CASCADE
);
CREATE INDEX ix_parties_name_folded ON parties (name_folded);
INSERT INTO articles (article_key, source, id, url, canonical_url, title, publisher, language, published_at, modified_at, fetched_at, dated_at, text_sha256, raw_sha256, schema_version, extractor_version, extractor_model, extractor_rules, text, record) VALUES (1, 'a.txt', 'a1-a.txt', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 1, '1', NULL, 'r1', 'Nordwind AG will pay over $2.5 billion for Pelagia within three years.', '{"id":"a1-a.txt","source":"a.txt","url":null,"canonical_url":null,"title":null,"publisher":null,"authors":[],"published_at":null,"modified_at":null,"fetched_at":null,"language":null,"text_sha256":"bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9","raw_sha256":"bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9","repairs":[]}');
INSERT INTO articles (article_key, source, id, url, canonical_url, title, publisher, language, published_at, modified_at, fetched_at, dated_at, text_sha256, raw_sha256, schema_version, extractor_version, extractor_model, extractor_rules, text, record) VALUES (2, 'feed/zwei.html', 'a1-second', 'https://news.example/zwei', 'https://news.example/2', 'Lanterne denies debt – again', 'Brème Blatt', 'en', '2026-03-02 04:00:00.000000', '2026-03-03 00:00:00.000000', '2026-03-04 01:02:03.456789', '2026-03-02 04:00:00.000000', 'e73c323eae83cda267bf20f6e5adae48ae9f8c5e61bd7e40f2228c3effa5cffb', '0000000000000000000000000000000000000000000000000000000000000000', 1, '0.1.0', 'en_core_web_sm 3.8.0', 'r7', 'Lanterne SA denied on Friday that it owes the city of Brème between €40m and €50m, or ¥1e9.', '{"id":"a1-second","source":"feed/zwei.html","url":"https://news.example/zwei","canonical_url":"https://news.example/2","title":"Lanterne denies debt – again","publisher":"Brème Blatt","authors":["A. Writer","B. Other"],"published_at":"2026-03-02T09:30:00+05:30","modified_at":"2026-03-03","fetched_at":"2026-03-04T01:02:03.456789Z","language":"en","text_sha256":"e73c323eae83cda267bf20f6e5adae48ae9f8c5e61bd7e40f2228c3effa5cffb","raw_sha256":"0000000000000000000000000000000000000000000000000000000000000000","repairs":["mojibake"]}');
INSERT INTO articles (article_key, source, id, url, canonical_url, title, publisher, language, published_at, modified_at, fetched_at, dated_at, text_sha256, raw_sha256, schema_version, extractor_version, extractor_model, extractor_rules, text, record) VALUES (3, 'none.txt', 'a1-none.txt', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 1, '1', NULL, 'r1', 'Nordwind AG will pay over $2.5 billion for Pelagia within three years.', '{"id":"a1-none.txt","source":"none.txt","url":null,"canonical_url":null,"title":null,"publisher":null,"authors":[],"published_at":null,"modified_at":null,"fetched_at":null,"language":null,"text_sha256":"bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9","raw_sha256":"bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9","repairs":[]}');
INSERT INTO articles (article_key, source, id, url, canonical_url, title, publisher, language, published_at, modified_at, fetched_at, dated_at, text_sha256, raw_sha256, schema_version, extractor_version, extractor_model, extractor_rules, text, record) VALUES (4, 'caf�.txt', 'a1-caf�.txt', NULL, NULL, NULL, NULL, NULL, '0001-01-01 00:00:00.000000', NULL, NULL, '0001-01-01 00:00:00.000000', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 1, '1', NULL, 'r1', 'Nordwind AG will pay over $2.5 billion for Pelagia within three years.', '{"id":"a1-caf�.txt","source":"caf�.txt","url":null,"canonical_url":null,"title":null,"publisher":null,"authors":[],"published_at":"0001-01-01","modified_at":null,"fetched_at":null,"language":null,"text_sha256":"bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9","raw_sha256":"bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9","repairs":[]}');
INSERT INTO failures (source, stage, error, message) VALUES ('gone.txt', 'fetch', 'missing', 'gone');
INSERT INTO failures (source, stage, error, message) VALUES ('a.txt', 'fetch', 'timeout', 'gone');
INSERT INTO ledger (source, text_sha256, extractor, claim_count) VALUES ('a.txt', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 'e1-e3c9d0334f0c726912952199', 1);
INSERT INTO ledger (source, text_sha256, extractor, claim_count) VALUES ('feed/zwei.html', 'e73c323eae83cda267bf20f6e5adae48ae9f8c5e61bd7e40f2228c3effa5cffb', 'e1-242c2580ea7d139d463373e4', 2);
INSERT INTO ledger (source, text_sha256, extractor, claim_count) VALUES ('none.txt', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 'e1-e3c9d0334f0c726912952199', 0);
INSERT INTO ledger (source, text_sha256, extractor, claim_count) VALUES ('caf�.txt', 'bb3151324738bafd569cc609720a9230e9912e06cf62e09218b58e261c4890f9', 'e1-e3c9d0334f0c726912952199', 2);
INSERT INTO meta (name, value) VALUES ('application', 'newsclaims');
INSERT INTO meta (name, value) VALUES ('schema_version', '1');
INSERT INTO claims (claim_key, article_key, position, id, event, modality, status, status_confidence, status_scope, confidence, record) VALUES (1, 1, 0, 'c1-1', 'acquisition', 'planned', 'unconfirmed', 0.8, 'sentence', 0.7, '{"id":"c1-1","event":"acquisition","event_cue":null,"amounts":[{"text":"$2.5 billion","start":26,"end":38,"modifier":"exact","modifier_cue":null,"rule":"amount-1","value_min":"2500000000","value_max":"2500000000","currency":"USD","per":null}],"durations":[{"text":"three years","start":58,"end":69,"modifier":"exact","modifier_cue":null,"rule":"term-1","iso8601":"P3Y","kind":"term"}],"parties":[{"name":"Pelagia","role":"subject","kind":"unknown","mentions":[],"identifier":null,"confidence":1.0},{"name":"Nordwind AG","role":"payer","kind":"unknown","mentions":[],"identifier":null,"confidence":1.0}],"confirmation":{"status":"unconfirmed","confidence":0.8,"scope":"sentence","cues":[]},"modality":"planned","modality_cue":null,"attribution":[],"evidence":[{"text":"Nordwind AG will pay over $2.5 billion for Pelagia within three years.","start":0,"end":70,"prefix":"","suffix":""}],"confidence":0.7}');
INSERT INTO claims (claim_key, article_key, position, id, event, modality, status, status_confidence, status_scope, confidence, record) VALUES (2, 2, 0, 'c1-denied', 'legal', 'negated', 'denied', 0.95, 'sentence', 0.81, '{"id":"c1-denied","event":"legal","event_cue":{"text":"owes","start":37,"end":41,"rule":"event-9"},"amounts":[{"text":"between €40m and €50m","start":60,"end":81,"modifier":"exact","modifier_cue":null,"rule":"amount-2","value_min":"40000000","value_max":"50000000.00000000000000000000001","currency":"EUR","per":null},{"text":"¥1e9","start":86,"end":90,"modifier":"more_than","modifier_cue":null,"rule":"amount-3","value_min":"1000000000","value_max":null,"currency":"JPY","per":"year"}],"durations":[],"parties":[{"name":"Lanterne SA","role":"payer","kind":"organisation","mentions":[{"text":"Lanterne SA","start":0,"end":11}],"identifier":null,"confidence":0.9},{"name":"Brème","role":"payee","kind":"government","mentions":[],"identifier":"Q24879","confidence":1.0}],"confirmation":{"status":"denied","confidence":0.95,"scope":"sentence","cues":[{"text":"denied","start":12,"end":18,"rule":"deny-1"}]},"modality":"negated","modality_cue":{"text":"denied","start":12,"end":18,"rule":"deny-1"},"attribution":[{"text":"Lanterne SA","start":0,"end":11,"name":"Lanterne SA","kind":"party","rule":"say-1"}],"evidence":[{"text":"Lanterne SA denied on Friday that it owes the city of Brème between €40m and €50m, or ¥1e9.","start":0,"end":91,"prefix":"","suffix":" "}],"confidence":0.81}');
INSERT INTO claims (claim_key, article_key, position, id, event, modality, status, status_confidence, status_scope, confidence, record) VALUES (3, 2, 1, 'c1-bare', 'acquisition', 'planned', 'stated', 0.8, 'sentence', 0.7, '{"id":"c1-bare","event":"acquisition","event_cue":null,"amounts":[],"durations":[],"parties":[],"confirmation":{"status":"stated","confidence":0.8,"scope":"sentence","cues":[]},"modality":"planned","modality_cue":null,"attribution":[],"evidence":[],"confidence":0.7}');
INSERT INTO claims (claim_key, article_key, position, id, event, modality, status, status_confidence, status_scope, confidence, record) VALUES (4, 4, 0, 'c1-x', 'acquisition', 'actual', 'confirmed', 0.8, 'sentence', 0.7, '{"id":"c1-x","event":"acquisition","event_cue":null,"amounts":[{"text":"$2.5 billion","start":26,"end":38,"modifier":"exact","modifier_cue":null,"rule":"amount-1","value_min":"2500000000","value_max":"2500000000","currency":"USD","per":null}],"durations":[{"text":"three years","start":58,"end":69,"modifier":"exact","modifier_cue":null,"rule":"term-1","iso8601":"P3Y","kind":"term"}],"parties":[{"name":"Pelagia","role":"subject","kind":"unknown","mentions":[],"identifier":null,"confidence":1.0},{"name":"Nordwind AG","role":"payer","kind":"unknown","mentions":[],"identifier":null,"confidence":1.0}],"confirmation":{"status":"confirmed","confidence":0.8,"scope":"sentence","cues":[]},"modality":"actual","modality_cue":null,"attribution":[],"evidence":[{"text":"Nordwind AG will pay over $2.5 billion for Pelagia within three years.","start":0,"end":70,"prefix":"","suffix":""}],"confidence":0.7}');
INSERT INTO claims (claim_key, article_key, position, id, event, modality, status, status_confidence, status_scope, confidence, record) VALUES (5, 4, 1, 'c1-y', 'acquisition', 'planned', 'unconfirmed', 0.8, 'sentence', 0.7, '{"id":"c1-y","event":"acquisition","event_cue":null,"amounts":[{"text":"$2.5 billion","start":26,"end":38,"modifier":"exact","modifier_cue":null,"rule":"amount-1","value_min":"2500000000","value_max":"2500000000","currency":"USD","per":null}],"durations":[{"text":"three years","start":58,"end":69,"modifier":"exact","modifier_cue":null,"rule":"term-1","iso8601":"P3Y","kind":"term"}],"parties":[{"name":"Pelagia","role":"subject","kind":"unknown","mentions":[],"identifier":null,"confidence":1.0},{"name":"Nordwind AG","role":"payer","kind":"unknown","mentions":[],"identifier":null,"confidence":1.0}],"confirmation":{"status":"unconfirmed","confidence":0.8,"scope":"sentence","cues":[]},"modality":"planned","modality_cue":null,"attribution":[],"evidence":[{"text":"Nordwind AG will pay over $2.5 billion for Pelagia within three years.","start":0,"end":70,"prefix":"","suffix":""}],"confidence":0.7}');
INSERT INTO amounts (claim_key, position, text, start_char, end_char, value_min, value_max, value_min_text, value_max_text, currency, modifier, per, rule) VALUES (1, 0, '$2.5 billion', 26, 38, 2500000000.0, 2500000000.0, '2500000000', '2500000000', 'USD', 'exact', NULL, 'amount-1');
INSERT INTO amounts (claim_key, position, text, start_char, end_char, value_min, value_max, value_min_text, value_max_text, currency, modifier, per, rule) VALUES (2, 0, 'between €40m and €50m', 60, 81, 40000000.0, 50000000.0, '40000000', '50000000.00000000000000000000001', 'EUR', 'exact', NULL, 'amount-2');
INSERT INTO amounts (claim_key, position, text, start_char, end_char, value_min, value_max, value_min_text, value_max_text, currency, modifier, per, rule) VALUES (2, 1, '¥1e9', 86, 90, 1000000000.0, NULL, '1000000000', NULL, 'JPY', 'more_than', 'year', 'amount-3');
INSERT INTO amounts (claim_key, position, text, start_char, end_char, value_min, value_max, value_min_text, value_max_text, currency, modifier, per, rule) VALUES (4, 0, '$2.5 billion', 26, 38, 2500000000.0, 2500000000.0, '2500000000', '2500000000', 'USD', 'exact', NULL, 'amount-1');
INSERT INTO amounts (claim_key, position, text, start_char, end_char, value_min, value_max, value_min_text, value_max_text, currency, modifier, per, rule) VALUES (5, 0, '$2.5 billion', 26, 38, 2500000000.0, 2500000000.0, '2500000000', '2500000000', 'USD', 'exact', NULL, 'amount-1');
INSERT INTO attributions (claim_key, position, text, start_char, end_char, name, kind, rule) VALUES (2, 0, 'Lanterne SA', 0, 11, 'Lanterne SA', 'party', 'say-1');
INSERT INTO cues (claim_key, position, purpose, text, start_char, end_char, rule) VALUES (2, 0, 'confirmation', 'denied', 12, 18, 'deny-1');
INSERT INTO cues (claim_key, position, purpose, text, start_char, end_char, rule) VALUES (2, 1, 'event', 'owes', 37, 41, 'event-9');
INSERT INTO cues (claim_key, position, purpose, text, start_char, end_char, rule) VALUES (2, 2, 'modality', 'denied', 12, 18, 'deny-1');
INSERT INTO durations (claim_key, position, text, start_char, end_char, iso8601, kind, modifier, rule) VALUES (1, 0, 'three years', 58, 69, 'P3Y', 'term', 'exact', 'term-1');
INSERT INTO durations (claim_key, position, text, start_char, end_char, iso8601, kind, modifier, rule) VALUES (4, 0, 'three years', 58, 69, 'P3Y', 'term', 'exact', 'term-1');
INSERT INTO durations (claim_key, position, text, start_char, end_char, iso8601, kind, modifier, rule) VALUES (5, 0, 'three years', 58, 69, 'P3Y', 'term', 'exact', 'term-1');
INSERT INTO evidence (claim_key, position, text, start_char, end_char, prefix, suffix) VALUES (1, 0, 'Nordwind AG will pay over $2.5 billion for Pelagia within three years.', 0, 70, '', '');
INSERT INTO evidence (claim_key, position, text, start_char, end_char, prefix, suffix) VALUES (2, 0, 'Lanterne SA denied on Friday that it owes the city of Brème between €40m and €50m, or ¥1e9.', 0, 91, '', ' ');
INSERT INTO evidence (claim_key, position, text, start_char, end_char, prefix, suffix) VALUES (4, 0, 'Nordwind AG will pay over $2.5 billion for Pelagia within three years.', 0, 70, '', '');
INSERT INTO evidence (claim_key, position, text, start_char, end_char, prefix, suffix) VALUES (5, 0, 'Nordwind AG will pay over $2.5 billion for Pelagia within three years.', 0, 70, '', '');
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (1, 0, 'Pelagia', 'pelagia', 'subject', 'unknown', NULL, 1.0);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (1, 1, 'Nordwind AG', 'nordwind ag', 'payer', 'unknown', NULL, 1.0);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (2, 0, 'Lanterne SA', 'lanterne sa', 'payer', 'organisation', NULL, 0.9);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (2, 1, 'Brème', 'brème', 'payee', 'government', 'Q24879', 1.0);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (4, 0, 'Pelagia', 'pelagia', 'subject', 'unknown', NULL, 1.0);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (4, 1, 'Nordwind AG', 'nordwind ag', 'payer', 'unknown', NULL, 1.0);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (5, 0, 'Pelagia', 'pelagia', 'subject', 'unknown', NULL, 1.0);
INSERT INTO parties (claim_key, position, name, name_folded, role, kind, identifier, confidence) VALUES (5, 1, 'Nordwind AG', 'nordwind ag', 'payer', 'unknown', NULL, 1.0);
SELECT setval(pg_get_serial_sequence('articles', 'article_key'), (SELECT max(article_key) FROM articles));
SELECT setval(pg_get_serial_sequence('claims', 'claim_key'), (SELECT max(claim_key) FROM claims));
