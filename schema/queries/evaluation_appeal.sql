-- Appeals against the monthly evaluation (work/evaluation_appeal.h).

-- name: evaluation_appeal.insert
insert into evaluation_appeal (id, month, subject, who, area, item, measure, kind, object, no, text, state, effect,
    points, answer, made_by, made_at)
values ($id, $month, $subject, $who, $area, $item, $measure, $kind, $object, $no, $text, 'open', '', 0, '', $by, $at);

-- name: evaluation_appeal.find
select p.id, p.month, p.subject, p.who, p.item, p.measure, p.kind, p.object, p.no, p.text, p.state, p.made_by
from evaluation_appeal p where p.id = $id;

-- The same has been asked and waits for its answer.
-- name: evaluation_appeal.same
select p.id from evaluation_appeal p
where p.month = $month and p.subject = $subject and p.who = $who and p.item = $item and p.no = $no and p.state = 'open';

-- name: evaluation_appeal.withdraw
update evaluation_appeal set state = 'withdrawn', decided_by = $by, decided_at = $at
where id = $id and state = 'open';

-- name: evaluation_appeal.decide
update evaluation_appeal set state = $state, effect = $effect, points = $points, answer = $answer, decided_by = $by,
    decided_at = $at
where id = $id and state = 'open';

-- name: evaluation_appeal.list
select j.id, j.month, j.subject, j.who, {judged.login} as login, {judged.name} as name, j.area, a.name as area_name,
    a.path, j.item, coalesce((select case cast($zh as integer) when 1 then i.label_zh else i.label_en end
        from scheme_item i where i.item = j.item order by i.scheme desc limit 1), '') as item_text, j.measure, j.kind, j.object, j.no, j.text, j.state, j.effect, j.points,
    j.answer, j.made_by, coalesce(c.name, '') as by_name, j.made_at, coalesce(d.name, '') as decided_name, j.decided_at
from evaluation_appeal j -- scan: some appeals a month
join area a on a.id = j.area
left join account c on c.id = j.made_by
left join account d on d.id = j.decided_by
where (cast($month as text) = '' or j.month = $month) and (cast($subject as text) = '' or j.subject = $subject)
    and (cast($who as bigint) = 0 or j.who = $who) and (cast($id as bigint) = 0 or j.id = $id)
    and (cast($open as integer) = 0 or j.state = 'open') and {judged.seen}
order by case j.state when 'open' then 0 else 1 end, j.made_at desc, j.id desc
limit 2000;

-- Open ones of others where the actor may decide; the index of the areas, since this is asked for the top line.
-- name: evaluation_appeal.count
select count(*) as waiting
from evaluation_appeal j -- scan: the open ones of all months are few
join area a on a.id = j.area
where j.state = 'open' and (cast($month as text) = '' or j.month = $month)
    and cast($own as integer) = 0 and a.path >= $lo and a.path < $hi and j.made_by <> $me and not {judged.mine};
