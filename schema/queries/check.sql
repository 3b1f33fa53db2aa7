-- What "wangge check" asks about cases (src/wangge/check.c).

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
