-- What the clocks of cases need beside 040: when each ran, and which holidays are laid and reckoned with.

-- A time that a clock ran, from when to when; the one that it runs now is case_clock.runs_from. By these the limits are
-- reckoned anew when the table of holidays changes, or the case gets another limit.
create table case_clock_run (
    id @ID@,
    clock @INT@ not null references case_clock (id),
    from_at @INT@ not null,
    to_at @INT@ not null
) @STRICT@;
create index case_clock_run_clock on case_clock_run (clock, id);
alter table case_clock add column extended @INT@ not null default 0; -- seconds of amount that extensions gave
create index case_clock_open on case_clock (id) where ended_at is null;

-- Years of etc/holidays.csv that are in the table of holidays, or were: what a site deleted does not come back.
create table holiday_laid (
    year text not null primary key
) @STRICT@;
-- The state of the table of holidays by which the limits of all open clocks were reckoned last.
create table holiday_mark (
    id @ID@,
    mark text not null
) @STRICT@;
insert into holiday_mark (id, mark) values (1, '');
