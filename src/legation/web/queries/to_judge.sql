-- Records that nobody has judged, the least certain first.
select table_name, id, document_id, confidence, evidence, title, published from (
  select 'events' as table_name, id, document_id, confidence, evidence, title, published from facts where document_id is not null
  union all select 'statements', id, document_id, confidence, evidence, title, published from sayings
  union all select 'commitments', id, document_id, confidence, evidence, title, published from pledges
  union all select 'links', l.id, l.document_id, l.confidence, l.evidence, r.title, r.published
  from answers l left join reports r on r.id = l.document_id
)
where id not in (select record_id from verdicts)
  and ($table::varchar is null or table_name = $table)
  and ($document::varchar is null or document_id = $document)
order by confidence, id limit $most;
