-- Whether a verified token named tenant and subject. If one did, they are those of the record: anything else is refused.
ALTER TABLE acknowledgements ADD COLUMN authenticated INTEGER NOT NULL DEFAULT 0 CHECK (authenticated IN (0, 1));
