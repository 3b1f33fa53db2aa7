-- The kiosk of residents (work/kiosk.h).

-- name: kiosk.sessions
select count(*) as n from session s join post p on p.id = s.post where p.role = 'guest';

-- name: kiosk.used
select count(*) as n from kiosk_use where source = $source and kind = $kind and at >= $since;

-- name: kiosk.used_by_all
select count(*) as n from kiosk_use where kind = $kind and at >= $since;

-- name: kiosk.use
insert into kiosk_use (id, source, kind, at) values ($id, $source, $kind, $at);

-- name: kiosk.forget
delete from kiosk_use where at < $before;

-- name: kiosk.insert
insert into kiosk_report (id, receipt, phone, case_file, at) values ($id, $receipt, $phone, $case, $at);

-- name: kiosk.taken
select id from kiosk_report where receipt = $receipt;

-- What a resident is told of a report: nothing that was not the resident's own, or published.
-- name: kiosk.state
select r.at, f.title, f.state, f.closed_at, coalesce(t.result, '') as result, coalesce(t.published_on, '') as published_on
from kiosk_report r
join case_file f on f.id = r.case_file
left join case_notice t on t.case_no = f.no and t.deleted_at is null and t.published_on <= $today
where r.receipt = $receipt and r.phone = $phone;

-- Notices that name residents among whom they are for, of the kiosk's area, of areas below it and of those above it.
-- name: kiosk.notices
select n.id, n.title, n.text, n.from_on, a.name as area_name
from notice n
join area a on a.id = n.area -- scan: notices are few
where n.deleted_at is null and n.from_on <= $today and (n.to_on is null or n.to_on >= $today)
    and (',' || n.roles || ',') like '%,guest,%'
    and ((a.path >= $lo and a.path < $hi) or substr($lo, 1, length(a.path)) = a.path)
order by n.from_on desc, n.id desc
limit $limit;
