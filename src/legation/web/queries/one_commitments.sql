-- One record of commitments as the views have it, with where its passage is.
select * from pledges where id = $id limit 1;
