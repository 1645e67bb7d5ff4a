-- Create two tables of which the first by name refers to the second

-- from
CREATE TABLE other (id integer PRIMARY KEY);

-- to
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE zebras (id integer PRIMARY KEY);
CREATE TABLE ants (id integer PRIMARY KEY, zebra_id integer,
  CONSTRAINT ants_zebra FOREIGN KEY (zebra_id) REFERENCES zebras (id));

-- operations
-- create table "zebras"
-- create table "ants"

-- upgrade: sqlite
CREATE TABLE "zebras" (
  "id" integer PRIMARY KEY
);
CREATE TABLE "ants" (
  "id" integer PRIMARY KEY,
  "zebra_id" integer,
  CONSTRAINT "ants_zebra" FOREIGN KEY ("zebra_id") REFERENCES "zebras" ("id")
);

-- upgrade: postgres
CREATE TABLE "zebras" (
  "id" integer NOT NULL,
  CONSTRAINT "zebras_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "ants" (
  "id" integer NOT NULL,
  "zebra_id" integer,
  CONSTRAINT "ants_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ants_zebra" FOREIGN KEY ("zebra_id") REFERENCES "zebras" ("id")
);

-- upgrade: mysql
CREATE TABLE `zebras` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
);
CREATE TABLE `ants` (
  `id` int NOT NULL,
  `zebra_id` int,
  PRIMARY KEY (`id`),
  CONSTRAINT `ants_zebra` FOREIGN KEY (`zebra_id`) REFERENCES `zebras` (`id`)
);

-- downgrade: sqlite, postgres
DROP TABLE "ants";
DROP TABLE "zebras";

-- downgrade: mysql
DROP TABLE `ants`;
DROP TABLE `zebras`;
