-- How many events fit the same conditions as in events.sql.
select count(*) as total
from facts
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
  and (len($ids::varchar[]) = 0 or id in (select unnest($ids::varchar[])));
