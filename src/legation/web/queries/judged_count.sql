-- How many records have been judged, by verdict.
select verdict, count(*) as number from verdicts group by verdict order by verdict;
