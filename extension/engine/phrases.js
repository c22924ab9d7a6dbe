// The phrases of a pack. They stay numbers until a word of the ad asks for one: most never are.

/** @typedef {{gap: number, atoms: number[]}} Step At most so many words in between, then a word that fits. */
/** @typedef {{slot: number, before: Step[], after: Step[]}} Start A phrase as searched from its rarest word. */

export class Phrases {
  /** @param {number[]} flat the `phrases` of a pack @param {Set<number>} searched slots that make matches */
  constructor(flat, searched) {
    this.flat = flat;
    /** @type {Map<number, Start>} */
    this.read = new Map();
    /** Pairs of a place in `flat` and the next pair, or 0: lists without an array each, since most are never read. */
    this.links = [0, 0];
    /** First pair of the phrases of each slot. @type {number[]} */
    this.bySlot = [];
    /** First pair of the phrases whose rarest word fits an atom. @type {number[]} */
    this.byAtom = [];
    for (let at = 0; at < flat.length; at = this.index(at, searched)) continue;
  }

  /** Files one phrase and returns the place of the next. @param {number} at @param {Set<number>} searched */
  index(at, searched) {
    const flat = this.flat;
    const slot = number(flat, at);
    let anchor = searched.has(slot) ? number(flat, at + 2) : -1;
    this.link(this.bySlot, slot, at);
    let place = at + 3;
    for (let left = number(flat, at + 1); left > 0; left--) {
      const head = number(flat, place++);
      if (head < 0) continue;
      if (anchor-- === 0) {
        for (let nth = 0; nth < head; nth++) this.link(this.byAtom, number(flat, place + nth), at);
      }
      place += head;
    }
    return place;
  }

  /** @param {number[]} lists @param {number} which @param {number} at */
  link(lists, which, at) {
    this.links.push(at, lists[which] ?? 0);
    lists[which] = this.links.length - 2;
  }

  /** Places in `flat` of one list. @param {number | undefined} first @returns {number[]} */
  places(first = 0) {
    /** @type {number[]} */
    const all = [];
    for (let pair = first; pair !== 0; pair = number(this.links, pair + 1)) all.push(number(this.links, pair));
    return all.reverse();
  }

  /** Phrases that are searched from a word that fits the atom. @param {number} atom @returns {Start[]} */
  from(atom) {
    return this.places(this.byAtom[atom]).map((at) => this.start(at));
  }

  /** Steps of every phrase of a slot. @param {number} slot @returns {Step[][]} */
  of(slot) {
    return this.places(this.bySlot[slot]).map((at) => this.steps(at));
  }

  /** @param {number} at @returns {Start} */
  start(at) {
    let start = this.read.get(at);
    if (start === undefined) {
      const steps = this.steps(at);
      const anchor = number(this.flat, at + 2);
      // Going back, the gap of a step lies behind its word: each word takes the gap of the word that follows it.
      const before = steps.slice(0, anchor).map(({ atoms }, place) => ({ gap: steps[place + 1]?.gap ?? 0, atoms }));
      start = { slot: number(this.flat, at), before: before.reverse(), after: steps.slice(anchor + 1) };
      this.read.set(at, start);
    }
    return start;
  }

  /** @param {number} at @returns {Step[]} */
  steps(at) {
    /** @type {Step[]} */
    const steps = [];
    let place = at + 3;
    let gap = 0;
    for (let left = number(this.flat, at + 1); left > 0; left--) {
      const head = number(this.flat, place++);
      if (head < 0) {
        gap = -head;
      } else {
        steps.push({ gap, atoms: this.flat.slice(place, place + head) });
        gap = 0;
        place += head;
      }
    }
    return steps;
  }
}

/** @param {number[]} flat @param {number} at @returns {number} */
function number(flat, at) {
  return /** @type {number} */ (flat[at]);
}
