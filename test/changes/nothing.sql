-- Nothing changes, however differently it is written

-- from: sqlite
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', CHECK (name <> ''));

-- from: postgres
CREATE TABLE users (id int4 PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x', at timestamptz DEFAULT now(),
  active bool DEFAULT TRUE, CHECK (name <> '' AND name IN ('a', 'b')));
CREATE INDEX ON users (lower(name));

-- from: mysql
CREATE TABLE users (id int PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x',
  at timestamp DEFAULT current_timestamp(), active boolean DEFAULT TRUE,
  CONSTRAINT c CHECK (name <> '' AND name IN ('a', 'b')));

-- to: sqlite
create table "users" ("id" INTEGER primary key, `name` TEXT default 'x' not null, check (name <> ''));

-- to: postgres
CREATE TABLE users (id integer, name character varying(20) DEFAULT 'x'::varchar NOT NULL,
  at timestamp with time zone DEFAULT now(), active boolean DEFAULT true,
  PRIMARY KEY (id), CHECK ((name)::text <> '' AND ((name) IN ('a','b'))));
CREATE INDEX users_lower_idx ON users USING btree (lower(name::text) ASC NULLS LAST);

-- to: mysql
CREATE TABLE `users` (`id` integer, `name` varchar(20) DEFAULT 'x' NOT NULL,
  at timestamp NULL DEFAULT NOW(), active tinyint(1) DEFAULT 1,
  PRIMARY KEY (id), CONSTRAINT c CHECK ((`name` <> '') AND (`name` IN ('a', 'b'))));

-- operations
-- nothing

-- upgrade

-- downgrade
