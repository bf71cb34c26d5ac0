-- From version 1 to version 2: what the webhook has been told of. The receiver makes these tables itself if its role may.

-- Which record it is told of next. Without a row, there has never been a webhook.
CREATE TABLE webhook_cursor (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    next BIGINT NOT NULL
);

-- Records before that which it has not taken yet.
CREATE TABLE webhook_events (
    log_index BIGINT PRIMARY KEY,
    attempts  INTEGER NOT NULL
);

UPDATE ciente_schema SET version = 2;
