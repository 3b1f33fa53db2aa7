-- Bulk rows of the demo generator (src/wangge/demo_*.c). Every row of household and person says so in source and note.

-- name: demo.rows
select (select count(*) from area) + (select count(*) from account) as number;

-- name: demo.area
insert into area (id, parent, level, code, name, initials, path, households_target, created_by, created_at, updated_by,
    updated_at)
values ($id, $parent, $level, $code, $name, $initials, $path, $target, 0, $at, 0, $at);

-- name: demo.account
insert into account (id, login, name, initials, phone, password, created_by, created_at, updated_by, updated_at)
values ($id, $login, $name, $initials, $phone, $password, 0, $at, 0, $at);

-- name: demo.post
insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)
values ($id, $account, $role, $area, $from_on, 0, $at, 0, $at);

-- name: demo.household
insert into household (id, area, house, no, address, building, unit, room, kinds, note, verified_on, source, version,
    created_by, created_at, updated_by, updated_at)
values ($id, $area, $house, $no, $address, $building, $unit, $room, $kinds, $note, $verified_on, 'demo', 1, $by, $at, $by, $at);

-- name: demo.person
insert into person (id, area, household, name, citizen_id, sex, birth, nation, relation, phone, politics, education,
    marriage, note, verified_on, source, version, created_by, created_at, updated_by, updated_at)
values ($id, $area, $household, $name, $citizen_id, $sex, $birth, $nation, $relation, $phone, $politics, $education,
    $marriage, $note, $verified_on, 'demo', 1, $by, $at, $by, $at);

-- name: demo.visit
insert into visit (id, no, area, household, address, persons, visited_at, channel, kinds, text, outcome, next_on, valid,
    version, created_by, created_at, updated_by, updated_at)
values ($id, $no, $area, $household, $address, $persons, $at, $channel, $kinds, $text, $outcome, $next_on, $valid, 1,
    $by, $at, $by, $at);

-- What was not asked at the door: gaps in the registers.
-- name: demo.gaps_of_people
-- scan: once, when the demo is made
update person set marriage = null where id % 41 = 7;

-- name: demo.gaps_of_heads
-- scan: once, when the demo is made
update person set phone = null where id % 53 = 11 and relation = '02';

-- name: demo.gaps_of_firms
update firm set safety_head = null where id % 9 = 4;

-- name: demo.drill
insert into drill (id, leader, made_by, area, seed, asked, right_count, started_at, put_at, ended_at)
values ($id, $leader, $leader, $area, 0, 20, $right, $at - 600, $at, $at);

-- name: demo.visit_person
insert into visit_person (visit, position, person, name) values ($visit, 1, $person, $name);

-- name: demo.case
insert into case_file (id, no, title, text, category, area, household, place, urgency, state, handler, unit, result,
    satisfaction, rework, self_handled, reported_at, due_at, closed_at, version, created_by, created_at, updated_by,
    updated_at)
values ($id, $no, $title, $text, $category, $area, $household, $place, $urgency, $state, $handler, $unit, $result,
    $satisfaction, $rework, $self_handled, $reported_at, $due_at, $closed_at, $version, $by, $created_at, $last_by,
    $updated_at);

-- name: demo.step
insert into case_step (id, case_file, at, account, command, from_state, to_state, text, handler, satisfaction)
values ($id, $case, $at, $account, $command, $from, $to, $text, $handler, $satisfaction);

-- The next number of a sequence that the rows above have used.
-- name: demo.sequence
insert into sequence_number (name, next) values ($name, $next);

-- name: demo.unemployed
update person set occupation = '70' -- scan: once, in a new database
where relation = '02' and household in (select h.id from household h where h.kinds like '%5%');

-- name: demo.new_residents
update residence set begun = 'move_in', from_on = (
    select max(m.moved_on) from move m where m.household = residence.household and m.kind = 'move_in')
where residence.household in (select m.household from move m where m.kind = 'move_in' and m.moved_on >= $since);

-- What reviewers find: a text that was copied, entries that nobody can have walked to.
-- name: demo.visit_text
update visit set text = $text where id = $id;

-- name: demo.visit_time
update visit set visited_at = $at where id = $id;

-- name: demo.login
select login from account where id = $id;

-- One in five needed something; at one in seven whoever wrote it came with the grid's leader.
-- name: demo.needs
update visit set needs = case when id % 5 = 0 then cast(1 + id / 5 % 4 as text) else '' end, -- scan: once, in a new database
    companions = case when id % 7 = 0 then coalesce((select min(u.name) from post p join account u on u.id = p.account
        where p.area = visit.area and p.role = 'grid_leader' and p.account <> visit.created_by), '') else '' end
where id % 5 = 0 or id % 7 = 0;

-- name: demo.crowd
update visit set crowds = crowds || case when crowds = '' then '' else ',' end || $crowd -- scan: once, in a new database
where household in (select n.household from visit_need n where n.rule = $rule)
    and ',' || crowds || ',' not like '%,' || $crowd || ',%';

-- The ledger and the appeals of a month, as stations and streets write them: of whom and by whom is told by login.
-- name: demo.ledger
insert into evaluation_point (id, month, subject, who, area, kind, points, reason, evidence, made_by, made_at)
select $id, $month, 'grid_leader', c.id, p.area, 'points', cast($points as real), $reason, $evidence, b.id, $at
from account c
join post p on p.account = c.id and p.role = 'grid_leader'
join account b on b.login = $by
where c.login = $login
order by p.id
limit 1;

-- name: demo.appeal
insert into evaluation_appeal (id, month, subject, who, area, item, measure, kind, object, no, text, state, effect,
    points, answer, made_by, made_at, decided_by, decided_at)
select $id, $month, 'grid_leader', c.id, p.area, $item, '', '', 0, '', $text, $state, $effect, cast($points as real),
    $answer, c.id, $at, case when $state = 'open' then null else b.id end,
    case when $state = 'open' then null else $at + 86400 end
from account c
join post p on p.account = c.id and p.role = 'grid_leader'
join account b on b.login = $by
where c.login = $login
order by p.id
limit 1;
