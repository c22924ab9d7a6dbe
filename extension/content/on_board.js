// Classic script. Runs only on known job boards, before detect.js: there the address says whether a page shows an ad.
globalThis.leadlight.onBoard = true;
