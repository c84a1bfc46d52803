-- One record of events as the views have it, with where its passage is.
select * from facts where id = $id limit 1;
