// Words of other alphabets written in Latin letters: how each can be spelled.
// Twin of service/leadlight/wording/latin_letters.py.

/** @typedef {{language: string, letters: Record<string, string[]>, tells: string[]}} LatinLetters */

export const FEWEST_TELLS = 2;
const MOST_SPELLINGS = 64;

/**
 * Atoms of a pack in Latin letters, with the numbers of the atoms that they stand for.
 * @param {LatinLetters} alphabet @param {string[]} atoms @returns {[string, number][]}
 */
export function spelledAtoms(alphabet, atoms) {
  /** @type {[string, number][]} */
  const spelled = [];
  atoms.forEach((atom, number) => {
    for (const spelling of new Set(spellings(alphabet, atom.slice(1)))) {
      if (spelling !== "") spelled.push([atom[0] + spelling, number]);
    }
  });
  return spelled;
}

/** @param {LatinLetters} alphabet @param {string} word @returns {string[]} */
function spellings(alphabet, word) {
  let all = [""];
  for (let at = 0; at < word.length; ) {
    const pair = word.slice(at, at + 2);
    const letter = pair.length === 2 && Object.hasOwn(alphabet.letters, pair) ? pair : word.slice(at, at + 1);
    let ways = Object.hasOwn(alphabet.letters, letter) ? alphabet.letters[letter] : undefined;
    if (ways === undefined) return [];
    if (all.length * ways.length > MOST_SPELLINGS) ways = ways.slice(0, 1);
    all = all.flatMap((start) => /** @type {string[]} */ (ways).map((end) => start + end));
    at += letter.length;
  }
  return all;
}
