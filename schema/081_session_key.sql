-- The login key that a session came in with: it ends when the key is removed.
alter table session add column login_key @INT@;
