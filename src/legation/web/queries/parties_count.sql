-- How many parties fit the same condition as in parties.sql.
select count(*) as total
from (select source as party from acts union select target from acts)
where $words::varchar is null or list_contains($codes::varchar[], party) or party ilike '%' || $words || '%';
