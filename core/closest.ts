/** Text in the form in which file systems that ignore letter case compare it. */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFC").toLowerCase().normalize("NFC");
}

/**
 * The choices that a person may have meant by `text`, closest first and at most three: a slip of
 * the keyboard away, or with the same beginning.
 *
 * @param spellings the ways in which a choice may be written.
 */
export function closest<T>(
  text: string,
  choices: Iterable<T>,
  spellings: (choice: T) => readonly string[],
): readonly T[] {
  const wanted = fold(text);
  const scored: { choice: T; score: number }[] = [];
  for (const choice of choices) {
    const score = Math.min(...spellings(choice).map((spelling) => slips(wanted, fold(spelling))));
    if (score < Infinity) scored.push({ choice, score });
  }
  return scored.sort((a, b) => a.score - b.score).slice(0, 3).map(({ choice }) => choice);
}

/** Two shared letters are chance in a thousand hexadecimal ids, four are not. */
const tellingPrefix = 4;

function slips(wanted: string, spelling: string): number {
  const longer = Math.max(wanted.length, spelling.length);
  const allowed = longer < tellingPrefix ? 1 : Math.max(2, Math.floor(longer / 3));
  const gap = Math.abs(wanted.length - spelling.length);
  const distance = gap > allowed ? Infinity : editDistance(wanted, spelling);
  if (distance <= allowed) return distance;
  return wanted.slice(0, tellingPrefix) === spelling.slice(0, tellingPrefix) &&
      Math.min(wanted.length, spelling.length) >= tellingPrefix
    ? longer
    : Infinity;
}

/** Levenshtein's distance, one row of the matrix at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j]! + 1, row[j - 1]! + 1));
    }
  }
  return row[b.length]!;
}
