-- Up to when two parties act on each other, since when, and the day of the $most-th newest act.
with days as (
  select day from acts
  where ((source = $first and target = $second) or (source = $second and target = $first)) and day is not null
)
select min(day) as earliest, max(day) as latest, max(day) - 1096 as recent,
       (select day from days order by day desc limit 1 offset $most) as busy
from days;
