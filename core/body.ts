import type { Dialect } from "./adapter.ts";
import { checksum, checksumOf } from "./checksum.ts";
import type { Direction } from "./direction.ts";
import { type Migration, textOf, wholeFileLimit } from "./directory.ts";
import { WhimbrelError } from "./errors.ts";
import { readInto, readPieces, readText } from "./file.ts";
import { isSectionMark, parseSectionMark, type Section, sectionFor } from "./migration.ts";
import type { Statement } from "./statement.ts";

/** The text of one direction of an SQL migration, to be read as often as needed. */
export interface SqlBody {
  readonly line: number;
  /** Characters where the text is in memory; bytes of the section where it is read from the file. */
  readonly length: number;
  text(): Iterable<string>;
}

/** What an SQL migration runs in each direction on one dialect; undefined where it has nothing. */
export type SqlBodies = Readonly<Record<Direction, SqlBody | undefined>>;

/**
 * Finds what an SQL migration runs on a dialect. The file is read again and must still have the
 * checksum that the plan was made with.
 *
 * @throws {WhimbrelError} `changed` when the file is another one by now; `invalid_migration` for
 * sections that overlap or SQL outside of them.
 */
export function readBodies(migration: Migration, dialect: string): SqlBodies {
  const { path, file } = migration;
  const large = migration.bytes > wholeFileLimit;
  const bytes = large ? undefined : readInto(new Uint8Array(migration.bytes + 1), path);
  if (!large && bytes === undefined) throw changedMeanwhile(migration);
  const pieces = () => bytes === undefined ? readPieces(path) : [bytes];
  const sum = bytes === undefined ? checksum(readPieces(path)) : checksumOf(bytes);
  if (sum !== migration.checksum) throw changedMeanwhile(migration);
  const sections = sectionsOf(pieces(), file);
  const body = (direction: Direction): SqlBody | undefined => {
    const section = sectionFor(sections, direction, dialect);
    if (section === undefined) return undefined;
    const { start, end, line } = section;
    if (bytes === undefined) {
      return { line, length: end - start, text: () => readText(path, { start, end }) };
    }
    const text = textOf(bytes.subarray(start, end), file, true);
    return { line, length: text.length, text: () => [text] };
  };
  return { upgrade: body("upgrade"), downgrade: body("downgrade") };
}

/** The statements of a body as a dialect splits them. */
export function statementsOf(
  body: SqlBody,
  migration: { readonly file: string },
  dialect: Dialect,
): Iterable<Statement> {
  return dialect.split(body.text(), { file: migration.file, line: body.line });
}

/** All sections of an SQL migration; a file without section marks is one upgrade section. */
export function sectionsOf(pieces: Iterable<Uint8Array>, file: string): readonly Section[] {
  const marks: { at: number; after: number; line: number; text: string }[] = [];
  let offset = 0;
  let line = 1;
  let carry = "";
  let preamble = "";
  for (const piece of pieces) {
    // One character a byte, so that positions in the string are positions in the file.
    const text = carry + latin1(piece);
    const whole = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1;
    const scanned = text.slice(0, whole);
    if (marks.length === 0 && preamble.length < 1 << 16) preamble += scanned;
    line = findMarks(scanned, offset, line, marks);
    offset += whole;
    carry = text.slice(whole);
  }
  findMarks(carry, offset, line, marks);
  const size = offset + carry.length;
  if (marks.length === 0) {
    return [{ direction: "upgrade", dialects: [], line: 1, start: 0, end: size }];
  }
  refuseSqlBeforeSections(preamble.slice(0, marks[0]!.at), file);
  const sections = marks.map((mark, index): Section => ({
    ...parseSectionMark(mark.text)!,
    line: mark.line,
    start: mark.after,
    end: marks[index + 1]?.at ?? size,
  }));
  refuseOverlap(sections, file);
  return sections;
}

const markPattern = /^--[ \t]*(?:upgrade|downgrade)\b[^\n\r]*/gm;

function findMarks(
  text: string,
  offset: number,
  firstLine: number,
  marks: { at: number; after: number; line: number; text: string }[],
): number {
  let line = firstLine;
  let counted = 0;
  markPattern.lastIndex = 0;
  for (let match; (match = markPattern.exec(text)) !== null;) {
    const mark = match[0].trimEnd();
    if (!isSectionMark(mark)) continue;
    line += lineEnds(text, counted, match.index);
    counted = match.index;
    const after = match.index + match[0].length;
    marks.push({ at: offset + match.index, after: offset + after, line, text: mark });
  }
  return line + lineEnds(text, counted, text.length);
}

function lineEnds(text: string, start: number, end: number): number {
  let count = 0;
  if (!text.includes("\r")) {
    for (
      let at = text.indexOf("\n", start);
      at !== -1 && at < end;
      at = text.indexOf("\n", at + 1)
    ) {
      count++;
    }
    return count;
  }
  return text.slice(start, end).match(/\r\n?|\n/g)?.length ?? 0;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function refuseSqlBeforeSections(preamble: string, file: string): void {
  const text = preamble.replace(/^\xef\xbb\xbf/, "");
  const index = text.search(/^(?!\s*(?:--|$))/m);
  if (index === -1) return;
  throw new WhimbrelError(
    "invalid_migration",
    `Cannot read "${file}": there is SQL before its first section`,
    {
      place: { file, line: lineEnds(text, 0, index) + 1 },
      hint: "move it below the line `-- upgrade`",
    },
  );
}

function refuseOverlap(sections: readonly Section[], file: string): void {
  const seen = new Map<string, Section>();
  for (const section of sections) {
    for (const dialect of section.dialects.length === 0 ? [""] : section.dialects) {
      const key = `${section.direction}:${dialect}`;
      const other = seen.get(key);
      if (other !== undefined) {
        const what = dialect === "" ? section.direction : `${section.direction}: ${dialect}`;
        throw new WhimbrelError(
          "invalid_migration",
          `Cannot read "${file}": the section "${what}" stands twice, in lines ${other.line} and ${section.line}`,
          { place: { file, line: section.line }, hint: "join the two sections" },
        );
      }
      seen.set(key, section);
    }
  }
}

function changedMeanwhile(migration: Migration): WhimbrelError {
  return new WhimbrelError(
    "changed",
    `Cannot run "${migration.file}": the file changed while the plan was made`,
    { place: { file: migration.file }, hint: "run the command again" },
  );
}
