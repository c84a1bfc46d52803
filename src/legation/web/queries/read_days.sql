-- Days on which anything was read at all.
select distinct published as day from reports where published is not null order by day;
