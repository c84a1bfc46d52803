-- One wide row an event, with what other formats want to know of its document, actors and occurrence.
create temp view event_rows as
with told as (
  select event_id, o.id as occurrence_id, o.reports, o.documents, o.independent_sources
  from stored_occurrences o, unnest(o.event_ids) as u(event_id)
),
people as (
  select document_id, list({'id': id, 'name': name, 'kind': kind, 'country': country, 'sector': sector,
                            'role': role, 'code': code} order by id) as document_actors
  from actors group by document_id
)
select e.*, d.title as document_title, d.published as document_published, d.source as document_source,
       d.url as document_url, d.language as document_language, d.added_at, d.sentences as document_sentences,
       d.places as document_places, p.document_actors,
       t.occurrence_id, t.reports, t.documents, t.independent_sources
from events e
left join documents d on d.id = e.document_id
left join people p on p.document_id = e.document_id
left join told t on t.event_id = e.id
order by e.date_from nulls last, e.document_id, e.span_start, e.id;
