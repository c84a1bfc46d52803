-- Claims as people have judged them: rejected ones are gone, corrected ones are corrected.
create temp view $table as
select * exclude (batch_id) from original_$table $unjudged
union all by name
select * exclude (batch_id) from corrected_$table;
