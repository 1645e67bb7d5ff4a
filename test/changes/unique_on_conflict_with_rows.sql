-- Change a column of a table whose constraints would rather lose rows than fail
-- absent: postgres, mysql (have no conflict clauses)

-- from
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE ON CONFLICT IGNORE, age integer NOT NULL ON CONFLICT REPLACE DEFAULT 1);

-- to
CREATE TABLE users (id integer PRIMARY KEY ON CONFLICT REPLACE, email text UNIQUE ON CONFLICT IGNORE, age text NOT NULL ON CONFLICT REPLACE DEFAULT 1);

-- rows
INSERT INTO users VALUES (1, 'a@b.c', 2);

-- survives
SELECT id, email FROM users;

-- operations
-- alter column "age" of "users": type integer to text
-- alter primary key (id) of "users"

-- upgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY ON CONFLICT REPLACE,
  "email" text,
  "age" text NOT NULL ON CONFLICT REPLACE DEFAULT 1,
  UNIQUE ("email") ON CONFLICT IGNORE
);
INSERT OR ABORT INTO "whimbrel_new_users" ("id", "email", "age")
SELECT "id", "email", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY,
  "email" text,
  "age" integer NOT NULL ON CONFLICT REPLACE DEFAULT 1,
  UNIQUE ("email") ON CONFLICT IGNORE
);
INSERT OR ABORT INTO "whimbrel_new_users" ("id", "email", "age")
SELECT "id", "email", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";
