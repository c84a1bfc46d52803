-- The other views. `copies` of a document are near copies (wire copies), which were not read again.
create temp view copies as
select * exclude (batch_id) from stored_copies
where batch_id in (select batch_id from live_batches);

create temp view documents as
select d.id, d.title, try_cast(left(d.published, 10) as date) as published, d.source, d.url, d.language,
       d.text, length(d.text) as characters, d.sentences, d.times, d.places, d.warnings, d.generation,
       d.run_id, b.committed_at as added_at
from stored_documents d join live_batches b using (batch_id)
where true $unshadowed_documents;

create temp view problems as
select id, item, stage, reason, run_id, noted_at
from (select *, row_number() over (partition by id order by noted_at) as place from stored_problems)
where place = 1;

create temp view runs as
select id, version, model_digest, settings, engine, workers, inputs,
       arg_max(state, noted_at) as state, min(noted_at) as started_at, max(noted_at) as noted_at,
       arg_max(read, noted_at) as read, arg_max(known, noted_at) as known,
       arg_max(duplicates, noted_at) as duplicates, arg_max(rejected, noted_at) as rejected
from stored_runs
group by id, version, model_digest, settings, engine, workers, inputs;

create temp view judgements as
select *, judged_at = max(judged_at) over (partition by record_id) as current
from stored_judgements;

create temp view occurrences as select * from stored_occurrences;

create temp view occurrence_events as
select id as occurrence_id, unnest(event_ids) as event_id from stored_occurrences;
