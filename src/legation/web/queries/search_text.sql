-- Reports whose text holds given words, with the place of the first hit (over the ledger's own view).
select id, title, published, source,
       substr(text, greatest(1, strpos(lower(text), lower($words)) - 90), 220) as snippet
from documents where text ilike '%' || $words || '%'
order by published desc nulls last, id limit $most;
