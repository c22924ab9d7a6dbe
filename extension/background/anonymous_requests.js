import "../platform/browser.js";

const { browser } = globalThis.leadlight;

const RULE = 1;
/** Requests of the extension itself belong to no tab, so a reader's own visits to the service keep their headers. */
const NO_TAB = -1;
/** Firefox puts an id of this installation into Origin; the others tell browsers and languages apart. */
const REMOVED = [
  "origin", "cookie", "accept-language", "referer", "dnt", "sec-gpc", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform",
  "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-storage-access", "priority", "pragma", "cache-control",
];
const ONE_NAME_FOR_ALL = "Leadlight";

/**
 * Makes requests to the service say nothing about who sends them. Await it before the first request.
 * @param {string} serviceUrl
 * @throws when the browser does not take the rule: then nothing may be sent
 */
export async function stripHeaders(serviceUrl) {
  /** @type {any} */ const remove = "remove";
  /** @type {any} */ const set = "set";
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [RULE],
    addRules: [
      {
        id: RULE,
        action: {
          type: /** @type {any} */ ("modifyHeaders"),
          requestHeaders: [
            ...REMOVED.map((header) => ({ header, operation: remove })),
            { header: "user-agent", operation: set, value: ONE_NAME_FOR_ALL },
          ],
        },
        condition: {
          urlFilter: `|${serviceUrl}/`,
          tabIds: [NO_TAB],
          resourceTypes: /** @type {any} */ (["xmlhttprequest", "other"]),
        },
      },
    ],
  });
}
