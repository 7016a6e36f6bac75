-- previous is the release that a rollback goes to; columns, a JSON array, is what the adapter is asked with.
ALTER TABLE enrichment_release ADD COLUMN previous INTEGER;
ALTER TABLE enrichment_release ADD COLUMN columns TEXT;
UPDATE enrichment_release SET previous = (SELECT max(o.id) FROM enrichment_release o WHERE o.id < enrichment_release.id AND o.fingerprint <> enrichment_release.fingerprint);
