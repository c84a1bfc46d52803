-- Days on which anything was read; events that were imported without a document were read on their own day.
select distinct published as day from reports where published is not null
union select distinct date_from from facts where document_id is null and date_from is not null order by day;
