-- The occurrences of given events.
select event_id, occurrence_id, reports, documents, independent_sources
from tellings t join happenings h on h.id = t.occurrence_id
where event_id in (select unnest($ids::varchar[]));
