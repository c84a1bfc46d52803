-- Persons and groups of a country or an organisation, by how many reports name them.
select name, kind, role, country, sector, count(distinct document_id) as reports, max(document_id) as document_id
from people where code = $code or country = $code
group by name, kind, role, country, sector order by reports desc, name limit $most;
