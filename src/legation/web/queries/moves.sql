-- Pairs whose mean score of the last $days days differs most from that of the four times as long time before.
with placed as (
  select least(source, target) as first, greatest(source, target) as second, score,
         day > $until::date - $days::integer as late
  from acts where day > $until::date - 5 * $days::integer and day <= $until::date
),
pairs as (
  select first, second, avg(score) filter (late) as score, avg(score) filter (not late) as before,
         count(*) filter (late) as events, count(*) filter (not late) as events_before
  from placed group by first, second
)
select first, second, round(score, 2) as score, round(before, 2) as before, events, events_before,
       round(score - before, 2) as change
from pairs where score is not null and before is not null
order by abs(score - before) * sqrt(least(events, events_before, 30)) desc, first, second limit $most;
