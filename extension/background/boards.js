import { shipped } from "./texts.js";

/**
 * A job board whose pages are read with selectors of its own; the first selector that finds something counts.
 * @typedef {object} Board
 * @property {string} id
 * @property {string} name
 * @property {string[]} hosts names of the site, with all below them
 * @property {string} ad pattern for path and query of a page that shows one ad
 * @property {string} country ISO 3166-1 alpha-2 of the work when all its ads are from there, else ""
 * @property {boolean} [feed] pages hold many posts unless the pattern says otherwise
 * @property {string[]} text
 * @property {string[]} title
 * @property {string[]} employer
 */

/** @returns {Promise<Board[]>} */
export const allBoards = () => shipped("boards/boards.json");

/** The board that an address belongs to. @param {Board[]} boards @param {string} url @returns {Board | null} null when it is none of them */
export function boardOf(boards, url) {
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  return boards.find(({ hosts }) => hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))) ?? null;
}

/** Whether an address of a board shows one ad. @param {Board} board @param {string} url */
export function isAdOf(board, url) {
  const { pathname, search } = new URL(url);
  return new RegExp(board.ad).test(pathname + search);
}

/** Addresses of the boards, as browsers name them in permissions. @param {Board[]} boards */
export const originsOfBoards = (boards) => boards.flatMap(({ hosts }) => hosts.map((host) => `https://*.${host}/*`));
