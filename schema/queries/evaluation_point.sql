-- The ledger of the monthly evaluation (work/evaluation_point.h).

-- name: evaluation_point.insert
insert into evaluation_point (id, month, subject, who, area, kind, points, reason, evidence, made_by, made_at)
values ($id, $month, $subject, $who, $area, $kind, $points, $reason, $evidence, $by, $at);

-- name: evaluation_point.find
select p.id, p.month, p.subject, p.who, p.kind, p.points, p.reason, p.withdrawn_at from evaluation_point p
where p.id = $id;

-- Whose evaluation a line of the inbox is about.
-- name: evaluation_point.whose
select j.month, j.subject, j.who
from evaluation_point j
join area a on a.id = j.area
where j.id = $id and {judged.seen};

-- name: evaluation_point.withdraw
update evaluation_point set withdrawn_by = $by, withdrawn_at = $at, withdrawn_why = $why
where id = $id and withdrawn_at is null;

-- name: evaluation_point.list
select j.id, j.month, j.subject, j.who, {judged.login} as login, {judged.name} as name, j.area, a.name as area_name,
    j.kind, j.points, j.reason, j.evidence, coalesce(c.name, '') as by_name, j.made_at, j.withdrawn_at,
    j.withdrawn_why, coalesce(w.name, '') as withdrawn_name
from evaluation_point j -- scan: some lines a month and community
join area a on a.id = j.area
left join account c on c.id = j.made_by
left join account w on w.id = j.withdrawn_by
where (cast($month as text) = '' or j.month = $month) and (cast($subject as text) = '' or j.subject = $subject)
    and (cast($who as bigint) = 0 or j.who = $who) and {judged.seen}
order by j.made_at desc, j.id desc
limit 2000;
