-- Search in places
-- absent: sqlite (has virtual tables for that), postgres (has gist for that)

-- from: mysql
CREATE TABLE places (id integer PRIMARY KEY, spot point NOT NULL SRID 4326);

-- from: mariadb
CREATE TABLE places (id integer PRIMARY KEY, spot point NOT NULL);

-- to: mysql
CREATE TABLE places (id integer PRIMARY KEY, spot point NOT NULL SRID 4326, SPATIAL KEY spots (spot));

-- to: mariadb
CREATE TABLE places (id integer PRIMARY KEY, spot point NOT NULL, SPATIAL KEY spots (spot));

-- operations
-- create index "spots" on "places" (spot)

-- upgrade
ALTER TABLE `places` ADD SPATIAL INDEX `spots` (`spot`);

-- downgrade
ALTER TABLE `places` DROP INDEX `spots`;
