// Classic script. Line drawings: each level and each state has its own shape, so that colour is never the only sign.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "shape")) return;

  const SVG = "http://www.w3.org/2000/svg";
  /** Paths on a 24 by 24 grid, drawn as lines. */
  /** @type {Record<string, string>} */ const PATHS = {
    warning: "M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8zM12 7v6.5M12 16.6v.4",
    caution: "M12 3 22 20.5H2zM12 9.5v5M12 17.3v.4",
    notice: "M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19zM12 11v6M12 7.2v.4",
    nothing_found: "M4 4h16v16H4zM8.5 12h7",
    not_checked: "M4.5 8.5v-4h4M15.500 4.5h4v4M19.5 15.500v4h-4M8.500 19.5h-4v-4M9.700 9.800a2.4 2.4 0 1 1 3.400 2.200q-1.100.5-1.100 1.700M12 16.4v.4",
    found: "M5 21V4M5 4h12l-2.500 4.500L17 13H5",
    close: "M5 5l14 14M19 5 5 19",
  };

  /** @param {string} name a level, a state or a button; anything else is drawn as "not checked" @returns {SVGSVGElement} */
  function shape(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", (Object.hasOwn(PATHS, name) ? PATHS[name] : PATHS.not_checked) ?? "");
    path.setAttribute("fill", "none");
    path.setAttribute("stroke", "currentColor");
    path.setAttribute("stroke-width", "1.9");
    path.setAttribute("stroke-linecap", "round");
    path.setAttribute("stroke-linejoin", "round");
    svg.append(path);
    return svg;
  }

  leadlight.shape = shape;
})();
