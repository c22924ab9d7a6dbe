// One indicator in one language: from occurrences of its slots to windows, and what guards take back.
// Twin of service/leadlight/wording/units.py and walk.py.

/** @typedef {import("./vocabulary.js").Step} Step */
/** @typedef {import("./vocabulary.js").Token} Token */
/** @typedef {[number, number]} Occurrence start and end, counted in tokens */
/** @typedef {{start: number, end: number, unit: Unit}} Window A match of a unit. */
/** @typedef {{i: number, w: number, g: number[][], u?: number[], d?: number, s?: number}} PackedUnit */
/** @typedef {{slot: number, steps: Step[], anchor: number}} Phrase */

const BEFORE = 1;
const AFTER = 2;

/** Phrases that are looked for only near something already found. */
class LookUp {
  /** @param {Step[][]} phrases */
  constructor(phrases) {
    /** @type {Map<number, Step[][]>} */
    this.rests = new Map();
    this.longest = 0;
    for (const steps of phrases) {
      this.longest = Math.max(
        this.longest,
        steps.reduce((sum, step) => sum + step.gap + 1, 0),
      );
      for (const atom of steps[0]?.atoms ?? []) {
        const rests = this.rests.get(atom);
        if (rests === undefined) this.rests.set(atom, [steps.slice(1)]);
        else rests.push(steps.slice(1));
      }
    }
  }

  /**
   * Occurrences that start from `low` to before `high`, with the nearest end of each.
   * @param {Token[]} tokens @param {number} low @param {number} high @returns {Occurrence[]}
   */
  occurrences(tokens, low, high) {
    /** @type {Occurrence[]} */
    const found = [];
    for (let place = low; place < high; place++) {
      const atoms = tokens[place]?.atoms;
      if (!atoms || atoms.length === 0) continue;
      let nearest = -1;
      for (const atom of atoms) {
        for (const rest of this.rests.get(atom) ?? []) {
          const end = walkForward(rest, place + 1, tokens);
          if (end >= 0 && (nearest < 0 || end < nearest)) nearest = end;
        }
      }
      if (nearest >= 0) found.push([place, nearest]);
    }
    return found;
  }
}

export class Unit {
  /**
   * @param {PackedUnit} packed @param {number} number
   * @param {(slots: number[]) => LookUp} lookUp @param {Map<number, Phrase[]>} phrases
   */
  constructor(packed, number, lookUp, phrases) {
    this.number = number;
    this.indicator = packed.i;
    this.within = packed.w;
    this.searched = packed.g[0] ?? [];
    this.near = packed.g.slice(1).map(lookUp);
    this.reach = this.near.reduce((sum, group) => sum + packed.w + group.longest, 0);
    this.guards = packed.u && packed.u.length > 0 ? lookUp(packed.u) : null;
    this.distance = packed.d ?? 0;
    this.side = packed.s ?? 0;
    /** @type {Set<number>} */
    this.atoms = new Set();
    for (const slot of packed.g.flat()) {
      for (const { steps } of phrases.get(slot) ?? []) {
        for (const step of steps) for (const atom of step.atoms) this.atoms.add(atom);
      }
    }
  }

  /**
   * Windows that count, without those that a guard takes back.
   * @param {Map<number, Map<number, number>>} found @param {Token[]} tokens @returns {Window[]}
   */
  windows(found, tokens) {
    /** @type {Map<number, number>} */
    const first = new Map();
    for (const slot of this.searched) {
      for (const [start, end] of found.get(slot) ?? []) {
        const known = first.get(start);
        if (known === undefined || end < known) first.set(start, end);
      }
    }
    const searched = [...first].sort((a, b) => a[0] - b[0]);
    /** @type {Window[]} */
    const windows = [];
    for (const [low, high, occurrences] of this.neighbourhoods(searched, tokens)) {
      const groups = [occurrences];
      for (const lookUp of this.near) {
        const near = lookUp.occurrences(tokens, low, high);
        if (near.length === 0) break;
        groups.push(near);
      }
      if (groups.length > this.near.length) this.covering(groups, windows);
    }
    const kept = tightest(windows);
    return this.guards === null ? kept : kept.filter((window) => !this.takenBack(window, tokens));
  }

  /**
   * Stretches of a sentence in which windows around these occurrences can lie; overlapping ones joined.
   * @param {Occurrence[]} occurrences @param {Token[]} tokens @returns {[number, number, Occurrence[]][]}
   */
  neighbourhoods(occurrences, tokens) {
    /** @type {[number, number, Occurrence[]][]} */
    const all = [];
    for (const occurrence of occurrences) {
      const low = sentenceStart(tokens, occurrence[0], occurrence[0] - this.reach);
      const high = sentenceEnd(tokens, occurrence[1], occurrence[1] + this.reach);
      const last = all[all.length - 1];
      if (last !== undefined && low <= last[1]) {
        last[1] = Math.max(last[1], high);
        last[2].push(occurrence);
      } else {
        all.push([low, high, [occurrence]]);
      }
    }
    return all;
  }

  /**
   * Chains of occurrences, one of each group in any order, with at most `within` words from one to the next.
   * @param {Occurrence[][]} groups @param {Window[]} into
   */
  covering(groups, into) {
    if (groups.length === 1) {
      for (const [start, end] of groups[0] ?? []) into.push({ start, end, unit: this });
      return;
    }
    const every = (1 << groups.length) - 1;
    const all = groups.flatMap((group, number) => group.map(([start, end]) => ({ start, end, bit: 1 << number })));
    all.sort((a, b) => a.start - b.start || a.end - b.end || a.bit - b.bit);
    /** @type {Map<string, {mask: number, end: number, start: number}>} */
    const latest = new Map();
    for (const { start, end, bit } of all) {
      const grown = [{ mask: bit, end, start }];
      for (const [key, chain] of latest) {
        if (start - chain.end > this.within) latest.delete(key);
        else if ((chain.mask & bit) === 0) {
          grown.push({ mask: chain.mask | bit, end: Math.max(chain.end, end), start: chain.start });
        }
      }
      for (const chain of grown) {
        if (chain.mask === every) {
          into.push({ start: chain.start, end: chain.end, unit: this });
          continue;
        }
        const key = `${chain.mask}|${chain.end}`;
        const known = latest.get(key);
        if (known === undefined) latest.set(key, chain);
        else known.start = Math.max(known.start, chain.start);
      }
    }
  }

  /** @param {Window} window @param {Token[]} tokens @returns {boolean} */
  takenBack(window, tokens) {
    if (this.guards === null) return false;
    let low = window.start;
    let high = window.end;
    if (this.side !== AFTER) low = sentenceStart(tokens, low, low - this.distance - this.guards.longest);
    if (this.side !== BEFORE) high = sentenceEnd(tokens, high, high + this.distance);
    const nearest = window.start - this.distance;
    return this.guards.occurrences(tokens, low, high).some(([, end]) => end > nearest);
  }
}

/** Those windows that contain no other one, from left to right. @param {Window[]} windows @returns {Window[]} */
export function tightest(windows) {
  /** @type {Window[]} */
  const kept = [];
  for (const window of [...windows].sort((a, b) => b.start - a.start || a.end - b.end)) {
    const last = kept[kept.length - 1];
    if (last === undefined || window.end < last.end) kept.push(window);
  }
  return kept.reverse();
}

/** @param {Token[]} tokens @param {number} place @param {number} limit */
function sentenceStart(tokens, place, limit) {
  const least = Math.max(limit, 0);
  while (place > least && tokens[place - 1]?.atoms !== null) place--;
  return place;
}

/** @param {Token[]} tokens @param {number} place @param {number} limit */
function sentenceEnd(tokens, place, limit) {
  const most = Math.min(limit, tokens.length - 1);
  while (place < most && tokens[place]?.atoms !== null) place++;
  return place;
}

/**
 * Place behind the nearest end of the steps that start at `place`, or -1.
 * @param {Step[]} steps @param {number} place @param {Token[]} tokens @returns {number}
 */
export function walkForward(steps, place, tokens) {
  let places = [place];
  for (const step of steps) {
    places = reached(places, step, 1, tokens);
    if (places.length === 0) return -1;
  }
  return places[0] ?? -1;
}

/**
 * Every place where the steps, last one first, can start when they end at `place`.
 * @param {Step[]} steps @param {number} place @param {Token[]} tokens @returns {number[]}
 */
export function walkBack(steps, place, tokens) {
  let places = [place];
  for (const step of steps) {
    places = reached(places, step, -1, tokens);
    if (places.length === 0) return places;
  }
  return places.map((found) => found + 1);
}

/**
 * Places behind a wanted word that stands at most a gap further; the end of a sentence stops the walk.
 * @param {number[]} places @param {Step} step @param {number} direction @param {Token[]} tokens @returns {number[]}
 */
function reached(places, step, direction, tokens) {
  /** @type {number[]} */
  const found = [];
  for (const place of places) {
    for (let words = 0; words <= step.gap; words++) {
      const further = place + direction * words;
      const atoms = tokens[further]?.atoms;
      if (!atoms) break;
      if (atoms.some((atom) => step.atoms.has(atom)) && !found.includes(further + direction)) {
        found.push(further + direction);
      }
    }
  }
  return found.length > 1 ? found.sort((a, b) => a - b) : found;
}

/**
 * The units of a pack.
 * @param {PackedUnit[]} packed @param {Phrase[]} phrases @returns {Unit[]}
 */
export function unitsOf(packed, phrases) {
  /** @type {Map<number, Phrase[]>} */
  const bySlot = new Map();
  for (const phrase of phrases) {
    const known = bySlot.get(phrase.slot);
    if (known === undefined) bySlot.set(phrase.slot, [phrase]);
    else known.push(phrase);
  }
  /** @type {Map<string, LookUp>} */
  const shared = new Map();
  /** @param {number[]} slots */
  const lookUp = (slots) => {
    const key = slots.join();
    let made = shared.get(key);
    if (made === undefined) {
      made = new LookUp(slots.flatMap((slot) => (bySlot.get(slot) ?? []).map((phrase) => phrase.steps)));
      shared.set(key, made);
    }
    return made;
  };
  return packed.map((unit, number) => new Unit(unit, number, lookUp, bySlot));
}
