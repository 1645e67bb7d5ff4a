-- Let another column be the primary key

-- from
CREATE TABLE users (id integer NOT NULL, email varchar(50) NOT NULL, PRIMARY KEY (id));

-- to
CREATE TABLE users (id integer NOT NULL, email varchar(50) NOT NULL, PRIMARY KEY (email));

-- rows
INSERT INTO users VALUES (1, 'a@b');

-- survives
SELECT * FROM users;

-- operations: sqlite, mysql
-- alter primary key (id) of "users"

-- operations: postgres
-- alter primary key "users_pkey" of "users"

-- upgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer NOT NULL,
  "email" varchar(50) PRIMARY KEY NOT NULL
);
INSERT INTO "whimbrel_new_users" (rowid, "id", "email")
SELECT rowid, "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- upgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_pkey", ADD CONSTRAINT "users_pkey" PRIMARY KEY ("email");

-- upgrade: mysql
ALTER TABLE `users`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`email`);

-- downgrade: sqlite
CREATE TABLE "whimbrel_new_users" (
  "id" integer PRIMARY KEY NOT NULL,
  "email" varchar(50) NOT NULL
);
INSERT INTO "whimbrel_new_users" ("id", "email")
SELECT "id", "email" FROM "users";
DROP TABLE "users";
ALTER TABLE "whimbrel_new_users" RENAME TO "users";

-- downgrade: postgres
ALTER TABLE "users" DROP CONSTRAINT "users_pkey", ADD CONSTRAINT "users_pkey" PRIMARY KEY ("id");

-- downgrade: mysql
ALTER TABLE `users`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`id`);
