-- Change how a table's rows are stored
-- absent: sqlite, postgres (have no row formats)

-- from
CREATE TABLE users (id integer PRIMARY KEY);

-- to
CREATE TABLE users (id integer PRIMARY KEY) ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 4;

-- operations
-- alter options of table "users"

-- upgrade
ALTER TABLE `users`
  DROP PRIMARY KEY,
  ROW_FORMAT = COMPRESSED,
  KEY_BLOCK_SIZE = 4,
  ADD PRIMARY KEY (`id`);

-- downgrade
ALTER TABLE `users`
  DROP PRIMARY KEY,
  ROW_FORMAT = DEFAULT,
  KEY_BLOCK_SIZE = 0,
  ADD PRIMARY KEY (`id`);
