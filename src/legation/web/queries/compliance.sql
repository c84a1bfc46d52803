-- Events whose passage names an agreement (pairs of a key and an event's number), that its parties take part in and
-- that tell of keeping or breaking it; the $most newest of each.
with named as (select unnest($keys::varchar[]) as key, unnest($numbers::bigint[]) as n),
parties as (select unnest($owners::varchar[]) as key, unnest($parties::varchar[]) as party)
select named.key, f.n, f.id, f.local_id, f.document_id, f.type, f.mode, f.status, f.quad, f.actors, f.recipients,
       f.date_from, f.date_to, f.evidence, f.title, f.published, f.outlet
from named join facts f on f.n = named.n
where f.document_id is not null
  and f.type in ('RETREAT', 'SANCTION', 'REJECT', 'ACCUSE', 'COOPERATE', 'CONCEDE', 'THREATEN', 'MOBILIZE', 'ASSAULT', 'COERCE')
  and (named.key not in (select key from parties)
       or exists (select 1 from parties p where p.key = named.key and list_contains(list_concat(f.actors, f.recipients), p.party)))
qualify row_number() over (partition by named.key order by f.n) <= $most
order by named.key, f.n;
