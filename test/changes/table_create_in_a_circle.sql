-- Create two tables that refer to each other

-- from: sqlite

-- from: mysql

-- from: postgres

-- to: sqlite
CREATE TABLE chickens (id integer PRIMARY KEY, egg_id integer,
  CONSTRAINT chickens_egg FOREIGN KEY (egg_id) REFERENCES eggs (id));
CREATE TABLE eggs (id integer PRIMARY KEY, chicken_id integer,
  CONSTRAINT eggs_chicken FOREIGN KEY (chicken_id) REFERENCES chickens (id));

-- to
CREATE TABLE chickens (id integer PRIMARY KEY, egg_id integer);
CREATE TABLE eggs (id integer PRIMARY KEY, chicken_id integer,
  CONSTRAINT eggs_chicken FOREIGN KEY (chicken_id) REFERENCES chickens (id));
ALTER TABLE chickens ADD CONSTRAINT chickens_egg FOREIGN KEY (egg_id) REFERENCES eggs (id);

-- operations: sqlite
-- create table "chickens"
-- create table "eggs"

-- operations: postgres, mysql
-- create table "chickens"
-- create table "eggs"
-- add foreign key "chickens_egg" to "chickens"

-- upgrade: sqlite
CREATE TABLE "chickens" (
  "id" integer PRIMARY KEY,
  "egg_id" integer,
  CONSTRAINT "chickens_egg" FOREIGN KEY ("egg_id") REFERENCES "eggs" ("id")
);
CREATE TABLE "eggs" (
  "id" integer PRIMARY KEY,
  "chicken_id" integer,
  CONSTRAINT "eggs_chicken" FOREIGN KEY ("chicken_id") REFERENCES "chickens" ("id")
);

-- upgrade: postgres
CREATE TABLE "chickens" (
  "id" integer NOT NULL,
  "egg_id" integer,
  CONSTRAINT "chickens_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "eggs" (
  "id" integer NOT NULL,
  "chicken_id" integer,
  CONSTRAINT "eggs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "eggs_chicken" FOREIGN KEY ("chicken_id") REFERENCES "chickens" ("id")
);
ALTER TABLE "chickens" ADD CONSTRAINT "chickens_egg" FOREIGN KEY ("egg_id") REFERENCES "eggs" ("id");

-- upgrade: mysql
CREATE TABLE `chickens` (
  `id` int NOT NULL,
  `egg_id` int,
  PRIMARY KEY (`id`)
);
CREATE TABLE `eggs` (
  `id` int NOT NULL,
  `chicken_id` int,
  PRIMARY KEY (`id`),
  CONSTRAINT `eggs_chicken` FOREIGN KEY (`chicken_id`) REFERENCES `chickens` (`id`)
);
ALTER TABLE `chickens` ADD CONSTRAINT `chickens_egg` FOREIGN KEY (`egg_id`) REFERENCES `eggs` (`id`);

-- downgrade: sqlite
DROP TABLE "eggs";
DROP TABLE "chickens";

-- downgrade: postgres
ALTER TABLE "chickens" DROP CONSTRAINT "chickens_egg";
DROP TABLE "eggs";
DROP TABLE "chickens";

-- downgrade: mysql
ALTER TABLE `chickens`
  DROP FOREIGN KEY `chickens_egg`,
  DROP INDEX `chickens_egg`;
DROP TABLE `eggs`;
DROP TABLE `chickens`;
