CREATE TABLE enrichment_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    catalog text COLLATE "C" NOT NULL,
    source text NOT NULL,
    started_at bigint NOT NULL,
    settings text NOT NULL
);

-- due_at is when something happens to an open job by itself: its lease or its back-off ends. A job that waits for a worker alone has none,
-- so that the ready index holds nothing but jobs that can be taken now, in the order in which they are.
CREATE TABLE enrichment_job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES enrichment_run,
    catalog text COLLATE "C" NOT NULL,
    sku text COLLATE "C" NOT NULL,
    sku_folded text COLLATE "C" NOT NULL,
    content text COLLATE "C" NOT NULL,
    adapter text COLLATE "C" NOT NULL,
    priority integer NOT NULL,
    state smallint NOT NULL DEFAULT 0,
    due_at bigint,
    attempts integer NOT NULL DEFAULT 0,
    lost integer NOT NULL DEFAULT 0,
    lease bigint NOT NULL DEFAULT 0,
    worker text,
    error text,
    ended_at bigint,
    payload text NOT NULL,
    CONSTRAINT enrichment_job_key UNIQUE (catalog, sku, content, adapter)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

CREATE INDEX enrichment_job_ready ON enrichment_job (priority DESC, id) WHERE state = 0 AND due_at IS NULL;
CREATE INDEX enrichment_job_timer ON enrichment_job (due_at) WHERE state < 2 AND due_at IS NOT NULL;
CREATE INDEX enrichment_job_dead ON enrichment_job (run_id) WHERE state = 3;

CREATE TABLE enrichment_answer (
    job_id bigint PRIMARY KEY REFERENCES enrichment_job,
    run_id bigint NOT NULL REFERENCES enrichment_run,
    seconds double precision NOT NULL,
    prompt_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    joules double precision,
    evidence text NOT NULL
);

CREATE INDEX enrichment_answer_run ON enrichment_answer (run_id);

CREATE TABLE enrichment_proposal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id bigint NOT NULL REFERENCES enrichment_answer,
    run_id bigint NOT NULL REFERENCES enrichment_run,
    place integer NOT NULL,
    field text COLLATE "C" NOT NULL,
    current_value text,
    proposed text NOT NULL,
    confidence double precision,
    state smallint NOT NULL,
    value text,
    decided_by text,
    UNIQUE (job_id, field)
);

CREATE INDEX enrichment_proposal_state ON enrichment_proposal (state, job_id);

CREATE TABLE enrichment_ledger (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at bigint NOT NULL,
    kind smallint NOT NULL,
    actor text NOT NULL,
    run_id bigint,
    job_id bigint,
    catalog text COLLATE "C",
    sku text COLLATE "C",
    field text COLLATE "C",
    old_value text,
    new_value text,
    note text,
    proposal_id bigint,
    confidence double precision
);

CREATE UNIQUE INDEX enrichment_ledger_done ON enrichment_ledger (job_id) WHERE kind = 0;
CREATE INDEX enrichment_ledger_value ON enrichment_ledger (catalog, sku, field, id) WHERE kind IN (3, 5);
CREATE INDEX enrichment_ledger_run ON enrichment_ledger (run_id, id);

CREATE FUNCTION enrichment_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'enrichment_ledger is only ever added to; % is refused', TG_OP;
END $$;

CREATE TRIGGER enrichment_ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enrichment_ledger
    FOR EACH STATEMENT EXECUTE FUNCTION enrichment_ledger_refuse();

CREATE TABLE enrichment_release (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint text NOT NULL,
    path text NOT NULL,
    promoted_at bigint NOT NULL,
    actor text NOT NULL
);

-- Counts are kept, for counting a million rows takes long. Every statement adds what it changed, so that no two workers wait for one row; readers sum up.
CREATE TABLE enrichment_job_count (run_id bigint NOT NULL, state smallint NOT NULL, n bigint NOT NULL);
CREATE TABLE enrichment_proposal_count (run_id bigint NOT NULL, field text COLLATE "C" NOT NULL, state smallint NOT NULL, n bigint NOT NULL);

CREATE FUNCTION enrichment_count_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO enrichment_job_count SELECT run_id, state, count(*) FROM after_it GROUP BY run_id, state;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO enrichment_job_count SELECT run_id, state, -count(*) FROM before_it GROUP BY run_id, state;
    ELSE
        INSERT INTO enrichment_job_count SELECT run_id, state, sum(d)
            FROM (SELECT run_id, state, 1 AS d FROM after_it UNION ALL SELECT run_id, state, -1 FROM before_it) AS changes
            GROUP BY run_id, state HAVING sum(d) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER enrichment_job_inserted AFTER INSERT ON enrichment_job
    REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION enrichment_count_jobs();
CREATE TRIGGER enrichment_job_updated AFTER UPDATE ON enrichment_job
    REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION enrichment_count_jobs();
CREATE TRIGGER enrichment_job_deleted AFTER DELETE ON enrichment_job
    REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION enrichment_count_jobs();

CREATE FUNCTION enrichment_count_proposals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO enrichment_proposal_count SELECT run_id, field, state, count(*) FROM after_it GROUP BY run_id, field, state;
    ELSE
        INSERT INTO enrichment_proposal_count SELECT run_id, field, state, sum(d)
            FROM (SELECT run_id, field, state, 1 AS d FROM after_it UNION ALL SELECT run_id, field, state, -1 FROM before_it) AS changes
            GROUP BY run_id, field, state HAVING sum(d) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER enrichment_proposal_inserted AFTER INSERT ON enrichment_proposal
    REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION enrichment_count_proposals();
CREATE TRIGGER enrichment_proposal_updated AFTER UPDATE ON enrichment_proposal
    REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION enrichment_count_proposals();
