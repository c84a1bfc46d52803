-- How many occurrences fit the same conditions as in occurrences.sql.
select count(*) as total from happenings where ($id::varchar is null or id = $id) and ($least::integer is null or documents >= $least)
  and (len($parties::varchar[]) = 0
       or len(list_intersect(list_concat(actors, recipients), $parties::varchar[])) = len($parties::varchar[]));
