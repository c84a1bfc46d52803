-- Who speaks most, among the statements of given countries (all where there are none).
select speaker, country, bool_and(anonymous) as anonymous, count(*) as statements,
       count(*) filter (quoted) as quoted
from sayings where (len($countries::varchar[]) = 0 or country in (select unnest($countries::varchar[])))
group by speaker, country order by statements desc, speaker limit $most;
