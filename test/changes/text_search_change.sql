-- Change the rules by which texts are searched, under a column that uses them
-- absent: sqlite (searches by virtual tables), mysql (searches by an index of its own)

-- from
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION searched (COPY = simple);
CREATE TABLE notes (id integer PRIMARY KEY, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('searched'::regconfig, body)) STORED);

-- to
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION searched (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION searched ALTER MAPPING FOR asciiword WITH plain, simple;
ALTER TEXT SEARCH CONFIGURATION searched DROP MAPPING FOR url, url_path;
CREATE TABLE notes (id integer PRIMARY KEY, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('searched'::regconfig, body)) STORED);

-- operations
-- replace text search dictionary "plain"
-- replace text search configuration "searched"

-- upgrade
ALTER TEXT SEARCH DICTIONARY "plain" (accept = 'false', "stopwords");
ALTER TEXT SEARCH CONFIGURATION searched DROP MAPPING FOR asciihword, asciiword, email, file, "float", host, hword, hword_asciipart, hword_numpart, hword_part, "int", numhword, numword, sfloat, uint, url, url_path, version, word;
ALTER TEXT SEARCH CONFIGURATION searched ADD MAPPING FOR asciihword, email, file, "float", host, hword, hword_asciipart, hword_numpart, hword_part, "int", numhword, numword, sfloat, uint, version, word WITH simple;
ALTER TEXT SEARCH CONFIGURATION searched ADD MAPPING FOR asciiword WITH plain, simple;

-- downgrade
ALTER TEXT SEARCH CONFIGURATION searched DROP MAPPING FOR asciihword, email, file, "float", host, hword, hword_asciipart, hword_numpart, hword_part, "int", numhword, numword, sfloat, uint, version, word;
ALTER TEXT SEARCH CONFIGURATION searched DROP MAPPING FOR asciiword;
ALTER TEXT SEARCH CONFIGURATION searched ADD MAPPING FOR asciihword, asciiword, email, file, "float", host, hword, hword_asciipart, hword_numpart, hword_part, "int", numhword, numword, sfloat, uint, url, url_path, version, word WITH simple;
ALTER TEXT SEARCH DICTIONARY "plain" (stopwords = 'english', "accept");
