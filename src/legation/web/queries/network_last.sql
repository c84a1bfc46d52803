-- The last day of an act, of a party where one is given.
select max(last_day) as last from ties where last_day <= current_date and ($party::varchar is null or source = $party or target = $party);
