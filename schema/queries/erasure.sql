-- Deletion of a person's data on request (work/erasure.h).

-- name: erasure.list
select r.id, 1 as version, r.no, r.person, r.area, a.name as area_name, r.state, r.reason, r.asked_by, q.name as asked_by_name,
    r.asked_at, r.decided_by, d.name as decided_by_name, r.decided_at, r.decision, r.rows, r.files, r.done_at, r.job
from erasure r -- scan: a few a year
join area a on a.id = r.area
join account q on q.id = r.asked_by
left join account d on d.id = r.decided_by
where a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or r.asked_by = $me) and {where}
order by {order};

-- name: erasure.row
select r.id, r.no, r.person, r.area, r.state, r.asked_by, coalesce(r.decided_by, 0) as decided_by, coalesce(r.job, 0) as job,
    r.rows, r.files
from erasure r join area a on a.id = r.area
where (r.id = $id or r.no = $no) and a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or r.asked_by = $me);

-- name: erasure.open
select id from erasure where person = $person and state in ('asked', 'running', 'done');

-- name: erasure.add
insert into erasure (id, no, person, area, reason, state, asked_by, asked_at)
values ($id, $no, $person, $area, $reason, 'asked', $me, $at);

-- name: erasure.decide
update erasure set state = $state, decided_by = $me, decided_at = $at, decision = $decision
where id = $id and state = 'asked';

-- name: erasure.withdraw
update erasure set state = 'withdrawn', decided_at = $at where id = $id and state = 'asked' and asked_by = $me;

-- name: erasure.job
update erasure set job = $job where id = $id;

-- name: erasure.again
update erasure set state = 'asked', decided_by = null, decided_at = null, job = null
where id = $id and state = 'running';

-- name: erasure.more
update erasure set rows = rows + $rows, files = files + $files where id = $id;

-- name: erasure.done
update erasure set state = 'done', done_at = $at where id = $id;

-- Who may decide, of the area and above it.
-- name: erasure.deciders
select distinct p.account, p.role, rc.scope as cell
from area h
join area a on h.path >= a.path and h.path < a.path || '~'
join post p on p.area = a.id
left join role_cell rc on rc.custom = p.custom and rc.action = 'erasure.decide'
join account c on c.id = p.account and c.state = 'active'
where h.id = $area and p.from_on <= $today and (p.to_on is null or p.to_on >= $today) and p.account <> $me;

-- What the law wants to be kept as long as it lasts.
-- name: erasure.open_cases
-- scan: before a decision, a few a year
select count(*) as n from case_file c
where c.closed_at is null and c.state <> 'draft' and (c.person = $person
    or c.visit in (select v.visit from visit_person v where v.person = $person));

-- --- what the person is part of, without a description. Every statement erasure.linked.* runs with $person.

-- name: erasure.linked.visit_person
-- scan: a job that nobody waits for
update visit_person set name = '*', person = null where person = $person;

-- name: erasure.linked.case
-- scan: a job that nobody waits for
update case_file set reporter = case when reporter = '' then '' else '*' end,
    reporter_phone = case when reporter_phone = '' then '' else '*' end, person = null where person = $person;

-- name: erasure.linked.message_in
-- scan: a job that nobody waits for
update message_in set phone = '*', text = '*', note = '', person = null where person = $person;

-- name: erasure.linked.sweep_item
-- scan: a job that nobody waits for
update sweep_item set title = '*', note = '', person = null where person = $person;

-- name: erasure.linked.check_item
-- scan: a job that nobody waits for
update spot_check_item set value = case when value = '' then '' else '*' end, person = null,
    truth = case when coalesce(truth, '') = '' then truth else '*' end where person = $person;

-- name: erasure.linked.follow_up
-- scan: a job that nobody waits for
update follow_up set text = '*', person = null where person = $person;

-- name: erasure.linked.drill
-- scan: a job that nobody waits for
update drill_item set question = '*', options = '', answer = '*', object = 0,
    given = case when coalesce(given, '') = '' then given else '*' end
where kind = 'person' and object = $person;

-- name: erasure.linked.inbox
-- scan: a job that nobody waits for
delete from inbox_line where kind = 'person' and object = $person;

-- name: erasure.linked.move_effect
-- scan: a job that nobody waits for
delete from move_effect where kind = 'person' and object = $person;

-- --- texts of what the person is part of: every statement erasure.named.* runs with $person and $name.

-- name: erasure.named.visit
-- scan: a job that nobody waits for
update visit set persons = replace(persons, $name, '*'), text = replace(text, $name, '*'),
    outcome = replace(outcome, $name, '*'), companions = replace(companions, $name, '*'), review = replace(review, $name, '*')
where id in (select v.visit from visit_person v where v.person = $person
    union select h.id from residence r join visit h on h.household = r.household and h.deleted_at is null
    where r.person = $person);

-- name: erasure.named.case
-- scan: a job that nobody waits for
update case_file set title = replace(title, $name, '*'), text = replace(text, $name, '*'), place = replace(place, $name, '*'),
    result = replace(result, $name, '*'), reporter = replace(reporter, $name, '*')
where id in (select c.id from case_file c where c.person = $person
    union select h.id from residence r join case_file h on h.household = r.household where r.person = $person);

-- name: erasure.named.step
-- scan: a job that nobody waits for
update case_step set text = replace(text, $name, '*'), given = replace(given, $name, '*')
where case_file in (select c.id from case_file c where c.person = $person
    union select h.id from residence r join case_file h on h.household = r.household where r.person = $person);

-- name: erasure.named.history
-- scan: a job that nobody waits for
update row_history set record = replace(record, $name, '*')
where kind = 'household' and object in (select household from residence where person = $person);

-- --- the end

-- name: erasure.residence
delete from residence where person = $person;

-- name: erasure.namesakes
-- scan: a job that nobody waits for
select count(*) as n
from (select p.id from person p
      where p.id <> $person and (replace(p.name, $name, '') <> p.name or replace(coalesce(p.former_name, ''), $name, '') <> coalesce(p.former_name, ''))
      union all select c.id from account c where replace(c.name, $name, '') <> c.name
      union all select a.id from area a where replace(a.name, $name, '') <> a.name) q;

-- name: erasure.phone_of_others
-- scan: a job that nobody waits for
select count(*) as n from person p
where p.id <> $person and replace(coalesce(p.phone, ''), $phone, '') <> coalesce(p.phone, '');

-- name: erasure.person
select id, area, coalesce(name, '') as name, coalesce(former_name, '') as former_name, coalesce(citizen_id, '') as citizen_id,
    coalesce(phone, '') as phone, coalesce(birth, '') as birth, coalesce(state, '1') as state, deleted_at
from person where id = $person;

-- name: erasure.files
select f.id, f.account, f.name from stored_file f where f.size is not null and f.id > $after order by f.id limit $limit;
