-- Events whose passage names an agreement, that its parties take part in and that tell of keeping or breaking it.
select n, id, local_id, document_id, type, mode, status, quad, actors, recipients, date_from, date_to, evidence,
       title, published, outlet
from facts
where evidence ilike '%' || $name || '%' and document_id is not null
  and type in ('RETREAT', 'SANCTION', 'REJECT', 'ACCUSE', 'COOPERATE', 'CONCEDE', 'THREATEN', 'MOBILIZE', 'ASSAULT', 'COERCE')
  and (len($parties::varchar[]) = 0 or len(list_intersect(list_concat(actors, recipients), $parties::varchar[])) > 0)
order by n limit $most;
