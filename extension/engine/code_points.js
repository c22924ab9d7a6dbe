// Places in a text: the service and the rules count Unicode code points, JavaScript counts UTF-16 units.

const HIGH = /[\ud800-\udbff][\udc00-\udfff]/;

/**
 * Converts places of one text from UTF-16 units to code points. Fastest when places are asked in rising order.
 * @param {string} text
 * @returns {(unit: number) => number}
 */
export function codePointCounter(text) {
  if (!HIGH.test(text)) return (unit) => unit;
  let units = 0;
  let points = 0;
  return (unit) => {
    if (unit < units) units = points = 0;
    while (units < unit) {
      units += isPair(text, units) ? 2 : 1;
      points++;
    }
    return points;
  };
}

/**
 * Converts places of one text from code points to UTF-16 units, for painting and cutting in JavaScript.
 * @param {string} text
 * @returns {(point: number) => number}
 */
export function unitCounter(text) {
  if (!HIGH.test(text)) return (point) => point;
  let units = 0;
  let points = 0;
  return (point) => {
    if (point < points) units = points = 0;
    while (points < point && units < text.length) {
      units += isPair(text, units) ? 2 : 1;
      points++;
    }
    return units;
  };
}

/** @param {string} text @param {number} at */
function isPair(text, at) {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
