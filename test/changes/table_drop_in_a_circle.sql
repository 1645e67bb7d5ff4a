-- Drop two tables that refer to each other

-- from: sqlite
CREATE TABLE chickens (id integer PRIMARY KEY, egg_id integer,
  CONSTRAINT chickens_egg FOREIGN KEY (egg_id) REFERENCES eggs (id));
CREATE TABLE eggs (id integer PRIMARY KEY, chicken_id integer,
  CONSTRAINT eggs_chicken FOREIGN KEY (chicken_id) REFERENCES chickens (id));

-- from
CREATE TABLE chickens (id integer PRIMARY KEY, egg_id integer);
CREATE TABLE eggs (id integer PRIMARY KEY, chicken_id integer,
  CONSTRAINT eggs_chicken FOREIGN KEY (chicken_id) REFERENCES chickens (id));
ALTER TABLE chickens ADD CONSTRAINT chickens_egg FOREIGN KEY (egg_id) REFERENCES eggs (id);

-- to

-- operations: sqlite
-- drop table "eggs"
-- drop table "chickens"

-- operations: postgres, mysql
-- drop foreign key "chickens_egg" of "chickens"
-- drop table "eggs"
-- drop table "chickens"

-- upgrade: sqlite
DROP TABLE "eggs";
DROP TABLE "chickens";

-- upgrade: postgres
ALTER TABLE "chickens" DROP CONSTRAINT "chickens_egg";
DROP TABLE "eggs";
DROP TABLE "chickens";

-- upgrade: mysql
ALTER TABLE `chickens`
  DROP FOREIGN KEY `chickens_egg`,
  DROP INDEX `chickens_egg`;
DROP TABLE `eggs`;
DROP TABLE `chickens`;

-- downgrade: sqlite
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

-- downgrade: postgres
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

-- downgrade: mysql
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
