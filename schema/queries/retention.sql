-- How long what is kept (work/retention.h). Every rule: how many rows are older than $before, and the removal of at most
-- $limit of them. They are asked for once a day at most, by a job that nobody waits for.

-- name: retention.rules
select r.rule, r.keep, r.changed_at, coalesce(c.login, '') as changed_by
from retention_rule r left join account c on c.id = r.changed_by;

-- name: retention.set
insert into retention_rule (rule, keep, changed_by, changed_at) values ($rule, $keep, $by, $at)
on conflict (rule) do update set keep = excluded.keep, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: retention.note
insert into retention_run (id, at, account, rule, before, rows) values ($id, $at, $account, $rule, $before, $rows);

-- name: retention.runs
select r.id, r.at, coalesce(c.login, '') as "by", r.rule, r.before, r.rows
from retention_run r left join account c on c.id = r.account
order by r.at desc, r.id desc limit 200;

-- name: retention.last
select rule, max(at) as at from retention_run group by rule;

-- name: retention.inbox.count
-- scan: a job that nobody waits for
select count(*) as rows from inbox_line where read_at < $before;

-- name: retention.inbox.do
-- scan: a job that nobody waits for
delete from inbox_line where id in (select id from inbox_line where read_at < $before order by read_at limit $limit);

-- name: retention.file.count
-- scan: a job that nobody waits for
select count(*) as rows from stored_file where made_at < $before and expires_at > 0;

-- name: retention.file.do
-- scan: a job that nobody waits for
update stored_file set expires_at = 0
where id in (select id from stored_file where made_at < $before and expires_at > 0 order by id limit $limit);

-- name: retention.job.count
-- scan: a job that nobody waits for
select count(*) as rows from job where ended_at < $before;

-- name: retention.job.do
-- scan: a job that nobody waits for
delete from job where id in (
    select j.id from job j
    where j.ended_at < $before and not exists (select 1 from job_row r where r.job = j.id)
        and not exists (select 1 from job_fault f where f.job = j.id)
    order by j.ended_at limit $limit);

-- name: retention.message_in.count
-- scan: a job that nobody waits for
select count(*) as rows from message_in where at < $before and text <> '*' and state not in ('new', 'routing');

-- name: retention.message_in.do
-- scan: a job that nobody waits for
update message_in set phone = '*', text = '*', note = ''
where id in (select id from message_in where at < $before and text <> '*' and state not in ('new', 'routing')
    order by at limit $limit);

-- name: retention.message_out.count
-- scan: a job that nobody waits for
select count(*) as rows from message_out where at < $before and text <> '*' and state in ('sent', 'failed');

-- name: retention.message_out.do
-- scan: a job that nobody waits for
update message_out set phone = '*', text = '*'
where id in (select id from message_out where at < $before and text <> '*' and state in ('sent', 'failed')
    order by at limit $limit);

-- name: retention.reporter.count
-- scan: a job that nobody waits for
select count(*) as rows from case_file c
where c.closed_at < $before and (c.reporter not in ('', '*') or c.reporter_phone not in ('', '*') or c.person is not null);

-- name: retention.reporter.do
-- scan: a job that nobody waits for
update case_file set reporter = case when reporter = '' then '' else '*' end,
    reporter_phone = case when reporter_phone = '' then '' else '*' end, person = null
where id in (select c.id from case_file c
    where c.closed_at < $before
        and (c.reporter not in ('', '*') or c.reporter_phone not in ('', '*') or c.person is not null)
    order by c.closed_at limit $limit);

-- name: retention.drill.count
-- scan: a job that nobody waits for
select count(*) as rows from drill_item i join drill d on d.id = i.drill
where d.ended_at < $before and i.question <> '*';

-- name: retention.drill.do
-- scan: a job that nobody waits for
update drill_item set question = '*', options = '', answer = '*', object = 0,
    given = case when coalesce(given, '') = '' then given else '*' end
where (drill, position) in (select i.drill, i.position from drill_item i join drill d on d.id = i.drill
    where d.ended_at < $before and i.question <> '*' order by i.drill limit $limit);

-- name: retention.check.count
-- scan: a job that nobody waits for
select count(*) as rows from spot_check_item i
where i.at < $before and (i.value not in ('', '*') or coalesce(i.truth, '') not in ('', '*'));

-- name: retention.check.do
-- scan: a job that nobody waits for
update spot_check_item set value = case when value = '' then '' else '*' end, person = null,
    truth = case when coalesce(truth, '') = '' then truth else '*' end
where id in (select i.id from spot_check_item i
    where i.at < $before and (i.value not in ('', '*') or coalesce(i.truth, '') not in ('', '*')) order by i.id limit $limit);

-- name: retention.look.count
-- scan: a job that nobody waits for
select count(*) as rows from person_look l join audit u on u.id = l.audit where u.at < $before;

-- name: retention.look.do
-- scan: a job that nobody waits for
delete from person_look
where (person, audit) in (select l.person, l.audit from audit u join person_look l on l.audit = u.id
    where u.at < $before order by u.at limit $limit);

-- name: retention.move.count
-- scan: a job that nobody waits for
select count(*) as rows from move_effect f join "move" m on m.id = f.move where m.created_at < $before;

-- name: retention.move.do
-- scan: a job that nobody waits for
delete from move_effect
where (move, number) in (select f.move, f.number from move_effect f join "move" m on m.id = f.move
    where m.created_at < $before order by f.move limit $limit);

-- name: retention.history.count
-- scan: a job that nobody waits for
select count(*) as rows from row_history h
where h.at < $before and exists (select 1 from row_history n
    where n.kind = h.kind and n.object = h.object and n.version > h.version);

-- name: retention.history.do
-- scan: a job that nobody waits for
delete from row_history
where (kind, object, version) in (select h.kind, h.object, h.version from row_history h
    where h.at < $before and exists (select 1 from row_history n
        where n.kind = h.kind and n.object = h.object and n.version > h.version)
    order by h.at limit $limit);

-- name: retention.gone.count
-- scan: a job that nobody waits for
select count(*) as rows from person p
where p.state in ('2', '3') and p.left_on < $since and p.deleted_at is null and p.name <> '*';

-- name: retention.gone.some
-- scan: a job that nobody waits for
select p.id from person p
where p.state in ('2', '3') and p.left_on < $since and p.deleted_at is null and p.name <> '*'
order by p.id limit $limit;

-- part: retention.visit.old
v.visited_at < $before and v.deleted_at is null and (v.text not in ('', '*') or v.persons not in ('', '*'));

-- name: retention.visit.count
-- scan: a job that nobody waits for
select count(*) as rows from visit v where {retention.visit.old};

-- Who was met, by name; whose number it is stays, for what is counted. The same entries as retention.visit.do takes then.
-- name: retention.visit.first
-- scan: a job that nobody waits for
update visit_person set name = '*' where name <> '*' and visit in (select v.id from visit v
    where {retention.visit.old} order by v.visited_at, v.id limit $limit);

-- name: retention.visit.do
-- scan: a job that nobody waits for
update visit set text = case when text = '' then '' else '*' end, outcome = case when outcome = '' then '' else '*' end,
    persons = case when persons = '' then '' else '*' end, review = case when review = '' then '' else '*' end
where id in (select v.id from visit v where {retention.visit.old} order by v.visited_at, v.id limit $limit);

-- name: history.forget
delete from row_history where kind = $kind and object = $object;
