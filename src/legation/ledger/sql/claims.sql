-- Claims of committed batches whose document is not shadowed by another reading of it.
create temp view original_$table as
select * from stored_$table
where batch_id in (select batch_id from live_batches) $unshadowed;
