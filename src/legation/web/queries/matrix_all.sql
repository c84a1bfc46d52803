-- The same as in matrix.sql over all time.
with busy as (
  select party from (select source as party, events from ties union all select target, events from ties)
  group by party order by sum(events) desc, party limit $most
)
select source, target, events, round(score / nullif(scored, 0), 2) as score, cooperation, conflict
from ties where source in (select party from busy) and target in (select party from busy)
order by source, target;
