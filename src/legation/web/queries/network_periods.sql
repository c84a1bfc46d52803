-- What one party did to another by week or day, for `analysis.network.EDGES`; months are counted beforehand.
with months as (
  select date_trunc($step, placed)::date as period, source, target, count(*) as events, avg(score) as score,
         count(*) filter (quad like '%cooperation') as cooperation, count(*) filter (quad like '%conflict') as conflict
  from deeds
  where ($since::date is null or placed >= date_trunc($step, $since::date))
    and ($until::date is null or placed < date_trunc($step, $until::date) + interval 8 days)
  group by all
)
