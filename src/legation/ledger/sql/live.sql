-- Rows of committed batches. Of batches with one content key the first counts; of readings of one document
-- the latest generation, and within it the first.
create temp table live_batches as
select batch_id, run_id, committed_at
from (
  select *, row_number() over (partition by content_key order by committed_at, batch_id) as place
  from stored_batches
)
where place = 1;

create temp table shadowed as
select document_id, batch_id
from (
  select d.id as document_id, d.batch_id,
         row_number() over (partition by d.id order by d.generation desc, b.committed_at, d.batch_id) as place
  from stored_documents d join live_batches b using (batch_id)
)
where place > 1;
