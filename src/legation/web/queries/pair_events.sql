-- All events between two parties since a day, with their occurrence, as analyses want them.
with chosen as materialized (
  select distinct n from acts where (source = $first and target = $second) or (source = $second and target = $first)
),
told as (select n, occurrence_id from tellings where n in (select n from chosen))
select f.id, f.document_id, f.type, f.mode, f.status, f.contexts, f.actors, f.recipients, f.date_from::varchar as date_from,
       f.date_to::varchar as date_to, f.trigger, f.quad, f.score, f.goldstein, t.occurrence_id
from (select * from facts where n in (select n from chosen)) f left join told t on t.n = f.n
where ($since::date is null or f.date_from >= $since::date) and ($until::date is null or f.date_from <= $until::date)
order by f.date_from, f.id;
