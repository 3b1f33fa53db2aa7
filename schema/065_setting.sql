-- What administrators set at the console (include/wangge/work/setting_rows.h); a setting without a row has its default.
create table policy_setting (
    name text not null primary key,
    value text not null,
    changed_by @INT@ not null,
    changed_at @INT@ not null
) @STRICT@;
