-- One link.
select * from answers where id = $id limit 1;
