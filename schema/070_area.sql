-- Areas that are named anew, recoded, moved, merged and split (work/area_change.h). An area is never deleted: one that
-- ended keeps what was made in it, and its path lies in the area that it went into, so that whoever reads that one reads
-- it too; its parent stays the one that it had beside it.
alter table area add column ended_on text;                         -- its last day
alter table area add column into_area @INT@ references area (id);  -- where it went

-- Every change, as it was and as it is. Codes of before are found here.
create table area_change (
    id @ID@,
    area @INT@ not null references area (id),
    kind text not null,              -- code list area_change
    from_code text not null,
    from_name text not null,
    from_parent @INT@,
    to_code text not null,
    to_name text not null,
    to_parent @INT@,
    other @INT@ references area (id), -- into which it was merged, from which it was split
    rows_moved @INT@ not null,
    on_day text not null,
    why text not null,
    changed_by @INT@ not null,
    changed_at @INT@ not null
) @STRICT@;
create index area_change_area on area_change (area, id);
create index area_change_other on area_change (other) where other is not null;
create index area_change_code on area_change (from_code) where kind = 'recode';

-- An area that ended is answered for until its last day, and by nobody who leads the one that it went into.
drop view led_area;
drop view led_grid;
create view led_grid as
select p.account as leader, g.id as grid, g.parent as community, g.path as grid_path, p.from_on as from_on,
    case when p.to_on is null then coalesce(g.ended_on, '9999-12-31')
        when exists (select 1 from post s
                where s.area = p.area and s.role = 'grid_leader' and s.id <> p.id
                    and s.from_on <= substr(p.to_on, 1, 7) || '-31'
                    and (s.to_on is null or s.to_on > p.to_on)) then p.to_on
        when g.ended_on < substr(p.to_on, 1, 7) || '-31' then g.ended_on
        else substr(p.to_on, 1, 7) || '-31' end as until
from post p
join area g on g.id = p.area
where p.role = 'grid_leader' and (p.to_on is null or p.to_on >= p.from_on);

create view led_area as
select l.leader, l.grid, l.grid_path, a.id as area, l.from_on, l.until
from led_grid l
cross join area a
where a.path >= l.grid_path and a.path < l.grid_path || '~' and (a.ended_on is null or a.id = l.grid);
