CREATE TABLE enrichment_run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    catalog TEXT NOT NULL,
    source TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    settings TEXT NOT NULL
);

-- due_at is when something happens to an open job by itself: its lease or its back-off ends. A job that waits for a worker alone has none,
-- so that the ready index holds nothing but jobs that can be taken now, in the order in which they are.
CREATE TABLE enrichment_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES enrichment_run,
    catalog TEXT NOT NULL,
    sku TEXT NOT NULL,
    sku_folded TEXT NOT NULL,
    content TEXT NOT NULL,
    adapter TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0,
    lease INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    error TEXT,
    ended_at INTEGER,
    payload TEXT NOT NULL,
    UNIQUE (catalog, sku, content, adapter)
);

CREATE INDEX enrichment_job_ready ON enrichment_job (priority DESC, id) WHERE state = 0 AND due_at IS NULL;
CREATE INDEX enrichment_job_timer ON enrichment_job (due_at) WHERE state < 2 AND due_at IS NOT NULL;
CREATE INDEX enrichment_job_dead ON enrichment_job (run_id) WHERE state = 3;

CREATE TABLE enrichment_answer (
    job_id INTEGER PRIMARY KEY REFERENCES enrichment_job,
    run_id INTEGER NOT NULL REFERENCES enrichment_run,
    seconds REAL NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    joules REAL,
    evidence TEXT NOT NULL
);

CREATE INDEX enrichment_answer_run ON enrichment_answer (run_id);

CREATE TABLE enrichment_proposal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER NOT NULL REFERENCES enrichment_answer,
    run_id INTEGER NOT NULL REFERENCES enrichment_run,
    place INTEGER NOT NULL,
    field TEXT NOT NULL,
    current_value TEXT,
    proposed TEXT NOT NULL,
    confidence REAL,
    state INTEGER NOT NULL,
    value TEXT,
    decided_by TEXT,
    UNIQUE (job_id, field)
);

CREATE INDEX enrichment_proposal_state ON enrichment_proposal (state, job_id);

CREATE TABLE enrichment_ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    actor TEXT NOT NULL,
    run_id INTEGER,
    job_id INTEGER,
    catalog TEXT,
    sku TEXT,
    field TEXT,
    old_value TEXT,
    new_value TEXT,
    note TEXT,
    proposal_id INTEGER,
    confidence REAL
);

CREATE UNIQUE INDEX enrichment_ledger_done ON enrichment_ledger (job_id) WHERE kind = 0;
CREATE INDEX enrichment_ledger_value ON enrichment_ledger (catalog, sku, field, id) WHERE kind IN (3, 5);
CREATE INDEX enrichment_ledger_run ON enrichment_ledger (run_id, id);

CREATE TRIGGER enrichment_ledger_no_update BEFORE UPDATE ON enrichment_ledger BEGIN
    SELECT RAISE(ABORT, 'enrichment_ledger is only ever added to; UPDATE is refused');
END;
CREATE TRIGGER enrichment_ledger_no_delete BEFORE DELETE ON enrichment_ledger BEGIN
    SELECT RAISE(ABORT, 'enrichment_ledger is only ever added to; DELETE is refused');
END;

CREATE TABLE enrichment_release (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,
    path TEXT NOT NULL,
    promoted_at INTEGER NOT NULL,
    actor TEXT NOT NULL
);

-- Counts are kept, for counting a million rows takes long.
CREATE TABLE enrichment_job_count (run_id INTEGER NOT NULL, state INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (run_id, state)) WITHOUT ROWID;
CREATE TABLE enrichment_proposal_count (run_id INTEGER NOT NULL, field TEXT NOT NULL, state INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (run_id, field, state)) WITHOUT ROWID;

CREATE TRIGGER enrichment_job_inserted AFTER INSERT ON enrichment_job BEGIN
    INSERT INTO enrichment_job_count VALUES (new.run_id, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER enrichment_job_updated AFTER UPDATE OF state ON enrichment_job WHEN new.state <> old.state BEGIN
    UPDATE enrichment_job_count SET n = n - 1 WHERE run_id = old.run_id AND state = old.state;
    INSERT INTO enrichment_job_count VALUES (new.run_id, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER enrichment_job_deleted AFTER DELETE ON enrichment_job BEGIN
    UPDATE enrichment_job_count SET n = n - 1 WHERE run_id = old.run_id AND state = old.state;
END;

CREATE TRIGGER enrichment_proposal_inserted AFTER INSERT ON enrichment_proposal BEGIN
    INSERT INTO enrichment_proposal_count VALUES (new.run_id, new.field, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER enrichment_proposal_updated AFTER UPDATE OF state ON enrichment_proposal WHEN new.state <> old.state BEGIN
    UPDATE enrichment_proposal_count SET n = n - 1 WHERE run_id = old.run_id AND field = old.field AND state = old.state;
    INSERT INTO enrichment_proposal_count VALUES (new.run_id, new.field, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
