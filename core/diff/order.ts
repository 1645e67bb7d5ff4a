/** What has to come before something. */
export interface Needs<Node> {
  /** Never given up. */
  readonly hard: readonly Node[];
  /** Given up where the order would otherwise not be possible. */
  readonly soft: readonly Node[];
}

/** Nodes in an order in which each comes after what it needs. */
export interface Ordered<Node> {
  readonly order: readonly Node[];
  /** Nodes that need each other without a way out, in the order of `nodes`; none where all went well. */
  readonly stuck: readonly Node[];
}

/**
 * Sorts nodes so that each comes after what it needs, otherwise in the order in which they are given.
 * Needs that are not among the nodes, and a node's need of itself, mean nothing. Takes time in
 * proportion to nodes and needs.
 */
export function sortByNeeds<Node>(
  nodes: readonly Node[],
  needsOf: (node: Node) => Needs<Node>,
): Ordered<Node> {
  const open = new Map(nodes.map((node): [Node, Open<Node>] => [
    node,
    { hard: 0, soft: 0, waiting: [] },
  ]));
  for (const [node, state] of open) {
    const needs = needsOf(node);
    for (const kind of ["hard", "soft"] as const) {
      for (const needed of new Set(needs[kind])) {
        const other = open.get(needed);
        if (other === undefined || needed === node) continue;
        state[kind]++;
        other.waiting.push([node, kind]);
      }
    }
  }
  const order: Node[] = [];
  const placed = new Set<Node>();
  const ready = nodes.filter((node) => isFree(open.get(node)!));
  const softly = nodes.filter((node) => open.get(node)!.hard === 0);
  const place = (first: Node): void => {
    const pile = [first];
    for (let node = pile.pop(); node !== undefined; node = pile.pop()) {
      if (placed.has(node)) continue;
      placed.add(node);
      order.push(node);
      const freed: Node[] = [];
      for (const [waiting, kind] of open.get(node)!.waiting) {
        const state = open.get(waiting)!;
        state[kind]--;
        if (kind === "hard" && state.hard === 0) softly.push(waiting);
        if (isFree(state)) freed.push(waiting);
      }
      // What has become possible follows at once, so that things that belong together stay so.
      pile.push(...freed.reverse());
    }
  };
  for (const node of ready) place(node);
  for (let index = 0; index < softly.length; index++) place(softly[index]!);
  return { order, stuck: cycleAmong(nodes.filter((node) => !placed.has(node)), needsOf) };
}

interface Open<Node> {
  hard: number;
  soft: number;
  readonly waiting: [Node, "hard" | "soft"][];
}

function isFree({ hard, soft }: Open<unknown>): boolean {
  return hard === 0 && soft === 0;
}

/** Each node left needs another one left, so following needs runs into a cycle. */
function cycleAmong<Node>(
  left: readonly Node[],
  needsOf: (node: Node) => Needs<Node>,
): readonly Node[] {
  const among = new Set(left);
  const path: Node[] = [];
  let node = left[0];
  while (node !== undefined && !path.includes(node)) {
    path.push(node);
    const current = node;
    node = needsOf(current).hard.find((needed) => needed !== current && among.has(needed));
  }
  return node === undefined ? path : path.slice(path.indexOf(node));
}
