-- Commitments, one row a report of them, by parties, with the day that counts (deadline, else expiry) as `due`.
select id, local_id, document_id, agreement, kind, status, parties, since, deadline, expires, limits, extension_by,
       extension_condition, instrument, evidence, span_start, confidence, title, published, outlet,
       coalesce(deadline, expires) as due
from pledges
where (len($parties::varchar[]) = 0 or len(list_intersect(parties, $parties::varchar[])) = len($parties::varchar[]))
order by due nulls last, agreement, published nulls last, id;
