-- Reports by their numbers in the index of words, or by their ids.
select id, title, published, source from reports
where n in (select unnest($titles::bigint[])) or id in (select unnest($ids::varchar[]))
order by published desc nulls last, id limit $most;
