import type { Follow } from "../../core/split/rules.ts";

const programKinds = new Set(["procedure", "function", "trigger", "event", "package"]);
const otherKinds = new Set(
  "database index role schema sequence server table tablespace user view".split(" "),
);

/** First words of a statement that is the whole body of a routine or a handler. */
const simpleStatements = new Set(
  ("alter analyze call create delete do drop execute flush grant insert kill load optimize " +
    "prepare rename replace resignal return revoke select set signal table truncate update " +
    "values with").split(" "),
);

/**
 * Follows the words of a statement into the body of a stored program
 * (https://dev.mysql.com/doc/refman/9.4/en/sql-compound-statements.html), where a semicolon ends
 * only a part of it. MariaDB's compound statements outside of programs are bodies too.
 *
 * @param oracle declarations stand between AS and BEGIN (MariaDB's `sql_mode=ORACLE`).
 */
export function followProgram(oracle: boolean): Follow {
  const header = followHeader(oracle);
  const body = followBody();
  let inBody = false;
  return (token) => {
    if (inBody) return body.take(token);
    const step = header(token);
    if (step === "settled") return "settled";
    if (step === "header") return "ends";
    inBody = true;
    if (step === "declare" || step === "package") return body.open(step);
    if (step === "begun") body.take("begin");
    return step === "next" ? "ends" : body.take(token);
  };
}

/** What a token of a header says: the body began before it, begins with it, or behind it. */
type HeaderStep = "settled" | "header" | "begun" | "body" | "next" | "declare" | "package";

function followHeader(oracle: boolean): (token: string) => HeaderStep {
  let phase: "start" | "begin" | "kind" | "header" | "order" | "name" = "start";
  let kind = "";
  let depth = 0;
  let parameters = false;
  let previous = "";

  const start = (token: string): HeaderStep => {
    if (token === "create" || token === "alter") phase = "kind";
    else if (token === "begin") phase = "begin";
    else if (oracle && token === "declare") return "declare";
    else return openers.has(token) || token === "case" ? "body" : "settled";
    return "header";
  };
  const objectKind = (token: string): HeaderStep => {
    if (otherKinds.has(token)) return "settled";
    if (programKinds.has(token)) {
      kind = token;
      phase = "header";
    }
    return "header";
  };
  const routine = (token: string): HeaderStep => {
    if (token === "(") depth++;
    else if (token === ")") parameters = --depth === 0;
    else if (depth > 0) return "header";
    else if (oracle && (token === "as" || token === "is")) {
      return kind === "package" ? "package" : "declare";
    } else if (token === "begin") return "body";
    else if (!parameters) return "header";
    else if (openers.has(token) || token === "case") return "body";
    else if (!oracle && simpleStatements.has(token)) {
      return /^(?:returns|character|char)$/.test(previous) ? "header" : "body";
    }
    return "header";
  };
  const step = (token: string): HeaderStep => {
    if (phase === "start") return start(token);
    if (phase === "begin") {
      return token === "not" || oracle && token !== "work" ? "begun" : "settled";
    }
    if (phase === "kind") return objectKind(token);
    if (phase === "name") return "next";
    if (phase === "order") {
      if (token !== "follows" && token !== "precedes") return "body";
      phase = "name";
    } else if (kind === "event") return token === "do" ? "next" : "header";
    else if (kind !== "trigger") return routine(token);
    else if (previous === "each" && token === "row") phase = "order";
    return "header";
  };
  return (token) => {
    const result = step(token);
    previous = token;
    return result;
  };
}

type Block =
  | "begin"
  | "if"
  | "loop"
  | "repeat"
  | "until"
  | "case"
  | "case expression"
  | "declare"
  | "package";

const openers: ReadonlyMap<string, Block> = new Map([
  ["begin", "begin"],
  ["if", "if"],
  ["loop", "loop"],
  ["while", "loop"],
  ["for", "loop"],
  ["repeat", "repeat"],
]);

interface Body {
  /** Begins in a section of declarations. */
  readonly open: (block: "declare" | "package") => "continues";
  readonly take: Follow;
}

/**
 * IF and REPEAT are functions too, CASE is an expression too, and BEGIN and END may be names: each
 * counts only where a statement can begin, or where the innermost block ends behind an expression.
 */
function followBody(): Body {
  const blocks: Block[] = [];
  /** A statement can begin with the next token. */
  let atStart = true;
  /** In `DECLARE ... HANDLER FOR`, where a statement follows conditions. */
  let handler = false;
  /** In the head of a routine of a package. */
  let routine = false;
  let label = false;
  let previous = "";
  let before = "";

  const open = (block: Block): boolean => {
    const top = blocks.at(-1);
    if (block === "begin" && top === "declare") blocks.pop();
    // The BEGIN of a package introduces its initialization; the END is the package's own.
    if (block !== "begin" || top !== "package") blocks.push(block);
    handler = false;
    return block === "begin" || block === "repeat" || block === "declare" || block === "package";
  };
  const inExpression = (token: string, top: Block | undefined): boolean => {
    if (token === "then" || token === "else") return top !== "case expression";
    // WHILE and FOR lead to DO, in ORACLE mode to LOOP.
    if (token === "do" || token === "loop") return top === "loop";
    if (token === ":") return true;
    if (token === ">") return label && previous === ">";
    if (token === "atomic") return previous === "not" && before === "begin";
    if (token === "for" && previous === "handler") handler = true;
    else if (simpleStatements.has(token)) handler = false;
    if (routine && (token === "as" || token === "is")) {
      routine = false;
      return open("declare");
    }
    return false;
  };
  /** Takes a token and says whether a statement can begin behind it. */
  const step = (token: string): boolean => {
    const top = blocks.at(-1);
    if (token === ";") {
      handler = routine = label = false;
      return true;
    }
    if (previous === ".") return false;
    if (token === "case" && previous !== "end") {
      return open(atStart || handler ? "case" : "case expression");
    }
    if (token === "end" && (atStart || top === "case expression" || top === "until")) {
      blocks.pop();
      return false;
    }
    if (!atStart && !(handler && openers.has(token) && previous !== "handler")) {
      return inExpression(token, top);
    }
    const opener = openers.get(token);
    if (opener !== undefined) return open(opener) || token === "loop";
    if (token === "until" && top === "repeat") blocks[blocks.length - 1] = "until";
    label = token === "<";
    routine = top === "package" && (token === "procedure" || token === "function");
    return false;
  };
  const verdict = () => blocks.length > 0 ? "continues" : "ends";
  return {
    open: (block) => {
      open(block);
      return "continues";
    },
    take: (token) => {
      atStart = step(token);
      before = previous;
      previous = token;
      return verdict();
    },
  };
}
