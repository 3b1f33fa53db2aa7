-- The post and area of whoever did it, as they were, and the chain: hash is the SHA-256 over the hash of the row before
-- and all other columns of this one (work/audit_chain.c). wangge migrate chains the rows that are there already.
alter table audit add column post @INT@ not null default 0;
alter table audit add column area @INT@ not null default 0;
alter table audit add column hash text not null default '';
create index audit_session on audit (session, id);
create index person_look_audit on person_look (audit);
