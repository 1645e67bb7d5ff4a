/** How alike two names are, from 0 to 1: the share of letter pairs that both have. */
export function nameLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const left = pairsOf(one);
  const right = pairsOf(other);
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  const total = sum(left) + sum(right);
  return total === 0 ? 0 : 2 * shared / total;
}

/** Case and what joins words mean nothing: `userId`, `user_id`. */
function pairsOf(name: string): ReadonlyMap<string, number> {
  const letters = Array.from(name.toLowerCase().replace(/[\s_-]+/g, ""));
  const pairs = new Map<string, number>();
  for (let index = 1; index < letters.length; index++) {
    const pair = letters[index - 1]! + letters[index]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sum(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((total, count) => total + count, 0);
}
