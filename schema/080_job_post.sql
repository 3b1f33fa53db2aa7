-- The post in which a job was asked for: it is done with that one's rights.
alter table job add column post @INT@;
