-- Create a table with everything that a table can have

-- from
CREATE TABLE teams (id integer PRIMARY KEY);

-- to: sqlite
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (
  id integer PRIMARY KEY AUTOINCREMENT,
  email text NOT NULL COLLATE NOCASE,
  name varchar(50) NOT NULL DEFAULT 'nobody',
  age integer DEFAULT 18,
  twice integer GENERATED ALWAYS AS (age * 2) STORED,
  thrice integer GENERATED ALWAYS AS (age * 3) VIRTUAL,
  team_id integer REFERENCES teams (id) ON DELETE CASCADE,
  created_at text NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT users_email UNIQUE (email),
  CONSTRAINT users_age CHECK (age >= 0)
);
CREATE INDEX users_name ON users (name DESC, age) WHERE age > 17;

-- to: postgres
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL COLLATE "C",
  name varchar(50) NOT NULL DEFAULT 'nobody',
  age integer DEFAULT 18,
  twice integer GENERATED ALWAYS AS (age * 2) STORED,
  tags text[] NOT NULL DEFAULT '{}',
  team_id integer REFERENCES teams (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_email UNIQUE (email),
  CONSTRAINT users_age CHECK (age >= 0)
);
CREATE INDEX users_name ON users (name DESC NULLS LAST, age) INCLUDE (email) WHERE age > 17;
CREATE INDEX users_tags ON users USING gin (tags);
COMMENT ON TABLE users IS 'Who''s who';
COMMENT ON COLUMN users.email IS 'As typed';

-- to: mysql
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE TABLE users (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email varchar(200) CHARACTER SET ascii NOT NULL COMMENT 'As typed',
  name varchar(50) NOT NULL DEFAULT 'nobody',
  age integer DEFAULT 18,
  twice integer GENERATED ALWAYS AS (age * 2) STORED,
  thrice integer GENERATED ALWAYS AS (age * 3) VIRTUAL,
  team_id integer,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  UNIQUE KEY users_email (email),
  KEY users_name (name(10) DESC, age),
  CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE,
  CONSTRAINT users_age CHECK (age >= 0)
) COMMENT 'Who''s who';

-- operations
-- create table "users"

-- upgrade: sqlite
CREATE TABLE "users" (
  "id" integer PRIMARY KEY AUTOINCREMENT,
  "email" text NOT NULL COLLATE "NOCASE",
  "name" varchar(50) NOT NULL DEFAULT 'nobody',
  "age" integer DEFAULT 18,
  "twice" integer GENERATED ALWAYS AS (age * 2) STORED,
  "thrice" integer GENERATED ALWAYS AS (age * 3) VIRTUAL,
  "team_id" integer,
  "created_at" text NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "users_email" UNIQUE ("email"),
  FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE CASCADE,
  CONSTRAINT "users_age" CHECK (age >= 0)
);
CREATE INDEX "users_name" ON "users" ("name" DESC, "age") WHERE age > 17;

-- upgrade: postgres
CREATE TABLE "users" (
  "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "email" text COLLATE "C" NOT NULL,
  "name" character varying(50) NOT NULL DEFAULT 'nobody'::character varying,
  "age" integer DEFAULT 18,
  "twice" integer GENERATED ALWAYS AS (age * 2) STORED,
  "tags" text[] NOT NULL DEFAULT '{}'::text[],
  "team_id" integer,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "users_email" UNIQUE ("email"),
  CONSTRAINT "users_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "users_age" CHECK (age >= 0)
);
CREATE INDEX "users_name" ON "users" ("name" DESC NULLS LAST, "age") INCLUDE ("email") WHERE age > 17;
CREATE INDEX "users_tags" ON "users" USING "gin" ("tags");
COMMENT ON TABLE "users" IS 'Who''s who';
COMMENT ON COLUMN "users"."email" IS 'As typed';

-- upgrade: mysql
CREATE TABLE `users` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(200) COLLATE ascii_general_ci NOT NULL COMMENT 'As typed',
  `name` varchar(50) NOT NULL DEFAULT 'nobody',
  `age` int DEFAULT 18,
  `twice` int GENERATED ALWAYS AS (`age` * 2) STORED,
  `thrice` int GENERATED ALWAYS AS (`age` * 3) VIRTUAL,
  `team_id` int,
  `created_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  CONSTRAINT `users_email` UNIQUE (`email`),
  CONSTRAINT `users_team` FOREIGN KEY (`team_id`) REFERENCES `teams` (`id`) ON DELETE CASCADE,
  CONSTRAINT `users_age` CHECK (`age` >= 0),
  INDEX `users_name` (`name`(10) DESC, `age`)
) COMMENT = 'Who''s who';

-- downgrade: sqlite, postgres
DROP TABLE "users";

-- downgrade: mysql
DROP TABLE `users`;
