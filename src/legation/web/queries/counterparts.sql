-- With whom a party deals: acts both ways with mean scores.
with both_ways as (
  select target as other, events as given, 0 as received, score as sum_given, scored as n_given, 0.0 as sum_received, 0 as n_received, last_day
  from ties where source = $code
  union all
  select source, 0, events, 0.0, 0, score, scored, last_day from ties where target = $code
)
select other, (sum(given) + sum(received))::bigint as events, sum(given)::bigint as given, sum(received)::bigint as received,
       round(sum(sum_given) / nullif(sum(n_given), 0), 2) as score_given,
       round(sum(sum_received) / nullif(sum(n_received), 0), 2) as score_received,
       round((coalesce(sum(sum_given), 0) + coalesce(sum(sum_received), 0)) / nullif(sum(n_given) + sum(n_received), 0), 2) as score,
       max(last_day) as last_day
from both_ways group by other order by events desc, other limit $most;
