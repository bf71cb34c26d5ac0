-- Which record the webhook is told of next. Without a row, there has never been a webhook.
CREATE TABLE webhook_cursor (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    next INTEGER NOT NULL
) STRICT;

-- Records before that which it has not taken yet.
CREATE TABLE webhook_events (
    log_index INTEGER PRIMARY KEY,
    attempts  INTEGER NOT NULL
) STRICT;
