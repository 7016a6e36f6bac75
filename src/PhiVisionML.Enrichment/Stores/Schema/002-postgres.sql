-- A job's run is looked up as the job is queued, and runs are never deleted: these references cost a check for every row, which locks the one row of the run each time.
ALTER TABLE enrichment_job DROP CONSTRAINT enrichment_job_run_id_fkey;
ALTER TABLE enrichment_answer DROP CONSTRAINT enrichment_answer_run_id_fkey;
ALTER TABLE enrichment_proposal DROP CONSTRAINT enrichment_proposal_run_id_fkey;

-- previous is the release that a rollback goes to; columns, a JSON array, is what the adapter is asked with.
ALTER TABLE enrichment_release ADD COLUMN previous bigint;
ALTER TABLE enrichment_release ADD COLUMN columns text;
UPDATE enrichment_release SET previous = (SELECT max(o.id) FROM enrichment_release o WHERE o.id < enrichment_release.id AND o.fingerprint <> enrichment_release.fingerprint);
