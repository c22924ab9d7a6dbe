/** Stands for the browser where the code under test only needs to be loaded. */
globalThis.chrome ??= {
  runtime: { getURL: (path) => `extension:/${path}` },
  i18n: { getUILanguage: () => "en-GB" },
  storage: { local: { get: async () => ({}) } },
};
