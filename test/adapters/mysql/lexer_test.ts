import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lexicalRules, tokens } from "../../../adapters/mysql/lexer.ts";
import { checkPieces, checkStable, refusal, splitPieces, texts } from "../../split_script.ts";

const rules = lexicalRules();
const mariadb = lexicalRules({ mariadb: true });
const oracle = lexicalRules({ mariadb: true, oracle: true });

/** Statements that are each to be found whole when `select 2` follows them. */
const wholes: readonly (readonly [id: string, statement: string])[] = [
  ["M1", "select 'a\\';b' x"],
  ["M4", "select 1 as `a;``b`"],
  ["M10", "select 1 /*! , 'a;b' */ x"],
  ["M10 procedure", "/*!50003 create procedure p() begin select 1; select 2; end */"],
  [
    "M10 as mysqldump writes it",
    "/*!50003 CREATE*/ /*!50017 DEFINER=`a;b`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x\n" +
    "FOR EACH ROW BEGIN SET @a=1; SET @b=2; END */",
  ],
  ["M15", "create trigger t before insert on x for each row begin set @a=1; set @b=2; end"],
  [
    "M15 FOLLOWS",
    "create trigger if not exists t after update on x for each row follows begin2 " +
    "if new.a then set @a=1; end if",
  ],
  ["M15 one statement", "create trigger t before insert on x for each row set new.a = if(1,2,3)"],
  [
    "M16",
    `create procedure if not exists p(a int)
     l1: begin
       if a > 1 then select if(1,2,3); elseif a then select repeat('a',3); else select 3; end if;
       case a when 1 then if (a) then select 1; end if; else begin end; end case;
       case when a = case 1 when 1 then if(1,2,3) else repeat('a',3) end then select 2; end case;
       l2: while a < 1 do do sleep(1); set a = a + 1; end while l2;
       repeat set a = a - 1; until if(a, 1, case a when 1 then 0 end) end repeat;
       l3: loop leave l3; end loop l3;
       select case when a then 1 else 2 end;
     end l1`,
  ],
  ["M16 IF as body", "create procedure p() if 1 then select 1; else select 2; end if"],
  ["M16 function", "create function f(a int) returns int deterministic return if(a, 1, 2)"],
  [
    "M16 character set",
    "create function f(a int) returns varchar(9) character set utf8mb4 begin return 1; end",
  ],
  ["M16 set", "create function f() returns set('a','b') no sql begin return 'a'; end"],
  ["M16 CASE in a body", "create procedure p() select case 1 when 1 then if(1,2,3) else 2 end"],
  ["M18", "create procedure p() lbl: begin begin select 1; end; leave lbl; end lbl"],
  [
    "M22",
    `create procedure p() begin
       declare exit handler for sqlexception begin select 1; end;
       declare continue handler for not found, 1062 set @a = if(1,2,3);
       declare continue handler for sqlstate '23000' if @a then select 1; end if;
       declare x int default case when 1 then 2 else 3 end;
       declare c cursor for select 1 for update;
       select 2;
     end`,
  ],
  ["M23", "create event e on schedule every 1 day do case 1 when 1 then select 1; end case"],
  ["M23 alter", "alter event e do begin select 1; select 2; end"],
  ["M23 one statement", "create definer=a@b event e on schedule every 1 day do delete from t"],
  ["M25", "xa start 'x;y'"],
  ["M27", "set @'a;b'=1"],
  ["M27 name", "select @`a;b`"],
  [
    "M30",
    "create function f() returns int language javascript as $$ return a; $$",
  ],
  ["M30 tag", "create function f() returns int language javascript as $js$ $$; $js$"],
  ["M33", "create table t (delimiter int, `end` int,\n  delimiter2 int)"],
  [
    "M33 names",
    "create trigger t before insert on x for each row begin set new.end = 1, new.begin = 2; end",
  ],
  ["UDF", "create function f returns string soname 'f.so'"],
  ["NULL", "insert into t values (\\N)"],
  ["minus minus", "select 1--1"],
  ["START TRANSACTION", "begin"],
  ["BEGIN WORK", "begin work"],
];

describe("split() with MySQL's rules", () => {
  for (const [id, statement] of wholes) {
    test(`finds the end of ${id}: ${JSON.stringify(statement)}`, () => {
      assert.deepEqual(texts(`${statement}; select 2`, rules), [statement, "select 2"]);
      assert.deepEqual(texts(`${statement.toUpperCase()};`, rules), [statement.toUpperCase()]);
    });
  }

  const corpus: readonly (readonly [id: string, script: string, found: readonly string[]])[] = [
    ["M5", "select 1 # ;\n; select 2", ["select 1", "select 2"]],
    ["M5 dashes", "select 1 -- ;\n--\n; select 2", ["select 1", "select 2"]],
    ["M9", "/* a /* ; */ select 1; select 2", ["select 1", "select 2"]],
    ["M14", "/*!999999\\- enable the sandbox mode */;\nselect 2", ["select 2"]],
    ["M14 now", "/*M!999999\\- enable the sandbox mode */ \nselect 2;", ["select 2"]],
    ["M25", "xa start 'x;y'; select 1; xa end 'x;y'; xa rollback 'x;y'", [
      "xa start 'x;y'",
      "select 1",
      "xa end 'x;y'",
      "xa rollback 'x;y'",
    ]],
    [
      "M31",
      "DELIMITER $$\ncreate trigger t before insert on x for each row begin a; end$$\n" +
      "DELIMITER ;\nselect 2;",
      ["create trigger t before insert on x for each row begin a; end", "select 2"],
    ],
    [
      "M32",
      "-- DELIMITER $$\nselect '\nDELIMITER $$\n';\r\n  delimiter //  \r\nselect /* // */ 1; //\r\n" +
      "select 2//delimiter ; -- back\r\nselect 3;",
      ["select '\nDELIMITER $$\n'", "select /* // */ 1", "select 2", "select 3"],
    ],
    ["M32 dump", "DELIMITER ;;\n/*!50003 create procedure p() begin a; end */;;\nDELIMITER ;", [
      "/*!50003 create procedure p() begin a; end */",
    ]],
    ["M32 long", `delimiter ${"=".repeat(40)}\nselect 1=2${"=".repeat(40)}`, ["select 1=2"]],
    ["M32 BOM", "\ufeffdelimiter |\nselect 1|", ["select 1"]],
    ["comment of MariaDB", "/*M!100101 set @a=1 */; select 2", ["select 2"]],
  ];
  for (const [id, script, found] of corpus) {
    test(`cuts ${id}: ${JSON.stringify(script)}`, () => {
      assert.deepEqual(texts(script, rules), found);
    });
  }

  test("follows the server's sql_mode (M2)", () => {
    const plain = lexicalRules({ noBackslashEscapes: true });
    const ansi = lexicalRules({ ansiQuotes: true });
    assert.deepEqual(texts("select 'a\\' x; select 2", plain), ["select 'a\\' x", "select 2"]);
    assert.deepEqual(texts('select 1 as "a\\"; select 2', ansi), ['select 1 as "a\\"', "select 2"]);
    assert.match(refusal('select 1 as "a\\"; select 2', rules), /^1: Cannot find the end of a str/);
  });

  test("follows MariaDB's compound statements, comments and names (M28, M30)", () => {
    const statements = [
      "begin not atomic set @a=1; if @a then set @b=2; end if; end",
      "begin not atomic if @a then set @b=2; end if; end",
      "if @a then select 1; select 2; end if",
      "for i in 1..3 do select i; end for",
      "create procedure p() begin for r in (select 1 as q) do do sleep(r.q); end for; end",
      "/*M!100101 set @a=1 */",
      "select $$",
      "select a$b$",
    ];
    assert.deepEqual(texts(statements.map((text) => `${text};\n`).join(""), mariadb), statements);
  });

  test("follows declarations, packages and loops of sql_mode=ORACLE (M28)", () => {
    const statements = [
      "create procedure op as begin select 1; end",
      "create or replace function f(a int) return int as x int; begin return x; end f",
      "create procedure p is begin for i in 1..3 loop select i; end loop; <<l>> if 1 then a; end if; end",
      "create package k as procedure a(); function b return int; end",
      "create package body k as x int; procedure a() as y int; begin select 1; end; begin x := 1; end",
      "begin select 1; select 2; end",
      "declare x int; begin select x; end",
      "select 1",
    ];
    assert.deepEqual(texts(statements.map((text) => `${text};\n`).join(""), oracle), statements);
  });

  const refused: readonly (readonly [id: string, script: string, message: string])[] = [
    ["M12", "select 1 /*!50000 ; select 3 */", "1: Cannot find the end of an executable comment"],
    ["M12 open", "select 0;\nselect 1 /*!50000 + 1", "2: Cannot find the end of an executable"],
    ["M32", "select 1;\n\nDELIMITER  \nselect 2;", "3: Cannot set the delimiter"],
    [
      "M34 \\G",
      "select 0;\nselect 1\\G",
      '2: Cannot run "\\G": it is a command of the mysql client',
    ],
    ["M34 \\g", "select 1 \\g", '1: Cannot run "\\g"'],
    ["M34 source", "select 1;\nsource f.sql", '2: Cannot run "source"'],
    ["M34 \\.", "select 1;\n\\. f.sql", '2: Cannot run "\\."'],
    [
      "body",
      "create procedure p()\nbegin select 1;\n",
      "1: Cannot find the end of the statement's",
    ],
    ["string", "select 1;\nselect 'a\\'", "2: Cannot find the end of a string"],
    ["NUL", "select '\0'", "1: Cannot read SQL with a NUL"],
  ];
  for (const [id, script, message] of refused) {
    test(`refuses ${id}: ${JSON.stringify(script)}`, () => {
      const refusedWith = refusal(script, rules);
      assert.ok(refusedWith.startsWith(message), refusedWith);
    });
  }

  test("cuts what mariadb-dump and mysqldump write", () => {
    const dump = `/*!999999\\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS \`t\`;
CREATE TABLE \`t\` (
  \`a;b\` text DEFAULT ';' COMMENT 'it''s; \\'-- /*'
) ENGINE=InnoDB;
LOCK TABLES \`t\` WRITE;
/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;
INSERT INTO \`t\` VALUES
('x\\';\\n'),
(0x3B),(_binary 'a;');
UNLOCK TABLES;
/*!50003 SET @saved_sql_mode = @@sql_mode */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t
FOR EACH ROW begin set @a = 1; end */;;
DELIMITER ;
-- Dump completed
`;
    texts(dump, mariadb);
    assert.deepEqual(
      splitPieces([dump], mariadb).map(({ text, line }) => `${line} ${text.slice(0, 24)}`),
      [
        "3 /*!40101 SET NAMES utf8m",
        "4 DROP TABLE IF EXISTS `t`",
        "5 CREATE TABLE `t` (\n  `a;",
        "8 LOCK TABLES `t` WRITE",
        "9 /*!40000 ALTER TABLE `t`",
        "10 INSERT INTO `t` VALUES\n(",
        "13 UNLOCK TABLES",
        "14 /*!50003 SET @saved_sql_",
        "16 /*!50003 CREATE*/ /*!500",
      ],
    );
  });

  test("gives the line of each statement behind DELIMITER", () => {
    const found = splitPieces(["DELIMITER $$\r\nselect 1$$\r\n\r\nselect 2$$"], rules);
    assert.deepEqual(found.map(({ line }) => line), [2, 4]);
  });

  const fragments = ["`", "# ", "/*!50003 ", "/*!", "/*M!", "\nDELIMITER $$\n", "DELIMITER ;\n"];
  fragments.push("create procedure p() begin ", "if", "then", "repeat(", "procedure", "do", "$$");
  fragments.push("0x" + "ab".repeat(20), "999999");
  for (const [name, each] of [["MySQL", rules], ["MariaDB in ORACLE mode", oracle]] as const) {
    test(`does not depend on the pieces of the script (${name})`, () => {
      checkPieces(fragments, each);
    });
  }
  test("is stable when its statements are joined and split again", () => {
    checkStable(fragments.filter((fragment) => !fragment.includes("DELIMITER")), rules);
  });
});

describe("tokens() of MySQL", () => {
  test("sees into executable comments and through quotes", () => {
    const sql =
      "/*!50003 CREATE */ TABLE `a``b` (x TEXT DEFAULT 'a\\n''' -- c\n, y INT) /* d */ # e";
    assert.deepEqual(
      [...tokens(sql)].map(({ kind, value }) => `${kind} ${value}`),
      [
        "word CREATE",
        "word TABLE",
        "identifier a`b",
        "punctuation (",
        "word x",
        "word TEXT",
        "word DEFAULT",
        "string a\n'",
        "punctuation ,",
        "word y",
        "word INT",
        "punctuation )",
      ],
    );
  });
});
