-- With whom a party deals: acts both ways with mean scores.
select case when source = $code then target else source end as other,
       count(*) as events, count(*) filter (source = $code) as given, count(*) filter (target = $code) as received,
       round(avg(score) filter (source = $code), 2) as score_given,
       round(avg(score) filter (target = $code), 2) as score_received,
       round(avg(score), 2) as score, max(day) as last_day
from acts where source = $code or target = $code
group by other order by events desc, other limit $most;
