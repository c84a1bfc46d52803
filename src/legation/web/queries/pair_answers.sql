-- What answered what between two parties.
select a.id, a.kind, a.evidence, a.document_id, a.local_id, a.from_n, a.to_n, f.id as from_id, t.id as to_id
from answers a join facts f on f.n = a.from_n join facts t on t.n = a.to_n
where a.from_n in (select n from acts where (source = $first and target = $second) or (source = $second and target = $first))
order by a.from_n, a.id limit $most;
