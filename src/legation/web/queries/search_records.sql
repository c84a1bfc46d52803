-- Events, statements and commitments by their numbers in the index of words.
select 'event' as kind, id, document_id, local_id, evidence, title, published, confidence
from facts where n in (select unnest($facts::bigint[]))
union all
select 'statement', id, document_id, local_id, evidence, title, published, confidence
from sayings where n in (select unnest($sayings::bigint[]))
union all
select 'commitment', id, document_id, local_id, evidence, title, published, confidence
from pledges where n in (select unnest($pledges::bigint[]))
order by published desc nulls last, document_id, local_id limit $most;
