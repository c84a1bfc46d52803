-- All parties by number of acts.
select party as code, count(*) as events, round(avg(score), 2) as score,
       count(*) filter (acting) as given, count(*) filter (not acting) as received, max(day) as last_day
from (select source as party, score, day, true as acting from acts
      union all select target, score, day, false from acts)
where $words::varchar is null or list_contains($codes::varchar[], party) or party ilike '%' || $words || '%'
group by party order by events desc, party limit $most offset $skip;
