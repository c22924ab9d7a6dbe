// Read as a classic script in pages and as a module in the background: content scripts cannot import.
//
// The seam over the browser. This is the only file that names `chrome`; everything else takes
// `leadlight.browser`, so that a test can hand in another one. Firefox gives promises under this
// name too in manifest version 3.
(() => {
  // A page element with id="leadlight" would answer to `globalThis.leadlight`: only an own property counts.
  if (!Object.hasOwn(globalThis, "leadlight")) {
    Object.defineProperty(globalThis, "leadlight", { value: {}, configurable: true });
  }
  globalThis.leadlight.browser ??= globalThis.chrome;
})();
