import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser_stub.js";

const { serviceAddress } = await import("../../extension/background/settings.js");

test("the address of a service keeps its path and loses the slash at its end", () => {
  assert.equal(serviceAddress(" https://leadlight.example/check/ "), "https://leadlight.example/check");
  assert.equal(serviceAddress("http://127.0.0.1:8000"), "http://127.0.0.1:8000");
});

test("query and fragment are left out", () => {
  assert.equal(serviceAddress("https://leadlight.example/?a=1#b"), "https://leadlight.example");
});

test("only addresses of the web are addresses of a service", () => {
  for (const written of ["", "leadlight.example", "javascript:alert(1)", "file:///etc", "ftp://a.example", "https://user:word@a.example"]) {
    assert.equal(serviceAddress(written), "");
  }
});
