-- Who acts on whom since a day: the $most busiest parties, number of acts and mean PLOVER score.
with recent as (
  select source, target, count(*) as events, sum(score) as score, count(score) as scored,
         count(*) filter (quad like '%cooperation') as cooperation, count(*) filter (quad like '%conflict') as conflict
  from acts where day >= $since::date group by source, target
),
busy as (
  select party from (select source as party, events from recent union all select target, events from recent)
  group by party order by sum(events) desc, party limit $most
)
select source, target, events, round(score / nullif(scored, 0), 2) as score, cooperation, conflict
from recent where source in (select party from busy) and target in (select party from busy)
order by source, target;
