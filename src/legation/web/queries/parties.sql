-- All parties by number of acts.
with sides as (
  select source as party, score, scored, last_day, events as given, 0 as received from ties
  union all select target, score, scored, last_day, 0, events from ties
)
select party as code, (sum(given) + sum(received))::bigint as events, round(sum(score) / nullif(sum(scored), 0), 2) as score,
       sum(given)::bigint as given, sum(received)::bigint as received, max(last_day) as last_day
from sides
where $words::varchar is null or list_contains($codes::varchar[], party) or party ilike '%' || $words || '%'
group by party order by events desc, party limit $most offset $skip;
