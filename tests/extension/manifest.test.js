// The manifest asks for what README.md explains, and for nothing more.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../extension/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", root), "utf8"));
const readme = readFileSync(new URL("README.md", root), "utf8");

test("every permission is explained, and nothing else is", () => {
  const explained = [...readme.matchAll(/^\| ((?:`[^`]+`(?:, )?)+)(?: \(optional\))? \|/gm)].flatMap((row) => [...row[1].matchAll(/`([^`]+)`/g)].map((name) => name[1]));
  assert.deepEqual(explained.sort(), [...manifest.permissions, ...manifest.optional_host_permissions].sort());
});

test("no host is asked for at the installation, and no page reaches the extension's files", () => {
  for (const key of ["host_permissions", "web_accessible_resources", "content_scripts", "externally_connectable"]) assert.equal(key in manifest, false, key);
});

test("Firefox hears that nothing is collected unless the reader agrees", () => {
  const { required, optional } = manifest.browser_specific_settings.gecko.data_collection_permissions;
  assert.deepEqual([required, optional], [["none"], ["websiteContent", "browsingActivity"]]);
});

test("own pages load nothing from elsewhere", () => {
  const policy = manifest.content_security_policy.extension_pages;
  for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.includes(rule), rule);
  assert.doesNotMatch(policy, /unsafe/);
});
