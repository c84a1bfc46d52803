-- Who acts on whom since a day: the $most busiest parties, number of acts and mean PLOVER score.
with recent as (
  select source, target, score, quad from acts where $since::date is null or day >= $since::date
),
busy as (
  select party from (select source as party from recent union all select target from recent)
  group by party order by count(*) desc, party limit $most
)
select source, target, count(*) as events, round(avg(score), 2) as score,
       count(*) filter (quad like '%cooperation') as cooperation, count(*) filter (quad like '%conflict') as conflict
from recent where source in (select party from busy) and target in (select party from busy)
group by source, target order by source, target;
