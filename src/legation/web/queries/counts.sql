-- How much the record holds, and up to when.
select (select count(*) from reports) as reports, (select count(*) from facts) as events,
       (select count(*) from sayings) as statements, (select count(*) from pledges) as commitments,
       (select count(*) from answers) as links, (select count(*) from happenings) as occurrences,
       (select max(published) from reports) as last_report, (select max(date_from) from facts) as last_event,
       (select min(date_from) from facts) as first_event;
