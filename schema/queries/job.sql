-- Jobs (work/job.h). A user sees own ones only.

-- name: job.add
insert into job (id, account, kind, table_name, title, state, phase, options, file, errors, at, total, added, changed,
    same, bad, phase_at, phase_row, cancel, message, host, pid, started, tries, made_at, ended_at,
    post)
values ($id, $me, $kind, $table, $title, 'queued', 'check', $options, $file, null, 0, 0, 0, 0, 0, 0, $now, 0, 0, '', '',
    0, 0, 0, $now, null, $post);

-- name: job.read
select j.id, j.account, j.kind, j.table_name, j.title, j.state, j.phase, j.options, coalesce(j.file, 0) as file,
    coalesce(j.errors, 0) as errors, j.at, j.total, j.added, j.changed, j.same, j.bad, j.phase_at, j.phase_row, j.cancel,
    j.message, j.host, j.pid, j.started, j.tries, j.made_at, coalesce(j.ended_at, 0) as ended_at, coalesce(j.post, 0) as post,
    c.login
from job j join account c on c.id = j.account
where j.id = $id and (cast($me as bigint) = 0 or j.account = $me);

-- name: job.list
select id, kind, table_name, title, state, phase, coalesce(file, 0) as file, coalesce(errors, 0) as errors, at, total,
    added, changed, same, bad, message, made_at, coalesce(ended_at, 0) as ended_at
from job where account = $me order by made_at desc, id desc limit 200;

-- name: job.save
update job set state = $state, phase = $phase, at = $at, total = $total, added = $added, changed = $changed,
    same = $same, bad = $bad, phase_at = $phase_at, phase_row = $phase_row, message = $message,
    errors = cast($errors as bigint), ended_at = cast($ended as bigint), tries = 0
where id = $id;

-- name: job.open
select id, state, host, pid, started, tries from job where state = 'queued' or state = 'running' order by id;

-- name: job.claim
update job set state = 'running', host = $host, pid = $pid, started = $started, tries = tries + 1, phase_at = $now,
    phase_row = at
where id = $id;

-- name: job.release
update job set state = 'queued', pid = 0 where id = $id and state = 'running' and pid = $pid;

-- name: job.cancelled
select cancel from job where id = $id;

-- name: job.cancel
update job set cancel = 1 where id = $id and account = $me and (state = 'queued' or state = 'running');

-- name: job.drop
update job set state = 'cancelled', ended_at = $now
where id = $id and account = $me and (state = 'checked' or (state = 'queued' and phase = 'check'));

-- name: job.apply
update job set state = 'queued', phase = 'apply', options = $options, at = 0, added = 0, changed = 0, same = 0,
    phase_row = 0, phase_at = $now, message = ''
where id = $id and account = $me and state = 'checked';

-- name: job.fail
update job set state = 'failed', message = $message, ended_at = $now where id = $id;

-- name: job.row_add
insert into job_row (job, seq, kind, object, version) values ($job, $seq, $kind, $object, $version);

-- name: job.row_last
select coalesce(max(seq), 0) as seq from job_row where job = $job;

-- name: job.rows_back
select seq, kind, object, version from job_row where job = $job order by seq desc limit $limit;

-- name: job.row_remove
delete from job_row where job = $job and seq = $seq;

-- name: job.fault_add
insert into job_fault (job, line, field, text) values ($job, $line, $field, $text)
on conflict (job, line) do nothing;

-- name: job.fault_clear
delete from job_fault where job = $job;

-- name: job.faults
select f.line, f.field, f.text from job_fault f join job j on j.id = f.job
where f.job = $job and j.account = $me and f.line > $after order by f.line limit $limit;

-- name: job.expire_rows
delete from job_row where job in (select id from job where ended_at < $before); -- scan: once in some hours

-- name: job.expire_faults
delete from job_fault where job in (select id from job where ended_at < $before); -- scan: once in some hours
