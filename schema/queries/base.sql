-- name: sequence.next
insert into sequence_number (name, next) values ($name, 2)
on conflict (name) do update set next = sequence_number.next + 1
returning next - 1 as number;

-- name: sequence.all
select name, next from sequence_number order by name;

-- name: schema.versions
select number, name, checksum from schema_version order by number;

-- name: schema.applied
insert into schema_version (number, name, checksum, applied_at) values ($number, $name, $checksum, $at);

-- name: history.add
insert into row_history (kind, object, version, by_account, at, record)
values ($kind, $object, $version, $by, $at, $record);

-- name: history.of
select version, by_account, at, record from row_history
where kind = $kind and object = $object order by version;

-- name: history.any
select version from row_history where kind = $kind and object = $object limit 1;

-- name: history.one
select record from row_history where kind = $kind and object = $object and version = $version;

-- name: history.told
select h.version, h.at, coalesce(u.login, '') as "by", coalesce(u.name, '') as by_name, h.record
from row_history h left join account u on u.id = h.by_account
where h.kind = $kind and h.object = $object order by h.version;
