-- Events by party, type, quad class, status, context, days or ids, newest first: numbers first, then the wide rows.
with chosen as (
select n from facts
where ($source::varchar is null or n in (select n from acts where source = $source and ($target::varchar is null or target = $target)))
  and ($source::varchar is not null or $target::varchar is null or n in (select n from acts where target = $target))
  and ($first::varchar is null or n in (select n from acts where (source = $first and target = $second) or (source = $second and target = $first)))
  and ($party::varchar is null or n in (select n from roles where party = $party))
  and ($type::varchar is null or type = $type)
  and ($quad::varchar is null or quad = $quad)
  and ($status::varchar is null or status = $status)
  and ($context::varchar is null or list_contains(contexts, $context))
  and ($since::date is null or date_from >= $since::date)
  and ($until::date is null or date_from <= $until::date)
  and (len($ids::varchar[]) = 0 or id in (select unnest($ids::varchar[])))
order by n limit $most offset $skip
)
select n, id, local_id, document_id, type, mode, status, contexts, actors, recipients, actor_text, recipient_text, date_from, date_to, place_name, place_country, trigger, evidence, quad, score, goldstein, cameo, confidence, flags, origin, title, published, outlet
from facts where n in (select n from chosen) order by n;
