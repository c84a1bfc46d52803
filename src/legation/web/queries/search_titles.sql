-- Reports whose title or outlet holds given words.
select id, title, published, source from reports
where title ilike '%' || $words || '%' or source ilike '%' || $words || '%'
order by published desc nulls last, id limit $most;
