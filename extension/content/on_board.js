// Classic script. Runs on known job boards before detect.js: there the address says whether it is an ad.
globalThis.leadlight.onBoard = true;
