-- States of a month after it is frozen, and corrections (work/evaluation_state.h).

-- name: evaluation_state.open_appeals
select {judged.name} as name, count(*) as appeals
from evaluation_appeal j
join area a on a.id = j.area
where j.month = $month and j.state = 'open' and a.path >= $lo and a.path < $hi
group by j.subject, j.who
order by 1
limit 20;

-- name: evaluation_state.whose
select j.month, j.subject, j.who
from evaluation j
join area a on a.id = j.area
where j.id = $id and {judged.seen};

-- name: evaluation_state.review
update evaluation set state = 'reviewed'
where month = $month and state = 'frozen'
    and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- name: evaluation_correction.last
select e.id, e.state, e.total, e.veto,
    coalesce((select c.total from evaluation_correction c where c.evaluation = e.id
        order by c.position desc limit 1), e.total) as now,
    coalesce((select max(c.position) from evaluation_correction c where c.evaluation = e.id), 0) as corrections
from evaluation e
where e.id = $id;

-- name: evaluation_correction.insert
insert into evaluation_correction (evaluation, position, points, total, grade, reason, made_by, made_at)
values ($id, $position, $points, $total, $grade, $reason, $by, $at);

-- name: evaluation_correction.list
select c.position, c.points, c.total, c.grade, c.reason, coalesce(u.name, '') as by_name, c.made_at
from evaluation j
join area a on a.id = j.area
join evaluation_correction c on c.evaluation = j.id
left join account u on u.id = c.made_by
where j.month = $month and j.subject = $subject and j.who = $who and {judged.seen}
order by c.position;
