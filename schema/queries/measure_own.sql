-- Measures of informants and sunk-down staff: what they did themselves, wherever that was. The form of the statements:
-- measure.sql.

-- Who had the role, all of $begin to $end.
-- part: measure.having
select distinct p.account from post p join area a on a.id = p.area
where p.role in ($subject, case when cast($subject as text) = 'informant' then 'part_time' else $subject end)
    and p.from_on <= $begin and coalesce(p.to_on, '9999-12-31') >= $end
    and a.path >= $lo and a.path < $hi
    and p.account in (select cast($who as bigint) union all
        select q.account from post q where cast($who as bigint) = 0
            and q.role in ($subject, case when cast($subject as text) = 'informant' then 'part_time' else $subject end));

-- name: measure.own_entry
select p.account as leader, sum({measure.entry_counts}) as numerator, 0 as denominator
from ({measure.having}) p
cross join visit v
where v.created_by = p.account and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
    and v.kind = 'visit'
group by p.account;

-- name: measure.own_entry.records
{measure.diary_records} and v.kind = 'visit'
order by counted, v.visited_at, v.id;

-- name: measure.own_patrol
select p.account as leader, sum({measure.entry_counts}) as numerator, 0 as denominator
from ({measure.having}) p
cross join visit v
where v.created_by = p.account and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
    and v.kind = 'patrol'
group by p.account;

-- name: measure.own_patrol.records
{measure.diary_records} and v.kind = 'patrol'
order by counted, v.visited_at, v.id;

-- name: measure.own_case
select p.account as leader, sum({measure.case_right}) as numerator, 0 as denominator
from ({measure.having}) p
cross join case_file c
where c.created_by = p.account and c.reported_at >= $from and c.reported_at < $until
group by p.account;

-- part: measure.own_case_columns
'case' as kind, c.id, c.no, c.reported_at as at, case when c.confidential = 0 then c.title else '' end as text,
    {measure.case_right} as counted;

-- part: measure.own_case_rows
case when {measure.case_right} = 0 then 'refused or void' else '' end as note
from case_file c
where c.created_by = $who and c.reported_at >= $from and c.reported_at < $until
order by counted, c.reported_at, c.id;

-- name: measure.own_case.records
select {measure.own_case_columns}, 0 as due, {measure.own_case_rows};

-- name: measure.own_right
select p.account as leader, sum({measure.case_right}) as numerator, count(*) as denominator
from ({measure.having}) p
cross join case_file c
where c.created_by = p.account and c.reported_at >= $from and c.reported_at < $until
group by p.account;

-- name: measure.own_right.records
select {measure.own_case_columns}, 1 as due, {measure.own_case_rows};

-- Households that were of a must-visit kind on the day.
-- name: measure.own_must
select q.account as leader, count(*) as numerator, 0 as denominator
from (
    select distinct p.account, v.household
    from ({measure.having}) p
    cross join visit v
    where v.created_by = p.account and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
        and v.kind = 'visit' and v.counts = 1 and v.kinds <> '' and v.household is not null
) q
group by q.account;

-- name: measure.own_must.records
select 'household' as kind, h.id, h.no, q.at, '' as text, h.address, h.building, h.unit, h.room, 1 as counted, 0 as due,
    '' as note
from (
    select v.household, max(v.visited_at) as at
    from visit v
    where v.created_by = $who and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
        and v.kind = 'visit' and v.counts = 1 and v.kinds <> '' and v.household is not null
    group by v.household
) q
join household h on h.id = q.household
order by q.at, h.id;
