-- What is open of one person, however much is closed: counted again whenever somebody changes something.
create index case_handler_open on case_file (handler) where handler is not null and closed_at is null;
create index case_author_open on case_file (created_by) where closed_at is null;
