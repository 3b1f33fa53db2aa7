-- What auditors ask for, newest first: one action (logins, reveals), refusals, the day of an area, one user.
create index audit_action on audit (action, at);
create index audit_success on audit (success, at);
