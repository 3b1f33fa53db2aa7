/* Rows that no description tells of, made at each place; and which of them are the actor's at the place "own". */
static const char *const made_at_places[] = {
    "update post set from_on = '2026-01-01' where account = {author}",
    "update person set phone = '1390000900{p}' where id = {person}",
    "update visit_rule set days = 7{p} where id = {visit_rule}",
    "insert into visit (id, no, area, household, address, persons, visited_at, channel, kinds, text, outcome, valid, "
    "version, created_by, created_at, updated_by, updated_at) values ({n}, 'MQ-20261020-900{p}', {area}, {household}, "
    "'zqv{p}z', '', {now} - 3600, '1', '', 'zqv{p}z entry of the diary of this place', '', 1, 1, {author}, {now}, "
    "{author}, {now})",
    "insert into case_file (id, no, title, text, category, area, place, urgency, state, unit, result, satisfaction, "
    "rework, self_handled, reported_at, due_at, yellow_at, version, created_by, created_at, updated_by, updated_at, "
    "level, "
    "waits, source) values ({n}, 'SJ-20261020-900{p}', 'zqc{p}z', 'zqc{p}z', '02', {area}, 'zqc{p}z', '2', 'reported', "
    "'', '', '', 0, 0, {now} - 864000, {now} - 7200, {now} - 9000, 1, {author}, {now}, {author}, {now}, 'grid', '', "
    "'1')",
    "insert into case_unit (case_file, unit, kind, from_at) select {n}, {my_unit}, 'lead', {now} from area "
    "where id = {area} and {p} = 1",
    "insert into case_unit (case_file, unit, kind, from_at) select {n}, {my_unit}, 'assist', {now} + 1 from area "
    "where id = {area} and {p} <= 1",
    "insert into case_unit (case_file, unit, kind, from_at) select {n}, {other_unit}, 'assist', {now} + 1 from area "
    "where id = {area} and {p} > 1",
    "insert into case_notice (id, case_no, title, result, category, closed_on, published_on, area, version, "
    "created_by, "
    "created_at, updated_by, updated_at) values ({n}, 'SJ-20261019-900{p}', 'zqr{p}z', 'zqr{p}z', '02', '2026-10-19', "
    "'2026-10-20', {area}, 1, {author}, {now}, {author}, {now})",
    "insert into notice (id, title, text, area, roles, from_on, to_on, version, created_by, created_at, updated_by, "
    "updated_at) values ({n}, 'zqn{p}z', 'zqn{p}z', {area}, '', '2026-10-01', '2026-12-31', 1, {author}, {now}, "
    "{author}, {now})",
    "insert into message_in (id, mark, at, phone, text, state, area) values ({n}, 'm{p}', {now}, '13800000001', "
    "'zqm{p}z', 'new', {area})",
    "insert into holiday (id, area, date, kind, name, version, created_by, created_at, updated_by, updated_at) values "
    "({n}, {area}, '2027-01-0{p}', 'holiday', 'zqh{p}z', 1, {author}, {now}, {author}, {now})",
    "insert into leave (id, area, account, kind, from_on, to_on, note, version, created_by, created_at, updated_by, "
    "updated_at) values ({n}, {area}, {author}, '1', '2026-11-1{p}', '2026-11-1{p}', 'zql{p}z', 1, {author}, {now}, "
    "{author}, {now})",
    "insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at) select {n}, "
    "{author}, p.id, (select a.id from account a where a.login = 'admin'), '2026-10-01', '2026-11-30', 'zqd{p}z', "
    "{author}, {now} from post p where p.account = {author}",
    "insert into evaluation (id, month, subject, who, login, name, area, scheme, base, points, cap, total, veto, "
    "grade, "
    "rank, days, days_away, judged, state, computed_at) values ({n}, '2026-07', 'grid_leader', {author}, 'zqe{p}z', "
    "'zqe{p}z', {area}, (select min(id) from scheme), 80, 0, 10, 80, 0, 'B', 1, 31, 0, 1, 'published', {now})",
    "insert into evaluation_appeal (id, month, subject, who, area, item, measure, kind, object, no, text, state, "
    "effect, "
    "points, answer, made_by, made_at) values ({n}, '2026-10', 'grid_leader', {author}, {area}, '', '', '', 0, '', "
    "'zqa{p}z', 'open', '', 0, '', {author}, {now})",
    "insert into scheme (id, name, subject, area, from_month, version, cap, least_days, made_by, made_at) values ({n}, "
    "'zqs{p}z', 'grid_leader', {area}, '202{p}-01', 9{p}, 10, 10, {author}, {now})",
    "insert into scheme_item (scheme, position, item, formula, weight, target, label_en, label_zh, help_en, help_zh) "
    "select {n}, i.position, i.item, i.formula, i.weight, i.target, i.label_en, i.label_zh, '', '' from scheme_item i "
    "where i.scheme = (select min(id) from scheme)",
    "insert into sweep (id, no, name, table_name, secret, area, from_on, until_on, state, created_by, created_at, "
    "updated_by, updated_at) values ({n}, 'ZX-20261020-900{p}', 'zqw{p}z', 'person', 0, {area}, '2026-10-20', "
    "'2026-11-20', 'open', {author}, {now}, {author}, {now})",
    "insert into sweep_item (id, sweep, object, person, household, area, area_then, title, late, open) values ({n}, "
    "{n}, "
    "{person}, {person}, {household}, {area}, {area}, 'zqi{p}z', 0, 1)",
    "insert into spot_check (id, no, name, area, how, amount, fields, per_door, blind, seed, method, frame, frame_sum, "
    "doors, items, checked, counted, correct, drawn_by, drawn_at) values ({n}, 'CC-20261020-900{p}', 'zqk{p}z', "
    "{area}, "
    "'each', 1, 'person.phone', 0, 0, 1, 'test', 1, '', 1, 1, 1, 1, 1, {author}, {now})",
    "insert into spot_check_item (id, spot_check, door, position, area, household, person, kind, object, field, value, "
    "truth, verdict, corrected, problem, checked_by, at) values ({n}, {n}, 1, 1, {area}, {household}, {person}, "
    "'person', "
    "{person}, 'phone', '1', '1', 'correct', 0, '', {author}, {now})",
    "insert into return_visit (id, visit, area, state, tries, phone, visited, satisfaction, text, look_text, made_by, "
    "made_at) values ({n}, {n}, {area}, 'open', 0, '', '', '', '', '', {author}, {now})",
    "insert into drill (id, leader, made_by, area, seed, asked, right_count, started_at, put_at, ended_at) values "
    "({n}, "
    "{author}, {author}, {area}, 1, 1, 1, {now} - 60, {now} - 60, {now} - ({p} * 86400))",
    "insert into drill_item (drill, position, code, kind, object, question, options, answer, given, correct) values "
    "({n}, 1, 'building', 'person', {person}, 'zqq{p}z', '', '1', '1', 1)",
    "insert into follow_up (id, area, household, kind, object, text, due_on, made_by, made_at) values ({n}, {area}, "
    "{household}, 'asked', 0, 'zqf{p}z', '2026-10-30', {author}, {now})",
    "insert into session (id, account, post, kind, source, host, pid, started, since) select {n}, {author}, p.id, "
    "'screen', 'zqy{p}z', 'elsewhere', 1, 1, {now} from post p where p.account = {author}",
    "insert into audit (id, at, account, login, role, source, session, action, kind, object, success, note) values "
    "({n}, {now}, {author}, 'zqL{p}z', 'grid_leader', '', 0, 'personal.reveal', 'person', {person}, 1, '')",
    "insert into erasure (id, no, person, area, reason, state, asked_by, asked_at) values ({n}, 'SC-900{p}', {person}, "
    "{area}, 'zqx{p}z', 'asked', {author}, {now})",
    "insert into person_look (person, audit) values ({person}, {n})",
};

static const char *const handed_over[] = {
    "update visit set created_by = {me} where id = {n}",
    "update case_file set created_by = {me} where id = {n}",
    "update notice set created_by = {me} where id = {n}",
    "update leave set account = {me}, created_by = {me} where id = {n}",
    ("update deputy set account = {me}, created_by = {me}, post = (select p.id from post p where p.account = {me}) "
     "where id = {n}"),
    "update evaluation set who = {me} where id = {n}",
    "update evaluation_appeal set who = {me}, made_by = {me} where id = {n}",
    "update drill set leader = {me}, made_by = {me} where id = {n}",
    "update follow_up set made_by = {me} where id = {n}",
    "update session set account = {me}, post = (select p.id from post p where p.account = {me}) where id = {n}",
};
