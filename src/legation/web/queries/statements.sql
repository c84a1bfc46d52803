-- Statements by speaker, countries, act, anonymity and words, newest first.
with chosen as (
select n from sayings
where ($speaker::varchar is null or speaker ilike '%' || $speaker || '%')
  and (len($countries::varchar[]) = 0 or country in (select unnest($countries::varchar[])))
  and ($act::varchar is null or act = $act)
  and ($anonymous::boolean is null or anonymous = $anonymous)
  and ($words::varchar is null or content ilike '%' || $words || '%')
  and ($since::date is null or published >= $since::date)
order by n limit $most offset $skip
)
select id, local_id, document_id, speaker, country, anonymous, anonymity, act, quoted, content, evidence, hedges, about,
       confidence, title, published, outlet
from sayings where n in (select n from chosen) order by n;
