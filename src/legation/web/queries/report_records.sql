-- The ledger's ids of a report's records, with their judgements.
select c.table_name, c.local_id, c.id, v.verdict, v.changes, v.judge, v.note
from (select 'events' as table_name, local_id, id from facts where document_id = $id
      union all select 'statements', local_id, id from sayings where document_id = $id
      union all select 'commitments', local_id, id from pledges where document_id = $id
      union all select 'links', local_id, id from answers where document_id = $id) c
left join verdicts v on v.record_id = c.id;
