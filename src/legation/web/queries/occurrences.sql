-- Occurrences, those that most reports tell first, or by day.
select id, type, mode, quad, status, actors, recipients, date_from, date_to, place_name, trigger, evidence, event_ids,
       document_ids, sources, reports, documents, independent_sources, first_report, last_report, disagreements, confidence
from happenings
where ($id::varchar is null or id = $id) and ($least::integer is null or documents >= $least)
  and (len($parties::varchar[]) = 0
       or len(list_intersect(list_concat(actors, recipients), $parties::varchar[])) = len($parties::varchar[]))
order by case when $widest::boolean then -independent_sources else 0 end,
         case when $widest::boolean then -documents else 0 end,
         coalesce(date_from, first_report) desc nulls last, id
limit $most offset $skip;
