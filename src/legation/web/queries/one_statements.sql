-- One record of statements as the views have it, with where its passage is.
select * from sayings where id = $id limit 1;
