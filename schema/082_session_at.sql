-- Rows of a session in the order of the list: so they are found without statistics of the table, too.
drop index audit_session;
create index audit_session on audit (session, at);
