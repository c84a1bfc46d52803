-- The newest reports with what they hold.
select r.id, r.title, r.published, r.source, r.added_at,
       (select count(*) from facts f where f.document_id = r.id) as events,
       (select count(*) from sayings s where s.document_id = r.id) as statements,
       (select count(*) from pledges p where p.document_id = r.id) as commitments
from reports r order by published desc nulls last, added_at desc, id limit $most;
