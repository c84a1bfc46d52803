-- Events, statements and commitments whose passage holds given words.
select 'event' as kind, id, document_id, local_id, evidence, title, published, confidence
from facts where evidence ilike '%' || $words || '%'
union all
select 'statement', id, document_id, local_id, evidence, title, published, confidence
from sayings where evidence ilike '%' || $words || '%' or speaker ilike '%' || $words || '%'
union all
select 'commitment', id, document_id, local_id, evidence, title, published, confidence
from pledges where evidence ilike '%' || $words || '%' or agreement ilike '%' || $words || '%'
order by published desc nulls last, document_id, local_id limit $most;
