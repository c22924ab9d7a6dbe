// The manifest asks for what store/permissions.md explains, and for nothing more.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../extension/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", root), "utf8"));
const page = (name) => readFileSync(new URL(`store/${name}.md`, root), "utf8");
const explainedIn = (text) => [...text.matchAll(/^\| ((?:`[^`]+`(?:, )?)+)(?: \(optional\))? \|/gm)].flatMap((row) => [...row[1].matchAll(/`([^`]+)`/g)].map((name) => name[1]));
const data = manifest.browser_specific_settings.gecko.data_collection_permissions;

test("every permission is explained, and nothing else is", () => {
  const asked = [...manifest.permissions, ...manifest.optional_host_permissions, ...data.optional];
  assert.deepEqual(explainedIn(page("permissions")).sort(), asked.sort());
});

test("the privacy statement names every kind of data that Firefox asks about", () => {
  const named = [...page("privacy").matchAll(/`([a-z]+[A-Z]\w+)`/g)].map((match) => match[1]);
  assert.deepEqual(named.sort(), [...data.optional].sort());
  assert.deepEqual(data.required, ["none"]);
  assert.match(page("privacy"), /none is required/);
});

test("no host is asked for at the installation, and no page reaches the extension's files", () => {
  for (const key of ["host_permissions", "web_accessible_resources", "content_scripts", "externally_connectable"]) assert.equal(key in manifest, false, key);
});

test("own pages load nothing from elsewhere", () => {
  const policy = manifest.content_security_policy.extension_pages;
  for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.includes(rule), rule);
  assert.doesNotMatch(policy, /unsafe/);
});

test("the short description fits into every store, in every language", () => {
  const folder = new URL("_locales/", root);
  for (const language of readdirSync(folder)) {
    const { description } = JSON.parse(readFileSync(new URL(`${language}/messages.json`, folder), "utf8"));
    assert.ok(description.message.length <= 132, language);
  }
});

test("the texts for the stores say what is true: how many languages, which permissions page, and nothing bundled", () => {
  const listing = page("listing");
  const counted = { 12: "Twelve", 13: "Thirteen", 14: "Fourteen" }[readdirSync(new URL("_locales/", root)).length];
  assert.ok(counted && listing.includes(`${counted} languages`));
  for (const part of ["## One purpose", "## Description", "## Why each permission", "permissions.md", "## For reviewers"]) assert.ok(listing.includes(part), part);
  assert.doesNotMatch(listing, /\bsafe\b|guarantee|protects you/i);
});
