-- How many parties fit the same condition as in parties.sql.
select count(*) as total
from (select source as party from ties union select target from ties)
where $words::varchar is null or list_contains($codes::varchar[], party) or party ilike '%' || $words || '%';
