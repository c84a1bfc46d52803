-- Acts of speech by month, of statements that fit the same conditions as in statements.sql.
select act, date_trunc('month', published)::date as month, count(*) as statements, count(*) filter (quoted) as quoted,
       count(*) filter (anonymous) as unnamed
from sayings
where ($speaker::varchar is null or speaker ilike '%' || $speaker || '%')
  and (len($countries::varchar[]) = 0 or country in (select unnest($countries::varchar[])))
  and ($act::varchar is null or act = $act)
  and ($anonymous::boolean is null or anonymous = $anonymous)
  and ($words::varchar is null or content ilike '%' || $words || '%')
  and ($since::date is null or published >= $since::date)
group by all order by month nulls last, act;
