-- How many statements fit the same conditions as in statements.sql.
select count(*) as total from sayings
where ($speaker::varchar is null or speaker ilike '%' || $speaker || '%')
  and (len($countries::varchar[]) = 0 or country in (select unnest($countries::varchar[])))
  and ($act::varchar is null or act = $act)
  and ($anonymous::boolean is null or anonymous = $anonymous)
  and ($words::varchar is null or content ilike '%' || $words || '%')
  and ($since::date is null or published >= $since::date);
