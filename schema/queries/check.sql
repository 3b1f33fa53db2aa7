-- What "wangge check" asks about cases (src/wangge/check.c) and about people and doors (src/wangge/check_people.c).

-- name: check.case_states
select state, count(*) as number from case_file group by state order by state;

-- name: check.case_ways
select command, from_state, to_state, count(*) as number from case_step
group by command, from_state, to_state
order by command, from_state, to_state;

-- name: check.case_end
select c.no from case_file c
left join case_step s on s.id = (select max(l.id) from case_step l where l.case_file = c.id)
where c.state <> coalesce(s.to_state, 'draft')
order by c.id;

-- name: check.case_gap
select distinct c.no from (
    select s.case_file, s.from_state, lag(s.to_state) over (partition by s.case_file order by s.id) as before
    from case_step s) w
join case_file c on c.id = w.case_file
where w.before is not null and w.before <> w.from_state
order by c.no;

-- name: check.case_closed
select no from case_file
where (closed_at is null) <> (state not in ('closed', 'archived', 'void'))
order by id;

-- Of people and doors: how many rows have the fault, and the id of one of them.

-- name: check.residence
select count(*) as number, min(p.id) as one from person p
left join residence r on r.person = p.id and r.to_on is null
where p.deleted_at is null and coalesce(p.household, 0) <> coalesce(r.household, 0);

-- name: check.occupancy
select count(*) as number, min(h.id) as one from household h
left join occupancy o on o.household = h.id and o.to_on is null
where h.deleted_at is null and (o.household is null or coalesce(o.house, 0) <> coalesce(h.house, 0));

-- name: check.house_place
select count(*) as number, min(h.id) as one from house h
left join house_place o on o.house = h.id and o.to_on is null
where h.deleted_at is null and (o.house is null or o.area <> h.area);

-- name: check.person_area
select count(*) as number, min(p.id) as one from person p
join household h on h.id = p.household
where p.deleted_at is null and (p.area <> h.area or h.deleted_at is not null);

-- name: check.person_found
select count(*) as number, min(p.id) as one from person p
where p.deleted_at is null and p.household is not null
    and (p.area, p.id) not in (select s.area, s.object from search_entry s where s.kind = 2);

-- name: check.household_found
select count(*) as number, min(h.id) as one from household h
where h.deleted_at is null
    and (h.area, h.id) not in (select s.area, s.object from search_entry s where s.kind = 1);
