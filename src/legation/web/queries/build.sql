-- The desk's own copy of what pages show, compressed in memory, made once for each state of the ledger.
create table reports as
select row_number() over (order by coalesce(published, added_at::date) desc, id) as n, id, title, published, source, url, language, characters, warnings, added_at
from documents order by n;

-- Numbers of events, the newest first. A join puts the wide rows in this order with less memory than sorting them.
create temp table ranks as
select e.id, row_number() over (order by coalesce(e.date_from, r.published) desc nulls last, e.id) as n
from events e left join reports r on r.id = e.document_id;

create table facts as
select k.n, e.*, r.title, r.published, r.source as outlet
from (
  select id, local_id, document_id, type, mode, status, contexts, actors, recipients, actor_text, recipient_text,
         date_from, date_to, place_name, place_country, trigger, evidence, span_start, span_end, quad, score, goldstein, cameo, confidence,
         flags, origin
  from events
) e join ranks k on k.id = e.id left join reports r on r.id = e.document_id;

create table happenings as
select row_number() over () as h, * from occurrences order by coalesce(date_from, first_report) desc nulls last, id;

create table tellings as
select h.id as occurrence_id, h.h, t.event_id, k.n
from (select id, h, unnest(event_ids) as event_id from happenings) t
join happenings h on h.id = t.id join ranks k on k.id = t.event_id
order by k.n;

-- Who takes part in which event, on whichever side.
create table roles as
select party, n from (select n, unnest(list_distinct(list_concat(actors, recipients))) as party from facts)
order by party, n;

-- One row an act of one party towards another; where nobody receives, several actors act on each other.
-- `deed` is one for all tellings of an occurrence; `placed` is the day where the date is close enough to name one.
create table acts as
select a.n, source, target, day, placed, quad, score, type, coalesce(-t.h, a.n) as deed
from (
  select n, source, unnest(list_distinct(others)) as target, day, placed, quad, score, type
  from (
    select n, unnest(list_distinct(actors)) as source,
           case when len(recipients) > 0 then recipients else actors end as others,
           date_from as day, case when coalesce(date_to, date_from) - date_from < 31 then date_from end as placed, quad, score, type
    from facts where status in ('asserted', 'historical')
  )
) a left join tellings t on t.n = a.n
where source <> target
order by source, target, a.n;

-- What one party did to another in all.
create table ties as
select source, target, count(*) as events, sum(score) as score, count(score) as scored, max(day) as last_day,
       count(*) filter (quad like '%cooperation') as cooperation, count(*) filter (quad like '%conflict') as conflict
from acts group by source, target order by source, target;

-- Acts that count in networks: of an occurrence the first telling, each way once.
create view deeds as
select source, target, placed, quad, score from acts where placed is not null and deed > 0
union all
select source, target, placed, quad, score
from (
  select *, row_number() over (partition by deed, source, target order by placed, n) as place
  from acts where placed is not null and deed < 0
) where place = 1;

create table months as
select date_trunc('month', placed)::date as period, source, target, count(*) as events, avg(score) as score,
       count(*) filter (quad like '%cooperation') as cooperation, count(*) filter (quad like '%conflict') as conflict
from deeds group by all order by period, events desc, source, target;

create table sayings as
select row_number() over (order by r.published desc nulls last, s.document_id, s.span_start) as n, s.*, r.title, r.published, r.source as outlet
from statements s left join reports r on r.id = s.document_id
order by n;

create table pledges as
select row_number() over (order by r.published desc nulls last, c.id) as n, c.*, r.title, r.published, r.source as outlet
from commitments c left join reports r on r.id = c.document_id;

create table answers as
select l.id, l.kind, l.evidence, l.span_start, l.span_end, l.document_id, l.local_id, l.confidence,
       f.n as from_n, t.n as to_n, l.from_id, l.to_id
from links l left join ranks f on f.id = l.from_id left join ranks t on t.id = l.to_id;

create table people as
select id, local_id, document_id, name, kind, country, sector, role, code from actors;

create table verdicts as
select record_id, table_name, verdict, changes, judge, note, judged_at from judgements where current;

drop table ranks;
checkpoint;
