-- What the self-check found when a process of the server looked last: one row (work/health.h).
create table weakness_count (
    id @ID@,
    at @INT@ not null,
    red @INT@ not null,
    yellow @INT@ not null
) @STRICT@;
