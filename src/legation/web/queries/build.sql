-- The desk's own copy of what pages show, in memory, made once for each state of the ledger.
create table reports as
select id, title, published, source, url, language, characters, warnings, added_at
from documents order by coalesce(published, added_at::date) desc, id;

create table facts as
select row_number() over () as n, e.*, r.title, r.published, r.source as outlet
from (
  select id, local_id, document_id, type, mode, status, contexts, actors, recipients, actor_text, recipient_text,
         date_from, date_to, place_name, place_country, trigger, evidence, span_start, span_end, quad, score, goldstein, cameo, confidence,
         flags, origin
  from events
) e left join reports r on r.id = e.document_id
order by coalesce(e.date_from, r.published) desc nulls last, e.id;

-- One row an act of one party towards another; where nobody receives, several actors act on each other.
create table acts as
select n, source, target, day, quad, score, type
from (
  select n, source, unnest(list_distinct(others)) as target, day, quad, score, type
  from (
    select n, unnest(list_distinct(actors)) as source,
           case when len(recipients) > 0 then recipients else actors end as others,
           date_from as day, quad, score, type
    from facts where status in ('asserted', 'historical')
  )
)
where source <> target
order by source, target;

create table sayings as
select s.*, r.title, r.published, r.source as outlet
from statements s left join reports r on r.id = s.document_id
order by r.published desc nulls last, s.document_id, s.span_start;

create table pledges as
select c.*, r.title, r.published, r.source as outlet
from commitments c left join reports r on r.id = c.document_id;

create table answers as
select l.id, l.kind, l.evidence, l.span_start, l.span_end, l.document_id, l.local_id, l.confidence,
       f.n as from_n, t.n as to_n, l.from_id, l.to_id
from links l left join facts f on f.id = l.from_id left join facts t on t.id = l.to_id;

create table people as
select id, local_id, document_id, name, kind, country, sector, role, code from actors;

create table happenings as
select * from occurrences order by coalesce(date_from, first_report) desc nulls last, id;

create table tellings as
select occurrence_id, event_id from occurrence_events;

create table verdicts as
select record_id, table_name, verdict, changes, judge, note, judged_at from judgements where current;
